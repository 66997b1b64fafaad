"""What people read in a header comes through whole, whatever it holds, and within its lines."""

from __future__ import annotations

import re
import unicodedata
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deliver.letters import field, read, sent

_READABLE = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
_ODD = st.sampled_from(
    ["=?", "?=", "=?utf-8?q?x?=", " ", "  ", ",", '"', "\\", "(", ")", "<", ">", "@", ":", ";", ".", "_", "=",
     "’", "é", "e\u0301", "人工", "👩‍👩‍👧‍👦", "🇵🇹", "👍🏽", "שלום", "\u200d", "a" * 80, "ü" * 40,
     "https://notes.example/" + "x" * 90]
)  # fmt: skip
_WORDS = st.lists(st.text(_READABLE, max_size=30) | _ODD, max_size=12).map("".join)
_LINES = _WORDS.filter(str.strip)
_ENCODED = re.compile(r"=\?[^?]*\?[bq]\?[^?]*\?=", re.IGNORECASE)


def _decoded(raw: str) -> str:
    return str(make_header(decode_header(re.sub(r"\r\n(?= )", "", raw.partition(": ")[2]))))


def _name(raw: str) -> str:
    """The name of a mailbox; `.display_name` of 3.11 puts a space between two encoded-words."""
    unfolded = re.sub(r"\r\n(?= )", "", raw.partition(": ")[2])
    phrase, _ = parseaddr(unfolded)
    return _decoded(f"x: {phrase}")


@given(_LINES)
@settings(max_examples=300, deadline=None)
def test_any_subject_reads_as_it_was_written(subject: str) -> None:
    raw = field(sent(subject=subject), "Subject")
    assert _decoded(raw) == subject
    assert all(len(line) <= 78 and line.strip() and line == line.rstrip() for line in raw.split("\r\n"))
    for word in _ENCODED.findall(raw):
        assert len(word) <= 75
        assert _decoded(f"x: {word}") != word  # each is whole characters


@given(_LINES)
@settings(max_examples=300, deadline=None)
def test_any_subject_reads_as_it_was_written_in_the_standard_library(subject: str) -> None:
    assert read(sent(subject=subject))["Subject"] == subject


@given(_LINES)
@settings(max_examples=300, deadline=None)
def test_any_name_of_a_reader_comes_back_and_leaves_the_address_alone(name: str) -> None:
    mail = sent(name=name)
    raw = field(mail, "To")
    (who,) = read(mail)["To"].addresses
    assert who.addr_spec == "reader@example.com"
    assert raw.endswith("<reader@example.com>")
    assert _name(raw) == name.strip()
    assert all(len(line) <= 78 and line.strip() and line == line.rstrip() for line in raw.split("\r\n"))


@given(st.text(_READABLE.filter(lambda c: c not in '<>@"\\'), min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=200, deadline=None)
def test_any_name_of_a_sender_comes_back(name: str) -> None:
    mail = sent(sender=f"{name} <weekly@notes.example>")
    (who,) = read(mail)["From"].addresses
    assert who.addr_spec == "weekly@notes.example"
    assert _name(field(mail, "From")) == name.strip()


@pytest.mark.parametrize(
    ("sender", "line"),
    [
        ("weekly@notes.example", "From: weekly@notes.example"),
        ("Scale Notes <weekly@notes.example>", "From: Scale Notes <weekly@notes.example>"),
        ('"Notes, Scale" <weekly@notes.example>', 'From: "Notes, Scale" <weekly@notes.example>'),
        ("Notes, Scale <weekly@notes.example>", 'From: "Notes, Scale" <weekly@notes.example>'),
        ('The "Notes" <weekly@notes.example>', 'From: "The \\"Notes\\"" <weekly@notes.example>'),
        ("Zoë <weekly@notes.example>", "From: =?utf-8?q?Zo=C3=AB?= <weekly@notes.example>"),
    ],
)
def test_a_name_is_plain_where_it_can_be_in_quotes_where_it_must_and_else_encoded(
    sender: str, line: str
) -> None:
    assert field(sent(sender=sender), "From") == line


def test_a_plain_subject_stays_readable_and_folds_at_its_spaces() -> None:
    subject = "Northwind takes half of Tall Pines, Brightloom raises money, and a court says no to Quillmark"
    assert field(sent(subject=subject), "Subject") == (
        "Subject: Northwind takes half of Tall Pines, Brightloom raises money, and a\r\n"
        " court says no to Quillmark"
    )


def test_no_character_is_cut_by_the_end_of_an_encoded_word() -> None:
    family = "👩‍👩‍👧"  # three people, two joiners
    for shift in range(12):
        raw = field(sent(subject="x" * shift + "é" + "e\u0301👍🏽" * 30), "Subject")
        for word in _ENCODED.findall(raw):
            first = _decoded(f"x: {word}")[0]
            assert not unicodedata.category(first).startswith("M")
            assert first != "🏽"
    assert _decoded(field(sent(subject=family * 20), "Subject")) == family * 20


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~", min_size=1, max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_token_stands_in_the_header_as_it_is(token: str) -> None:
    raw = field(sent(token=token), "List-Unsubscribe")
    assert f"<https://notes.example/leave/{token}>," in raw
    assert "=?" not in raw
