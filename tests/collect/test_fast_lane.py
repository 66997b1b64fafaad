"""The fast lane and feedparser give the same reading of the same feed, or the lane is not taken."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest import mock
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect import feedxml, soundxml
from digest.collect.items import Origin, entries
from digest.collect.reading import Job, read

URL = "https://outlet.example/news/feed"
ORIGIN = Origin("Outlet", URL, datetime(2026, 11, 22, 18, 0, tzinfo=UTC), publisher="Outlet")
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:m="http://search.yahoo.com/mrss/" xmlns:pod="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:own="https://outlet.example/own" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:t="http://purl.org/dc/terms/" xmlns:where="http://www.georss.org/georss" '
    'xmlns:x="http://www.w3.org/1999/xhtml" xmlns:a="http://www.w3.org/2005/Atom"'
)
WORDS = st.lists(
    st.sampled_from(
        [
            "tea",
            "Fish & Chips",
            "<b>loud</b>",
            "a &amp; b",
            "&eacute;",
            "é",
            "Ã©",
            "5 < 6",
            "\n",
            " ",
            "日本",
            "<p>One<br/>two</p>",
            "<a href='/x?a=1&b=2'>on</a>",
            "&#8217;",
            "\x93",
            "]]",
            "mail@a.example",
        ]
    ),
    max_size=4,
).map(" ".join)
LINKS = st.sampled_from(
    [
        "",
        "/a",
        "b?x=1&y=2",
        "https://outlet.example/c?",
        "http://other.example/d e",
        "#e",
        "tag:f,1",
        "?&copy;=1",
    ]
)
DATES = st.sampled_from(["", "Fri, 20 Nov 2026 09:05:00 GMT", "2026-11-20T10:00:00Z", "soon"])
MARKS = st.sampled_from(
    [
        "",
        "",
        "",
        ' xml:lang="de_AT"',
        ' xml:lang=""',
        ' xml:base="https://base.example/x/"',
        ' xml:base="up/"',
        ' lang="fr"',
        ' type="html"',
        ' type="text"',
        ' class="k"',
    ]
)


def written(text: str) -> st.SearchStrategy[str]:
    """`text` in the ways that XML has for it."""
    literal = [] if "]]" in text else [f"<![CDATA[{text}]]>"]
    numbers = "".join(f"&#{ord(letter)};" if letter != "\n" else letter for letter in text)
    return st.sampled_from([escape(text), numbers, *literal, f"<!-- k -->{escape(text)}"])


def element(name: str, texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element of that name with a text and perhaps an attribute."""
    body = texts.flatmap(written)
    return st.builds(lambda mark, inner: f"<{name}{mark}>{inner}</{name}>", MARKS, body)


HREFS = st.builds(
    lambda name, kind, rel, href: f"<{name}{kind}{rel} href={quoteattr(href)}/>",
    st.sampled_from(["link", "a:link"]),
    st.sampled_from(["", ' type="text/html"', ' type="application/json"', ' type="XHTML"']),
    st.sampled_from(["", ' rel="alternate"', ' rel="self"', ' rel="Alternate"', ' rel="enclosure"']),
    LINKS,
)
PEOPLE = st.builds(
    lambda name, inner: f"<{name}>{''.join(inner)}</{name}>",
    st.sampled_from(["author", "contributor"]),
    st.lists(
        st.sampled_from(["<name>Ada</name>", "<email>ada@a.example</email>", "<uri>/ada</uri>", "<name/>"]),
        max_size=3,
    ),
)
OTHERS = st.sampled_from(
    [
        '<enclosure url="/e" length="1" type="audio/mpeg"/>',
        '<m:content url="/i"><m:title>M</m:title></m:content>',
        '<m:group><m:thumbnail url="/t"/><m:credit>C</m:credit></m:group>',
        "<pod:duration>9</pod:duration>",
        "<own:thing a='1'><own:part>text</own:part></own:thing>",
        "<own:title>Own</own:title>",
        "<odd>x</odd>",
        "<odd a='1'><odd>y</odd></odd>",
        "<dc:title>D</dc:title>",
        "<dc:subject>s</dc:subject>",
        "<og/>words",
        "<where:point>1 2</where:point>",
        "<dc:language>fr</dc:language>",
        "<m:description>d</m:description>",
        "<fb:origLink>https://outlet.example/o</fb:origLink>",
        "<links>l</links>",
        "<pod:summary>s</pod:summary>",
        "<image><title>I</title><link>/i</link></image>",
        "<thing xmlns='https://outlet.example/own'>t</thing>",
        "<x:body>b</x:body>",
        "<dc:rights>r</dc:rights>",
        "<own:svg/>",
        "<TITLE>upper</TITLE>",
        '<content type="xhtml"><x:div><x:p title="&lt;">a &lt; b &amp;amp; c<x:br/>d</x:p></x:div></content>',
        '<summary type="xhtml"><x:div>only words &amp;lt;</x:div></summary>',
    ]
)
RSS = st.one_of(
    *(
        element(name, WORDS)
        for name in ("title", "description", "c:encoded", "author", "dc:creator", "source")
    ),
    *(element(name, WORDS) for name in ("pod:author", "category", "comments", "content", "summary")),
    *(element(name, DATES) for name in ("pubDate", "dc:date", "t:created", "t:modified", "updated")),
    *(element(name, LINKS) for name in ("link", "guid")),
    st.builds(
        "<guid isPermaLink='{}'>{}</guid>".format,
        st.sampled_from(["true", "false", "TRUE"]),
        LINKS.map(escape),
    ),
    HREFS,
    OTHERS,
)
ATOM = st.one_of(
    *(element(name, WORDS) for name in ("title", "summary", "content", "rights", "author", "dc:creator")),
    *(element(name, DATES) for name in ("published", "updated", "dc:date")),
    element("id", LINKS),
    HREFS,
    HREFS,
    PEOPLE,
    OTHERS,
)  # fmt: skip


def document(form: str, mark: str, head: list[str], rows: list[list[str]]) -> str:
    """A feed of that form with `rows` of elements."""
    top = "".join(head)
    if form == "atom":
        body = "".join(f"<entry>{''.join(row)}</entry>" for row in rows)
        return f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}{mark}>{top}{body}</feed>'
    if form == "rdf":
        body = "".join(f'<item r:about="/{at}&amp;">{"".join(row)}</item>' for at, row in enumerate(rows))
        space = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        return f'<r:RDF {space} {SPACES}{mark}><channel r:about="/">{top}</channel>{body}</r:RDF>'
    body = "".join(f"<item{mark}>{''.join(row)}</item>" for row in rows)
    return f'<rss version="2.0" {SPACES}{mark}><channel>{top}{body}</channel></rss>'


HEAD = st.lists(
    st.one_of(
        element("title", WORDS),
        st.sampled_from(
            ["<language>en-gb</language>", "<image><title>I</title><url>/i</url></image>", "<own:a/>"]
        ),
    ),
    max_size=2,
)


def feeds(form: str) -> st.SearchStrategy[str]:
    rows = st.lists(st.lists(ATOM if form == "atom" else RSS, max_size=6), min_size=1, max_size=2)
    return st.builds(document, st.just(form), MARKS, HEAD, rows)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["rss", "rdf", "atom"]).flatmap(feeds))
def test_where_the_lane_is_taken_every_field_is_what_feedparser_gives(text: str) -> None:
    if soundxml.read(text, URL) is None:
        return
    lane = read(Job("feed", text.encode(), ORIGIN))
    with mock.patch.object(soundxml, "read", return_value=None):
        assert read(Job("feed", text.encode(), ORIGIN)) == lane


ROWS = {
    "rss": "<title>T</title><link>/1</link><guid isPermaLink='false'>g</guid><description>d</description>",
    "rdf": "<title>T</title><link>/1</link><description>d</description><dc:date>2026-11-20</dc:date>",
    "atom": "<title>T</title><id>tag:a,1</id><link href='/1'/><summary>s</summary>",
}


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize(
    "extra",
    [
        '<m:content url="/i"><m:title>M</m:title></m:content>',
        "<own:thing><own:part/></own:thing>",
        "<odd>x</odd>",
        "<pod:duration>9</pod:duration>",
        "<category>c</category><category>d</category>",
        "<own:title>O</own:title>",
    ],
)
def test_other_vocabularies_keep_the_lane(form: str, extra: str) -> None:
    assert soundxml.read(document(form, ' xml:lang="de"', ["<title>F</title>"], [[ROWS[form], extra]]), URL)


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize(
    "extra",
    [
        "<m:description>d</m:description>",
        "<title>Again</title>",
        "<own:a xmlns:own='https://b.example/'/>",
        "<dc:description>d</dc:description>",
        "<a:source><a:title>S</a:title></a:source>",
        "<links>l</links>",
    ],
)
def test_doubtful_elements_are_left_to_feedparser(form: str, extra: str) -> None:
    assert soundxml.read(document(form, "", ["<title>F</title>"], [[ROWS[form], extra]]), URL) is None


@pytest.mark.parametrize("letters", ["&#146;", "&#195;&#169;", "\u00c3\u00a9", "\u00c3&#xa9;"])
def test_letters_that_feedparser_mends_are_left_to_it(letters: str) -> None:
    row = f"<title>{letters}</title><link>/1</link>"
    assert soundxml.read(document("rss", "", [], [[row]]), URL) is None


def test_language_base_and_xhtml_reach_the_entry() -> None:
    content = '<content type="xhtml"><x:div><x:p><x:a href="y">on</x:a></x:p></x:div></content>'
    text = document(
        "atom", ' xml:lang="de_AT" xml:base="https://base.example/x/"', [], [[ROWS["atom"], content]]
    )
    assert soundxml.read(text, URL)
    (entry,) = entries(feedxml.read(text.encode(), URL), ORIGIN)[0]
    assert (entry.language, entry.url) == ("de-AT", "https://base.example/1")
    assert "https://base.example/" in entry.html


def test_people_of_whom_feedparser_mixes_parts_are_left_to_it() -> None:
    people = "<author><email>ada@a.example</email></author><author><uri>/ada</uri></author>"
    assert soundxml.read(document("atom", "", [], [[ROWS["atom"], people]]), URL) is None
