"""The section model: probabilities that are such, and words that explain them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.learned import clues, filing, traits
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, shipped
from digest.model import Entry
from tests.oddities import ODD
from tests.records import entry

TITLE = "US tightens export controls on AI chips to China"
DEALS, NONE = SECTIONS.index("deals"), SECTIONS.index("none")
OUTLETS = ("Ledger Wire", "The Circuit", "Quay Daily", "Morning Post")


def read(*entries: Entry) -> Sequence[Traits]:
    return traits.of(entries, shipped())


def test_probabilities_lie_between_nought_and_one_and_add_up_to_one() -> None:
    (one,) = read(entry(TITLE))
    assert one.probabilities.shape == (len(SECTIONS),)
    assert (one.probabilities > 0).all()
    assert float(one.probabilities.sum()) == pytest.approx(1, abs=1e-5)


def test_evidence_of_any_size_becomes_probabilities() -> None:
    huge = np.array([[1e4, -1e4, 0, 0, 0, 0], [-1e4] * 6], np.float32)
    found = filing.probabilities(huge)
    assert np.isfinite(found).all()
    assert np.allclose(found.sum(axis=1), 1)


@settings(deadline=None)  # the first example opens the weights
@given(title=ODD, summary=ODD)
def test_no_report_is_too_odd_for_an_answer(title: str, summary: str) -> None:
    (one,) = read(replace(entry("x", summary=summary), title=title))
    assert float(one.probabilities.sum()) == pytest.approx(1, abs=1e-4)


def test_a_block_counts_the_same_however_many_clues_it_holds() -> None:
    few: dict[str, list[str]] = {block: [] for block in clues.BLOCKS} | {"t": ["t:chips"]}
    many = few | {"t": ["t:chips", "t:china", "t:export", "t:controls", "t:us"]}
    lengths = [float(np.linalg.norm(filing.weighed(one, shipped())[1])) for one in (few, many)]
    assert lengths == pytest.approx([clues.BLOCKS["t"]] * 2, abs=1e-5)


def test_a_text_without_known_clues_says_nothing() -> None:
    nothing: dict[str, list[str]] = {block: [] for block in clues.BLOCKS}
    rows, counts = filing.weighed(nothing, shipped())
    assert rows == []
    assert counts.shape == (0,)
    assert filing.words_for(nothing, 0, 1, shipped()) == []


def test_words_that_explain_stand_in_the_headline_and_are_told_strongest_first() -> None:
    found = clues.of(TITLE, "", "Ledger Wire")
    label = SECTIONS.index("geopolitics")
    said = filing.words_for(found, label, DEALS, shipped(), most=20)
    spoken = " ".join(["begins with", *clues.tokens(TITLE), "at the end"])
    quoted = [text.strip('"') for text, _ in said if text.startswith('"')]
    assert quoted
    for text in quoted:
        bare = text.removeprefix("begins with ").removesuffix(" at the end")
        assert bare in spoken, f'"{text}" is not in the headline'
    gains = [gain for _, gain in said]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) >= 0


@settings(deadline=None)  # the first example opens the weights
@given(
    title=st.sampled_from([TITLE, "OpenAI raises $40 billion at 2025's highest price, up 30%", "Chips", ""]),
    label=st.integers(0, 5),
    other=st.integers(0, 5),
)
def test_explanations_are_words_for_people_and_no_more_than_asked(title: str, label: int, other: int) -> None:
    said = filing.words_for(clues.of(title, "", "Ledger Wire"), label, other, shipped(), most=3)
    assert len(said) <= 3
    for text, _ in said:
        assert not any(inner in text for inner in ("zbigmoney", "zmoney", "zyear", "znum", "<s>", "</s>"))
        assert text.startswith(('"', "published by ", "[", "no teaser", "no word of"))


def test_a_story_has_probabilities_too() -> None:
    members = read(*(entry(TITLE, source=outlet) for outlet in OUTLETS))
    found = filing.of_story(members, shipped())
    assert float(found.sum()) == pytest.approx(1, abs=1e-5)
    assert SECTIONS[int(found.argmax())] == "geopolitics"


def test_what_several_newsrooms_tell_is_less_likely_nothing_than_what_one_tells() -> None:
    reports = [entry("Robotaxi of Waymo blocks a fire engine", source=outlet) for outlet in OUTLETS]
    one, four = filing.of_story(read(reports[0]), shipped()), filing.of_story(read(*reports), shipped())
    assert four[NONE] < one[NONE]


def test_the_order_of_reports_does_not_matter_to_a_story() -> None:
    members = read(entry(TITLE), entry("China answers export controls", source="The Circuit"), entry("Chips"))
    assert np.allclose(
        filing.of_story(members, shipped()), filing.of_story(members[::-1], shipped()), atol=1e-6
    )
