"""Forty of two hundred generated editions: everything arrives, and no rule of the gate is broken.

All of them run in `bench/mail_corpus.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.check import Galley
from tests import generated, laws, naughty, presses

NUMBERS = (*range(2, 197, 5), 199)
_CHUNK = 40


@pytest.mark.parametrize("number", NUMBERS)
def test_an_edition_of_any_text_arrives_whole_and_holds_every_rule(number: int) -> None:
    made, kind = generated.edition(number), generated.kind(number)
    assert laws.broken(made, generated.stationery(number), kind.name) == []


@pytest.mark.parametrize("first", range(0, len(naughty.STRINGS), _CHUNK))
def test_every_planted_string_can_be_a_headline_and_a_blurb(first: int) -> None:
    made = generated.planted(naughty.STRINGS[first : first + _CHUNK])
    assert laws.broken(made, generated.stationery(0), "planted") == []


@pytest.mark.corpus
def test_the_well_known_naughty_strings_arrive_whole_and_break_no_rule(shared: Path) -> None:
    folder = shared / "data" / "html_attacks" / "minimaxir__big-list-of-naughty-strings"
    strings = json.loads((folder / "blns.json").read_text("utf-8"))
    assert len(strings) > 400
    told = []
    for first in range(0, len(strings), _CHUNK):
        made = generated.planted(strings[first : first + _CHUNK])
        told += laws.broken(made, generated.stationery(0), "planted")
    assert told == []


def test_the_same_number_gives_the_same_edition() -> None:
    assert generated.edition(17) == generated.edition(17)
    assert generated.edition(17) != generated.edition(34)


def test_the_chosen_forty_are_of_every_kind_and_size() -> None:
    assert len(NUMBERS) == 40
    assert {generated.kind(number).name for number in NUMBERS} == {kind.name for kind in naughty.KINDS}
    assert {generated.size(number) for number in NUMBERS} == {0, 1, 5, 40, 500}


def test_the_laws_tell_a_lost_word_and_a_broken_rule() -> None:
    made, paper = generated.edition(19), generated.stationery(19)
    galley = presses.galley(made, paper)
    told = next(piece for piece in made.pieces if piece.blurb)
    word = next(laws._words(told.blurb))
    short = {name: text.replace(word, "") for name, text in galley.outputs.items()}
    assert list(laws._lost(galley)) == []
    assert len(list(laws._lost(Galley(made, {}, short, paper)))) == 4
