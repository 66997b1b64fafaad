"""The Atom feed, read by a reader and as XML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect import reading
from digest.collect.items import Origin
from digest.collect.reading import Job
from digest.model import Correction, Edition
from digest.publish import feeditems, feeds
from digest.render import Templates, renditions
from tests.editions import HOSTILE, nasty
from tests.publish.titles import STEERING, TITLES
from tests.records import NOW, PERIOD, edition

URL = "https://notes.example/2026-W47/"
CHANNEL = feeds.Channel("AI Scale-Up Weekly", "Scale, weekly", "en", "https://notes.example/", NOW)
ATOM = {"a": feeds.ATOM}


def page(made: Edition) -> str:
    return renditions(made, Templates(), only=["page"])[0].text


def whole(made: Edition, html: str, link: str = "") -> feeditems.Item:
    return feeditems.of(made, html, link)[""]


def read(*items: feeditems.Item, channel: feeds.Channel = CHANNEL) -> feedparser.FeedParserDict:
    """The feed as a reader has it, without a complaint."""
    found = feedparser.parse(feeds.atom(items, channel), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_reader_sees_the_edition_with_its_address_dates_tags_and_whole_text() -> None:
    made = edition(url=URL)
    found = read(whole(made, page(made)))
    entry = found.entries[0]
    assert (found.feed.title, found.feed.subtitle, found.feed.author) == (
        "AI Scale-Up Weekly",
        "Scale, weekly",
        "AI Scale-Up Weekly",
    )
    assert found.feed.link == "https://notes.example/"
    assert [link.href for link in found.feed.links if link.rel == "self"] == [
        "https://notes.example/feed.xml"
    ]
    assert entry.title == "First deal, and two more stories"
    assert entry.link == URL
    assert entry.summary == "A ruling that binds all"
    assert [tag.term for tag in entry.tags] == ["Deals", "Labor & regulation"]
    assert entry.published == entry.updated == "2026-11-22T18:00:00+00:00"
    assert entry.content[0].type == "text/html"
    for piece in made.pieces:
        assert piece.headline in entry.content[0].value
    assert "It binds all." in entry.content[0].value


def test_an_entry_is_one_whose_id_outlives_a_new_title_and_a_correction() -> None:
    made = edition(url=URL)
    note = Correction(date(2026, 11, 24), "It is 4.")
    later = replace(made, subject="Another title", corrections=(note,))
    first, second = (read(whole(each, page(each))).entries[0] for each in (made, later))
    assert first.id == second.id == "tag:notes.example,2026-11-22:2026-w47"
    assert second.updated == "2026-11-24T12:00:00+00:00"
    assert second.published == first.published


def test_editions_and_publications_without_an_address_still_have_ids_of_their_own() -> None:
    one, other = edition(), edition(period=replace(PERIOD, key="2026-W48"))
    ids = {feeditems.permanent(each) for each in (one, other, edition(title="Another Weekly"))}
    assert len(ids) == 3
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    assert feeditems.permanent(one) == feeditems.permanent(edition(subject="Changed"))


def test_links_and_pictures_in_the_text_have_their_whole_address() -> None:
    links = '<a href="#s-1">a</a> <a href="https://b.example/">b</a>'
    html = f'<main>{links} <img src="pictures/a%20b.png" alt="A"></main>'
    content = read(whole(edition(url=URL), html)).entries[0].content[0].value
    assert re.findall(r'(?:href|src)="([^"]*)"', content) == [
        f"{URL}#s-1",
        "https://b.example/",
        f"{URL}pictures/a%20b.png",
    ]


def test_what_needs_the_style_sheet_of_the_page_is_left_out() -> None:
    html = '<main><i aria-hidden="true">x</i><svg><rect/></svg><script>y</script><p>Kept</p></main>'
    assert read(whole(edition(), html)).entries[0].content[0].value == "<p>Kept</p>"


def test_a_sample_says_so_in_the_feed() -> None:
    made = edition(sample=True)
    assert "Sample: the outlets" in read(whole(made, page(made))).entries[0].content[0].value


@pytest.mark.parametrize("title", [*TITLES, *HOSTILE, *STEERING, "]]> & <![CDATA[ x", "\ud800 \ufffe"])
def test_any_title_gives_a_feed_that_is_well_formed(title: str) -> None:
    made = edition(subject=title, preheader=title, url=URL)
    entry = whole(made, f"<main>{title}</main>")
    root = ET.fromstring(feeds.atom([entry], CHANNEL))
    said = root.findtext("a:entry/a:title", namespaces=ATOM) or ""
    if title in TITLES:
        assert said == title
    assert root.find("a:entry/a:content", ATOM) is not None


@given(st.text())
def test_no_page_and_no_tagline_break_it(text: str) -> None:
    channel = replace(CHANNEL, title=text, tagline=text, language=text)
    root = ET.fromstring(feeds.atom([whole(edition(title=text), text)], channel))
    assert len(root.findall("a:entry", ATOM)) == 1


def test_a_hostile_edition_is_read_without_a_complaint() -> None:
    made = nasty()
    assert read(whole(made, page(made))).entries[0].content[0].value


def test_a_feed_holds_the_newest_twenty() -> None:
    one = whole(edition(), "")
    items = [replace(one, id=f"urn:x:{number}") for number in range(30)]
    assert [entry.id for entry in read(*items).entries] == [f"urn:x:{number}" for number in range(20)]


def test_a_site_without_an_address_links_within_itself() -> None:
    channel = replace(CHANNEL, home="", updated=datetime(2026, 1, 1, tzinfo=UTC))
    text = feeds.atom([whole(edition(), "<main></main>", link="2026-W47/index.html")], channel)
    links = [link.get("href") for link in ET.fromstring(text).iter(f"{{{feeds.ATOM}}}link")]
    assert links == ["feed.xml", "index.html", "2026-W47/index.html"]


SECTIONED = (
    '<main><section id="section-deals"><h2>D</h2><p>Only deals</p></section>'
    '<section id="section-labor">L</section></main>'
)


def test_a_section_has_an_item_of_its_own_with_a_permanent_id() -> None:
    made = edition(url=URL)
    whole_, deals = (feeditems.of(made, SECTIONED)[part] for part in ("", "deals"))
    assert deals.id == f"{whole_.id}/deals"
    assert deals.address == f"{URL}#section-deals"
    assert deals.title.startswith("Deals: ")
    assert "Only deals" in deals.html
    assert "section-labor" not in deals.html
    assert feeditems.of(replace(made, subject="Another"), SECTIONED)["deals"].id == deals.id


def test_rss_says_the_same_as_atom() -> None:
    made = edition(url=URL)
    item = whole(made, page(made))
    atom, rss = (
        feedparser.parse(write([item], CHANNEL), sanitize_html=False) for write in (feeds.atom, feeds.rss)
    )
    assert not rss.bozo, rss.get("bozo_exception")
    one, other = atom.entries[0], rss.entries[0]
    for name in ("id", "title", "link", "published_parsed", "summary", "tags", "content"):
        if name == "content":
            assert one.content[0].value == other.content[0].value
        elif name == "tags":
            assert [tag.term for tag in one.tags] == [tag.term for tag in other.tags]
        else:
            assert one[name] == other[name], name
    assert (rss.feed.title, rss.feed.subtitle, rss.feed.language) == (CHANNEL.title, CHANNEL.tagline, "en")
    assert other.guidislink is False


def test_json_feed_says_the_same() -> None:
    made = edition(url=URL)
    item = whole(made, page(made))
    told = json.loads(feeds.jsonfeed([item], replace(CHANNEL, name="feed.json")))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == "https://notes.example/feed.json"
    (one,) = told["items"]
    assert (one["id"], one["url"], one["title"]) == (item.id, item.address, item.title)
    assert one["content_html"] == item.html
    assert datetime.fromisoformat(one["date_published"]) == item.published
    assert set(told) <= KNOWN_OF_FEED
    assert set(one) <= KNOWN_OF_ITEM


# JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
KNOWN_OF_FEED = {
    "version",
    "title",
    "home_page_url",
    "feed_url",
    "description",
    "language",
    "authors",
    "items",
}
KNOWN_OF_ITEM = {
    "id", "url", "title", "summary", "content_html", "date_published", "date_modified", "tags", "language",
}  # fmt: skip


@pytest.mark.parametrize("write", [feeds.atom, feeds.rss, feeds.jsonfeed])
def test_our_own_collector_reads_every_format(write: Callable[..., bytes]) -> None:
    made = edition(url=URL)
    item = whole(made, page(made))
    origin = Origin("Own", URL, NOW + timedelta(days=1))
    (entry,) = reading.read(Job("feed", write([item], CHANNEL), origin)).entries
    assert (entry.guid, entry.title, entry.url) == (item.id, item.title, item.address)
    assert entry.published == item.published


@given(st.text(), st.text(), st.text())
def test_any_words_give_feeds_that_are_well_formed(title: str, summary: str, html: str) -> None:
    item = replace(whole(edition(url=URL), ""), title=title, summary=summary, html=html, tags=(title,))
    ET.fromstring(feeds.atom([item], CHANNEL))
    ET.fromstring(feeds.rss([item], CHANNEL))
    assert json.loads(feeds.jsonfeed([item], CHANNEL))["items"]
