"""Each rule about the HTML of the mail and of the page, broken by one small change to a good output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from digest.check import Galley
from tests.check import galleys
from tests.check.galleys import with_mail, with_page

H1 = '<h1 class="title"'
_SILENT = 'role="presentation" cellpadding="0" cellspacing="0"'
_WHITE = "background:#ffffff"


def into(snippet: str) -> Callable[[], Galley]:
    """The good mail with `snippet` before its main heading."""
    return lambda: with_mail("<h1", f"{snippet}<h1")


def after(snippet: str) -> Callable[[], Galley]:
    """The good mail with `snippet` after its last words."""

    def changed() -> Galley:
        before, _, _ = galleys.good().outputs["email.html"].rpartition("</p></div>")
        last = before[-60:]
        return with_mail(f"{last}</p></div>", f"{last}</p>{snippet}</div>")

    return changed


def headed(snippet: str) -> Callable[[], Galley]:
    """The good mail with `snippet` in its head."""
    return lambda: with_mail("</head>", f"{snippet}</head>")


def instead(old: str, new: str) -> Callable[[], Galley]:
    """The good mail with `new` for the first `old`."""
    return lambda: with_mail(old, new)


MAIL: list[tuple[str, Callable[[], Galley], str]] = [
    ("html-doctype", instead("<!DOCTYPE html>", "<!DOCTYPE html PUBLIC 'x'>"), ""),
    ("html-charset", instead("charset=UTF-8", "charset=iso-8859-1"), "iso-8859-1"),
    ("html-charset", instead("charset=UTF-8", ""), "no meta element"),
    ("html-control", into("<p>a\x85b</p>"), "U+0085"),
    ("html-control", into("<p>a&#x85;b</p>"), "&#x85;"),
    ("html-control", into("<p>a\u202eb</p>"), "U+202E"),
    ("html-language", instead('<html lang="en"', '<html lang="und"'), '"und"'),
    ("html-language", instead('<html lang="en" dir="ltr"', '<html lang="en"'), "no dir"),
    ("html-language", instead('<html lang="en" dir="ltr"', '<html lang="en" dir="rtl"'), '"rtl"'),
    ("html-child", instead('role="article" lang="en"', 'role="article"'), "no lang"),
    ("html-title", instead("<title>Three sums that matter</title>", "<title> </title>"), "no title"),
    ("html-title", instead("<title>Three sums that matter</title>", "<title>Untitled</title>"), "Untitled"),
    ("html-title", instead("<title>Three sums that matter</title>", "<title>\u200b</title>"), "no title"),
    ("html-title", headed("<title>Again</title>"), "second"),
    ("html-zoom", instead("initial-scale=1", "initial-scale=1, user-scalable=no"), "zoom"),
    ("html-zoom", instead("initial-scale=1", "initial-scale=1,maximum-scale=1.0"), "zoom"),
    ("html-zoom", instead('name="viewport"', 'name="view"'), "viewport"),
    ("html-active", into("<script>alert(1)</script>"), "<script>"),
    ("html-active", into("<form></form>"), "<form>"),
    ("html-active", into("<iframe></iframe>"), "<iframe>"),
    ("html-active", into('<p onclick="x()">Press here</p>'), "onclick"),
    ("html-active", into('<a class="quiet" style="color:#565d66" href=" java\tscript:alert(1)">Press here</a>'), "javascript"),  # noqa: E501
    ("html-active", headed('<meta http-equiv="refresh" content="0">'), "elsewhere"),
    ("html-active", headed('<base href="https://else.example/">'), "<base>"),
    ("html-apos", into("<p>Ann&apos;s</p>"), "Outlook"),
    ("size-styles", headed(f"<style>a {{ color: red }} /* {'x' * 17_000} */</style>"), "characters"),
    ("size-large", headed(f"<!-- {'x' * 60_000} -->"), "bytes"),
    ("size-clip", headed(f"<!-- {'x' * 90_000} -->"), "bytes"),
    ("outline-h1", into("<h1>Once more</h1><p>Words</p>"), "further"),
    ("outline-h1", into("<h2>Before it</h2><p>Words</p>"), "before the h1"),
    ("outline-skip", after("<h4>Too deep</h4><p>Words</p>"), "h4 follows an h2"),
    ("outline-empty", after("<h3> </h3>Words"), "empty"),
    ("outline-hollow", after("<h2>Nothing</h2>"), "nothing stands under it"),
    ("outline-id", into('<p id="a">One</p><p id="a">Two</p>'), "“a”"),
    ("table-role", into("<table><tr><td>Words</td></tr></table>"), "no role"),
    ("table-mixed", into('<table role="none"><tr><th scope="row">A</th><td>1</td></tr></table>'), "role"),
    ("table-scope", into("<table><tr><th>A</th><td>1</td></tr></table>"), "scope"),
    ("image-alt", into('<img src="cid:a" width="9" height="9">'), "no alt"),
    ("image-alt", into('<p><a href="https://a.example/"><img src="cid:a" alt="" width="9" height="9"></a></p>'), "words"),  # noqa: E501
    ("image-size", into('<img src="cid:a" alt="A harbour" width="9" height="auto">'), "auto"),
    ("image-part", into('<img src="logo.png" alt="A harbour" width="9" height="9">'), "beside a mail"),
    ("layout-wide", into('<div style="max-width:700px">Words</div>'), "700"),
    ("layout-rigid", into('<div style="width:500px">Words</div>'), "500"),
    ("layout-rigid", into('<img src="cid:a" alt="A harbour" width="572" height="90">'), "572"),
    ("layout-rigid", into('<div style="min-width:400px">Words</div>'), "400"),
    ("layout-word", into(f'<p style="word-break:normal">{"x" * 60}</p>'), "60 letters"),
    ("layout-line", into(f'<p style="white-space:nowrap">{"a word " * 12}</p>'), "one line"),
    ("outlook-comment", instead("<!--<![endif]-->", ""), "[endif]"),
    ("outlook-comment", into("<![endif]-->"), "[if"),
    ("outlook-nesting", into("<!--[if mso]><table><tr><td><![endif]-->"), "closes nothing"),
    ("outlook-nesting", into("<!--[if mso]></td><![endif]-->"), "closes nothing"),
    ("outlook-vml", into('<!--[if mso]><v:rect style="x"></v:rect><![endif]-->'), "alt"),
    ("outlook-vml", into('<!--[if mso]><v:rect alt=""><a href="#">x</a></v:rect><![endif]-->'), "<a>"),
    ("style-nested", headed("<style>@media screen { @media print { p { margin: 0 } } }</style>"), "@media"),
    ("style-nested", headed("<style>@media print { p { a { margin: 0 } } }</style>"), "a rule stands inside of @media"),  # noqa: E501
    ("style-broken", headed("<style>p { margin: 0 } }{</style>"), "parser"),
    ("style-modern", into('<p style="margin:var(--gap)">Words</p>'), "variable"),
    ("style-modern", into('<p style="display:grid">Words</p>'), "grid"),
    ("style-modern", into('<p style="width:calc(100% - 9px)">Words</p>'), "calculation"),
    ("style-modern", into('<p style="background-image:linear-gradient(red,red)">Words</p>'), "gradient"),
    ("style-inline", headed("<style>.title { text-align: center }</style>"), ".title"),
    ("style-underline", into('<p><a class="quiet" href="https://a.example/" style="color:#565d66;text-decoration:none">A</a></p>'), "underlined"),  # noqa: E501
    ("style-small", into('<p style="font-size:12px;line-height:20px">Small</p>'), "12 px"),
    ("style-leading", into('<p style="line-height:1.2">Words</p>'), "1.20"),
    ("contrast-light", into('<p class="x" style="color:#999999">Words</p>'), "2.85:1"),
    ("contrast-dark", headed("<style>@media (prefers-color-scheme: dark) { .paper h1.title { color: #333 !important } }</style>"), "#333333"),  # noqa: E501
]  # fmt: skip

PAGE: list[tuple[str, str, str, str]] = [
    ("page-doctype", "<!doctype html>", "", ""),
    ("page-charset", '<meta charset="utf-8">', "", "charset"),
    ("page-control", "<h1", "<p>a\x07b</p><h1", "U+0007"),
    ("page-language", '<html lang="en"', "<html", "no lang"),
    ("page-title", "<title>", "<title></title><title>", "no title"),
    ("page-zoom", "initial-scale=1", "initial-scale=1, maximum-scale=1", "zoom"),
    ("page-active", "<h1", "<script>alert(1)</script><h1", "<script>"),
    ("page-remote", "</head>", '<link rel="stylesheet" href="https://a.example/x.css"></head>', "file"),
    ("page-remote", "<h1", '<p style="background:url(https://a.example/)">x</p><h1', "CSS"),
    ("page-picture", "<h1", '<img src="https://a.example/x.png" alt="A harbour"><h1', "beside"),
    ("page-alt", "<h1", '<img src="x.png"><h1', "no alt"),
    ("page-h1", "<h1", "<h1>One</h1><p>x</p><h1", "further"),
    ("page-skip", "</footer>", "<h5>Deep</h5><p>x</p></footer>", "h5"),
    ("page-heading", "</footer>", "<h3></h3><p>x</p></footer>", "empty"),
    ("page-hollow", "</footer>", "<h2>Nothing</h2></footer>", "nothing"),
    ("page-id", "<h1", '<p id="stories">x</p><h1', "stories"),
    ("contrast-page", "<h1", '<p style="color:#aaaaaa">x</p><h1', ":1"),
]


@pytest.mark.parametrize(
    ("rule", "broken", "says"), MAIL, ids=[f"{n}-{row[0]}" for n, row in enumerate(MAIL)]
)
def test_one_fault_in_the_mail_is_found_by_its_rule_alone(
    rule: str, broken: Callable[[], Galley], says: str
) -> None:
    finding = galleys.only(broken())
    assert finding.rule == rule
    assert says in finding.reason
    assert "email" in finding.place


@pytest.mark.parametrize(("rule", "old", "new", "says"), PAGE, ids=[row[0] for row in PAGE])
def test_one_fault_in_the_page_is_found_by_its_rule_alone(rule: str, old: str, new: str, says: str) -> None:
    finding = galleys.only(with_page(old, new))
    assert finding.rule == rule
    assert says in finding.reason


def test_a_picture_must_lie_in_the_mail_by_the_name_that_shows_it() -> None:
    shown = with_mail("<h1", '<img src="cid:a%40notes.pub" alt="A harbour" width="9" height="9"><h1')
    with_part = {**shown.outputs, "email.eml": "Content-Type: image/png\r\nContent-ID: <a@notes.pub>\r\n\r\n"}
    assert galleys.findings(replace(shown, outputs=with_part)) == []
    without = {**shown.outputs, "email.eml": "Content-Type: image/png\r\nContent-ID: <b@notes.pub>\r\n\r\n"}
    finding = galleys.only(replace(shown, outputs=without))
    assert (finding.rule, finding.level, finding.figure) == ("image-part", "error", "cid:a%40notes.pub")


def test_a_good_edition_has_no_finding() -> None:
    assert galleys.findings(galleys.good()) == []
