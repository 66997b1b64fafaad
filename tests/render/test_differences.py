"""Where outlets differ: each with its words and its report, and nothing where nobody can be compared."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser

from digest.model import Difference, Stated, Story
from digest.render import Templates, differences, missing, renditions
from tests import editions
from tests.render import reckoned

TEMPLATES = Templates()


def _story(*stated: Stated) -> Story:
    made = editions.piece("Northwind buys Tall Pines", "It pays.").story
    assert made
    return replace(made, differences=(Difference("amount, Northwind – Tall Pines", stated),))


def _ids() -> tuple[str, str, str]:
    story = _story()
    return story.entries[0].id, story.entries[1].id, story.copies[0].id


def test_each_outlet_stands_with_its_figure_its_words_its_day_and_its_report_oldest_first() -> None:
    lead, other, _ = _ids()
    story = _story(Stated(lead, "$14.8B for 49%", "announced"), Stated(other, "over $10B", "in talks"))
    early = replace(story.entries[1], published=story.lead.dated - timedelta(days=3))
    (dispute,) = differences.of(replace(story, entries=(story.lead, early)), "Europe/London")
    assert dispute.what == "amount, Northwind – Tall Pines"
    told = [(found.figure, found.reports[0]) for found in dispute.versions]
    assert [(figure, report.words, report.outlet, report.date) for figure, report in told] == [
        ("over $10B", "in talks", "Other Post", "6 June"),
        ("$14.8B for 49%", "announced", "Outlet 1", "9 June"),
    ]
    assert dispute.versions[0].reports[0].url == early.url


def test_a_copy_counts_and_an_unknown_report_does_not() -> None:
    lead, _, copy = _ids()
    (dispute,) = differences.of(
        _story(Stated(lead, "$1B", ""), Stated("nobody", "$2B", ""), Stated(copy, "$3B", "")), "UTC"
    )
    assert [found.figure for found in dispute.versions] == ["$1B", "$3B"]


def test_a_lone_version_differs_from_nothing() -> None:
    lead, _, _ = _ids()
    for stated in ((), (Stated(lead, "$1B", ""),), (Stated(lead, "$1B", ""), Stated("nobody", "$2B", ""))):
        assert differences.of(_story(*stated), "UTC") == ()
    assert differences.of(_story(Stated(lead, "$1B", ""), Stated(lead, "$1B", "signed")), "UTC") == ()


def test_a_figure_that_several_give_stands_once_with_all_who_give_it() -> None:
    lead, other, copy = _ids()
    (dispute,) = differences.of(
        _story(Stated(lead, "$1B", "agreed"), Stated(other, "$1B", ""), Stated(copy, "$2B", "")), "UTC"
    )
    assert [(found.figure, len(found.reports)) for found in dispute.versions] == [("$1B", 2), ("$2B", 1)]
    (words,) = differences.of(_story(Stated(lead, "$1B", "in talks"), Stated(other, "$1B", "signed")), "UTC")
    assert [report.words for report in words.versions[0].reports] == ["in talks", "signed"]


def test_of_many_reports_of_one_figure_the_first_are_named_and_the_rest_counted() -> None:
    story = _story()
    crowd = tuple(replace(story.lead, id=f"e{n}", publisher=f"Post {n}") for n in range(7))
    stated = (*(Stated(entry.id, "$1B", "") for entry in crowd), Stated(story.entries[1].id, "$2B", ""))
    busy = replace(story, entries=(*crowd, story.entries[1]), differences=(Difference("amount", stated),))
    (dispute,) = differences.of(busy, "UTC")
    assert [report.outlet for report in dispute.versions[0].reports] == [
        "Post 0",
        "Post 1",
        "Post 2",
        "Post 3",
    ]
    assert dispute.versions[0].more == "and 3 more"


def test_every_output_shows_all_versions_under_a_story_and_in_a_brief() -> None:
    edition = reckoned.edition()
    made = renditions(edition, TEMPLATES, only=("markdown", "email", "text", "page"))
    assert missing(edition, made) == ()
    for rendition in made:
        body = LexborHTMLParser(rendition.text).body if rendition.media_type == "text/html" else None
        words = " ".join((body.text() if body else rendition.text).split())
        words = words.replace("Outlets differ on 1 of these deals", "")  # the total of the table
        assert words.count("Outlets differ") == 2, rendition.format
        assert words.count("in talks") == 2, rendition.format
        assert "$99B" not in words, rendition.format
        assert words.index("over $10B") < words.index("$14.8B for 49%"), rendition.format


def test_an_output_that_loses_a_version_or_a_deal_is_reported() -> None:
    edition = reckoned.edition()
    for rendition in renditions(edition, TEMPLATES, only=("markdown", "email", "text", "page")):
        for lost, place in (("$14.8B for 49%", "“Outlets differ”"), ("Ferrowind", "the deal table")):
            lacks = missing(edition, [replace(rendition, text=rendition.text.replace(lost, "…"))])
            assert f"{rendition.filename}: “{lost}” is missing from {place}" in lacks


def test_an_output_may_do_without_the_versions_though_its_table_says_that_outlets_differ() -> None:
    edition = reckoned.edition()
    for rendition in renditions(edition, TEMPLATES, only=("markdown", "text")):
        kept = re.sub(r"Outlets differ(?! on)[^\n]*(\n\s*- [^\n]*)*", "", rendition.text)
        assert "announced (outlets differ)" in kept
        lacks = missing(edition, [replace(rendition, text=kept)])
        assert not [lack for lack in lacks if "is missing from “Outlets differ”" in lack], rendition.format
