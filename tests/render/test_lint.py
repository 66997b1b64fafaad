"""MJML is checked before it is rendered, with the line of the template that wrote what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mjml import mjml2html

from digest.errors import TemplateError
from digest.render import Templates, lint, renditions
from tests import editions

_SHELL = "<mjml><mj-body><mj-section><mj-column>{}</mj-column></mj-section></mj-body></mjml>"


def _problems(source: str) -> list[str]:
    return [fault.problem for fault in lint.faults(source)]


def _in_column(part: str) -> list[str]:
    return _problems(_SHELL.format(part))


def _refused(folder: Path, name: str, text: str) -> str:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / name).write_text(text, "utf-8")
    with pytest.raises(TemplateError) as caught:
        renditions(editions.edition(), Templates(folder / "templates"), only=["email"])
    return str(caught.value)


def test_the_shipped_mail_has_no_fault() -> None:
    for edition in (editions.weekly(), editions.nasty(), editions.judged(), editions.quiet()):
        (mail,) = renditions(edition, Templates(), only=["email"])
        assert mail.replaced == {}, "every piece stands there as the template has it"
        assert mail.text.count("<body") == 1


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("<mj-txt>a</mj-txt>", "<mj-txt> is no component of MJML (did you mean mj-text?)"),
        ("<p>a</p>", "<p> stands right in <mj-column>: put it into <mj-text> or <mj-raw>"),
        ("words", "“words” stands right in <mj-column>: put it into <mj-text>"),
        (
            "<mj-section />",
            "<mj-section> cannot stand in <mj-column>: it belongs in <mj-body> or <mj-wrapper>",
        ),
        ("<mj-text colour='red'>a</mj-text>", "<mj-text> has no attribute colour (did you mean color?)"),
        ("<mj-text font-size='1rem'>a</mj-text>", '<mj-text> font-size="1rem" has “1rem”'),
        ("<mj-text padding='calc(1px + 2px)'>a</mj-text>", '<mj-text> padding="calc(1px + 2px)" has “calc(”'),
        ("<mj-text padding='0 24'>a</mj-text>", '<mj-text> padding="0 24" is not one to four lengths'),
        ("<mj-text color='rgb(0 0 0 / 50%)'>a</mj-text>", "is not a colour as #rrggbb"),
        ("<mj-text color='reddish'>a</mj-text>", "is not a colour as #rrggbb"),
        ("<mj-text align='centre'>a</mj-text>", '<mj-text> align="centre" is none of left, right'),
        ("<mj-button>Go</mj-button>", "<mj-button> needs the attribute href"),
        ("<mj-image src='a.png' width='9px' />", "<mj-image> needs the attribute alt"),
        (
            "<mj-text><mj-text>a</mj-text></mj-text>",
            "<mj-text> stands within <mj-text>, which holds text only",
        ),
        ("<mj-social />", "<mj-social> is not for mail: it fetches its icons from a server"),
        ("<mj-include path='x' />", "<mj-include> is not for mail: the renderer reads no files"),
        ("<mj-spacer height='4px'>a</mj-spacer>", "“a” stands right in <mj-spacer>"),
    ],
)
def test_each_mistake_is_told_in_words(part: str, problem: str) -> None:
    (found,) = _in_column(part)
    assert problem in found


@pytest.mark.parametrize(
    "part",
    [
        "<mj-text padding='0 24px 8px' color='#FFF' line-height='1.5' css-class='a b'>a <b>b</b></mj-text>",
        "<mj-text letter-spacing='-0.5px' font-weight='600' font-size='16px'>a</mj-text>",
        "<mj-image src='a.png' alt='' width='300px' padding='0' />",
        "<mj-raw><table><tr><td>a</td></tr></table></mj-raw>",
        "<mj-button href='https://x.example' inner-padding='10px 25px' width='50%'>Go</mj-button>",
        "<mj-divider border-width='1px' border-color='silver' /><mj-spacer height='8px' />",
    ],
)
def test_what_mjml_knows_passes(part: str) -> None:
    assert _in_column(part) == []


@pytest.mark.parametrize("parent", ["mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column"])
def test_raw_html_passes_where_everybody_is_shown_it(parent: str) -> None:
    """Right in a wrapper the renderer puts it into Outlook's comments, where all others see nothing of it."""
    parents = ["mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column"]
    around = parents[: parents.index(parent) + 1]
    opened = "".join(f"<{name}>" for name in around)
    closed = "".join(f"</{name}>" for name in reversed(around))
    source = f"<mjml>{opened}<mj-raw><p>Words</p></mj-raw>{closed}</mjml>"
    shown = re.sub(r"<!--.*?-->", "", str(mjml2html(source)), flags=re.DOTALL)
    assert ("Words" in shown) == (_problems(source) == [])


def test_raw_html_in_a_wrapper_is_told_where_it_belongs(tmp_path: Path) -> None:
    block = "{% block sources %}\n<mj-raw><p>Words</p></mj-raw>{% endblock %}"
    told = _refused(tmp_path, "email.mjml", f'{{% extends "bundled/email.mjml" %}}\n{block}')
    assert told.startswith("templates/email.mjml:3: <mj-raw> cannot stand right in <mj-wrapper>: ")
    assert "put it into an <mj-text> in an <mj-section> with an <mj-column>" in told
    remedied = block.replace("mj-raw", "mj-text").replace("<mj-text>", "<mj-section><mj-column><mj-text>")
    remedied = remedied.replace("</mj-text>", "</mj-text></mj-column></mj-section>")
    (tmp_path / "templates/email.mjml").write_text(f'{{% extends "bundled/email.mjml" %}}{remedied}', "utf-8")
    (mail,) = renditions(editions.edition(), Templates(tmp_path / "templates"), only=["email"])
    assert "Words" in re.sub(r"<!--.*?-->", "", mail.text, flags=re.DOTALL)


def test_what_stands_in_the_head_is_checked_too() -> None:
    head = (
        "<mjml><mj-head><mj-style inline='inline'>p {}</mj-style>"
        "<mj-font name='A' href='https://f.example' />"
        "<mj-html-attributes /><mj-breakpoint /><mj-attributes><mj-all padding='0' />"
        "<mj-class name='x' color='#000' /><mj-text lineheight='2' />"
        "</mj-attributes></mj-head><mj-body /></mjml>"
    )
    told = _problems(head)
    assert [line.split(":")[0] for line in told] == [
        "<mj-style> may not have the attribute inline",
        "<mj-font> is not for mail",
        "<mj-html-attributes> is not for mail",
        "<mj-breakpoint> needs the attribute width",
        "<mj-text> has no attribute lineheight (did you mean line-height?)",
    ]


_VALUES = {
    "colour": "#123456",
    "height": "77px",
    "number": "3",
    "px": "77px",
    "size": "77px",
    "sizes": "7px 9px",
    "spacing": "2px",
    "text": "1px solid #123456",
    "weight": "600",
}
_NEEDED = {
    "mj-button": 'href="https://x.example"',
    "mj-image": 'src="a.png" alt="A" width="100px" href="https://x.example"',
    "mj-column": 'padding="1px"',
    "mj-breakpoint": 'width="400px"',
}
_LEAVES = {"mj-text", "mj-button", "mj-image", "mj-divider", "mj-spacer", "mj-table"}


def _rendered(component: str, attribute: str = "", value: str = "") -> str:
    """A mail with two columns in which `component` has this attribute."""

    def tag(name: str, inside: str) -> str:
        needed = _NEEDED.get(name, "")
        if name == component:
            needed = re.sub(rf'(^|\s){attribute}="[^"]*"', "", needed) + (
                f' {attribute}="{value}"' if attribute else ""
            )
        return f"<{name} {needed}>{inside}</{name}>"

    leaf = component if component in _LEAVES else "mj-text"
    words = "" if leaf in {"mj-image", "mj-divider", "mj-spacer"} else "<tr><td>Words</td></tr>"
    columns = tag("mj-column", tag(leaf, words)) * 2
    section = tag("mj-section", tag("mj-group", columns) if component == "mj-group" else columns)
    body = tag("mj-wrapper", section * 2) if component == "mj-wrapper" else section
    head = tag("mj-head", tag("mj-breakpoint", ""))
    return str(mjml2html(tag("mjml", head + tag("mj-body", body)), fonts={}))


@pytest.mark.parametrize(
    ("component", "attribute"),
    [
        (name, attribute)
        for name, component in lint._rules().components.items()
        for attribute in component.attributes
        if attribute != "mj-class"  # says something only where mj-attributes have a class of that name
    ],
)
def test_each_attribute_that_passes_does_something(component: str, attribute: str) -> None:
    """The renderer drops some that MJML has: one that passes here must not be lost in silence."""
    kind = lint._rules().components[component].attributes[attribute]
    values = kind if isinstance(kind, list) else [_VALUES[kind]]
    plain = _rendered(component)
    assert any(_rendered(component, attribute, value) != plain for value in values)


@pytest.mark.parametrize(
    ("component", "attribute"),
    [
        (name, attribute)
        for name, component in lint._rules().components.items()
        for attribute in sorted(component.dropped)
    ],
)
def test_each_attribute_that_the_renderer_drops_is_refused(component: str, attribute: str) -> None:
    assert _rendered(component, attribute, "7px") == _rendered(component)
    part = f'<mj-table {attribute}="7px"></mj-table>'
    if component == "mj-table":
        assert _in_column(part) == [
            f"<mj-table> may not have the attribute {attribute}: the renderer leaves it out"
        ]


def test_a_document_without_a_body_or_of_another_kind_is_no_mail() -> None:
    assert _problems("<mjml></mjml>") == ["it has no <mj-body>"]
    assert _problems("<html></html>")[0].startswith("<html> stands right in <nothing>")


def test_a_fault_names_the_line_of_the_template_and_all_come_at_once(tmp_path: Path) -> None:
    own = (
        '{% extends "bundled/email.mjml" %}\n\n{% block footer %}\n<mj-section>\n<mj-column>\n'
        '<mj-txt>{{ issue.title }}</mj-txt>\n<mj-text size="9px">a</mj-text>\n'
        "</mj-column></mj-section>{% endblock %}"
    )
    assert _refused(tmp_path, "email.mjml", own) == (
        "templates/email.mjml:6: <mj-txt> is no component of MJML (did you mean mj-text?)\n"
        "  templates/email.mjml:7: <mj-text> has no attribute size (did you mean font-size?)"
    )


def test_a_fault_in_a_macro_of_another_file_is_found_there_and_told_once(tmp_path: Path) -> None:
    parts = Templates().source("email-parts.mjml")
    line = next(n for n, text in enumerate(parts.splitlines(), 1) if "<mj-text" in text)
    broken = parts.replace("<mj-text ", '<mj-text widht="9px" ', 1)
    told = _refused(tmp_path, "email-parts.mjml", broken)
    assert told == f"templates/email-parts.mjml:{line}: <mj-text> has no attribute widht"


def test_a_mail_that_is_not_well_formed_names_the_line_near_which_it_is_not(tmp_path: Path) -> None:
    block = "{% block footer %}\n<mj-section>\n<p>\n</mj-section>{% endblock %}"
    own = f'{{% extends "bundled/email.mjml" %}}\n{block}'
    told = _refused(tmp_path, "email.mjml", own)
    assert "templates/email.mjml:4: what it makes is not well-formed (mismatched tag)" in told
    assert "data-at" not in told
