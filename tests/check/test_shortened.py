"""A mail that was cut on purpose is told once, and for what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.model import Edition, Section
from tests import editions
from tests.check import galleys
from tests.check.galleys import LINE, of

_TEXT = "The company says so itself, and a filing agrees with all of it. " * 6


def _week(stories: int, text: str = _TEXT, **changes: str) -> Edition:
    pieces = tuple(editions.piece(f"Company {n} sells itself", text, number=n) for n in range(stories))
    rooms = (Section("a", "A", "", pieces[::2]), Section("b", "B", "", pieces[1::2]))
    return replace(editions.edition(preheader=LINE, rooms=rooms), **changes)  # type: ignore[arg-type]


def _told(made: Edition) -> list[tuple[str, str]]:
    found = galleys.findings(of(made))
    return [(one.rule, one.reason) for one in found if one.rule in {"edition-cut", "size-large", "size-clip"}]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "ar"])
@pytest.mark.parametrize("url", ["https://weekly.example/2026-W47/", ""])
def test_a_mail_that_was_cut_is_not_called_large_as_well(language: str, url: str) -> None:
    assert [rule for rule, _ in _told(_week(200, language=language, url=url))] == ["edition-cut"]


def test_a_mail_that_lacks_only_texts_says_so() -> None:
    assert _told(_week(74)) == [("edition-cut", "the texts of some stories stand on the page only")]


def test_a_large_mail_that_holds_everything_is_called_large() -> None:
    assert [rule for rule, _ in _told(_week(52))] == ["size-large"]


def test_a_story_without_a_headline_is_not_counted_as_missing() -> None:
    made = _week(6)
    room = made.sections[0]
    nameless = replace(room.pieces[0], headline="\u200b")
    made = made.with_sections((replace(room, pieces=(nameless, *room.pieces[1:])), *made.sections[1:]))
    assert _told(made) == []
