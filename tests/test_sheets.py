"""The tabs that are no files: each shows the edition as it was last rendered, made once for each state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digest import publish, render, sheets
from digest.errors import DigestError, TemplateError
from digest.project import Project, load, opened
from tests import editions
from tests.preview import projects

KEY = projects.KEY
HEADLINE = "Meta signs $14.8 billion deal for 49% stake in Scale AI"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with opened(load(projects.week(tmp_path))) as project:
        yield project


def test_every_sheet_tells_the_first_story(project: Project) -> None:
    made = sheets.of(project, KEY)
    assert set(made) == {"mjml", "feed", *(f"post-{engine}" for engine in publish.ENGINES)}
    assert {name for name, text in made.items() if HEADLINE not in text} == set()


def test_the_mjml_is_what_stands_before_any_html_was_made(project: Project) -> None:
    source = sheets.of(project, KEY)["mjml"]
    assert source.lstrip().startswith("<mjml")
    assert ET.fromstring(source).find(".//mj-section") is not None
    assert "<table" not in source.partition("<mj-raw")[0], "MJML makes the tables"


def test_a_sheet_is_made_once_until_what_it_rests_on_changes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(*_: object) -> str:
        asked.append("made")
        return "<mjml>"

    monkeypatch.setattr(render, "mjml_source", noted)
    (project.folder(KEY) / "edition.json").write_text(
        (project.folder(KEY) / "edition.json").read_text("utf-8").replace("Meta signs", "Meta is signing"),
        "utf-8",
    )
    for _ in range(3):
        assert sheets.of(project, KEY)["mjml"] == "<mjml>"
    assert len(asked) == 1
    folder = project.config.templates
    folder.mkdir(exist_ok=True)
    (folder / "email.mjml").write_text("<mjml></mjml>", "utf-8")
    assert sheets.of(project, KEY)["mjml"] == "<mjml>"
    assert len(asked) == 2, "a template came"


def test_the_feed_entry_follows_the_page(project: Project) -> None:
    page = project.folder(KEY) / "index.html"
    assert "Told anew" not in sheets.of(project, KEY)["feed"]
    page.write_text(page.read_text("utf-8").replace("Meta signs", "Told anew: Meta signs"), "utf-8")
    assert "Told anew" in sheets.of(project, KEY)["feed"]


def test_the_posts_follow_the_markdown(project: Project) -> None:
    text = project.folder(KEY) / "edition.md"
    text.write_text(text.read_text("utf-8") + "\nTold last.\n", "utf-8")
    made = sheets.of(project, KEY)
    assert all("Told last." in made[f"post-{engine}"] for engine in publish.ENGINES)


def test_a_file_that_is_gone_is_named_with_the_command_that_makes_it(project: Project) -> None:
    (project.folder(KEY) / "index.html").unlink()
    with pytest.raises(DigestError, match=rf"index\.html: cannot be read.*digest render {KEY}"):
        sheets.of(project, KEY)["feed"]


def test_an_edition_that_was_never_built_has_no_sheets(project: Project) -> None:
    assert dict(sheets.of(project, "2025-W01")) == {}


def test_a_template_that_is_wrong_says_so(tmp_path: Path) -> None:
    (tmp_path / "email.mjml").write_text("<mjml>{{ nobody.knows }}</mjml>", "utf-8")
    with pytest.raises(TemplateError, match=r"email\.mjml"):
        render.mjml_source(editions.edition(), render.Templates(tmp_path))
