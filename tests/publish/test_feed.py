"""The Atom feed, read by a reader and as XML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Correction, Edition
from digest.publish import feed
from digest.render import Templates, renditions
from tests.editions import HOSTILE, nasty
from tests.publish.titles import STEERING, TITLES
from tests.records import NOW, PERIOD, edition

URL = "https://notes.example/2026-W47/"
CHANNEL = feed.Channel("AI Scale-Up Weekly", "Scale, weekly", "en", "https://notes.example/", NOW)
ATOM = {"a": feed.ATOM}


def page(made: Edition) -> str:
    return renditions(made, Templates(), only=["page"])[0].text


def read(*entries: str, channel: feed.Channel = CHANNEL) -> feedparser.FeedParserDict:
    """The feed as a reader has it, without a complaint."""
    found = feedparser.parse(feed.feed(entries, channel).encode(), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_reader_sees_the_edition_with_its_address_dates_tags_and_whole_text() -> None:
    made = edition(url=URL)
    found = read(feed.entry(made, page(made)))
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
    first, second = (read(feed.entry(each, page(each))).entries[0] for each in (made, later))
    assert first.id == second.id == "tag:notes.example,2026-11-22:2026-w47"
    assert second.updated == "2026-11-24T12:00:00+00:00"
    assert second.published == first.published


def test_editions_and_publications_without_an_address_still_have_ids_of_their_own() -> None:
    one, other = edition(), edition(period=replace(PERIOD, key="2026-W48"))
    ids = {feed.permanent(each) for each in (one, other, edition(title="Another Weekly"))}
    assert len(ids) == 3
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    assert feed.permanent(one) == feed.permanent(edition(subject="Changed"))


def test_links_and_pictures_in_the_text_have_their_whole_address() -> None:
    links = '<a href="#s-1">a</a> <a href="https://b.example/">b</a>'
    html = f'<main>{links} <img src="pictures/a%20b.png" alt="A"></main>'
    content = read(feed.entry(edition(url=URL), html)).entries[0].content[0].value
    assert re.findall(r'(?:href|src)="([^"]*)"', content) == [
        f"{URL}#s-1",
        "https://b.example/",
        f"{URL}pictures/a%20b.png",
    ]


def test_what_needs_the_style_sheet_of_the_page_is_left_out() -> None:
    html = '<main><i aria-hidden="true">x</i><svg><rect/></svg><script>y</script><p>Kept</p></main>'
    assert read(feed.entry(edition(), html)).entries[0].content[0].value == "<p>Kept</p>"


def test_a_sample_says_so_in_the_feed() -> None:
    made = edition(sample=True)
    assert "Sample: the outlets" in read(feed.entry(made, page(made))).entries[0].content[0].value


@pytest.mark.parametrize("title", [*TITLES, *HOSTILE, *STEERING, "]]> & <![CDATA[ x", "\ud800 \ufffe"])
def test_any_title_gives_a_feed_that_is_well_formed(title: str) -> None:
    made = edition(subject=title, preheader=title, url=URL)
    entry = feed.entry(made, f"<main>{title}</main>")
    root = ET.fromstring(feed.feed([entry], CHANNEL))
    said = root.findtext("a:entry/a:title", namespaces=ATOM) or ""
    if title in TITLES:
        assert said == title
    assert root.find("a:entry/a:content", ATOM) is not None


@given(st.text())
def test_no_page_and_no_tagline_break_it(text: str) -> None:
    channel = replace(CHANNEL, title=text, tagline=text, language=text)
    root = ET.fromstring(feed.feed([feed.entry(edition(title=text), text)], channel).encode("utf-8"))
    assert len(root.findall("a:entry", ATOM)) == 1


def test_a_hostile_edition_is_read_without_a_complaint() -> None:
    made = nasty()
    assert read(feed.entry(made, page(made))).entries[0].content[0].value


def test_a_feed_holds_the_newest_twenty() -> None:
    entries = [f'<entry xmlns="{feed.ATOM}"><id>urn:x:{number}</id></entry>' for number in range(30)]
    assert [entry.id for entry in read(*entries).entries] == [f"urn:x:{number}" for number in range(20)]


def test_a_site_without_an_address_links_within_itself() -> None:
    channel = replace(CHANNEL, home="", updated=datetime(2026, 1, 1, tzinfo=UTC))
    text = feed.feed([feed.entry(edition(), "<main></main>", link="2026-W47/index.html")], channel)
    links = [link.get("href") for link in ET.fromstring(text).iter(f"{{{feed.ATOM}}}link")]
    assert links == ["feed.xml", "index.html", "2026-W47/index.html"]
