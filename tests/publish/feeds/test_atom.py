"""Atom, against the grammar of RFC 4287 and as a reader has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from digest.publish.feeds import atom
from tests.publish.feeds import rules
from tests.publish.feeds.made import CHANNEL, DEALS, HOME, NOWHERE, SECTION, URL, WHEN, item, items
from tests.records import edition

NAMES = {"a": "http://www.w3.org/2005/Atom", "m": "http://search.yahoo.com/mrss/"}
FEED = atom.write([item()], CHANNEL)


def found(path: str, document: bytes = FEED) -> list[str]:
    return list(map(str, etree.fromstring(document).xpath(path, namespaces=NAMES)))


def test_the_feed_says_who_and_where_it_is() -> None:
    assert found("/a:feed/a:id/text()") == [HOME]
    assert found("/a:feed/a:link[@rel='self']/@href") == [f"{HOME}feed.xml"]
    assert found("/a:feed/a:link[@rel='alternate']/@href") == [HOME]
    assert found("/a:feed/a:author/a:name/text()") == ["AI Scale-Up Weekly"]
    assert found("/a:feed/a:subtitle/text()") == ["Scale, weekly"]
    assert found("/a:feed/@xml:lang") == ["en"]


def test_an_entry_says_all_of_its_item() -> None:
    one = item(2, updated=WHEN, image=f"{HOME}card.png", language="pt-BR")
    document = atom.write([one], CHANNEL)
    assert found("//a:entry/@xml:lang", document) == ["pt-BR"]
    assert found("//a:entry/a:id/text()", document) == [one.id]
    assert found("//a:entry/a:link/@href", document) == [one.address]
    assert found("//a:entry/a:published/text()", document) == ["2026-11-02T18:00:00+00:00"]
    assert found("//a:entry/a:updated/text()", document) == ["2026-11-22T18:00:00+00:00"]
    assert found("//a:entry/a:category/@term", document) == ["Deals", "Labor & regulation"]
    assert found("//a:entry/a:summary[@type='text']/text()", document) == ["R&D, <5 %"]
    assert found("//m:thumbnail/@url", document) == [f"{HOME}card.png"]


def test_its_text_is_html_that_was_escaped_once() -> None:
    assert found("//a:content[@type='html']/text()") == [item().html]
    assert b"&lt;b&gt;1&lt;/b&gt; &amp;amp; more" in FEED


def test_the_feed_was_updated_when_its_newest_entry_was() -> None:
    document = atom.write([item(2, updated=WHEN), item(3)], CHANNEL)
    assert found("/a:feed/a:updated/text()", document) == ["2026-11-22T18:00:00+00:00"]


def test_a_feed_without_an_entry_is_valid_too() -> None:
    assert rules.atom(atom.write([], CHANNEL)) == []


def test_a_site_without_an_address_links_within_itself() -> None:
    one = items(edition(), link="2026-W47/index.html")[""]
    document = atom.write([one], NOWHERE)
    assert found("//a:link/@href", document) == ["feed.xml", "index.html", "2026-W47/index.html"]
    assert rules.atom(document) == []


def test_an_entry_alone_is_valid_and_the_one_of_the_feed() -> None:
    one = items(edition(url=URL))[""]
    assert rules.atom(atom.entry(one).encode()) == []
    assert found("//a:content/text()", atom.entry(one).encode()) == [one.html]


def test_a_picture_of_the_publication_is_its_icon() -> None:
    document = atom.write([item()], replace(CHANNEL, image=f"{HOME}icon.png"))
    assert found("/a:feed/a:icon/text()", document) == [f"{HOME}icon.png"]
    assert rules.atom(document) == []


def test_what_the_feed_of_a_section_says_differs_only_in_its_channel() -> None:
    document = atom.write([items(edition(url=URL))["deals"]], DEALS)
    assert rules.atom(document) == []
    assert found("/a:feed/a:title/text()", document) == ["AI Scale-Up Weekly: Deals"]
    assert found("/a:feed/a:link/@href", document) == [f"{SECTION}feed.xml", SECTION]
    assert found("//a:entry/a:link/@href", document) == [f"{URL}#section-deals"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b"<id>https://notes.example/</id>", b""),
        (b"<updated>", b"<updated>on "),
        (b"<name>AI Scale-Up Weekly</name>", b""),
        (b"</author>", b"</author><author><name> </name></author><title>Again</title>"),
        (b'xml:lang="en"', b'xml:lang="English language"'),
        (b'type="html"', b'type="text/html" src="a"'),
        (b"<generator>", b"<invented/><generator>"),
        (b'term="Deals"', b'label="Deals"'),
        (b"</published>", b"</published><published>2026-11-01T18:00:00Z</published>"),
        (b"2026-11-01T18:00:00+00:00", b"2026-11-01 18:00"),
    ],
)
def test_the_grammar_refuses_what_is_no_atom(was: bytes, now: bytes) -> None:
    assert rules.atom(FEED) == []
    assert was in FEED
    assert rules.atom(FEED.replace(was, now, 1)) != []
