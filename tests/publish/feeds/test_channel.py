"""What a feed says of itself: ids and addresses, with and without a place on the web."""

from __future__ import annotations

from digest.publish import feeds
from tests.publish.feeds.made import CHANNEL, DEALS, HOME, NOWHERE, SECTION


def test_the_feed_of_all_editions_is_named_by_its_home() -> None:
    assert (CHANNEL.id, CHANNEL.home, CHANNEL.address("rss.xml")) == (HOME, HOME, f"{HOME}rss.xml")


def test_a_publication_without_an_address_has_a_name_and_links_within_its_folder() -> None:
    assert NOWHERE.id.startswith("urn:uuid:")
    assert (NOWHERE.home, NOWHERE.address("rss.xml")) == ("index.html", "rss.xml")
    assert feeds.channel_of("Another", "", "en", "").id != NOWHERE.id


def test_the_feed_of_a_section_is_named_by_its_page() -> None:
    assert (DEALS.id, DEALS.home, DEALS.address("feed.json")) == (SECTION, SECTION, f"{SECTION}feed.json")


def test_the_feeds_of_sections_without_an_address_have_names_of_their_own() -> None:
    one, other = (feeds.channel_of(NOWHERE.title, "", "en", "", name) for name in ("deals", "labor"))
    assert len({one.id, other.id, NOWHERE.id}) == 3
    assert (one.home, one.address("feed.xml")) == ("index.html", "feed.xml")
