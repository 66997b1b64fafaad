"""A template of one's own that fails: over one story, and where the gate says that it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import checking, desk, press
from digest.check import Finding
from digest.errors import TemplateError
from digest.project import load, opened
from tests.test_pipeline import KEY, build, built_once, sample, week  # noqa: F401 - fixtures


def _own(folder: Path, block: str) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    text = f'{{% extends "bundled/email.mjml" %}}\n\n{{% block preheader %}}\n{block}{{% endblock %}}\n'
    (folder / "templates" / "email.mjml").write_text(text, encoding="utf-8")


def _found(folder: Path) -> tuple[Finding, ...]:
    with opened(load(folder / "sources.toml")) as project:
        return checking.of(project, checking.current(project, KEY))


def test_what_the_gate_finds_in_a_template_names_its_line(week: Path) -> None:  # noqa: F811
    folder = week.parent
    _own(folder, '<mj-raw><p>\n<a href="https://example.org/about">click here</a></p></mj-raw>')
    places = {finding.place for finding in _found(folder) if finding.rule == "links-generic"}
    assert places == {"templates/email.mjml:5"}


def test_a_story_that_a_template_fails_over_is_reported_and_everything_is_written(week: Path) -> None:  # noqa: F811
    folder = week.parent
    with opened(load(folder / "sources.toml")) as project:
        edition = checking.current(project, KEY)
    victim = next(piece for piece in edition.pieces if not piece.is_brief)
    loop = "{% for block in issue.blocks %}{% for item in block.told %}{{ fail }}{% endfor %}{% endfor %}"
    fail = f'{{% if "{victim.id}" in item.anchor and item.blurb %}}{{{{ 1 / 0 }}}}{{% endif %}}'
    _own(folder, loop.replace("{{ fail }}", fail))
    with opened(load(folder / "sources.toml")) as project:
        desk.render(project, KEY)
        printed = press.printed(project, edition)
    assert set(printed.replaced) == {victim.id}
    assert printed.traced("email.html").count("<h3") == printed.texts["email.html"].count("<h3") > 0
    reported = [finding for finding in _found(folder) if finding.rule == "edition-replaced"]
    assert [finding.story for finding in reported] == [victim.id]
    assert "templates/email.mjml:4" in reported[0].reason


def test_mjml_that_nobody_knows_stops_the_press_with_its_line(week: Path) -> None:  # noqa: F811
    folder = week.parent
    _own(folder, "<mj-txt>Hello</mj-txt>")
    with opened(load(folder / "sources.toml")) as project, pytest.raises(TemplateError) as caught:
        desk.render(project, KEY)
    assert caught.value.subject == "templates/email.mjml:4"
    assert "did you mean mj-text?" in caught.value.problem
