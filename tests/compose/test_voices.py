"""Who tells a story, and the sentence that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digest.compose import voices
from digest.model import Entry, Story, Tie, Voices
from tests.records import entry, story


def by(publisher: str, title: str = "", **changes: Any) -> Entry:
    """An entry of `publisher` with words of its own."""
    made = entry(title or f"What {publisher} found out about the purchase of Tall Pines", source=publisher)
    return replace(made, **changes)


def told(*entries: Entry, copies: tuple[Entry, ...] = ()) -> Voices:
    return voices.of(replace(story(*entries), copies=copies))


def test_every_newsroom_that_reports_is_a_voice_once() -> None:
    found = told(by("The Circuit"), by("Quay Daily"), by("The Circuit", "A second take on Tall Pines"))
    assert found == Voices(newsrooms=("The Circuit", "Quay Daily"))


def test_spellings_and_sister_outlets_are_one_newsroom() -> None:
    found = told(by("WSJ"), by("Barron's"), by("The Wall Street Journal"), by("Verge"), by("The Verge"))
    assert found.newsrooms == ("The Wall Street Journal", "The Verge")


@pytest.mark.parametrize(
    "carried",
    [
        {"author": "Reuters"},
        {"author": "By Jane Doe and Reuters"},
        {"summary": "LISBON, Nov 20 (Reuters) - Northwind has bought a stake, it said."},
        {"text": "Reuters - Northwind has bought a stake, it said."},
        {"title": "Northwind has bought a stake in Tall Pines By Reuters"},
    ],
)
def test_a_wires_text_is_one_voice_and_its_carriers_are_rewrites(carried: dict[str, Any]) -> None:
    found = told(by("Quay Daily", **carried), by("The Circuit", **carried))
    assert found == Voices(wires=("Reuters",), rewrites=("Quay Daily", "The Circuit"))
    assert found.independent == 1


def test_a_copy_of_a_wires_entry_is_its_rewrite_and_the_wire_counts_once() -> None:
    wire = by("Reuters", "Northwind has bought a stake in Tall Pines")
    copy = replace(by("Quay Daily", wire.title), url="https://quay.example/2")
    found = told(wire, by("The Circuit"), copies=(copy,))
    assert found == Voices(("Reuters", "The Circuit"), ("Reuters",), ("Quay Daily",))
    assert found.independent == 2
    assert told(copy, copies=(wire,)) == Voices(("Reuters",), ("Reuters",), ("Quay Daily",))


def test_a_wires_own_report_that_nobody_carries_is_a_newsrooms() -> None:
    assert told(by("AP News")) == Voices(newsrooms=("Associated Press",))


def test_who_only_prints_another_newsrooms_text_is_no_voice() -> None:
    report = by("The Circuit", "Northwind has bought a stake in Tall Pines")
    assert told(report, copies=(by("Quay Daily", report.title),)) == Voices(newsrooms=("The Circuit",))


def test_aggregators_are_voices_only_where_nobody_else_tells_it() -> None:
    report = by("The Circuit", "Northwind has bought a stake in Tall Pines")
    assert told(by("MSN", report.title), copies=(report,)).newsrooms == ("The Circuit",)
    assert told(by("Reddit"), report).newsrooms == ("The Circuit",)
    assert told(by("Yahoo Finance")).newsrooms == ("Yahoo Finance",)


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        ("Northwind Newsroom", "https://blogs.nvidia.com/blog/a/"),
        ("OpenAI", "https://news.google.com/read/CBMix"),
        ("Competition authority", "https://www.cma.gov.uk/a"),
        ("Commission", "https://ec.europa.eu/a"),
        ("Court", "https://www.uscourts.gov/a"),
        ("PR Newswire", "https://www.prnewswire.com/a"),
    ],
)
def test_a_party_or_authority_that_speaks_for_itself_is_a_document(publisher: str, url: str) -> None:
    found = told(by("The Circuit"), by(publisher, url=url))
    assert found == Voices(newsrooms=("The Circuit",), documents=(publisher,))


def test_a_press_release_is_a_document_wherever_it_is_printed() -> None:
    release: dict[str, Any] = {
        "summary": "LISBON, Nov. 20, 2026 /PRNewswire/ -- Northwind today announced a purchase."
    }
    assert told(by("Quay Daily", **release)).newsrooms == ()
    assert len(told(by("Quay Daily", **release)).documents) == 1


def test_a_copy_belongs_to_the_entry_that_its_tie_names() -> None:
    wire, report = by("Reuters"), by("The Circuit")
    copy = by("Quay Daily", "Words that nobody else used")
    made = Story("s", (report, wire), (copy,), ties=(Tie(copy.id, wire.id, ()),))
    assert voices.of(made).rewrites == ("Quay Daily",)
    (same,) = voices.stories([made])
    assert same.voices == voices.of(made)


def test_nothing_that_a_source_says_breaks_it() -> None:
    odd = by("", "", author="(" * 5000, summary="(Reuters" * 500, url="not an address")
    assert told(odd, by("The Circuit")).newsrooms[-1:] == ("The Circuit",)
