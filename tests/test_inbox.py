"""The row in the inbox is cut as lists of mail cut it, and a mail that is too long says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import inbox
from digest.inbox import CLIP_BYTES, Row, Size


@given(st.text(), st.integers(1, 50))
def test_a_cut_text_fits_and_shows_that_it_was_cut(text: str, limit: int) -> None:
    short = inbox.cut(text, limit)
    assert inbox.columns(short) <= limit
    assert short == text or short.endswith("…")


def test_letters_of_east_asia_take_two_columns_and_accents_none() -> None:
    assert inbox.columns("融资 a\u0301") == 6
    assert inbox.cut("融资十亿美元", 6) == "融资…"


def test_a_phone_cuts_the_subject_at_40_and_the_preheader_at_80() -> None:
    row = Row("Scale Notes", "a" * 50, "b" * 90)
    assert row.phone_subject == "a" * 39 + "…"
    assert row.phone_preheader == "b" * 79 + "…"
    assert row.note == "50 characters. A phone cuts it."
    assert Row("Scale Notes", "Short").note == "5 characters."


def test_a_notification_has_one_line_for_the_subject_and_one_for_what_follows() -> None:
    row = Row("Scale Notes", "a" * 50, "b" * 90)
    assert row.notice_subject == "a" * 35 + "…"
    assert row.notice_preheader == "b" * 35 + "…"
    assert Row("Scale Notes", "Short").notice_subject == "Short"


def test_a_long_subject_leaves_no_room_for_the_preheader() -> None:
    assert Row("Scale Notes", "a" * 115, "b" * 90).wide_preheader == ""
    assert len(Row("Scale Notes", "a" * 50, "b" * 90).wide_preheader) == 70


@pytest.mark.parametrize(
    ("sender", "shown"),
    [
        ("Scale Notes <weekly@notes.example>", "Scale Notes"),
        ("weekly@notes.example", "weekly@notes.example"),
        ("", "The Title"),
    ],
)
def test_the_sender_is_the_name_else_the_address_else_the_title(sender: str, shown: str) -> None:
    assert inbox.row(sender, "The Title", "S", "").sender == shown


def test_no_line_break_or_control_reaches_the_row() -> None:
    row = inbox.row("", "T", "one\r\ntwo\x1b[31m", "three\u2028four")
    assert (row.subject, row.preheader) == ("one two [31m", "three four")


def test_what_is_no_ascii_is_longer_as_it_travels() -> None:
    size = Size.of("<p>é</p>")
    assert (size.raw, size.encoded, size.count) == (9, 13, 13)


@pytest.mark.parametrize(
    ("count", "note"),
    [(50_000, ""), (90_000, "Nearly too long for Gmail."), (CLIP_BYTES, "Nearly too long for Gmail.")],
)
def test_the_size_says_when_it_matters(count: int, note: str) -> None:
    assert Size(count, count - 1).note == note
    assert (
        Size(count, count).label == f"{count / 1000:.1f} kB, {count / 1000:.1f} kB as it travels, of 100 kB"
    )


def test_a_mail_that_gmail_would_cut_says_what_is_lost() -> None:
    assert "unsubscribe" in Size(10, CLIP_BYTES + 1).note
