"""`edition.json`: there and back, the same bytes, and faults with their place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import editionjson
from digest.errors import DigestError
from digest.model import Deal, Due, Edition, Money, Piece, Section
from tests import editions
from tests.deals import strategies
from tests.render.strategies import random_editions


def _broken(path: str, value: object) -> str:
    """A written edition with another value at `path`; `...` takes the key away."""
    data: Any = json.loads(editionjson.write(editions.edition()))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_editions())
def test_what_is_written_is_read_back_as_it_was(edition: Edition) -> None:
    assert editionjson.read(editionjson.write(edition)) == edition


@pytest.mark.parametrize("made", [editions.weekly(), editions.nasty(), editions.quiet(), editions.edition()])
def test_the_samples_come_back_as_they_were(made: Edition) -> None:
    text = editionjson.write(made)
    assert editionjson.read(text) == made
    assert editionjson.write(editionjson.read(text)) == text


def test_the_editors_own_piece_has_no_evidence_and_comes_back_without() -> None:
    own = Piece("abc", "A word from us", "", "Thank you.")
    made = editions.edition(rooms=(Section("own", "Own", "", (own,)),))
    story = json.loads(editionjson.write(made))["sections"][0]["stories"][0]
    assert (story["found"], story["entries"], story["score"]) == (None, [], None)
    assert editionjson.read(editionjson.write(made)) == made


def test_entries_leave_their_texts_to_the_store() -> None:
    made = editions.edition()
    story = made.pieces[0].story
    assert story
    wordy = replace(story.lead, text="Long text", html="<p>Long text</p>", summary="Short", author="Ann")
    piece = replace(made.pieces[0], story=replace(story, entries=(wordy,)))
    text = editionjson.write(made.with_sections([replace(made.sections[0], pieces=(piece,))]))
    assert not any(word in text for word in ("Long text", "Short", "Ann"))


def test_the_form_is_readable_and_says_what_is_in_it() -> None:
    text = editionjson.write(editions.nasty())
    data = json.loads(text)
    assert text.endswith("}\n")
    assert "人工智能" in text
    assert data["period"] == {
        "start": "2025-06-08T17:00:00Z",
        "end": "2025-06-15T17:00:00Z",
        "timezone": "Europe/London",
        "label": "9–15 June 2025",
    }
    assert data["counts"]["stories"] == 21
    assert data["counts"]["briefs"] == 9
    score = data["sections"][0]["stories"][0]["score"]
    assert score["value"] == pytest.approx(1.35)
    assert [reason["name"] for reason in score["reasons"]] == ["coverage", "weight"]


def test_a_lone_surrogate_can_be_written_to_a_file() -> None:
    made = editions.edition(title="half \ud83d of a pair")
    text = editionjson.write(made)
    text.encode("utf-8")
    assert editionjson.read(text) == made


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is no JSON"),
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "the file is not an object"),
        ("{}", "format is missing"),
        ('{"format": 99}', "has format 99, this program reads 1"),
        (_broken("title", ...), "title is missing"),
        (_broken("title", 5), "title is not a text"),
        (_broken("number", True), "number is not a whole number"),
        (_broken("sample", "no"), "sample is not true or false"),
        (_broken("built_at", "yesterday"), "built_at is not a time"),
        (_broken("built_at", "0001-01-01T00:00:00+14:00"), "built_at is not a time"),
        (_broken("period.timezone", "Mars/Base"), "period.timezone is no time zone"),
        (_broken("period.timezone", "../../etc"), "period.timezone is no time zone"),
        (_broken("sections", {}), "sections is not a list"),
        (
            _broken("sections.1.stories.0.headline", None),
            r"sections\[1\].stories\[0\].headline is not a text",
        ),
        (_broken("sections.0.stories.1.also.0.url", ...), r"stories\[1\].also\[0\].url is missing"),
        (_broken("sections.0.stories.0.entries", []), r"stories\[0\].entries is empty"),
        (_broken("sections.0.stories.0.score", None), r"stories\[0\].score is not an object"),
    ],
)
def test_a_broken_file_is_refused_with_the_place_of_its_fault(text: str, problem: str) -> None:
    with pytest.raises(DigestError, match=problem) as caught:
        editionjson.read(text)
    assert caught.value.subject == "edition.json"


@given(st.data())
def test_figures_come_back_as_they_were(data: st.DataObject) -> None:
    drawn = data.draw
    made = editions.edition()
    piece = made.pieces[0]
    assert piece.story
    found = tuple(drawn(st.lists(strategies.deals(), max_size=2)))
    story = replace(
        piece.story,
        claims=tuple(drawn(st.lists(strategies.claims(), max_size=4))),
        deals=found,
        differences=tuple(drawn(st.lists(strategies.differences(), max_size=2))),
        due=tuple(drawn(st.lists(strategies.due(), max_size=2))),
    )
    printed = found if drawn(st.booleans()) else tuple(drawn(st.lists(strategies.deals(), max_size=1)))
    section = replace(made.sections[0], pieces=(replace(piece, story=story, deals=printed),))
    watch = tuple(drawn(st.lists(strategies.watches(), max_size=2)))
    made = replace(made.with_sections([section]), watch=watch)
    assert editionjson.read(editionjson.write(made)) == made


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("deals.0.kind", "gift", "is none of funding"),
        ("deals.0.status", "maybe", "is none of rumoured"),
        ("deals.0.amount.qualifier", "huge", "is none of exact"),
        ("due.0.first", "soon", "is not a day like"),
        ("deals.0.amount.value", -5, "is less than nothing"),
        ("deals.0.amount.currency", "=HYPERLINK(1)", "is not a code like USD"),
        ("deals.0.stake_percent", 1e9, "is no share from 0 to 100"),
        ("deals.0.amount.value", float("nan"), "is no number that can be reckoned with"),
        ("deals.0.amount.value", 10**400, "is no number that can be reckoned with"),
    ],
)
def test_a_deal_that_means_nothing_is_named_with_its_place(path: str, value: str, told: str) -> None:
    made = editions.edition()
    piece = made.pieces[0]
    assert piece.story
    day = date(2026, 1, 1)
    story = replace(piece.story, due=(Due("e", "It closes in May.", "in May", day, day),))
    deal = Deal("funding", "Larkspur", (), Money(1e9))
    section = replace(made.sections[0], pieces=(replace(piece, story=story, deals=(deal,)),))
    data: Any = json.loads(editionjson.write(made.with_sections([section])))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data["sections"][0]["stories"][0]
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(DigestError, match=told) as caught:
        editionjson.read(json.dumps(data))
    assert ".".join(map(str, way[:1])) in str(caught.value)
