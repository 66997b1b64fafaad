"""One story that cannot be rendered does not cost the issue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest import markup
from digest.errors import TemplateError
from digest.model import Edition
from digest.render import Templates, bare, issue, missing, renditions, traced
from digest.render.issue import Issue
from tests import editions

_FUSSY = """{% extends "bundled/email.mjml" %}
{% block preheader %}
{% for block in issue.blocks %}{% for item in block.items %}
{% if "poison" in item.blurb %}{{ 1 / 0 }}{% endif %}
{% endfor %}{% endfor %}
{% endblock %}"""


def _templates(folder: Path, name: str = "email.mjml", text: str = _FUSSY) -> Templates:
    (folder / name).write_text(text, "utf-8")
    return Templates(folder)


def _poisoned(*numbers: int, stories: int = 6) -> Edition:
    edition = editions.edition(stories=stories)
    ids = {edition.pieces[number].id for number in numbers}
    return edition.with_sections(
        replace(
            room,
            pieces=tuple(
                editions.changed(piece, blurb="A poison pill.") if piece.id in ids else piece
                for piece in room.pieces
            ),
        )
        for room in edition.sections
    )


@pytest.mark.parametrize("numbers", [(0,), (3,), (1, 7), (0, 1, 2, 3)])
def test_a_story_that_a_template_fails_over_keeps_its_headline_and_the_others_their_text(
    tmp_path: Path, numbers: tuple[int, ...]
) -> None:
    edition = _poisoned(*numbers)
    made = {one.format: one for one in renditions(edition, _templates(tmp_path))}
    guilty = {edition.pieces[number].id for number in numbers}
    assert set(made["email"].replaced) == guilty
    assert all("ZeroDivisionError" in reason for reason in made["email"].replaced.values())
    assert all(
        "templates" in reason or str(tmp_path.name) in reason for reason in made["email"].replaced.values()
    )
    for piece in edition.pieces:
        assert piece.headline in made["email"].text
    assert "poison" not in made["email"].text
    assert made["email"].text.count("It says so") == len(edition.pieces) - 2 - len(numbers)
    assert missing(edition, made.values()) == ()


def test_the_text_part_leaves_out_what_the_html_part_leaves_out(tmp_path: Path) -> None:
    edition = _poisoned(2)
    made = {one.format: one for one in renditions(edition, _templates(tmp_path))}
    assert "poison" not in made["text"].text
    assert made["text"].replaced == made["email"].replaced
    assert "A poison pill." in made["page"].text
    assert not made["page"].replaced


@pytest.mark.parametrize("name", ["page.html", "edition.md", "email.txt"])
def test_it_holds_for_every_format(tmp_path: Path, name: str) -> None:
    fussy = _FUSSY.replace("email.mjml", name).replace("preheader", "footer")
    edition = _poisoned(4)
    made = [one for one in renditions(edition, _templates(tmp_path, name, fussy)) if one.replaced]
    assert {one.filename for one in made} == {name.replace("page", "index")}
    assert set(made[0].replaced) == {edition.pieces[4].id}


def test_a_reader_of_markdown_that_fails_costs_one_story(monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.render import prose

    def failing(source: str) -> str:
        if "poison" in source:
            raise AssertionError("we should not get here")
        return markup.escape(source)

    templates = Templates()
    monkeypatch.setattr(prose, "_parsed", failing)
    edition = _poisoned(5)
    prose.html.cache_clear()
    made = renditions(edition, templates, ["email", "page"])
    prose.html.cache_clear()
    assert [set(one.replaced) for one in made] == [{edition.pieces[5].id}] * 2


def test_an_introduction_that_fails_stands_as_plain_words(tmp_path: Path) -> None:
    block = '{% block footer %}{% if "**" in issue.intro %}{{ 1 / 0 }}{% endif %}{% endblock %}'
    fussy = f'{{% extends "bundled/page.html" %}}{block}'
    edition = editions.edition(intro="What **moved** this week.")
    (made,) = renditions(edition, _templates(tmp_path, "page.html", fussy), ["page"])
    assert set(made.replaced) == {"intro"}
    assert "What **moved** this week." in made.text


def test_a_template_at_fault_by_itself_is_an_error_as_before(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="ZeroDivisionError"):
        renditions(_poisoned(1), _templates(tmp_path, "page.html", "{{ 1 / 0 }}"))


def test_many_faulty_stories_are_found_without_a_search_for_each() -> None:
    shown, tries = issue.of(_poisoned(*range(0, 200, 2), stories=100)), 0

    def render(given: Issue) -> str:
        nonlocal tries
        tries += 1
        if any("poison" in item.blurb for block in given.blocks for item in block.items):
            raise TemplateError("templates/x.html:1", "failed")
        return "fine"

    text, reasons = bare.made(render, shown)
    assert text == "fine"
    assert len(reasons) >= 100
    assert tries < 300


def test_stories_that_fail_only_together_are_found_too() -> None:
    shown = issue.of(_poisoned(1, 8))

    def render(given: Issue) -> str:
        if sum("poison" in item.blurb for block in given.blocks for item in block.items) > 1:
            raise TemplateError("templates/x.html:1", "failed")
        return "fine"

    text, reasons = bare.made(render, shown)
    assert text == "fine"
    assert reasons


def test_the_traced_output_has_the_same_stories_bare(tmp_path: Path) -> None:
    templates = _templates(tmp_path)
    edition = _poisoned(2)
    (plain,) = renditions(edition, templates, ["email"])
    found = traced(edition, templates, "email.html")
    assert "poison" not in found
    assert found.count("<p") == plain.text.count("<p")
    assert traced(edition, templates, "edition.json") == ""


def test_tracing_never_fails(tmp_path: Path) -> None:
    assert traced(editions.edition(), _templates(tmp_path, "page.html", "{{ 1 / 0 }}"), "index.html") == ""
