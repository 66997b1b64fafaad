"""Hostile words become harmless ones, in linear time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import text

BASE = "https://site.example/x/"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\x00b\x1b[1m", "ab[1m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("evil\u202etxt.exe\u2066", "eviltxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud800 pair \ufffe", "half  pair "),
        ("fam \U0001f468\u200d\U0001f469 ok", "fam \U0001f468\u200d\U0001f469 ok"),
        ("La\u200dtin", "Latin"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("tab\tand\nline", "tab\tand\nline"),
    ],
)
def test_characters_that_steer_are_removed(raw: str, expected: str) -> None:
    assert text.strip_controls(raw) == expected


@given(st.text(alphabet=st.characters(codec=None)))
def test_strip_controls_twice_changes_nothing(raw: str) -> None:
    once = text.strip_controls(raw)
    assert text.strip_controls(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("AT&T buys & sells", "AT&T buys & sells"),
        ("AT&amp;T buys", "AT&T buys"),
        ("5 < 6 & x", "5 < 6 & x"),
        ("<b>Bold</b> claim<script>alert(1)</script>", "Bold claim"),
        ("<img src=x onerror=alert(1)>Picture", "Picture"),
        ("Why &lt;title&gt; matters", "Why <title> matters"),
        ("  many\n\n lines ", "many lines"),
    ],
)
def test_titles_survive_as_plain_words(raw: str, expected: str) -> None:
    assert text.headline(raw, 300) == expected


def test_plain_keeps_paragraphs_and_lists() -> None:
    html = (
        "<p>First &amp; <b>best</b></p><ul><li>one</li><li><p>two</p></li><li></li></ul>"
        "<p>end<br>line</p><script>x()</script>"
    )
    assert text.plain(html, 1000) == "First & best\n\n• one\n• two\n\nend\nline"


def test_plain_reads_tables_row_by_row() -> None:
    html = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert text.plain(html, 1000) == "a b\nc d"


def test_prose_keeps_the_lines_of_plain_text() -> None:
    assert text.prose("one\n\n\n\n  two  words \nthree", 100) == "one\n\ntwo words\nthree"


def test_safe_html_keeps_structure_and_web_links_only() -> None:
    html = (
        '<p onclick="x()">a <a href="/b" style="x">b</a> <a href="javascript:c()">c</a>'
        "<iframe src=x></iframe><style>p{}</style>"
    )
    assert text.safe_html(html, BASE, 1000, 20) == '<p>a <a href="https://site.example/b">b</a> <a>c</a></p>'


def test_safe_html_removes_characters_that_hide_in_references() -> None:
    assert text.safe_html("<p>a&#8238;b&#x200b;c</p>", BASE, 100, 5) == "<p>abc</p>"


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "<ul><li>", "<a href=/x>", "word ", "&amp;", "<br>", "&", "<"]
        ),
        max_size=80,
    ).map("".join),
    st.integers(0, 200),
    st.integers(0, 6),
)
def test_safe_html_holds_its_caps_and_is_balanced(html: str, limit: int, depth: int) -> None:
    safe = text.safe_html(html, BASE, limit, depth)
    assert len(safe) <= limit
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", safe):
        if closing:
            assert open_tags.pop() == name
        elif name != "br":
            open_tags.append(name)
    assert not open_tags


def test_safe_html_unwraps_what_nests_too_deep() -> None:
    assert text.safe_html("<div><blockquote>" + "<b><i>" * 30 + "x", BASE, 5000, 3).count("<") <= 6


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "<a <a ",
        "<!--",
        "<script>",
        "<style><!--",
        "<table><tr><td>",
        "<b><p></b>",
        '<a "',
        "&",
        "[",
        "<svg><math>",
        "<li>",
    ],
)
def test_fifty_thousand_of_anything_take_a_moment_only(piece: str) -> None:
    """The bound is far above what it takes (0.05 s) and far below what quadratic work would take."""
    began = time.process_time()
    hostile = piece * 50_000 + "end"
    text.plain(hostile, 20_000)
    text.safe_html(hostile, BASE, 40_000, 40)
    text.headline(hostile, 300)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(30, "The quick brown fox"), (15, "The quick…"), (9, "The…"), (1, "…"), (0, "")],
)
def test_clip_cuts_between_words(limit: int, expected: str) -> None:
    assert text.clip("The quick brown fox", limit) == expected


@given(st.text(max_size=300), st.integers(0, 80))
def test_nothing_is_longer_than_its_limit(raw: str, limit: int) -> None:
    for made in (
        text.clip(raw, limit),
        text.one_line(raw, limit),
        text.plain(raw, limit),
        text.headline(raw, limit),
        text.prose(raw, limit),
    ):
        assert len(made) <= limit
    assert "\n" not in text.one_line(raw, limit)


def test_of_the_accents_upon_one_letter_thirty_stay() -> None:
    pile = f"Z{chr(0x301) * 1000}algo"
    assert text.strip_controls(pile) == f"Z{chr(0x301) * 30}algo"
    assert text.strip_controls("Việt Nam, שָׁלוֹם, e\u0301\u0323") == "Việt Nam, שָׁלוֹם, e\u0301\u0323"
