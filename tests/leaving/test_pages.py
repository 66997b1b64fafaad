"""The pages: in each language, with the user's own template and look where there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest import messages
from digest.leaving.pages import Page, Pages, version
from digest.project import load
from tests.leaving.houses import house


def pages(folder: Path, language: str = "en") -> Pages:
    house(folder)
    file = folder / "sources.toml"
    file.write_text(
        file.read_text("utf-8").replace("[edition]", f'[edition]\nlanguage = "{language}"'), "utf-8"
    )
    return Pages(load(file))


@pytest.mark.parametrize("language", messages.shipped())
def test_every_page_speaks_the_language_of_the_edition(tmp_path: Path, language: str) -> None:
    words = messages.of(language)
    made = pages(tmp_path, language)
    for page in Page:
        html = made[page].html
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
        name = "join" if page is Page.WRONG else page.value
        assert words.say(f"leaving.{name}", title="Small Weekly") in html
        assert len(re.findall("<h1", html)) == 1


def test_only_pages_on_which_something_is_to_do_have_a_button(tmp_path: Path) -> None:
    made = pages(tmp_path)
    assert {page for page in Page if "<button" in made[page].html} == {
        Page.LEAVE,
        Page.CONFIRM,
        Page.JOIN,
        Page.WRONG,
    }


def test_a_user_styles_them_with_a_template_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "leave.html").write_text(
        '{% extends "bundled/leave.html" %}{% block main %}'
        '<p id="own">{{ issue.head }}</p>{{ super() }}{% endblock %}',
        "utf-8",
    )
    (own / "look.jinja").write_text(
        '{% set light = light.but(paper="#fffdf8") %}{% set dark = dark.but() %}'
        "{% set accent = issue.accent %}"
        '{% set serif = "serif" %}{% set sans = "sans-serif" %}',
        "utf-8",
    )
    html = pages(tmp_path)[Page.LEAVE].html
    assert '<p id="own">Unsubscribe from Small Weekly?</p>' in html
    assert "--paper: #fffdf8" in html


def test_a_title_is_text_and_never_markup(tmp_path: Path) -> None:
    house(tmp_path)
    file = tmp_path / "sources.toml"
    file.write_text(file.read_text("utf-8").replace("Small Weekly", "<script>alert(1)</script>", 1), "utf-8")
    made = Pages(load(file))
    assert not any("<script" in made[page].html for page in Page)


def test_the_version_of_a_text_changes_with_every_word() -> None:
    assert version("one mail a week\n") != version("one mail a day\n")
    assert re.fullmatch(r"[0-9a-f]{16}", version("one mail a week\n"))
