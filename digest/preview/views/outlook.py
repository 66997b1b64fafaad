"""The mail as Outlook on Windows builds it, whose layout is Word's: tables and attributes, hardly any CSS.

Its conditional comments are applied, drawings in VML stand as boxes with their words, and what caniemail.com
knows Word not to show is taken off the elements and out of the style sheets. Word's own spacing, its fonts
and its page breaks are not imitated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import tinycss2

from digest.check.clients import selectors
from digest.check.clients.support import NOT, known
from digest.preview.views import conditions, pieces, styles, support
from digest.preview.views.pieces import Tag

NOTE = (
    "The comments for Outlook are applied and what Word is known not to show is left out ({date}). "
    "It is not Outlook: Word's spacing, fonts and page breaks are not imitated."
)
_CLIENT = "outlook.windows"
# By property, the elements on which Word does not follow it (caniemail.com, notes to "partial").
_UNHEARD = {
    "width": frozenset({"body", "span", "div", "p", "img", "a"}),
    "height": frozenset({"body", "span", "div", "p", "img", "a"}),
    "max-width": frozenset({"body", "span", "div", "p", "img", "td", "a", "tr"}),
    "padding": frozenset({"body", "span", "div", "p", "a", "h1", "h2", "h3", "ul", "ol", "li"}),
}
_SIDES = re.compile(r"-(?:top|right|bottom|left)")
_SHAPES = frozenset({"v:rect", "v:roundrect", "v:oval", "v:shape"})
_FOREIGN = re.compile(r"[vow]\d{0,2}:")
_TWICE = re.compile(r"<xml\b[^<>]{0,200}>.*?(?:</xml\s{0,20}>|\Z)", re.IGNORECASE | re.DOTALL)
_FACE = "<style>:where(html){font-family:'Times New Roman',Times,serif}</style>"


def html(document: str) -> str:
    """`document` as Outlook reads it, with what it draws put into plain elements."""
    uncovered = _TWICE.sub("", conditions.uncovered(document))
    drawn = pieces.rewritten(uncovered, tag=_tag, sheet=_sheet)
    at = drawn.lower().find("<head")
    at = drawn.find(">", at) + 1 if at >= 0 else 0
    return drawn[:at] + _FACE + drawn[at:]


def note() -> str:
    """What the view shows, and what it cannot know."""
    return NOTE.format(date=support.told())


def _tag(tag: Tag) -> Tag | str | None:
    if _FOREIGN.match(tag.name):
        return _drawing(tag)
    if style := tag.attributes.get("style"):
        reduced = _reduced(style, tag.name)
        tag = tag if reduced == style else tag.having("style", reduced)
    return tag


def _drawing(tag: Tag) -> str | None:
    """A shape as a box in its colour; the rest of VML and of Office's own elements draws nothing here."""
    if tag.name not in _SHAPES:
        return escape(tag.attributes.get("alt", "")) or None
    if tag.is_end:
        return "</div>"
    own = dict(styles.declarations(tag.attributes.get("style", "")))
    size = "".join(f"{name}:{own[name]};" for name in ("width", "height") if _is_length(own.get(name, "")))
    fill = tag.attributes.get("fillcolor", "").partition(" ")[0]
    ground = f"background-color:{fill};" if re.fullmatch(r"#?\w{3,20}", fill) else ""
    style = f"display:inline-block;overflow:hidden;border:1px dashed #8a929b;{ground}{size}"
    words = escape(tag.attributes.get("alt", ""))
    return f'<div style="{style}">{words}' + ("</div>" if tag.is_empty else "")


def _is_length(value: str) -> bool:
    return re.fullmatch(r"\d{1,4}(?:px|pt)", value) is not None


def _reduced(style: str, element: str) -> str:
    own = dict(styles.declarations(style))
    if own.get("mso-hide") == "all":
        return "display:none"
    kept = styles.kept(style, lambda name, value: value if _is_heard(name, value, element) else None)
    padding = own.get("mso-padding-alt")
    return f"{kept};padding:{padding}" if padding else kept


def _is_heard(name: str, value: str, element: str) -> bool:
    if element in _UNHEARD.get(_SIDES.sub("", name), ()) or (name == "display" and value != "none"):
        return False  # to Word a div is as wide as its room, whatever it is told
    return support.shows(_CLIENT, f"{name}:{value}")


def _sheet(css: str) -> str:
    """The rules that Word reads: no at-rules, and only by selectors that it knows."""
    try:
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        return "\n".join(_rules(rules))
    except RecursionError:  # brackets a thousand deep
        return ""


def _rules(rules: Iterable[Any]) -> Iterator[str]:
    features = known().features
    for rule in rules:
        if rule.type != "qualified-rule":
            continue
        used = [slug for slug in selectors.kinds(rule.prelude) if slug in features]
        if any(features[slug].support.get(_CLIENT) == NOT for slug in used):
            continue
        style = _reduced(tinycss2.serialize(rule.content), "")
        if style:
            yield f"{tinycss2.serialize(rule.prelude).strip()} {{ {style} }}"
