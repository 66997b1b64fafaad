"""One whole send through Postfix: each reader's mail in its inbox, and who is unknown beyond comes back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
import tomlkit

from digest.project import load
from digest.readers.people import People
from digest.readers.records import Consent, Reason
from tests.deliver.servers import scripted
from tests.outside import postfix
from tests.outside.postfix import Postfix
from tests.test_cli_sending import digest, on_people, receipt, send
from tests.test_pipeline import built_once, sample  # noqa: F401 - fixtures

pytestmark = [
    pytest.mark.outside,
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing()),
]
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
KNOWN = [f"reader{number}@readers.example" for number in range(20)]
UNKNOWN = [f"gone{number}@bounces.example" for number in range(3)]


def prepared(folder: Path, server: Postfix) -> None:
    """The sample, approved, to be sent through Postfix, with readers who are there and others who are not."""
    file = folder / "sources.toml"
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    settings = {
        "mail": {
            "sender": "Scale Notes <weekly@lists.example>",
            "unsubscribe_mail": "leave@lists.example",
            "bounces": "bounces@lists.example",
        },
        "delivery": {"kind": "smtp", "host": "127.0.0.1", "port": server.port, "security": "none"},
        "mailbox": {"kind": "maildir", "path": str(server.inbox)},
    }
    for table, values in settings.items():
        document.setdefault(table, tomlkit.table()).update(values)
    file.write_text(tomlkit.dumps(document), encoding="utf-8")
    approved = digest(folder, "approve", "--allow", "edition-sample", "--yes")
    assert approved.exit_code == 0, approved.output

    def join(people: People) -> None:
        for address in (*KNOWN, *UNKNOWN):
            people.subscribe(address, "readers", Consent(NOW, "test"), NOW)

    on_people(folder, join)


def arrived(server: Postfix, count: int) -> list[bytes]:
    """What lies in the inbox once there is as much as that."""
    for _ in range(300):
        if len(server.delivered()) >= count:
            break
        time.sleep(0.1)
    return server.delivered()


def test_postfix_takes_a_whole_send_and_its_bounces_find_their_readers(sample: Path) -> None:  # noqa: F811
    with scripted(RCPT=b"550 5.1.1 no such user") as beyond, postfix.running(beyond.port) as server:
        prepared(sample, server)
        shown = send(sample, "--yes")
        assert shown.exit_code == 0, shown.output
        assert receipt(sample)["mails"] == {"accepted": len(KNOWN) + len(UNKNOWN)}
        mails = [message_from_bytes(one) for one in arrived(server, len(KNOWN) + len(UNKNOWN))]
        issues = [mail for mail in mails if mail["List-Unsubscribe"]]
        assert sorted(str(mail["To"]) for mail in issues) == sorted(KNOWN)
        assert len({mail["Message-ID"] for mail in issues}) == len(KNOWN)
        polled = digest(sample, "poll")
        assert polled.exit_code == 0, polled.output
    people_path = load(sample / "sources.toml").people
    assert people_path.exists()

    def look(people: People) -> None:
        stopped = {member.address for member in people.members("readers") if member.suppressed}
        assert stopped == set(UNKNOWN)
        assert {one.reason for one in people.suppressions()} == {Reason.BOUNCED}

    on_people(sample, look)
