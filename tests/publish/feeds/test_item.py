"""Items as they are kept, and which of them a feed shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.publish.feeds import MOST, Item, from_plain, to_plain
from digest.publish.feeds.item import newest, updated
from tests.publish.feeds.made import WHEN, item


@given(st.builds(Item, published=st.just(WHEN), updated=st.datetimes(timezones=st.timezones())))
def test_an_item_comes_back_as_it_was(kept: Item) -> None:
    found = from_plain(to_plain(kept))
    assert to_plain(found) == to_plain(kept)
    assert replace(found, updated=WHEN) == replace(kept, updated=WHEN)


@pytest.mark.parametrize("value", [{}, {"id": "a"}, {**to_plain(item()), "more": 1}])
def test_what_is_no_item_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_plain(value)


def test_a_feed_shows_the_newest_twenty_whatever_their_order() -> None:
    shown = newest([item(number) for number in (*range(15, 26), *range(1, 15))])
    assert len(shown) == MOST
    assert [one.title for one in shown] == [f"Issue {number}" for number in range(25, 5, -1)]


def test_of_two_with_one_id_the_later_change_counts() -> None:
    one = item()
    later = replace(one, updated=one.updated + timedelta(days=1))
    assert newest([later, one]) == newest([one, later]) == (later,)


def test_a_feed_was_updated_when_the_last_of_its_items_was() -> None:
    corrected = replace(item(2), updated=WHEN)
    assert updated([item(3), corrected]) == WHEN
    assert updated([]) is None
