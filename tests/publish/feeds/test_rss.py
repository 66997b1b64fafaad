"""RSS 2.0, against its specification and the best practices of its board."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from digest.publish.feeds import rss
from tests.publish.feeds import rules
from tests.publish.feeds.made import CHANNEL, HOME, NOWHERE, WHEN, item, items
from tests.records import edition

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://search.yahoo.com/mrss/",
}
FEED = rss.write([item()], replace(CHANNEL, image=f"{HOME}icon.png"))


def found(path: str, document: bytes = FEED) -> list[str]:
    return list(map(str, etree.fromstring(document).xpath(path, namespaces=NAMES)))


def test_the_channel_says_who_and_where_it_is() -> None:
    assert rules.rss(FEED) == []
    assert found("/rss/channel/title/text()") == ["AI Scale-Up Weekly"]
    assert found("/rss/channel/link/text()") == [HOME]
    assert found("/rss/channel/description/text()") == ["Scale, weekly"]
    assert found("/rss/channel/a:link[@rel='self'][@type='application/rss+xml']/@href") == [f"{HOME}rss.xml"]
    assert found("/rss/channel/language/text()") == ["en"]
    assert found("/rss/channel/image/*/text()") == [f"{HOME}icon.png", "AI Scale-Up Weekly", HOME]


def test_an_item_says_all_that_it_holds() -> None:
    one = item(2, image=f"{HOME}card.png")
    document = rss.write([one], CHANNEL)
    assert found("//item/guid[@isPermaLink='false']/text()", document) == [one.id]
    assert found("//item/link/text()", document) == [one.address]
    assert found("//item/pubDate/text()", document) == ["Mon, 02 Nov 2026 18:00:00 +0000"]
    assert found("//item/category/text()", document) == ["Deals", "Labor & regulation"]
    assert found("//item/c:encoded/text()", document) == [one.html]
    assert found("//item/dc:creator/text()", document) == ["AI Scale-Up Weekly"]
    assert found("//item/m:thumbnail/@url", document) == [f"{HOME}card.png"]
    assert found("//item/a:updated", document) == []


def test_a_description_is_read_as_html_and_says_the_plain_text() -> None:
    assert found("//item/description/text()") == ["R&amp;D, &lt;5 %"]


def test_a_correction_has_its_date_in_the_item_and_in_the_channel() -> None:
    document = rss.write([item(2, updated=WHEN), item(3)], CHANNEL)
    assert found("//item[guid[contains(., ':2')]]/a:updated/text()", document) == [
        "2026-11-22T18:00:00+00:00"
    ]
    assert found("/rss/channel/lastBuildDate/text()", document) == ["Sun, 22 Nov 2026 18:00:00 +0000"]


def test_what_has_no_address_names_none_but_the_page_in_its_folder() -> None:
    one = items(edition(), link="2026-W47/index.html")[""]
    document = rss.write([one], NOWHERE)
    assert rules.rss(document, placed=False) == []
    assert found("//link/text()", document) == ["index.html", "2026-W47/index.html"]
    assert found("//a:link", document) == []
    assert found("//item/link", rss.write([replace(one, address="")], NOWHERE)) == []


def test_a_feed_without_items_or_words_is_valid_too() -> None:
    assert rules.rss(rss.write([], replace(CHANNEL, title="", tagline="", language="?"))) == []


def test_an_item_without_a_word_is_called_by_its_address() -> None:
    one = item(title=" ", summary="")
    assert found("//item/title/text()", rss.write([one], CHANNEL)) == [one.address]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b"<link>https://notes.example/</link>", b"<link>/here</link>"),
        (b"<description>Scale, weekly</description>", b""),
        (b"Sun, 01 Nov 2026", b"Mon, 01 Nov 2026"),
        (b"Sun, 01 Nov 2026", b"Sun, 01 Nov 26"),
        (b"<language>en<", b"<language>English language<"),
        (b' isPermaLink="false"', b""),
        (b"<docs>", b"<published/><docs>"),
        (b'rel="self"', b'rel="alternate"'),
        (b"<pubDate>", b"<title>Again</title><pubDate>"),
    ],
)
def test_the_rules_refuse_what_is_no_rss(was: bytes, now: bytes) -> None:
    assert was in FEED
    assert rules.rss(FEED.replace(was, now, 1)) != []
