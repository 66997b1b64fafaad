"""What is read out of a report."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from digest.learned import traits
from digest.learned.traits import Traits
from digest.learned.weights import shipped
from digest.model import Entry
from tests.oddities import ODD
from tests.records import NOW, entry


def read(item: Entry) -> Traits:
    (found,) = traits.of([item], shipped())
    return found


def millions(one: Traits) -> list[int]:
    return [round(math.exp(value) / 1e6) for value in one.sums]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raises $2.5 billion", [2500]),
        ("raises $2.5bn", [2500]),
        ("pays €700m", [700]),
        ("pays $700-million", [700]),
        ("worth US$1 trillion", [1_000_000]),
        ("costs $1,200,000", [1]),
        ("costs $20 a month", []),
        ("version 3.5 of 2027", []),
    ],
)
def test_sums_of_money_are_read_whatever_their_spelling(text: str, expected: list[int]) -> None:
    assert millions(read(entry(f"Northwind {text}"))) == expected


def test_sums_of_the_headline_are_known_apart_from_those_of_the_opening() -> None:
    one = read(entry("Northwind raises $2 billion", summary="It had raised $300 million before."))
    assert len(one.sums) == 2
    assert one.title_sums == one.sums[:1]


def test_a_figure_is_the_same_in_any_spelling_and_a_year_is_none() -> None:
    one, other = read(entry("Up 40% to $3 billion in 2027")), read(entry("Rises 40 percent to $3bn"))
    assert one.figures == other.figures
    assert not any("2027" in figure for figure in one.figures)


def test_words_that_stand_together_in_a_name_are_one_phrase() -> None:
    one = read(entry("Northwind buys Tall Pines", summary="The board of Tall Pines agreed."))
    assert len(one.phrases) == 1
    assert one.phrases <= one.all_phrases
    assert "tall" in next(iter(one.phrases))


def test_comments_guides_lists_and_collections_are_known_as_such() -> None:
    comments = ["What Northwind wants", "7 tips for prompts", "Is this a bubble?", "Opinion: enough"]
    assert all(read(entry(title)).comment for title in comments)
    assert not read(entry("Northwind buys Tall Pines")).comment
    assert read(entry("The week in chips: a newsletter")).mixed
    assert not read(entry("Northwind buys Tall Pines")).mixed


def test_a_report_without_date_has_none() -> None:
    assert math.isnan(read(entry("A title", published=None, seen_at=NOW)).day)
    early, late = (read(entry("A title", published=NOW - timedelta(hours=h))).day for h in (12, 0))
    assert late - early == pytest.approx(0.5)


def test_reports_are_read_one_by_one_in_their_order() -> None:
    items = [entry("Northwind buys Tall Pines"), entry("A court rules"), entry("")]
    together = traits.of(items, shipped())
    for item, one in zip(items, together, strict=True):
        single = read(item)
        assert (one.title, one.sums, one.day) == (single.title, single.sums, single.day)
        assert np.allclose(one.probabilities, single.probabilities, atol=1e-5)


def test_by_id_finds_each_report_again() -> None:
    items = [entry("Northwind buys Tall Pines"), entry("A court rules")]
    found = traits.by_id(items, shipped())
    assert set(found) == {item.id for item in items}
    assert found[items[1].id].title == read(items[1]).title


def test_nothing_gives_nothing() -> None:
    assert traits.of([], shipped()) == ()
    assert traits.by_id([], shipped()) == {}


@settings(deadline=None)  # the first example opens the weights
@given(title=ODD, summary=ODD, text=ODD, publisher=ODD)
def test_no_report_is_too_odd_to_read(title: str, summary: str, text: str, publisher: str) -> None:
    odd = entry("x", url="https://a.example/1", summary=summary, text=text)
    one = read(replace(odd, title=title, publisher=publisher))
    assert all(math.isfinite(value) for value in (*one.sums, one.day))
    assert np.isfinite(one.evidence).all()
