"""What ships, and anything that an edition may hold, passes the rules about HTML, style and contrast."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import messages
from digest.check import RULES, Galley
from digest.config import EditionSettings
from digest.model import Edition
from tests import editions
from tests.check import galleys
from tests.check.galleys import FAMILIES, LINE, PAPER
from tests.render.strategies import random_editions

# The lines of the inbox are an editor's, and may be too long; a sample is not sent.
_BY_CONTENT = {"edition-subject", "edition-preheader", "edition-twice", "edition-sample", "edition-untitled"}
_BY_CONTENT |= {"placeholder-words", "size-large", "edition-textless"}
_BY_CONTENT |= {
    "page-id",
    "layout-line",
}  # two sections of one id, which the settings refuse; sums of 15 digits

_THEMES = get_args(EditionSettings.model_fields["theme"].annotation)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (editions.weekly(), {"edition-sample", "size-large"}),
        (editions.nasty(), {"edition-sample", "edition-subject", "edition-preheader", "edition-twice"}),
        (editions.judged(preheader=LINE), set()),
        (editions.quiet(), {"edition-empty", "edition-preheader"}),
        (editions.edition(5, 8, preheader=LINE), set()),
    ],
    ids=["weekly", "nasty", "judged", "quiet", "forty"],
)
def test_a_sample_edition_has_no_finding_but_those_about_what_it_says(made: Edition, told: set[str]) -> None:
    assert {finding.rule for finding in galleys.findings(galleys.of(made))} <= told


@pytest.mark.parametrize("language", messages.shipped())
def test_an_edition_in_any_language_that_ships_has_no_finding(language: str) -> None:
    made = editions.judged(preheader=LINE, language=language)
    assert galleys.findings(galleys.of(made)) == []


@pytest.mark.parametrize("theme", _THEMES)
def test_every_theme_can_be_read_in_light_and_in_dark(theme: str) -> None:
    galley = galleys.of(editions.weekly(sample=False), replace(PAPER, theme=theme))
    assert {finding.rule for finding in galleys.findings(galley)} <= {"size-large"}


@given(random_editions())
@settings(max_examples=15, deadline=None)
def test_nothing_that_an_edition_says_breaks_the_html_its_style_or_its_contrast(made: Edition) -> None:
    titled = replace(made, title=f"Notes {made.title}")  # the settings refuse one without
    found = [finding for finding in galleys.findings(galleys.of(titled)) if finding.level != "note"]
    assert [finding for finding in found if finding.rule not in _BY_CONTENT] == []


_PIECES = st.sampled_from(
    (
        *('<p style="', "color:", "var(--a", "--a:var(--a)", "#ff", "calc(", "}", "{", '"', "'", ">", "<"),
        *("<!--[if mso]>", "<![endif]-->", "<!--", "-->", "<v:rect>", "<table>", "<td>", "</td>", "</p>"),
        *(
            "<style>",
            "</style>",
            "@media (",
            "a,b{",
            "a:not(",
            "!important",
            "line-height:0",
            "font-size:0px",
        ),
        *("<h1>", "<h9>", "<h3>", "<html>", "<body lang=", "<meta charset=", "<title>", "<img width=99999"),
        *("<a href=", "https://[", "url(", "\x00", "\x85", "\ud800", "&apos;", "&#x85;", "{{ x }}", "*|A|*"),
    )
)
_BROKEN = st.lists(_PIECES, max_size=30).map(" ".join) | st.text(max_size=80)


@given(_BROKEN, _BROKEN, st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_no_family_raises_whatever_the_outputs_hold(mail: str, page: str, cut: int) -> None:
    good = galleys.good()
    whole = good.outputs["email.html"]
    at = cut % len(whole)
    outputs = {
        "email.html": mail + whole[at:] if cut % 2 else whole[:at] + mail + whole[at:],
        "index.html": page,
    }
    for galley in (replace(good, outputs=outputs), replace(good, outputs={"email.html": mail})):
        for finding in galleys.findings(galley):
            assert finding.rule in RULES
            assert finding.place
            assert finding.reason


@pytest.mark.parametrize(
    "piece",
    [
        *("<p>words</p>", "<b>x", "<table><tr><td>x", "<!--[if mso]>", "<v:rect ", '<a "', "<style>p{", "x"),
        *('<p style="color:red">x</p>', "<style>.a .b{color:red}</style>", "{{ ", "[NAME", "<li>", "<h2>x"),
    ],
)
def test_a_mail_of_one_thing_only_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        galley = Galley(galleys.good().edition, outputs={"email.html": piece * (size // len(piece))})
        began = time.process_time()
        galleys.findings(galley)
        return time.process_time() - began

    longer = min(seconds(60_000), seconds(60_000))
    assert longer < 0.5 + 6 * min(seconds(30_000), seconds(30_000))


def test_the_rules_read_a_mail_of_forty_stories_in_half_a_second() -> None:
    made = galleys.of(editions.edition(5, 8, preheader=LINE))
    times = []
    for _ in range(3):
        fresh = replace(made)
        began = time.process_time()
        for family in FAMILIES:
            list(family.of(fresh))
        times.append(time.process_time() - began)
    assert min(times) < 0.5
