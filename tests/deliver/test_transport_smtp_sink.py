"""The line against a server that others wrote, in each of its ways to fail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver.transport import Door, NotSentError, Parcel, Verdict, smtp
from digest.deliver.transport.patience import Patience
from tests.deliver.letters import sent
from tests.deliver.sinks import sink

pytestmark = [pytest.mark.server, pytest.mark.outside]

PARCEL = Parcel("weekly@notes.example", "ada@reader.example", sent())
DOOR = Door(Path(), Path(), datetime(2026, 11, 22, 18, tzinfo=UTC))
IMPATIENT = Patience(2, 0.5, 2, 0.5, 0.5)


def settings(port: int) -> smtp.Settings:
    return smtp.Settings.model_validate({"host": "127.0.0.1", "port": port, "security": "none"})


@pytest.mark.parametrize("options", [[], ["-p"], ["-8"], ["-E"]], ids=["together", "singly", "8bit", "codes"])
def test_it_takes_mail_after_mail_over_one_line(options: list[str]) -> None:
    with sink("-n", "1000", *options) as port, smtp.line(settings(port), DOOR, IMPATIENT) as way:
        answers = {way.hand_over(PARCEL, lambda: None).verdict for _ in range(50)}
    assert answers == {Verdict.ACCEPTED}


@pytest.mark.parametrize(
    ("options", "is_lasting"),
    [
        (["-f", "CONNECT"], True),
        (["-r", "CONNECT"], False),
        (["-q", "CONNECT"], False),
        (["-Q", "CONNECT"], False),
        (["-f", "EHLO"], True),
        (["-r", "EHLO"], False),
        (["-q", "EHLO"], False),
        (["-Q", "EHLO"], False),
        (["-e"], True),
    ],
)
def test_what_fails_before_the_first_mail_blames_nobody(options: list[str], *, is_lasting: bool) -> None:
    with sink(*options) as port, pytest.raises(NotSentError) as caught:
        smtp.carry(settings(port), PARCEL, DOOR, IMPATIENT)
    assert caught.value.is_lasting == is_lasting


@pytest.mark.parametrize(
    ("options", "verdict", "stage", "is_over"),
    [
        (["-f", "MAIL"], Verdict.REFUSED, "MAIL FROM", False),
        (["-r", "MAIL"], Verdict.LATER, "MAIL FROM", False),
        (["-q", "MAIL"], Verdict.TROUBLE, "MAIL FROM", True),
        (["-Q", "MAIL"], Verdict.TROUBLE, "MAIL FROM", True),
        (["-f", "RCPT"], Verdict.REFUSED, "RCPT TO", False),
        (["-f", "RCPT", "-B", "550 5.1.1 nobody here"], Verdict.REJECTED, "RCPT TO", False),
        (["-r", "RCPT"], Verdict.LATER, "RCPT TO", False),
        (["-q", "RCPT"], Verdict.TROUBLE, "RCPT TO", True),
        (["-Q", "RCPT"], Verdict.TROUBLE, "RCPT TO", True),
        (["-f", "DATA"], Verdict.REFUSED, "DATA", False),
        (["-r", "DATA"], Verdict.LATER, "DATA", False),
        (["-q", "DATA"], Verdict.TROUBLE, "DATA", True),
        (["-Q", "DATA"], Verdict.TROUBLE, "DATA", True),
        (["-f", "."], Verdict.REFUSED, "the mail", False),
        (["-r", "."], Verdict.LATER, "the mail", False),
        (["-q", "."], Verdict.IN_DOUBT, "the mail", True),
        (["-Q", "."], Verdict.LATER, "the mail", True),
        (["-p", "-w", "3"], Verdict.TROUBLE, "DATA", True),
        (["-W", ".:3"], Verdict.IN_DOUBT, "the mail", True),
        (["-f", "QUIT"], Verdict.ACCEPTED, "", False),
        (["-r", "QUIT"], Verdict.ACCEPTED, "", False),
        (["-q", "QUIT"], Verdict.ACCEPTED, "", False),
        (["-Q", "QUIT"], Verdict.ACCEPTED, "", False),
    ],
)
def test_what_fails_while_a_mail_goes_has_its_verdict(
    options: list[str], verdict: Verdict, stage: str, *, is_over: bool
) -> None:
    with sink(*options) as port, smtp.line(settings(port), DOOR, IMPATIENT) as way:
        answer = way.hand_over(PARCEL, lambda: None)
        assert (answer.verdict, answer.stage, answer.is_over) == (verdict, stage, is_over)
        if not is_over:  # and the next one has the same
            assert way.hand_over(PARCEL, lambda: None).verdict is verdict
