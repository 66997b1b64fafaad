"""The look in one file: a user's own `look.jinja` restyles mail and page and leaves the words alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest import bundled
from digest.model import Stationery
from digest.render import Templates, palette, renditions
from tests import editions

OWN = """
{% set light = light.but(paper="#fffdf8", ink="#221100") %}
{% set dark = dark.but(paper="#101418") %}
{% set accent = accent.but(light="#663399", dark="#c4a1ea") %}
{% set serif = "Charter, serif" %}
"""


def made(templates: Templates, form: str, **stationery: str) -> str:
    return renditions(editions.weekly(), templates, [form], stationery=Stationery(**stationery))[0].text


def words(html: str) -> str:
    body = LexborHTMLParser(html).body
    assert body
    return " ".join(body.text().split())


@pytest.mark.parametrize("form", ["email", "page"])
def test_one_file_of_the_user_restyles_it(tmp_path: Path, form: str) -> None:
    (tmp_path / "look.jinja").write_text(
        bundled.path("templates/look.jinja").read_text("utf-8") + OWN, encoding="utf-8"
    )
    own, shipped = made(Templates(tmp_path), form), made(Templates(), form)
    for wanted in ("#fffdf8", "#221100", "#663399", "#c4a1ea", "#101418", "Charter"):
        assert wanted in own
        assert wanted not in shipped
    assert words(own) == words(shipped)


@pytest.mark.parametrize("form", ["email", "page"])
@pytest.mark.parametrize("theme", [*palette.THEMES, "plain"])
def test_a_theme_is_one_accent_in_both_schemes(form: str, theme: str) -> None:
    html, accent = made(Templates(), form, theme=theme), palette.accent(theme)
    others = {hue.light for hue in palette.THEMES.values()} - {accent.light}
    assert accent.light in html
    assert accent.dark in html
    assert not any(colour in html for colour in others)


@pytest.mark.parametrize("form", ["email", "page"])
def test_the_plain_theme_is_ink_throughout(form: str) -> None:
    html = made(Templates(), form, theme="plain")
    assert not any(hue.light in html or hue.dark in html for hue in palette.SECTIONS.values())
