"""Which line of a template wrote an element, without touching what is not traced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.model import Edition
from digest.render import FORMATS, Templates, renditions, traced, tracing
from tests import editions

_EDITIONS = {
    "weekly": editions.weekly(),
    "nasty": editions.nasty(),
    "judged": editions.judged(),
    "quiet": editions.quiet(),
    "arabic": editions.edition(language="ar"),
}


def _elements(html: str) -> list[tuple[str, str]]:
    root = LexborHTMLParser(html).root
    assert root is not None
    nodes = (node for node in root.traverse() if node.tag and node.tag[0] not in "-!")
    return [(str(node.tag), node.attributes.get("data-at") or "") for node in nodes]


def test_a_mail_that_was_cut_is_traced_as_it_was_cut() -> None:
    """The lines make it longer: it must not be cut further for them."""
    plain = editions.edition(sections=5, stories=60)
    (made,) = renditions(plain, Templates(), only=["email"])
    html = traced(plain, Templates(), "email.html")
    assert made.dropped
    assert [tag for tag, _ in _elements(made.text)] == [tag for tag, _ in _elements(html)]


@pytest.mark.parametrize("edition", _EDITIONS.values(), ids=_EDITIONS)
@pytest.mark.parametrize("name", ["email", "page"])
def test_the_traced_output_has_the_same_elements_in_the_same_order(name: str, edition: Edition) -> None:
    templates = Templates()
    (plain,) = renditions(edition, templates, only=[name])
    html = traced(edition, templates, plain.filename)
    assert [tag for tag, _ in _elements(plain.text)] == [tag for tag, _ in _elements(html)]
    assert "data-at" not in plain.text
    assert "data-at:" not in html


@pytest.mark.parametrize(("name", "template"), [("email", "email-parts.mjml"), ("page", "page.html")])
def test_a_headline_names_the_line_that_wrote_it(name: str, template: str) -> None:
    templates = Templates()
    html = traced(editions.edition(), templates, FORMATS[name].FILENAME)
    lines = templates.source(template).splitlines()
    places = {place for tag, place in _elements(html) if tag == "h3" and place.startswith(template)}
    assert places
    for place in places:
        assert "<h3" in lines[int(place.rpartition(":")[2]) - 1]


def test_a_component_carries_its_line_to_the_element_that_it_becomes() -> None:
    templates = Templates()
    html = traced(editions.edition(), templates, "email.html")
    lines = templates.source("email.mjml").splitlines()
    paper = LexborHTMLParser(html).css_first("div.paper")
    assert paper is not None
    assert "<mj-wrapper" in lines[int((paper.attributes["data-at"] or "").rpartition(":")[2]) - 1]


def test_a_users_file_and_the_shipped_one_beneath_it_are_told_apart(tmp_path: Path) -> None:
    own = '{% extends "bundled/page.html" %}\n\n{% block footer %}<footer>Ours</footer>{% endblock %}'
    (tmp_path / "page.html").write_text(own, "utf-8")
    places = dict(_elements(traced(editions.edition(), Templates(tmp_path), "index.html")))
    assert places["footer"] == "page.html:3"
    assert places["h1"].startswith("bundled/page.html:")


def test_formats_without_markup_are_the_same_traced_or_not() -> None:
    templates = Templates()
    for name in FORMATS.keys() - {"email", "page"}:
        assert renditions(editions.judged(), templates, [name]) == renditions(
            editions.judged(), templates.traced, [name]
        )


def test_only_start_tags_that_a_template_writes_are_marked() -> None:
    source = (
        "{# <p> #}<p>\n{{ '<b>' }}{% if a < b %}<!-- <i> -->{% endif %}\n<a href='{{ \"x>y\" }}'>1 < 2</a>"
        "<style>p > a { color: red }\n</style><h{{ n }}>x</h{{ n }}>\n{% raw %}<u>{% endraw %}<br/></p>"
    )
    assert tracing.marked(source, "x.html") == (
        "{# <p> #}<p data-at=\"x.html:1\">\n{{ '<b>' }}{% if a < b %}<!-- <i> -->{% endif %}\n"
        '<a data-at="x.html:3" href=\'{{ "x>y" }}\'>1 < 2</a>'
        '<style data-at="x.html:3">p > a { color: red }\n</style><h{{ n }}>x</h{{ n }}>\n'
        '{% raw %}<u>{% endraw %}<br data-at="x.html:5"/></p>'
    )


def test_a_class_that_a_component_has_already_stays() -> None:
    marked = tracing.marked('<mj-text css-class="pad">', "e.mjml")
    assert marked == '<mj-text data-at="e.mjml:1" css-class="data-at:e.mjml:1 pad">'
    assert tracing.settled('<td class="data-at:e.mjml:1 pad">') == '<td data-at="e.mjml:1" class="pad">'
    assert tracing.settled('<div class="mj-x data-at:e.mjml:1">') == '<div data-at="e.mjml:1" class="mj-x">'
    assert tracing.unmarked(marked) == '<mj-text css-class="pad">'


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a href='{{ x }}'>",
                "{% if a < b %}",
                "{{ '<b>' }}",
                "{# <i> #}",
                "\n",
                " a < b ",
                '"',
                "<!--",
                "-->",
                "<br/>",
                "<style>",
                "</style>",
                "<",
            ]
        )
    )
)
def test_a_marked_template_is_the_template_with_nothing_but_marks_added(pieces: list[str]) -> None:
    source = "".join(pieces)
    marked = tracing.marked(source, "x.html")
    assert re.sub(r' data-at="x\.html:\d+"', "", marked) == source
    assert marked.count("\n") == source.count("\n")
