"""Addresses: what may be followed, and which spellings mean one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import urls


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,hi",
        "file:///etc/hosts",
        "https://user:word@site.example/",
        "https://site.example/a b",
        "https://site.example/\x00",
        "https:\\\\site.example\\a",
        "https://site.example:99999/",
        "https://[::1/",
        "https://",
        "//site.example/no-base",
        "/no-base",
        "",
        "https://site.example/" + "a" * 5000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert urls.safe(url) == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a?b=1", "https://site.example/a?b=1"),
        ("c", "https://site.example/x/c"),
        ("../d", "https://site.example/d"),
        ("//other.example/e", "https://other.example/e"),
        ("#f", "https://site.example/x/y#f"),
        (" https://OTHER.example/G ", "https://other.example/G"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ],
)
def test_relative_and_foreign_addresses_become_absolute_ascii(url: str, expected: str) -> None:
    assert urls.safe(url, "https://site.example/x/y") == expected


@pytest.mark.parametrize(
    "other",
    [
        "http://site.example/a",
        "https://www.site.example/a/",
        "https://m.site.example/a#top",
        "https://site.example:443/a?utm_source=x&utm_medium=y",
        "https://SITE.example/a/index.html",
        "https://amp.site.example/a/amp",
        "https://site.example/%61?fbclid=1&mod=djemAlertNews&at_medium=RSS&cmpid=z&ref=home",
        "https://site.example/a.amp.html",
        "https://www.google.com/amp/s/www.site.example/a",
        "https://site-example.cdn.ampproject.org/c/s/site.example/a?amp=1",
        "https://www.google.com/url?q=https%3A%2F%2Fsite.example%2Fa&sa=D",
        "https://site.example/amp/a",
        "https://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fsite.example%2fa&c=1",
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsite.example%2Fa&data=05",
        "https://abc.r.eu-west-1.awstrack.me/L0/https:%2F%2Fsite.example%2Fa%3Futm_source=m/1/0102-x/y",
        "https://web.archive.org/web/20260101000000/http://www.site.example/a",
        "https://12ft.io/https://site.example/a",
        "https://news.google.com/rss/articles/CBMiFmh0dHBzOi8vc2l0ZS5leGFtcGxlL2HSAQA?oc=5",
    ],
)
def test_spellings_of_one_page_are_equal(other: str) -> None:
    assert urls.canonical(other) == "https://site.example/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://site.example/a?id=1", "https://site.example/a?id=2"),
        ("https://site.example/a", "https://site.example/A"),
        ("https://site.example/a", "https://blog.site.example/a"),
        ("https://site.example/watch?v=a", "https://site.example/watch?v=b"),
        ("https://site.example:8080/a", "https://site.example/a"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert urls.canonical(one) != urls.canonical(other)


@pytest.mark.parametrize("path", ["rss/articles/CBMiAUFVX3lxTE1?oc=5", "read/CBMiAUFVX3lxTE1?hl=en-GB"])
def test_a_link_that_only_google_can_follow_has_one_spelling(path: str) -> None:
    assert (
        urls.canonical(f"https://news.google.com/{path}")
        == "https://news.google.com/articles/CBMiAUFVX3lxTE1"
    )


def test_the_order_of_the_query_does_not_matter() -> None:
    assert urls.canonical("https://s.example/?b=2&a=1") == urls.canonical("https://s.example/?a=1&b=2")


PIECES = st.sampled_from(
    [
        "/",
        "//",
        "amp",
        ".amp",
        "index.html",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%2",
        "%41",
        "utm_source=x",
        "a",
        "é",
        "www.",
        ":80",
        ".",
    ]
)


@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from(
        [
            "http://m.www.s.example",
            "https://google.com/amp/s/s.example",
            "https://s.example:443",
            "https://12ft.io/https://",
            "https://web.archive.org/web/1/https:%2F%2Fs.example",
            "https://news.google.com/read/CBMi",
            "https://bing.com/news/apiclick.aspx?url=http%3A%2F%2Fs.example/",
        ]
    ),
)
def test_canonical_twice_is_canonical_once(tail: str, head: str) -> None:
    once = urls.canonical(head + tail)
    assert urls.canonical(once) == once


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_gives_a_web_address_or_nothing(text: str, base: str) -> None:
    found = urls.safe(text, base)
    assert found == "" or (found.isascii() and found.startswith(("http://", "https://")))
    assert urls.safe(found) == found
    assert urls.canonical(text) == urls.canonical(urls.canonical(text))


def test_host() -> None:
    assert urls.host("https://User.Example:8080/a") == "user.example"
    assert urls.host("https://[") == ""
