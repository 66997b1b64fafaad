"""Lists are recognised on pages as common programs write them, and furniture is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import collect
from digest.collect import listing
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Origin, entries
from digest.collect.listrules import Rules
from digest.model import Entry

from .conftest import NOW
from .shapes import ARTICLES, SHAPES, SITE, Article, Shape

ORIGIN = Origin("Outlet", f"{SITE}/news", NOW, publisher="Outlet")


def listed(html: str | bytes, rules: Rules | None = None) -> tuple[Entry, ...]:
    """What the page lists, newest first where it has dates."""
    body = html if isinstance(html, bytes) else html.encode()
    return entries(listing.read(body, ORIGIN, rules or Rules()), ORIGIN)[0]


def problem(html: str, rules: Rules | None = None) -> str:
    with pytest.raises(NotAFeedError) as error:
        listing.read(html.encode(), ORIGIN, rules or Rules())
    return str(error.value)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_five_articles_are_found_and_nothing_else(name: str) -> None:
    shape = SHAPES[name]
    found = listed(shape.html())
    assert [entry.title for entry in found] == [article.title for article in ARTICLES]
    assert [entry.url.rstrip("/") for entry in found] == [SITE + article.path for article in ARTICLES]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_each_has_the_day_and_the_summary_that_its_row_has(name: str) -> None:
    shape = SHAPES[name]
    found = listed(shape.html())
    days = [entry.published.date() if entry.published else None for entry in found]
    assert days == [article.day.date() if shape.dated else None for article in ARTICLES]
    if shape.teased:
        assert [entry.summary for entry in found] == [article.summary for article in ARTICLES]


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"bare-ul"}))
def test_two_articles_are_a_list_where_their_rows_say_more_than_a_link(name: str) -> None:
    found = listed(SHAPES[name].html(ARTICLES[:2]))
    assert [entry.title for entry in found] == [article.title for article in ARTICLES[:2]]
