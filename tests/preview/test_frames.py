"""Framed documents show one colour scheme, and open at what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.preview.desk import OUTPUTS
from digest.preview.frames import changed_at, document, fragment, in_scheme


@pytest.mark.parametrize(("scheme", "holds"), [("dark", "(min-width: 0)"), ("light", "(max-width: 0)")])
def test_dark_rules_hold_in_dark_and_only_there(scheme: str, holds: str) -> None:
    html = in_scheme(
        "<style>@media screen and (Prefers-Color-Scheme:dark) { p { color: red } }</style>", scheme
    )
    assert html == f"<style>@media screen and {holds} {{ p {{ color: red }} }}</style>"


def test_a_style_sheet_chosen_by_its_media_attribute_follows_too() -> None:
    html = in_scheme('<style media="(prefers-color-scheme: light)">p{}</style>', "dark")
    assert 'media="(max-width: 0)"' in html


def test_both_schemes_on_offer_become_the_one_asked_for() -> None:
    html = in_scheme(
        '<meta name="color-scheme" content="light dark"><style>:root{color-scheme:light dark}</style>', "dark"
    )
    assert html == '<meta name="color-scheme" content="dark"><style>:root{color-scheme:dark}</style>'


def test_a_document_with_one_scheme_keeps_it() -> None:
    html = '<meta name="color-scheme" content="light"><style>:root{color-scheme:light}</style>'
    assert in_scheme(html, "dark") == html


def test_an_article_about_css_keeps_its_words() -> None:
    html = "<p>Write @media (prefers-color-scheme: dark), and color-scheme: light dark.</p>"
    assert in_scheme(html, "dark") == html


@given(st.text(), st.text(), st.text(), st.text())
def test_the_end_of_the_last_change_is_found(head: str, old: str, new: str, tail: str) -> None:
    before, after = head + old + tail, head + new + tail
    at = changed_at(before, after)
    if before == after:
        assert at is None
    else:
        assert at is not None
        assert at <= len(head + new)
        assert before.endswith(after[at:])


def test_a_mail_opens_at_the_story_that_changed_and_not_at_the_summary_above_it() -> None:
    before = "<p>In short: Old</p><h3>One</h3><p>a</p><h3 class=x>Old</h3><p>b</p><h3>Three</h3>"
    after = before.replace("Old", "New")
    changed = changed_at(before, after)
    html = document(OUTPUTS["email"], after, "light", changed)
    assert '<h3 class=x><span id="changed"' in html
    assert html.count('id="changed"') == 1
    assert fragment(OUTPUTS["email"], after, changed) == "#changed"


def test_what_did_not_change_opens_at_its_top() -> None:
    assert fragment(OUTPUTS["email"], "<p>", None) == ""
    assert "changed" not in document(OUTPUTS["email"], "<h1>One</h1>", "light", None)


def test_lines_are_numbered_from_one_and_stand_as_they_were_written() -> None:
    html = document(OUTPUTS["draft"], "# One\n\n<script>&amp;\n", "light", None)
    assert '<p id="L1"># One</p>\n<p id="L2"></p>\n<p id="L3">&lt;script&gt;&amp;amp;</p>\n</body>' in html
    assert 'id="L4"' not in html


def test_a_text_opens_at_the_line_that_changed() -> None:
    before = "".join(f"line {number}\n" for number in range(1, 21))
    after = before.replace("line 10\n", "line ten\n")
    assert fragment(OUTPUTS["text"], after, changed_at(before, after)) == "#L10"
    shorter = before.replace("line 10\n", "")
    assert fragment(OUTPUTS["text"], shorter, changed_at(before, shorter)) == "#L9"
