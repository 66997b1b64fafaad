"""Items as they are kept, and which of them a feed shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.publish.feeds import MOST
from digest.publish.feeds.item import newest, updated
from tests.publish.feeds.made import WHEN, item


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
