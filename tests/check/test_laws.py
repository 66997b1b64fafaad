"""Laws of the gate: it never raises, and what was taken word for word is never reported."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import markup, words
from digest.check import RULES, numbers
from digest.check.numbers import passages, rows
from digest.model import Deal, Edition, Entry, Money, Piece, Section, Sentence
from tests.records import edition, entry, piece, story

_WORDS = (
    "Vantor|Brightloom|Quillmark|raised|spent|$14.8|billion|€3m|49%|94|2024|2025,|300|MW|12,000|jobs.|over|$10B|"
    "of|up to|nearly|=|+|(|)|–|the.|And|•|1.|3x|“half a billion”|14 July|5pp|_|*|[a](b)|xAI"
)
_PARTS = st.sampled_from(_WORDS.split("|"))
_TEXT = st.lists(_PARTS, min_size=1, max_size=40).map(" ".join) | st.text(max_size=200)


@given(st.lists(_TEXT, min_size=1, max_size=5), st.integers(0, 50), _TEXT)
@settings(max_examples=150, deadline=None)
def test_a_sentence_that_was_taken_is_never_reported(paragraphs: list[str], first: int, title: str) -> None:
    lead = entry(" ".join(title.split()) or "A title", text="\n\n".join(paragraphs))
    found = words.sentences(lead.text)
    taken = tuple(Sentence(text, lead.id) for text in found[first % 5 : first % 5 + 3])
    blurb = markup.escape(" ".join(one.text for one in taken))
    made = edition(
        Section("a", "A", "", (piece(lead.title, blurb=blurb, story=story(lead), summary=taken),)),
        subject="", preheader="", intro="",
    )  # fmt: skip
    assert passages.plain(blurb).split() == " ".join(one.text for one in taken).split()
    assert numbers.of(made, {lead.id: lead}) == ()


@given(_TEXT, _TEXT, _TEXT, _TEXT, st.floats(-1, 1e18, allow_nan=False))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_an_edition_the_gate_answers_by_its_rules(
    headline: str, blurb: str, text: str, around: str, value: float
) -> None:
    lead = entry("A title", text=text)
    deals = (Deal("funding", headline[:20], (), Money(value), Money(1.0, "EUR", "up_to"), 12.5),)
    own = Piece("own", headline, "", blurb)
    told = piece(headline, blurb=blurb, story=story(lead), summary=(), deals=deals)
    made = edition(Section("a", "A", "", (told, own), around), subject=around, preheader=around, intro=around)
    found = numbers.of(made, {lead.id: lead})
    assert all(one.rule in RULES and one.reason and one.remedy and one.figure in one.said for one in found)
    assert found == numbers.of(made, {lead.id: lead})
    found = rows.of(made, {lead.id: lead})
    assert all(one.rule in RULES and one.reason and one.remedy and one.figure in one.said for one in found)


def _heavy(blurb: str, text: str) -> tuple[Edition, dict[str, Entry]]:
    lead = entry("A title", text=text)
    told = piece("A headline", blurb=blurb, story=story(lead), summary=())
    return edition(Section("a", "A", "", (told,)), subject="", preheader="", intro=blurb), {lead.id: lead}


def test_a_megabyte_of_anything_takes_a_few_seconds_at_most() -> None:
    for part in (
        "$1 ",
        "1+1=",
        "49% of $",
        "| ",
        "<!--",
        "[a](",
        "the ",
        "x",
        "$9 billion + ",
        "Vantor $7m, ",
        "(",
        "$9 billion in 2024, ",
        "may reach $7m in 2025 and ",
        "2025 1 of ",
    ):
        many = part * (1_000_000 // len(part))
        made, entries = _heavy(many, many[7:])
        began = time.process_time()
        numbers.of(made, entries)
        assert time.process_time() - began < 5, part
