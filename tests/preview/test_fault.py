"""An error of the last render is shown with the lines around its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest.preview import fault
from digest.preview.live import Live
from digest.preview.page import html
from tests.preview.desks import desk_in, sight_of


def test_a_line_of_the_draft_is_shown_with_its_neighbours(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "one\ntwo\nthree\nfour\nfive\nsix\n")
    found = fault.of("draft.md:4: a link is opened and not closed", desk)
    assert (found.file, found.line, found.draft_line) == ("draft.md", 4, "4")
    assert found.rows == ((2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"))


def test_a_line_of_a_users_template_is_shown(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>\n{{ nothing }}\n</p>\n", "utf-8")
    found = fault.of("templates/page.html:2: an unknown name: 'nothing' is undefined; mend it", desk)
    assert found.rows == ((1, "<p>"), (2, "{{ nothing }}"), (3, "</p>"), (4, ""))
    assert found.draft_line == ""


def test_a_shipped_template_is_shown_where_the_user_has_none(tmp_path: Path) -> None:
    found = fault.of("templates/email.mjml:3: not understood", desk_in(tmp_path))
    assert [number for number, _ in found.rows] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "words",
    [
        "/etc/passwd.txt:1: is read",
        "templates/../../secret.txt:1: is read",
        "secret.txt:1: is read",
        "The render failed",
        "",
    ],
)
def test_an_error_opens_no_other_file(tmp_path: Path, words: str) -> None:
    (tmp_path / "secret.txt").write_text("secret\n", "utf-8")
    desk = desk_in(tmp_path)
    assert fault.of(words, replace(desk, watch=(*desk.watch, tmp_path / "sources.toml"))).rows == ()


def test_the_page_shows_place_and_excerpt_over_the_last_good_view(tmp_path: Path) -> None:
    live = Live(desk_in(tmp_path, "one\n<b>two\nthree\n"))
    live.error = "draft.md:2: <i>this</i> is no heading"
    page = html(sight_of(live))
    assert "draft.md:2: &lt;i&gt;this&lt;/i&gt; is no heading" in page
    assert (
        '<li class="faulty" aria-current="true"><span class="number">2</span><code>&lt;b&gt;two</code>'
        in page
    )
    assert "Below is the last version that worked." in page
    assert "<iframe" in page
