"""Prose taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import words
from digest.phrases import Phrases
from digest.similarity import Rarity, cosine, grams


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ("One.", "Two!", "Three?", "Four")),
        ("It paid $14.8 billion. More follows.", ("It paid $14.8 billion.", "More follows.")),
        (
            "The U.S. Labor Department and Acme Inc. agreed.",
            ("The U.S. Labor Department and Acme Inc. agreed.",),
        ),
        ("Mr. J. Doe of St. Ives spoke. He left.", ("Mr. J. Doe of St. Ives spoke.", "He left.")),
        ('"It is big," she said. "Very."', ('"It is big," she said.', '"Very."')),
        ('He said: "It is big. It grows." More.', ('He said: "It is big. It grows."', "More.")),
        ("He said: “It is big. It grows.” More.", ("He said: “It is big. It grows.”", "More.")),
        ("First line\n\nsecond paragraph", ("First line", "second paragraph")),
        ("List:\n• one thing\n• another", ("List:", "• one thing", "• another")),
        ("a folded\nline.", ("a folded line.",)),
        ("", ()),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, found: tuple[str, ...]) -> None:
    assert words.sentences(text) == found


@given(st.text(max_size=400))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(words.sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("cut", ["It will be …", "It will be...", "It will be [...]", "It will be"])
def test_a_sentence_that_a_teaser_cut_is_not_whole(cut: str) -> None:
    assert not words.is_whole(cut)
    assert words.is_whole("It is.")


@pytest.mark.parametrize(
    "forms",
    [
        ("raises", "raised", "raising", "raise"),
        ("chips", "chip"),
        ("companies", "company"),
        ("planned", "plan"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({words.stem(form) for form in forms}) == 1


def test_spellings_of_both_sides_of_the_ocean_meet() -> None:
    assert words.terms("The United Nations' labour programme") == words.terms("UN labor program")
    assert words.terms("U.S. data centres") == words.terms("United States datacenters")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("chip", "New CHIPS arrive", True),
        ("chip", "a chipmunk", False),
        ("ai", "OpenAI paid", False),
        ("AI", "What A.I. costs", True),
        ("open source", "an open-source model", True),
        ("start-up", "two start ups", True),
        ("policy", "new policies", True),
        ("review:", "Phone review: fine", True),
        ("review:", "An antitrust review begins", False),
        ("% off", "Now 30% off", True),
        ("nvidia's", "Nvidia’s chips", True),
        ("labor department", "Labor, says the department", False),
    ],
)
def test_a_phrase_matches_as_an_editor_means_it(phrase: str, text: str, found: bool) -> None:  # noqa: FBT001
    assert bool(Phrases([phrase]).found(text)) is found


def test_phrases_come_in_the_order_of_the_text() -> None:
    assert Phrases(["stake", "deal", "chip"]).found("A deal for a stake, and a deal") == ("deal", "stake")


def test_rare_terms_weigh_more_and_unseen_ones_most() -> None:
    rarity = Rarity([["ai", "chip"], ["ai", "law"], ["ai"]])
    assert rarity.weight("ai") < rarity.weight("chip") < rarity.weight("never")


def test_cosine_is_one_for_the_same_and_nothing_for_strangers() -> None:
    rarity = Rarity([["a", "b"], ["c"]])
    one, other = rarity.bag(["a", "b"]), rarity.bag(["c"])
    assert cosine(one, one) == pytest.approx(1.0)
    assert cosine(one, other) == 0.0
    assert cosine(one, {}) == 0.0
    assert cosine({"a": 0.6, "b": 0.8}, {"a": 1.0}) == pytest.approx(0.6)


def test_grams_stay_inside_words() -> None:
    assert grams("to be", 3) == ["_to", "to_", "_be", "be_"]
