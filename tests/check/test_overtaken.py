"""A story that has a deal as open in one sentence and as settled in another is told to the editor."""

from __future__ import annotations

import pytest

from digest import markup
from digest.check import Finding, Galley
from digest.check.overtaken import STAGES
from digest.model import Section
from tests.records import edition, piece

SIGNED = "Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion."


def found(*sentences: str, headline: str = "A chip maker is bought") -> list[Finding]:
    told = piece(headline, blurb=markup.escape(" ".join(sentences)))
    return list(STAGES.of(Galley(edition(Section("deals", "Deals", "", (told,))))))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Northwind is in talks to buy a large stake in Tall Pines.", "in talks"),
        ("Northwind is in advanced negotiations with Tall Pines.", "in advanced negotiations"),
        ("Northwind and Tall Pines are close to a deal.", "close to a deal"),
        ("Northwind is in talks with Tall Pines, a person in the room told Quay Daily.", "in talks"),
        ("The talks may still fall apart.", "talks may"),
    ],
)
def test_what_is_open_beside_what_is_signed_is_a_warning(sentence: str, words: str) -> None:
    for order in ((SIGNED, sentence), (sentence, SIGNED)):
        (only,) = found(*order)
        assert (only.rule, only.level, only.said, only.figure) == (
            "stages-overtaken",
            "warning",
            sentence,
            words,
        )
        assert SIGNED in only.reason


def test_a_headline_that_the_text_has_overtaken_is_told() -> None:
    (only,) = found(SIGNED, headline="Northwind in talks to buy stake in Tall Pines")
    assert only.place.endswith("headline")


def test_talks_beside_their_end_are_a_warning() -> None:
    ended = "Northwind has called off the purchase of Tall Pines."
    assert len(found("Northwind is in talks to buy Tall Pines.", ended)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Northwind had been in talks with Tall Pines since the spring.",
        "Earlier reports had Northwind in talks to buy a smaller stake in Tall Pines.",
        "Northwind is in talks to buy Redmill, too.",
        "Northwind is in talks to buy a further stake in Tall Pines.",
        "Greywater is in talks about its loans.",
        "The deal would make Tall Pines the most valuable chip maker in Norway.",
        "The purchase of Tall Pines is expected to close in March.",
        "Tall Pines may sell its office in Oslo.",
        "Its founder talks about the future of chips.",
    ],
)
def test_what_is_open_all_the_same_or_was_so_before_is_left_alone(sentence: str) -> None:
    assert found(SIGNED, sentence) == []


def test_talks_alone_are_left_alone() -> None:
    assert found("Northwind is in talks to buy Tall Pines.", "The talks may still fall apart.") == []


def test_two_stories_are_not_held_against_each_other() -> None:
    one = piece("A chip maker is bought", blurb=markup.escape(SIGNED))
    other = piece("A stake", blurb="Northwind is in talks to buy a large stake in Tall Pines.")
    assert list(STAGES.of(Galley(edition(Section("deals", "Deals", "", (one, other)))))) == []


def test_of_a_text_without_end_the_beginning_is_read() -> None:
    talks = "Northwind is in talks to buy a stake in Tall Pines."
    filler = " ".join(["Tall Pines designs chips for language models."] * 5_000)
    assert len(found(SIGNED, talks, filler, talks)) == 1
