"""What a send came to, as a person reads it, and the code with which the command ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import outcome
from digest.deliver.states import State
from digest.sending.receipts import Receipt, Row
from digest.terminal import Terminal

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
ALL = Receipt(
    send="readers/2026-W47",
    revision="ab" * 32,
    subject="Wafers",
    state="done",
    reason="",
    candidates=7,
    exclusions={"left": 2},
    mails={State.ACCEPTED: 5},
    prepared_at=NOW,
    at=NOW,
    place="through mail.example.org:587",
    took_s=0.5,
    handed=5,
)
FAILED = replace(
    ALL, state="done_with_failures", mails={State.ACCEPTED: 3, State.REJECTED: 1, State.RETRY_WAIT: 1}
)
PAUSED = replace(ALL, state="paused", reason="535 bad password", mails={State.QUEUED: 5})


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (ALL, 0),
        (replace(ALL, mails={State.ACCEPTED: 4, State.SKIPPED: 1}), 0),
        (FAILED, 4),
        (replace(ALL, mails={State.ACCEPTED: 4, State.EXPIRED: 1}), 4),
        (replace(ALL, state="sending", mails={State.ACCEPTED: 4, State.QUEUED: 1}), 4),
        (replace(ALL, mails={State.ACCEPTED: 4, State.IN_DOUBT: 1}), 3),
        (PAUSED, 3),
    ],
)
def test_the_code_says_whether_all_have_it(receipt: Receipt, code: int) -> None:
    assert outcome.exit_code(receipt) == code


def told(receipt: Receipt, rows: list[Row], capsys: pytest.CaptureFixture[str]) -> list[str]:
    outcome.show(Terminal(), receipt, rows, Path("out/2026-W47"), lambda words: f"digest {words}")
    out, err = capsys.readouterr()
    return [*out.splitlines()[:-1], *err.splitlines(), out.splitlines()[-1]]


def test_a_send_that_all_accepted_is_three_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(ALL, [], capsys) == [
        "7 on the list: 5 accepted, 600 a minute",
        "  no mail to 2 left",
        "2026-W47: 5 of 5 accepted, through mail.example.org:587; receipt: out/2026-W47/receipt.json",
    ]


def test_every_address_that_was_not_accepted_is_named_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        Row("ada@example.org", State.REJECTED, "550 no such user", "2026-11-22T18:00:00+00:00"),
        Row("bob@example.org", State.RETRY_WAIT, "451 later", "", "2026-11-22T18:05:00+00:00"),
    ]
    lines = told(FAILED, rows, capsys)
    assert "  ada@example.org: rejected: 550 no such user" in lines
    assert "  bob@example.org: to try later: 451 later; next try at 2026-11-22T18:05:00+00:00" in lines
    assert lines[-2:] == [
        "digest send 2026-W47 --resume goes on with the rest",
        "2026-W47: 3 of 5 accepted, 2 not, through mail.example.org:587; receipt: out/2026-W47/receipt.json",
    ]


def test_a_pause_says_why_and_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(PAUSED, [], capsys)
    assert "Paused: 535 bad password. To go on: digest send 2026-W47 --resume" in lines


def test_a_thousand_that_were_not_tried_yet_are_counted_and_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [Row(f"r{number}@example.org", State.QUEUED, "", "") for number in range(1000)]
    rows.append(Row("ada@example.org", State.IN_DOUBT, "no answer", ""))
    many = replace(ALL, candidates=1003, mails={State.QUEUED: 1000, State.IN_DOUBT: 1})
    lines = told(many, rows, capsys)
    assert "  ada@example.org: in doubt: no answer" in lines
    assert "  1,000 still to go; out/2026-W47/receipt.csv names them all" in lines
    assert len(lines) < 10
