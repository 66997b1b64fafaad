"""The Markdown of a piece: read once, written as safe HTML, as plain text and as clean Markdown.

Python-markdown reads it with raw HTML switched off, nh3 lets a few harmless elements through, and the
other two forms are written from that HTML. So whatever a blurb hides, no output can show more than those
elements, and all outputs show the same words.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from html import escape, unescape
from threading import Lock

import markdown
import nh3
from markupsafe import Markup

from digest.render import clean

_TAGS = {"p", "br", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto"}
_PLACEHOLDER = re.compile("[\x02\x03]")  # how python-markdown marks what it has put aside
_MARKS = "[]*_`!<>&\\#|"

MAX_LENGTH = 20_000
"""Longer text is printed as it stands: python-markdown takes quadratic time on some input."""
MAX_MARKS = 400
"""The same for text in which one Markdown character occurs more often than this."""
MAX_DEPTH = 12
"""The same for deeper nesting: the MJML renderer dies of 50,000 levels."""


@lru_cache(maxsize=2048)
def html(source: str) -> Markup:
    """Markdown as HTML of paragraphs, lists, tables, quotations, code, emphasis and links; also sound XML.

    Links lead to http, https and mailto only. A heading becomes a bold paragraph, since the outline
    belongs to the issue; a picture becomes a link to it, since nothing remote is loaded.
    """
    source = clean.text(source).strip()
    if not _is_tame(source):
        return _paragraphs(source)
    try:
        parsed = _parsed(source)
        if _PLACEHOLDER.search(parsed):  # an address swallowed a code span: its words would be lost
            return _paragraphs(source)
        found = _safe(parsed)
    except RecursionError:
        return _paragraphs(source)
    return Markup(found) if _depth(found) <= MAX_DEPTH else _paragraphs(source)  # noqa: S704 (nh3 made it safe)


def links(source: str) -> tuple[str, ...]:
    """The addresses that the Markdown links to, in order."""
    return tuple(unescape(found) for found in re.findall(r'<a href="([^"]*)"', html(source)))


def _reader() -> markdown.Markdown:
    reader = markdown.Markdown(extensions=["sane_lists", "tables", "fenced_code"], output_format="html")
    reader.preprocessors.deregister("html_block")  # raw HTML stays text; its parser is quadratic on "<a <a"
    reader.inlinePatterns.deregister("html")
    reader.ESCAPED_CHARS = list(string.punctuation)  # as CommonMark has it (0.31, section 2.4)
    return reader


_READER = _reader()
_LOCK = Lock()  # a Markdown instance keeps state while it converts


def _parsed(source: str) -> str:
    with _LOCK:
        return _READER.reset().convert(source)


def _is_tame(source: str) -> bool:
    return len(source) <= MAX_LENGTH and all(source.count(mark) <= MAX_MARKS for mark in _MARKS)


def _paragraphs(source: str) -> Markup:
    parts = (part for part in re.split(r"\n\s*\n", source) if part.strip())
    return Markup("\n".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in parts))  # noqa: S704


def _safe(found: str) -> str:
    found = re.sub(r"<h[1-6]>(.*?)</h[1-6]>", r"<p><strong>\1</strong></p>", found, flags=re.DOTALL)
    found = re.sub(r' style="text-align: (left|right|center);"', r' align="\1"', found)
    found = re.sub(r"<img\b[^>]*>", _link_to_picture, found)
    found = nh3.clean(
        found,
        tags=_TAGS,
        attributes={"a": {"href"}, "th": {"align", "scope"}, "td": {"align"}},
        attribute_filter=_only_addresses,
        set_tag_attribute_values={"th": {"scope": "col"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel=None,
    )
    found = re.sub(r"<a>(.*?)</a>", r"\1", found, flags=re.DOTALL)  # its address was refused
    # MJML is XML: empty elements close, and nbsp is no entity there
    return found.replace("<br>", "<br />").replace("&nbsp;", "&#160;").strip()


def _only_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """The address as all outputs print it, so that none takes a space or quote in it another way."""
    if attribute in {"align", "scope"}:
        return value if value in {"left", "right", "center", "col"} else None
    return clean.url(value) or None


def _link_to_picture(match: re.Match[str]) -> str:
    address = re.search(r'src="([^"]*)"', match[0])
    name = re.search(r'alt="([^"]*)"', match[0])
    return f'<a href="{address[1] if address else ""}">{(name and name[1]) or "picture"}</a>'


def _depth(found: str) -> int:
    deepest = depth = 0
    for closing in re.findall(r"<(/?)(?!br)\w", found):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest
