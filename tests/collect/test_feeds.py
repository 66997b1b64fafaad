"""Feeds as they really are: broken, mislabelled, hostile; and what becomes of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.collect import soundxml
from digest.collect.items import LONGEST_TEXT, LONGEST_TITLE, MOST_ITEMS, Origin
from digest.collect.reading import Job, Reading, read
from digest.model import Entry

from .conftest import said

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
ORIGIN = Origin("Outlet", "https://outlet.example/feed", NOW, publisher="Outlet")


def rss(items: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>C</title>{items}</channel></rss>'.encode()


def item(title: str = "T", link: str = "https://outlet.example/1", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


def reading(body: bytes, charset: str = "") -> Reading:
    origin = Origin("Outlet", "https://outlet.example/feed", NOW, publisher="Outlet", charset=charset)
    return read(Job("feed", body, origin))


def only(body: bytes) -> Entry:
    (entry,) = reading(body).entries
    return entry


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("AT&T buys & sells", "AT&T buys & sells"),
        ("AT&amp;T buys &amp; sells", "AT&T buys & sells"),
        ("a &mdash; b&nbsp;c", "a — b c"),
        ("<![CDATA[AT&T <b>buys</b>]]>", "AT&T buys"),
        ("&lt;b&gt;Big&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "Big"),
        ("5 &lt; 6 &amp; x", "5 < 6 & x"),
        ("bell\x07 rings", "bell rings"),
        ("it&#8217;s &unknown; here", "it’s &unknown; here"),
    ],
)
def test_titles_say_what_their_writer_meant(written: str, expected: str) -> None:
    assert only(rss(item(written))).title == expected


def test_a_broken_neighbour_does_not_cost_an_item() -> None:
    """One bare ampersand must not send the whole feed to the forgiving parser's guesses."""
    found = reading(
        rss(
            item("Fish & Chips", "https://outlet.example/1")
            + item("Plain", "https://outlet.example/2?a=1&b=2")
        )
    )
    assert [entry.url for entry in found.entries] == [
        "https://outlet.example/1",
        "https://outlet.example/2?a=1&b=2",
    ]


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "iso-8859-1", ""),
        ("cp1252", "utf-8", ""),
        ("cp1252", "", ""),
        ("utf-16", "utf-16", ""),
        ("utf-8-sig", "", ""),
        ("windows-1251", "", "windows-1251"),
        ("shift_jis", "shift_jis", ""),
        ("gb18030", "gb18030", ""),
    ],
)
def test_encodings_are_told_from_the_bytes_first(encoding: str, declared: str, charset: str) -> None:
    words = {"windows-1251": "Новости дня", "shift_jis": "新しい記事", "gb18030": "新闻"}.get(
        encoding, "Café “now”"
    )
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(item(words), declaration).decode().encode(encoding)
    (entry,) = reading(body, charset).entries
    assert entry.title == words


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "nothing"),
        (b" \n ", "nothing"),
        (b"<!doctype html><html><body><p>Moved</p></body></html>", "a web page, not a feed"),
        (b"just words", "something that is no feed"),
        (b"<opml><body/></opml>", "something that is no feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, problem: str) -> None:
    assert reading(body).problem == problem


def test_a_feed_without_items_is_a_quiet_feed() -> None:
    assert reading(rss("")) == Reading(title="C")


def test_junk_before_the_feed_is_passed_over() -> None:
    assert only(b"\n<!-- made by hand -->\n" + rss(item("Here"))).title == "Here"


def test_a_feed_that_ends_in_the_middle_keeps_its_items_and_is_not_complete() -> None:
    body = rss(item("One") + item("Two", "https://outlet.example/2"))
    found = reading(body[: body.index(b"Two") + 1])
    assert not found.complete
    assert [entry.title for entry in found.entries] == ["One"], "half an item is none"
    assert any("in the middle" in note for note in found.notes)
    between = body[: body.rindex(b"</channel>")]
    assert [entry.title for entry in reading(between).entries] == ["One", "Two"]


BOMBS = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(c + 1)} "{f"&{chr(c)};" * 10}">' for c in range(ord("b"), ord("k")))
    + "]>",
    "quadratic": f'<!DOCTYPE r [<!ENTITY k "{"x" * 50_000}">]>',
    "external file": '<!DOCTYPE r [<!ENTITY k SYSTEM "file:///etc/hostname">]>',
    "external server": '<!DOCTYPE r [<!ENTITY k SYSTEM "http://127.0.0.1:9/k">]>',
}


@pytest.mark.parametrize("kind", BOMBS)
def test_entities_neither_swell_nor_read(kind: str) -> None:
    found = reading(rss(item("&k;" * 2000), BOMBS[kind]))
    assert sum(len(entry.title) for entry in found.entries) <= LONGEST_TITLE


@pytest.mark.parametrize("form", ["<![CDATA[{}]]>", "{}"])
def test_bodies_come_through_whole_and_safe(form: str) -> None:
    """Long bodies bypass the feed parser; they must arrive as if they had not."""
    html = "<p>It&rsquo;s 5 &lt; 6 &amp;amp; more.</p>"
    html += '<p onclick="x()"><a href="/more">on</a> <script>bad()</script>' + "word " * 200
    written = html if "CDATA" in form else html.replace("&", "&amp;").replace("<", "&lt;")
    entry = only(rss(item(extra=f"<description>{form.format(written)}</description>")))
    assert said(entry).startswith("It’s 5 < 6 &amp; more.\n\non word word")
    assert '<a href="https://outlet.example/more">' in entry.html
    assert "script" not in entry.html
    assert "onclick" not in entry.html


SOUND = [
    rss(
        item(
            "A &amp; B",
            extra="<guid isPermaLink='false'>g</guid><pubDate>Fri, 20 Nov 2026 09:05:00 GMT</pubDate>",
        )
    ),
    rss(
        item("T", extra="<description>Plain &amp;amp; simple</description><author>a@b.example (Ada)</author>")
    ),
    rss(item("T", extra="<description>&lt;p&gt;Tea&lt;/p&gt;</description><source url='x'>Paper</source>")),
    rss(item("T", "/relative", "<guid isPermaLink='false'>7</guid><category>c</category>")),
    rss(
        item(
            "T", extra="<description><![CDATA[<p>One</p>\r\n<p>Two " + "more " * 300 + "</p>]]></description>"
        )
    ),
    (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>"
        b"<entry><title type='html'>A &amp;amp; B</title>"
        b"<id>tag:a,1</id><link href='/a'/><updated>2026-11-20T10:00:00Z</updated>"
        b"<author><name>Ada</name></author><summary>Short</summary>"
        b"<content type='html'>&lt;p&gt;Long words&lt;/p&gt;</content></entry></feed>"
    ),
]


@pytest.mark.parametrize("body", SOUND)
def test_sound_feeds_read_the_short_way_give_what_feedparser_gives(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert soundxml.read(body.decode())
    short = reading(body)
    monkeypatch.setattr(soundxml, "read", lambda _text, _url: None)
    assert reading(body) == short


@pytest.mark.parametrize(
    "items",
    [
        item(extra="<links>x</links>"),
        item(extra="<title>Again</title>"),
        item(extra="<description><p>x</p></description>"),
        "",
    ],
)
def test_what_is_not_known_for_certain_is_left_to_feedparser(items: str) -> None:
    assert soundxml.read(rss(items).decode()) is None


def test_xhtml_content_keeps_its_escapes() -> None:
    words = "if a &lt; b then &amp;amp; " * 60
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>T</title><id>1</id>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div></content></entry></feed>'
    )
    entry = only(atom.encode())
    assert said(entry).startswith("if a < b then &amp; if a < b")


def test_a_document_that_uses_our_placeholder_word_is_read_as_written() -> None:
    long = "&lt;p&gt;" + "body " * 300
    found = only(rss(item("lifted0o liftedx0o", extra=f"<description>{long}</description>")))
    assert found.title == "lifted0o liftedx0o"
    assert said(found).startswith("body body")


def test_the_items_own_source_is_its_publisher() -> None:
    extra = '<source url="https://paper.example/rss">The Paper</source>'
    assert only(rss(item(extra=extra))).publisher == "The Paper"
    assert only(rss(item())).publisher == "Outlet"


def test_author_and_language() -> None:
    feed = rss("<language>de-at</language>" + item(extra="<author>mail@outlet.example (Ada Lind)</author>"))
    entry = only(feed)
    assert (entry.author, entry.language) == ("Ada Lind", "de-at")


def test_relative_links_start_from_the_feed() -> None:
    assert only(rss(item(link="/a/b"))).url == "https://outlet.example/a/b"


def test_unsafe_links_are_no_links() -> None:
    assert only(rss(item(link="javascript:alert(1)"))).url == ""


def test_dates_are_what_the_feed_means() -> None:
    entry = only(rss(item(extra="<pubDate>Fri, 20 Nov 2026 09:05:00 CET</pubDate>")))
    assert entry.published == datetime(2026, 11, 20, 8, 5, tzinfo=UTC)


def test_newest_first() -> None:
    days = [
        item(f"d{day}", f"https://outlet.example/{day}", f"<pubDate>{day} Nov 2026 10:00 GMT</pubDate>")
        for day in (3, 9, 5)
    ]
    assert [entry.title for entry in reading(rss("".join(days))).entries] == ["d9", "d5", "d3"]


@pytest.mark.parametrize("shared", ["<guid>same</guid>", ""])
def test_items_that_share_guid_and_link_stay_apart(shared: str) -> None:
    items = "".join(item(title, extra=shared) for title in ("One", "Two", "Three"))
    found = reading(rss(items))
    assert len({entry.id for entry in found.entries}) == 3
    assert reading(rss(items)).entries == found.entries


def test_ids_survive_noise_in_the_link() -> None:
    one = only(rss(item(link="http://www.outlet.example/1/?utm_source=rss", extra="<guid>g</guid>")))
    assert one.id == only(rss(item("New title", extra="<guid>g</guid>"))).id


def test_items_without_title_get_one_from_their_words_and_empty_ones_are_noted() -> None:
    found = reading(
        rss(
            "<item><description>Words that say something.</description></item>"
            "<item><guid isPermaLink='false'>x</guid></item>"
        )
    )
    assert [entry.title for entry in found.entries] == ["Words that say something."]
    assert any("left out" in note for note in found.notes)


def test_long_things_are_cut_with_a_note() -> None:
    body = "<description>" + "&lt;p&gt;many words &lt;/p&gt;" * 5000 + "</description>"
    found = reading(rss(item("long " * 500, extra=body)))
    assert len(found.entries[0].title) <= LONGEST_TITLE
    assert len(said(found.entries[0])) <= LONGEST_TEXT
    assert any("was cut" in note for note in found.notes)


def test_the_newest_items_of_a_huge_feed_are_kept() -> None:
    rows = "".join(
        item(f"n{n}", f"https://outlet.example/{n}", f"<pubDate>{NOW.timestamp() - n * 60:.0f}</pubDate>")
        for n in range(2500)
    )
    found = reading(rss(rows))
    assert len(found.entries) == MOST_ITEMS
    assert found.entries[0].title == "n0"
    assert any("2500" in note for note in found.notes)


def test_fifty_thousand_nested_tags_are_an_ordinary_item() -> None:
    entry = only(rss(item(extra="<description>" + "&lt;div&gt;" * 50_000 + "deep</description>")))
    assert entry.html.count("<") <= 80


def json_feed(**rest: Any) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", **rest}).encode()


def test_json_feed() -> None:
    row = {
        "id": 7,
        "url": "https://outlet.example/j",
        "title": "A & B < C",
        "content_html": "<p>Hi <b>you</b></p>",
        "summary": "Short",
        "date_published": "2026-11-20T10:00:00+01:00",
        "authors": [{"name": "Ada"}, {"name": "Bo"}],
    }
    entry = only(json_feed(items=[row], language="en"))
    assert (entry.guid, entry.title, said(entry), entry.summary) == ("7", "A & B < C", "Hi you", "Short")
    assert (entry.author, entry.language) == ("Ada, Bo", "en")
    assert entry.published == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        b'{"items": ' + b"[" * 100_000,
        b'{"items": [{"id": ' + b"9" * 5000 + b"}]}",
        b'{"items": [{"id": NaN}]}',
        b'{"items": [], "items": []}',
        b'{"items": {}}',
        b'["no feed"]',
        b'{"items": [',
    ],
)
def test_json_that_is_no_feed_fails_in_words(body: bytes) -> None:
    assert "JSON" in reading(body).problem


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"{", b"<rss><channel><item>", b"<?xml version='1.0' encoding='utf-16'?>", b"\xff\xfe"]
    ),
)
def test_arbitrary_bytes_never_raise(tail: bytes, head: bytes) -> None:
    assert isinstance(read(Job("feed", head + tail, ORIGIN)), Reading)


TOKENS = st.sampled_from(
    [
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "&",
        "&lt;",
        "&#0;",
        "<!--",
        "-->",
        "text",
        "<link>",
        "</link>",
        "<a:b>",
        "<",
        ">",
        "\x00",
        "<entry>",
        "<content type='xhtml'>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TOKENS, max_size=25).map("".join))
@example("<item><link></item></link>")  # feedparser 6.0.14 raises KeyError
def test_scrambled_feeds_never_raise(scrambled: str) -> None:
    assert isinstance(read(Job("feed", rss(scrambled), ORIGIN)), Reading)
