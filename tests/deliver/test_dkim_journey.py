"""A signed mail on its way: it comes as it was signed, and its long address for leaving whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver.transport import Door, Parcel, smtp
from tests.deliver import dkimmail
from tests.deliver.letters import field, read, sent
from tests.deliver.servers import working

DOOR = Door(Path(), Path(), datetime(2026, 11, 22, 18, tzinfo=UTC))
READER = "k3d9"


@pytest.mark.server
@pytest.mark.parametrize("length", [60, 300, 900])
def test_a_long_address_for_leaving_arrives_whole_and_the_signatures_hold(length: int) -> None:
    place = "https://notes.example/leave/".ljust(length - len(READER) - 1, "p")
    own = f"{place}/{READER}"
    mail = dkimmail.both()(
        sent("<p>A week.</p>", "A week.\n", unsubscribe=f"{place}/{{token}}", token=READER)
    )
    with working() as (inbox, port):
        settings = smtp.Settings.model_validate({"host": "localhost", "port": port, "security": "none"})
        smtp.carry(settings, Parcel("weekly@notes.example", "ada@reader.example", mail), DOOR)
    (envelope,) = inbox.mails
    arrived = envelope.content
    assert isinstance(arrived, bytes)
    assert f"<{own}>," in field(arrived, "List-Unsubscribe").replace("\r\n ", "\0").split("\0")[0]
    assert "=?" not in field(arrived, "List-Unsubscribe")
    assert read(arrived)["List-Unsubscribe"].startswith(f"<{own}>,")
    assert [dkimmail.is_whole(arrived, number) for number in (0, 1)] == [True, True]
