"""What mails want, read from their bytes: only tokens act, and no mail can break the reading."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.leaving import mime, reading
from digest.leaving.reading import Bounce, Complaint, Nothing, Unsubscribe
from tests.leaving import mails
from tests.leaving.mails import CONFIRM, LEAVE, ORIGINAL, VERP


@pytest.mark.parametrize(
    "mail",
    [
        mails.unsubscribe(),
        mails.letter(subject=f"Unsubscribe {LEAVE.upper()}"),
        mails.letter(subject=f"=?utf-8?Q?unsubscribe_{LEAVE}?="),
        mails.letter(subject=f"unsubscribe\n {LEAVE}"),
        mails.letter(to=f"leave+{LEAVE}@notes.example", subject=""),
        mails.letter(to=f'"Leave" <leave+{LEAVE}@notes.example>'),
        mails.letter(more=f"Delivered-To: leave+{LEAVE}@notes.example\n"),
        mails.unsubscribe().replace(b"\r\n", b"\n"),
        mails.unsubscribe().replace(b"Subject", b"Auto-Submitted: auto-generated\r\nSubject"),
    ],
)
def test_an_unsubscribe_mail_is_read_by_its_token(mail: bytes) -> None:
    assert reading.read(mail) == Unsubscribe((LEAVE,))


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (mails.letter(subject="unsubscribe"), "ordinary"),
        (mails.letter(subject="unsubscribe ada@reader.example"), "ordinary"),
        (mails.letter(text=f"> https://notes.example/leave/{LEAVE}"), "ordinary"),
        (mails.letter(subject=f"unsubscribe {CONFIRM}"), "ordinary"),
        (mails.letter(subject=f"unsubscribe x{LEAVE}"), "ordinary"),
        (mails.letter(subject=f"Re: {LEAVE}", more="Auto-Submitted: auto-replied (vacation)\n"), "automatic"),
        (
            mails.letter(to=f"bounces+{VERP}@notes.example", more="Auto-Submitted: auto-replied\n"),
            "automatic",
        ),
        (mails.letter(subject="Out of office", more="Precedence: auto_reply\n"), "automatic"),
        (mails.letter(to=f"bounces+{VERP}@notes.example", text="I saw 5.1.1 in my log."), "ordinary"),
    ],
)
def test_what_names_no_reader_by_a_token_is_left_alone(mail: bytes, reason: str) -> None:
    found = reading.read(mail)
    assert isinstance(found, Nothing)
    assert reason in found.reason


def test_a_returned_mail_is_read_by_the_token_in_its_envelope() -> None:
    assert reading.read(mails.bounce()) == Bounce(
        (VERP,), ORIGINAL, "5.1.1", True, True, "550 5.1.1 <ada@reader.example>: no such user here"
    )


def test_without_one_the_line_of_our_own_mail_in_it_says_whose_it_was() -> None:
    found = reading.read(mails.bounce("weekly@notes.example", returned=mails.listed()))
    assert isinstance(found, Bounce)
    assert (found.tokens, found.original) == ((LEAVE,), ORIGINAL)


def test_an_address_alone_never_acts() -> None:
    assert reading.read(mails.bounce("weekly@notes.example")) == Nothing(
        "a returned mail without a token of ours"
    )
    assert reading.read(mails.complaint(returned="")) == Nothing("a complaint without a token of ours")


@pytest.mark.parametrize(
    ("action", "status", "final", "reader"),
    [
        ("failed", "5.1.1", True, True),
        ("Failed", "5.0.0", True, True),
        ("failed", "5.1.10 (no such user)", True, True),
        ("failed", "5.2.1", True, True),
        ("failed", "5.2.2", True, False),  # the mailbox is full
        ("failed", "5.7.1", True, False),  # our mail was refused
        ("failed", "5.6.1", True, False),
        ("failed", "4.4.7", True, False),  # given up after days
        ("delayed", "4.4.1", False, False),
        ("delayed", "5.1.1", False, False),
        ("failed", "", True, False),
        ("failed", "far away", True, False),
    ],
)
def test_only_a_reader_who_is_not_there_is_told_from_other_failures(
    action: str,
    status: str,
    final: bool,  # noqa: FBT001
    reader: bool,  # noqa: FBT001
) -> None:
    found = reading.read(mails.bounce(action=action, status=status))
    assert isinstance(found, Bounce)
    assert (found.is_final, found.is_reader) == (final, reader)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "elsewhere"])
def test_a_report_that_it_arrived_is_no_bounce(action: str) -> None:
    assert isinstance(reading.read(mails.bounce(action=action, status="2.0.0")), Nothing)


def test_old_servers_are_believed_where_token_and_code_agree() -> None:
    found = reading.read(mails.qmail())
    assert found == Bounce(
        (VERP,), "", "5.1.1", True, True, "Remote host said: 550 no mailbox by that name (#5.1.1)"
    )
    assert isinstance(reading.read(mails.qmail("sorry")), Nothing), (
        "an IP and a code in our own mail are none"
    )
    assert isinstance(reading.read(mails.qmail("#4.4.1")), Nothing)
    assert isinstance(reading.read(mails.qmail(to="weekly@notes.example")), Nothing)


def test_a_complaint_is_read_by_the_token_in_the_mail_it_is_about() -> None:
    assert reading.read(mails.complaint()) == Complaint((LEAVE,), ORIGINAL, "abuse")
    told = reading.read(mails.complaint(verp=f"bounces+{VERP}@notes.example"))
    assert told == Complaint((VERP, LEAVE), ORIGINAL, "abuse")


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "", "other"])
def test_a_feedback_report_that_is_no_complaint_is_none(kind: str) -> None:
    assert isinstance(reading.read(mails.complaint(kind)), Nothing)


def test_a_note_that_a_mail_was_read_is_nothing() -> None:
    mail = mails.bounce().replace(b"message/delivery-status", b"message/disposition-notification")
    assert isinstance(reading.read(mail), Nothing)


def test_a_report_wrapped_by_a_gateway_or_in_base64_is_read() -> None:
    inner = mails.bounce()
    outer = (
        b"Return-Path: <>\r\nTo: bounces+" + VERP.encode() + b"@notes.example\r\n"
        b'Content-Type: multipart/mixed; boundary="gate"\r\n\r\n--gate\r\n'
        b"Content-Type: text/plain\r\n\r\nScanned.\r\n--gate\r\n" + inner + b"\r\n--gate--\r\n"
    )
    assert isinstance(reading.read(outer), Bounce)


def test_a_report_that_claims_an_encoding_that_it_lacks_is_read() -> None:
    claim = b"message/delivery-status\r\nContent-Transfer-Encoding: base64"
    assert isinstance(reading.read(mails.bounce().replace(b"message/delivery-status", claim)), Bounce)


HOSTILE = {
    "empty": b"",
    "one byte": b"\0",
    "no header": b"\r\n\r\nhello",
    "deep": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(5000)
    ),
    "many parts": b'Content-Type: multipart/report; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 100_000,
    "huge": b"Subject: x\r\n\r\n" + b"a" * 30_000_000,
    "long header": b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\n",
    "many fields": b"".join(b"X-%d: y\r\n" % n for n in range(200_000)),
    "folded": b"Subject: a\r\n" + b" b\r\n" * 200_000,
    "quotes": b'Content-Type: multipart/report; boundary="' + b'";"' * 200_000,
    "semicolons": b"Content-Type: multipart/report" + b'; a="b' * 100_000 + b"\r\n\r\n",
    "encoded words": b"Subject: " + b"=?utf-8?Q?=?=" * 100_000 + b"\r\n\r\n",
    "charset": b"Subject: =?no-such-charset?B?/////w==?= =?utf-8?B?*?=\r\n\r\n",
    "dashes": b"From: mailer-daemon@x\r\nTo: b+" + VERP.encode() + b"@x\r\n\r\n" + b"-" * 400_000,
    "digits": b"From: mailer-daemon@x\r\nTo: b+" + VERP.encode() + b"@x\r\n\r\n" + b"5.1." * 100_000,
    "tokens": b"Subject: " + b"a" * 400_000 + b"\r\n\r\n",
    "binary": bytes(range(256)) * 2000,
    "self-made boundary": b'Content-Type: multipart/report; boundary="(.*)+$"\r\n\r\n--(.*)+$\r\n'
    + b"(" * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_no_time_and_acts_on_nothing(name: str) -> None:
    started = time.process_time()
    found = reading.read(HOSTILE[name])
    assert time.process_time() - started < 2
    assert isinstance(found, Nothing)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    reading.read(raw)
    reading.read(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + raw)


@given(st.data())
def test_a_damaged_report_is_read_or_left_and_never_breaks(data: st.DataObject) -> None:
    raw = bytearray(
        data.draw(st.sampled_from([mails.bounce(), mails.complaint(), mails.qmail(), mails.unsubscribe()]))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    reading.read(bytes(raw[: data.draw(st.integers(0, len(raw)))]))


def test_parts_of_a_mail_are_found_whatever_ends_its_lines() -> None:
    whole = mime.part(mails.bounce())
    kinds = [part.kind for part in mime.within(whole)]
    assert kinds == ["multipart/report", "text/plain", "message/delivery-status", "text/rfc822-headers"]
    assert [part.kind for part in mime.within(mime.part(mails.bounce().replace(b"\r\n", b"\n")))] == kinds
