"""The plain text: wrapped, addresses whole, never an empty screen."""

from __future__ import annotations

import re

import pytest

from digest.model import Edition
from digest.render import Templates, renditions, wording
from tests import editions

TEMPLATES = Templates()


def _text(edition: Edition) -> str:
    return renditions(edition, TEMPLATES, only=["text"])[0].text


@pytest.mark.parametrize("edition", [editions.weekly(), editions.nasty(), editions.quiet()])
def test_lines_are_short_unless_one_word_is_longer(edition: Edition) -> None:
    for line in _text(edition).split("\n"):
        words = line.split()
        # a bullet or a reference number may stand before the one long word
        assert len(line) <= wording.WIDTH or len(words) <= 2, line


@pytest.mark.parametrize("edition", [editions.weekly(), editions.nasty(), editions.quiet()])
def test_there_are_never_more_than_two_empty_lines_in_a_row(edition: Edition) -> None:
    text = _text(edition)
    assert "\n\n\n\n" not in text
    assert not re.search(r"[ \t]\n", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_every_number_in_the_text_is_in_the_list_of_links() -> None:
    text = _text(editions.weekly())
    body, _, links = text.partition("\nLINKS\n")
    called = set(re.findall(r"\[(\d+)\]", body))
    assert called == set(re.findall(r"^\[(\d+)\] https://\S+$", links, re.MULTILINE))
    assert called


def test_a_link_whose_text_is_its_address_is_written_once() -> None:
    edition = editions.edition(intro="See <https://see.example/it> and <mail@see.example>.")
    assert "See https://see.example/it and mail@see.example." in _text(edition)
