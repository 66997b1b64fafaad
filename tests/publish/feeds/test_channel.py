"""What a feed says of itself: ids and addresses, with and without a place on the web."""

from __future__ import annotations

from digest.publish import feeds
from tests.publish.feeds.made import CHANNEL, HOME, NOWHERE


def test_the_feed_of_all_editions_is_named_by_its_home() -> None:
    assert (CHANNEL.id, CHANNEL.home, CHANNEL.address("rss.xml")) == (HOME, HOME, f"{HOME}rss.xml")


def test_a_publication_without_an_address_has_a_name_and_links_within_its_folder() -> None:
    assert NOWHERE.id.startswith("urn:uuid:")
    assert (NOWHERE.home, NOWHERE.address("rss.xml")) == ("index.html", "rss.xml")
    assert feeds.of_publication("Another", "", "en", "").id != NOWHERE.id


def test_the_feed_of_a_section_is_named_by_its_page() -> None:
    page = f"{HOME}section/deals/"
    found = feeds.of_section(CHANNEL, "deals", "AI Scale-Up Weekly: Deals", page, page)
    assert (found.id, found.home, found.address("feed.json")) == (page, page, f"{page}feed.json")
    assert (found.title, found.tagline, found.language) == (
        "AI Scale-Up Weekly: Deals",
        "Scale, weekly",
        "en",
    )


def test_the_feeds_of_sections_without_an_address_have_names_of_their_own_that_stay() -> None:
    one, other = (feeds.of_section(NOWHERE, name, "A: B") for name in ("deals", "labor"))
    assert len({one.id, other.id, NOWHERE.id}) == 3
    assert feeds.of_section(NOWHERE, "deals", "A: Renamed").id == one.id
    assert (one.home, one.address("feed.xml")) == ("index.html", "feed.xml")
