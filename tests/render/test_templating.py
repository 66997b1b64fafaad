"""Templates: escaping, overriding, and faults with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import TemplateError
from digest.render import Templates, missing, renditions, strays
from tests import editions
from tests.render import reckoned


def _own(folder: Path, name: str, text: str) -> Templates:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / name).write_text(text, "utf-8")
    return Templates(folder / "templates")


def test_markup_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    for suffix, expected in ((".html", "&lt;b&gt;"), (".mjml", "&lt;b&gt;"), (".txt", "<b>")):
        templates = _own(tmp_path, f"x{suffix}", "{{ value }}")
        assert templates.render(f"x{suffix}", value="<b>") == expected


def test_an_unknown_name_is_an_error_at_its_line(tmp_path: Path) -> None:
    templates = _own(tmp_path, "page.html", "<p>\n\n{{ issue.tilte }}</p>")
    with pytest.raises(TemplateError) as caught:
        renditions(editions.edition(), templates, only=["page"])
    assert caught.value.subject == "templates/page.html:3"
    assert "tilte" in caught.value.problem
    assert "delete the file" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n{% if %}", "not understood"),
        ("\n{{ 1 / 0 }}", "ZeroDivisionError"),
        ('\n{% include "nowhere.html" %}', 'no template "nowhere.html"'),
        ("\n{{ issue.title.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_each_fault_names_its_line_and_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    templates = _own(tmp_path, "page.html", text)
    with pytest.raises(TemplateError, match=problem) as caught:
        renditions(editions.edition(), templates, only=["page"])
    assert caught.value.subject == "templates/page.html:2"


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateError, match=r'templates/none.html: there is no template "none.html"'):
        Templates().render("none.html")


def test_a_template_in_another_encoding_is_an_error_and_no_crash(tmp_path: Path) -> None:
    templates = _own(tmp_path, "page.html", "x")
    (tmp_path / "templates" / "page.html").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match=r"templates/page\.html"):
        templates.render("page.html")


@pytest.mark.parametrize("name", ["email.css", "email.mjml", "email-parts.mjml", "mine.txt"])
def test_a_users_template_in_another_encoding_is_named_as_theirs(tmp_path: Path, name: str) -> None:
    templates = _own(tmp_path, "email.txt", '{% include "mine.txt" %}')
    (tmp_path / "templates" / name).write_bytes("/* Größe */".encode("latin-1"))
    with pytest.raises(TemplateError) as caught:
        renditions(editions.edition(), templates)
    assert caught.value.subject == f"templates/{name}"
    assert "is not text in UTF-8" in caught.value.problem
    assert "report" not in caught.value.remedy


@pytest.mark.parametrize("name", ["email.css", "page.html"])
def test_a_folder_in_place_of_a_template_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "templates" / name).mkdir(parents=True)
    with pytest.raises(TemplateError, match=rf"templates/{name}: is a folder and no template"):
        renditions(editions.edition(), Templates(tmp_path / "templates"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("emial.css", "email.css"),
        ("email.mjm", "email.mjml"),
        ("Page.html", "page.html"),
        ("message", "messages"),
    ],
)
def test_a_file_whose_name_is_nearly_that_of_a_template_is_told(
    tmp_path: Path, name: str, meant: str
) -> None:
    _own(tmp_path, name, "x")
    (note,) = strays.notes(tmp_path / "templates")
    assert note == f'templates/{name} is read by nothing; did you mean "{meant}"?'


def test_parts_copies_and_notes_of_the_users_own_are_left_alone(tmp_path: Path) -> None:
    assert strays.notes(tmp_path / "templates") == ()
    _own(tmp_path, "page.html", '{% include "pages.html" %}')
    for name in ("pages.html", "page.html~", "page.old.html", "masthead.html", "NOTES.md", ".emial.css.swp"):
        _own(tmp_path, name, "x")
    assert strays.notes(tmp_path / "templates") == ()


def test_mail_that_is_not_well_formed_quotes_the_place(tmp_path: Path) -> None:
    templates = _own(tmp_path, "email.mjml", "<mjml><mj-body>\n<mj-text>a<br>b</mj-text></mj-body></mjml>")
    with pytest.raises(TemplateError, match=r"not well-formed .*at: <mj-text>a<br>b"):
        renditions(editions.edition(), templates, only=["email"])


def test_mail_of_absurd_depth_is_refused_before_it_kills_the_renderer(tmp_path: Path) -> None:
    deep = "<div>" * 60_000 + "</div>" * 60_000
    templates = _own(tmp_path, "email.mjml", f"<mjml><mj-body><mj-text>{deep}</mj-text></mj-body></mjml>")
    with pytest.raises(TemplateError, match="elements deep"):
        renditions(editions.edition(), templates, only=["email"])


def test_a_users_template_replaces_one_file_and_leaves_the_others(tmp_path: Path) -> None:
    templates = _own(tmp_path, "email.txt", "Only this: {{ issue.title }}")
    made = {rendition.format: rendition.text for rendition in renditions(editions.edition(), templates)}
    shipped = {r.format: r.text for r in renditions(editions.edition(), Templates())}
    assert made["text"] == "Only this: Scale Notes\n"
    assert all(made[name] == shipped[name] for name in ("markdown", "email", "page", "json"))


@pytest.mark.parametrize(
    ("name", "form", "block"),
    [
        ("page.html", "page", "footer"),
        ("email.txt", "text", "footer"),
        ("edition.md", "markdown", "footer"),
        ("email.mjml", "email", "preheader"),
    ],
)
def test_a_users_template_changes_one_block_of_the_shipped_one(
    tmp_path: Path, name: str, form: str, block: str
) -> None:
    words = "<mj-raw><div>Ours</div></mj-raw>" if form == "email" else "Ours"
    extends = f'{{% extends "bundled/{name}" %}}{{% block {block} %}}{words}{{% endblock %}}'
    (made,) = renditions(editions.edition(), _own(tmp_path, name, extends), only=[form])
    assert "Ours" in made.text
    assert "Company 2.3" in made.text
    assert "Made with Digest" not in made.text or form == "email"


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    import os

    templates = _own(tmp_path, "x.txt", "one")
    assert templates.render("x.txt") == "one"
    file = tmp_path / "templates" / "x.txt"
    file.write_text("two", "utf-8")
    os.utime(file, (2_000_000_000, 2_000_000_000))
    assert templates.render("x.txt") == "two"


def test_a_page_of_ones_own_may_do_without_the_tables(tmp_path: Path) -> None:
    edition = reckoned.edition()
    plain = "".join(
        "{% for block in issue.blocks %}{% for item in block.items %}"
        '<p><a href="{{ item.url }}">{{ item.headline }}</a> {{ item.blurb | prose }} '
        '{% for report in item.also %}{% for url in report.urls %}<a href="{{ url }}">{{ report.name }}</a>'
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
    )
    made = renditions(edition, _own(tmp_path, "page.html", plain), only=["page"])
    assert not [lack for lack in missing(edition, made) if "deal table" in lack or "differ" in lack]
