"""Subscription lists come in from whatever wrote them, and go out so that they come in again."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect import opml
from digest.collect.opml import Listing, Subscription
from digest.errors import DigestError

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
A, B, C = (f"https://{name}.example/feed" for name in "abc")


def listed(tmp_path: Path, body: str | bytes) -> Listing:
    file = tmp_path / "mine.opml"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return opml.listed(file)


def outline(url: str, name: str = "One", inside: str = "") -> str:
    return f'<outline text="{name}" type="rss" xmlUrl="{url}"{inside}/>'


def around(*outlines: str) -> str:
    body = "".join(outlines)
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'


def test_addresses_as_feed_readers_write_them_are_taken(tmp_path: Path) -> None:
    body = around(outline("feed://a.example/feed"), outline("feed:https://b.example/feed", "Two"))
    assert [feed.url for feed in listed(tmp_path, body).feeds] == ["http://a.example/feed", B]


def test_folders_are_kept_and_end_where_they_end(tmp_path: Path) -> None:
    inner = f'<outline title="Europe">{outline(A)}</outline>'
    body = around(f'<outline text="Deals">{inner}{outline(B, "Two")}</outline>', outline(C, "Three"))
    found = listed(tmp_path, body).feeds
    assert [feed.folders for feed in found] == [("Deals", "Europe"), ("Deals",), ()]


@pytest.mark.parametrize(
    "tag",
    [
        f'<outline text="One" xmlUrl="{A}"/>',
        f"<outline text='One' XMLURL='{A}' type='RSS'/>",
        f'<OUTLINE title="One" xmlurl=" {A} "></OUTLINE>',
        f'<outline text="One" xmlUrl="{A}" description="a "quoted" world\'s end"/>',
        f'<outline text="One" description="5 > 4" xmlUrl="{A}"/>',
        f'<outline\n  text="One"\n  xmlUrl = "{A}"\n>',
        f'<x:outline text="&#79;ne" xmlUrl="{A}&amp;b=1"/>'.replace("&amp;b=1", ""),
    ],
)
def test_outlines_as_exporters_write_them(tmp_path: Path, tag: str) -> None:
    assert [(feed.name, feed.url) for feed in listed(tmp_path, around(tag)).feeds] == [("One", A)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    declared = "" if encoding.startswith("utf-8") else f" encoding='{encoding}'"
    body = around(outline(A, "Größe")).replace("?>", f"{declared}?>", 1)
    assert listed(tmp_path, body.encode(encoding)).feeds[0].name == "Größe"


def test_what_is_broken_around_the_outlines_does_not_matter(tmp_path: Path) -> None:
    body = (
        f"<opml><body>{outline(A, 'caf&eacute; & bar &undefined;')}<outline text='open'>{outline(B, 'Two')}"
    )
    assert [feed.name for feed in listed(tmp_path, body).feeds] == ["café & bar &undefined;", "Two"]


def test_comments_and_quotations_name_no_feed(tmp_path: Path) -> None:
    body = around(f"<!-- {outline(A)} --><![CDATA[{outline(B)}]]>", outline(C))
    assert [feed.url for feed in listed(tmp_path, body).feeds] == [C]


def test_names_and_addresses_are_unique(tmp_path: Path) -> None:
    found = listed(tmp_path, around(outline(A), outline(A, "Again"), outline(B), outline(C, ""))).feeds
    assert [feed.name for feed in found] == ["One", "One 2", "c.example"]


def test_what_gives_no_feed_is_said(tmp_path: Path) -> None:
    body = around(
        outline(A),
        outline("file:///etc/passwd", "Secret"),
        '<outline text="Others" type="include" url="https://x.example/more.opml"/>',
        '<outline text="Site" type="rss" htmlUrl="https://site.example"/>',
        '<outline text="only words"/>',
    )
    left = listed(tmp_path, body).left_out
    assert left == (
        "Secret: file:///etc/passwd is no http or https address",
        "Others: a list that lies elsewhere (https://x.example/more.opml)",
        "Site: names no feed",
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>', "document type"),
        ("<html/>", "is no OPML"),
        ("", "is no OPML"),
        (around(), "names no feed"),
        (around(outline("ftp://a.example/")), "is no http or https address"),
        (b"<opml>" + b" " * opml.LARGEST, "larger than"),
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, body: str | bytes, why: str) -> None:
    with pytest.raises(DigestError, match=why):
        listed(tmp_path, body)


@pytest.mark.parametrize(
    "piece", ['<outline text="', "<outline ", "<!--", "<a b='", '<outline a="b" ', "<![CDATA["]
)
def test_hostile_lists_are_read_in_no_time(tmp_path: Path, piece: str) -> None:
    body = f"<opml>{piece * (1_000_000 // len(piece))}"
    began = time.perf_counter()
    with pytest.raises(DigestError):
        listed(tmp_path, body)
    assert time.perf_counter() - began < 5


_NAMES = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(_NAMES, st.booleans()), min_size=1, max_size=8), _NAMES)
def test_what_is_written_is_well_formed_and_read_back(rows: list[tuple[str, bool]], title: str) -> None:
    feeds = [
        Subscription(name, f"https://x.example/{number}?a=1&b=2", ("Deals & stakes",) if inside else ())
        for number, (name, inside) in enumerate(rows)
    ]
    text = opml.written(title, feeds, NOW)
    root = ET.fromstring(text)
    assert len(list(root.iter("outline"))) >= len(feeds)
    found = opml._listing(opml._TAG.finditer(text)).feeds
    assert {feed.url: feed.folders for feed in found} == {feed.url: feed.folders for feed in feeds}
