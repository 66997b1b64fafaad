"""The mail: what the MJML renderer leaves undone, the size, and what must never be in it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.model import Deal, Money, Section
from digest.render import Templates, palette, renditions
from tests import editions

TEMPLATES = Templates()


def _mail(**changes: Any) -> str:
    return renditions(editions.edition(**changes), TEMPLATES, only=["email"])[0].text


def _tree(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl")])
def test_every_child_of_the_body_says_its_language_and_direction(language: str, direction: str) -> None:
    body = _tree(_mail(language=language)).body
    assert body
    children = [node for node in body.iter() if not node.tag.startswith("-")]  # type: ignore[union-attr]
    assert children
    for child in children:
        assert (child.attributes.get("lang"), child.attributes.get("dir")) == (language, direction)


def test_right_to_left_mail_has_nothing_left_aligned() -> None:
    html = _mail(language="ar", preheader="direction:ltr and text-align:left")
    styles = " ".join(node.attributes.get("style") or "" for node in _tree(html).css("*"))
    assert "direction:ltr" not in styles
    assert "text-align:left" not in styles
    assert "direction:ltr and text-align:left" in html


def test_the_head_names_the_mail_and_both_colour_schemes() -> None:
    tree = _tree(_mail(subject="Sums & <shares>"))
    title = tree.css_first("title")
    assert title is not None
    assert title.text() == "Sums & <shares>"
    meta = {node.attributes.get("name"): node.attributes.get("content") for node in tree.css("meta")}
    assert meta["color-scheme"] == meta["supported-color-schemes"] == "light dark"


def test_the_preheader_comes_first_and_is_readable_if_it_shows() -> None:
    html = _mail(preheader="Look inside")
    body = _tree(html).body
    assert body
    assert body.text().strip().startswith("Look inside")
    style = _tree(html).css_first(".preheader").attributes["style"] or ""  # type: ignore[union-attr]
    assert palette.LIGHT.ink in style
    assert palette.LIGHT.wash in style


def test_nothing_is_fetched_from_anywhere() -> None:
    html = _mail()
    assert not _tree(html).css("img, link, script, iframe, [src], [background]")
    assert "url(" not in html
    assert "@import" not in html


def test_there_is_one_h1_then_sections_then_stories() -> None:
    levels = [int((node.tag or "h0")[1]) for node in _tree(_mail()).css("h1, h2, h3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_colours_stand_on_the_elements_since_gmail_drops_styles_in_the_head() -> None:
    tree = _tree(_mail())
    for selector in ("h1", "h2", "h3", "h3 a", "p.meta", ".prose a", "a.plain"):
        for node in tree.css(selector):
            assert "color:" in (node.attributes.get("style") or ""), node.html


def test_head_styles_stay_below_the_sum_at_which_gmail_drops_them() -> None:
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", _mail(sections=12), re.DOTALL)
    assert sum(map(len, sheets)) < 12_000


def test_a_full_week_with_all_its_figures_stays_below_the_clip() -> None:
    """Gmail cuts a mail at about 102 kB: thirty-three stories, a dozen deals, eight firms."""
    week = editions.weekly()
    deals, *others = week.sections
    crowd = [
        replace(
            editions.piece(
                f"Maker {n} raises a large sum of money in a round", "The company says so. " * 6, number=n
            ),
            deals=(
                Deal(
                    "funding",
                    f"Maker of things {n}",
                    ("One Fund", "Other Fund"),
                    Money(n * 1e6),
                    Money(n * 1e8),
                ),
            ),
        )
        for n in range(1, 7)
    ]
    told = replace(deals, pieces=(*deals.pieces, *crowd, deals.pieces[0]))
    (mail,) = renditions(week.with_sections((told, *others)), TEMPLATES, only=["email"])
    assert len(mail.text.encode()) < 98_000


def test_forty_stories_of_full_length_stay_well_below_the_clip() -> None:
    blurb = "The company says so. " * 12
    rooms = tuple(
        Section(
            f"s{room}",
            f"Section {room}",
            "",
            tuple(editions.piece(f"Headline of some length {n} " * 2, blurb, number=n) for n in range(8)),
        )
        for room in range(5)
    )
    assert len(_mail(rooms=rooms).encode()) < 95_000
