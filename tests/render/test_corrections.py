"""Corrections in all outputs: above the stories, at their story; those of earlier editions near the end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from digest import messages
from digest.messages import ENGLISH
from digest.model import Correction, Edition, Rendition
from digest.render import Templates, budget, corrections, issue, missing, renditions
from digest.render.clean import anchor
from tests import editions
from tests.render.test_budget import _crowd

TEMPLATES = Templates()
GOLDEN = Path(__file__).parent / "golden"
_SOLD = ("markdown", "email", "text", "page")


def _made(edition: Edition, templates: Templates = TEMPLATES) -> dict[str, Rendition]:
    return {one.format: one for one in renditions(edition, templates)}


def _words(made: Rendition) -> str:
    """What a reader of an output reads, on one line."""
    text = made.text
    if made.format == "markdown":
        text = MarkdownIt("commonmark").render(text)
    if made.format in {"markdown", "email", "page"}:
        tree = LexborHTMLParser(text)
        for unread in tree.css("style, title"):
            unread.decompose()
        text = tree.body.text(separator=" ") if tree.body else ""
    return re.sub(r" (?=[.,:;])", "", " ".join(text.replace("> ", " ").split()))


@pytest.mark.parametrize("name", _SOLD)
def test_each_correction_stands_above_the_stories_in_the_order_of_its_day_and_at_its_story(name: str) -> None:
    edition = editions.corrected()
    words = _words(_made(edition)[name])
    days = ("17 June 2025: We counted", "18 June 2025: The mine", "19 June 2025: We wrote that it pays")
    first = [words.index(f"Corrected on {day}") for day in days]
    assert first == sorted(first)
    assert first[-1] < words.index("What moved this week.")
    assert [words.count(f"Corrected on {day}") for day in days] == [1, 2, 2]
    lead, _, brief, *_ = edition.pieces
    at_lead = words.rindex(
        "Corrected on 19 June 2025: We wrote that it pays $9 billion; it pays $14 billion."
    )
    assert words.rindex(lead.headline, 0, at_lead) < at_lead < words.rindex(edition.pieces[1].headline)
    assert words.rindex(brief.headline) < words.rindex("Corrected on 18 June 2025: The mine lies in Chile.")


@pytest.mark.parametrize("name", _SOLD)
def test_earlier_editions_stand_in_a_block_of_their_own_after_the_stories(name: str) -> None:
    made = _made(editions.corrected())[name]
    words = re.sub(r" \[\d+\]", "", _words(made))
    at = words.upper().rindex(" CORRECTIONS ")
    block = words[at : words.upper().rindex("THIS WEEK’S SOURCES")]
    assert "No. 2, corrected on 10 June 2025: Northwind employs 900 people; we wrote 9,000." in block
    assert "Northwind hires for its desert site" in block
    assert "2025-W22, corrected on 11 June 2025: The intro named the wrong week." in block
    assert "https://notes.example/2025-W23/#s-1a2b" in made.text


def test_the_page_leads_from_the_note_to_its_story() -> None:
    edition = editions.corrected()
    page = LexborHTMLParser(_made(edition)["page"].text)
    links = [node.attributes["href"] for node in page.css("#corrected a")]
    lead, _, brief, *_ = edition.pieces
    assert links == ["https://list.example/2", f"#{anchor(brief.id)}", f"#{anchor(lead.id)}"]
    assert all(page.css_first(link) for link in links if link and link.startswith("#"))


@pytest.mark.parametrize("language", ["en", "ar", "de", "es", "fr", "pt"])
def test_corrections_read_in_each_language_as_when_somebody_last_read_them(
    language: str,
    update_golden: bool,  # noqa: FBT001 (a fixture)
) -> None:
    made = _made(editions.corrected(sections=1, language=language))["text"].text
    golden = GOLDEN / f"corrected.{language}.txt"
    if update_golden:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


@pytest.mark.parametrize("name", ["page", "email", "markdown"])
def test_a_corrected_edition_comes_out_as_it_did_when_somebody_last_read_it(
    name: str,
    update_golden: bool,  # noqa: FBT001 (a fixture)
) -> None:
    made = _made(editions.corrected(sections=1))[name]
    golden = GOLDEN / f"corrected.{made.filename}"
    if update_golden:
        golden.write_text(made.text, "utf-8")
    assert made.text == golden.read_text("utf-8")


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "pt"])
def test_no_language_says_it_in_english(language: str) -> None:
    words = messages.of(language)
    english = {key: text for key, text in ENGLISH.table.items() if key.startswith("corrections.")}
    assert len(english) == 7
    edition = editions.corrected(language=language)
    assert missing(edition, renditions(edition, TEMPLATES)) == ()
    for key, text in english.items():
        assert words.table[key] != text, key


def test_a_template_that_leaves_a_correction_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '{% extends "bundled/page.html" %}{% block corrected %}{% endblock %}', "utf-8"
    )
    # each story shows its own still: what is missing is the one of the edition as a whole
    edition = editions.corrected()
    lacks = missing(edition, renditions(edition, Templates(tmp_path)))
    (lack,) = (lack for lack in lacks if lack.startswith("index.html"))
    assert "the correction “Corrected on 17 June 2025: We counted a story twice, see the list.” is" in lack
    (tmp_path / "page.html").write_text(
        '{% extends "bundled/page.html" %}{% block corrections %}{% endblock %}', "utf-8"
    )
    lacks = missing(edition, renditions(edition, Templates(tmp_path)))
    assert len([lack for lack in lacks if "the correction “" in lack]) == 2


def test_a_story_that_only_its_correction_names_is_missed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '{% extends "bundled/page.html" %}{% macro headline(item) %}…{% endmacro %}'
        "{% block section scoped %}{% endblock %}",
        "utf-8",
    )
    plain = editions.edition(sections=1)
    second = plain.pieces[1]
    edition = replace(plain, corrections=(Correction(date(2025, 6, 17), "Not so.", second.id),))
    lacks = missing(edition, renditions(edition, Templates(tmp_path)))
    assert any(lack.startswith("index.html") and second.headline in lack for lack in lacks)


def test_a_mail_that_is_cut_keeps_every_note_above_its_stories() -> None:
    crowd = _crowd(300)
    gone = crowd.pieces[-1]
    edition = replace(
        crowd,
        corrections=(
            Correction(date(2025, 6, 17), "It takes 12 %, not 21.", gone.id),
            Correction(date(2025, 6, 3), "The mine lies in Chile.", edition="2025-W22"),
        ),
    )
    made = _made(edition)
    assert gone.id in made["email"].dropped
    assert budget.weight(made["email"].text) <= budget.LIMIT
    for name in ("email", "text"):
        assert "Corrected on 17 June 2025: It takes 12 %, not 21." in _words(made[name])
        assert "2025-W22, corrected on 3 June 2025: The mine lies in Chile." in _words(made[name])
    assert missing(edition, made.values()) == ()


def test_what_cannot_be_written_as_a_link_or_runs_something_stays_text() -> None:
    attack = '<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror="y"> {{ 7*7 }}'
    found = (
        Correction(date(2025, 6, 17), attack),
        Correction(date(2025, 6, 17), attack, "x", attack, attack, "javascript:alert(3)", 2),
    )
    edition = replace(editions.edition(), corrections=found)
    made = _made(edition)
    for name in ("page", "email"):
        tree = LexborHTMLParser(made[name].text)
        assert tree.css("script, img") == []
        assert not [a for a in tree.css("a") if (a.attributes.get("href") or "").startswith("javascript")]
    assert "{{ 7*7 }}" in made["text"].text
    assert missing(edition, made.values()) == ()


def test_notes_are_told_by_day_and_without_a_story_that_is_not_printed() -> None:
    gone = Correction(date(2025, 6, 17), "Not so.", "gone", headline="A story that was dropped since")
    edition = replace(editions.edition(), corrections=(gone,))
    (note,) = corrections.own(edition)
    assert (note.headline, note.anchor, note.url) == ("A story that was dropped since", "", "")
    assert corrections.by_story(edition) == {}


def test_a_letter_that_rests_on_no_source_is_no_quiet_week() -> None:
    letter = replace(editions.edition(sections=0), sources=())
    assert issue.of(letter).quiet == ""
    assert issue.of(replace(letter, intro="")).quiet != ""
    assert issue.of(editions.quiet()).quiet != ""


def test_an_edition_without_corrections_has_no_trace_of_them() -> None:
    made = _made(editions.weekly())
    for name in _SOLD:
        assert "orrect" not in _words(made[name]).replace("Corrected since", "")
        assert "orrect" not in made[name].text.replace("Corrected since", "")
