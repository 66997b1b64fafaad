"""`edition.json`: there and back, the same bytes, and faults with their place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from digest import editionjson
from digest.errors import DigestError
from digest.model import Edition, Piece, Section
from tests import editions
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
