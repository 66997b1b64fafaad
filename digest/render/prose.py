"""The Markdown of a piece: read once, written as safe HTML, as plain text and as clean Markdown.

Python-markdown reads it with raw HTML switched off, nh3 lets a few harmless elements through, and the
other two forms are written from that HTML. So whatever a blurb hides, no output can show more than those
elements, and all outputs show the same words.

A picture beside the draft that stands on a line of its own is shown; each other one becomes a link to it,
since nothing remote is loaded. How large one is shown is settled later, in `pictures`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from threading import Lock
from urllib.parse import quote

import markdown
import nh3
from markdown.preprocessors import Preprocessor
from markupsafe import Markup

from digest.model import path_within, stable_id
from digest.render import clean

_TAGS = {"p", "br", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto"}
_PLACEHOLDER = re.compile("[\x02\x03]")  # how python-markdown marks what it has put aside
_MARKS = "[]*_`!<>&\\#|"
_REMOTE = re.compile(r"(?i)https?:")
_LINE = re.compile(r" {0,3}(?:!\[[^\n]*\)|\[!\[[^\n]*\]\([^\n]*\))[ \t]*")
_IMG = re.compile(r"<img\b[^>]*>")  # python-markdown writes ">" in an attribute as an entity
_ALONE = re.compile(
    rf'<p>(?:<a href="(?P<to>[^"]*)"[^>]*>(?P<linked>{_IMG.pattern})</a>|(?P<bare>{_IMG.pattern}))\s*</p>'
)
_ATTRIBUTE = re.compile(r'\b(src|alt|title)="([^"]*)"')
_WORD = re.compile(r"\w")
_ESCAPED = re.compile(
    r"\\([!-/:-@\[-`{-~])"
)  # CommonMark 0.31, section 2.4; python-markdown leaves it in titles

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
    belongs to the issue. A picture beside the draft is an `img` of the class `picture` without a size, and
    its caption the paragraph after it.
    """
    source = clean.text(source).strip()
    if not _is_tame(source):
        return _paragraphs(source)
    try:
        parsed = _parsed(source)
        if _PLACEHOLDER.search(parsed):  # an address swallowed a code span: its words would be lost
            return _paragraphs(source)
        found = clean.text(_safe(parsed))  # a reference may stand for a control
    except RecursionError:
        return _paragraphs(source)
    if _depth(found) > MAX_DEPTH or (_WORD.search(source) and not _shows(found)):
        return _paragraphs(source)
    return Markup(found)  # noqa: S704 (nh3 made it safe)


def links(source: str) -> tuple[str, ...]:
    """The addresses that the Markdown links to, in order."""
    return tuple(unescape(found) for found in re.findall(r'<a href="([^"]*)"', html(source)))


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture as a text names it; one that lies elsewhere on the web is none.

    Attributes:
        address: as it is written.
        alt: what it says to who does not see it; "" for nothing.
        caption: the words below it; "" for none.
        link: where it leads; "" for nowhere.
        is_alone: it has a line of its own, else it cannot be shown.
    """

    address: str
    alt: str
    caption: str = ""
    link: str = ""
    is_alone: bool = False


def pictures(source: str) -> tuple[Pictured, ...]:
    """The pictures that the Markdown names and that are not elsewhere on the web, in order."""
    source = clean.text(source).strip()
    try:
        parsed = _parsed(source) if "![" in source and _is_tame(source) else ""
    except RecursionError:
        return ()
    alone = {match.start("linked" if match["linked"] else "bare"): match for match in _ALONE.finditer(parsed)}
    found = (
        _of(match[0], (alone[match.start()]["to"] or "") if match.start() in alone else None)
        for match in _IMG.finditer(parsed)
    )
    return tuple(picture for picture in found if not _REMOTE.match(picture.address))


class _OnLines(Preprocessor):
    """Puts empty lines around a line that holds nothing but a picture, so that it stands alone."""

    def run(self, lines: list[str]) -> list[str]:
        return list(_apart(lines))


def _apart(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from ("", line, "") if _LINE.fullmatch(line) else (line,)


def _reader() -> markdown.Markdown:
    reader = markdown.Markdown(extensions=["sane_lists", "tables", "fenced_code"], output_format="html")
    reader.preprocessors.register(_OnLines(reader), "pictures on lines", 5)  # after fences are put aside
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


def _shows(found: str) -> bool:
    """Whether anything is to be seen; a text that is nothing but definitions of links would vanish."""
    return "<img" in found or bool(re.sub(r"<[^>]*>", "", found).strip())


def _paragraphs(source: str) -> Markup:
    parts = (part for part in re.split(r"\n\s*\n", source) if part.strip())
    return Markup("\n".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in parts))  # noqa: S704


def _safe(found: str) -> str:
    found = re.sub(r"<h[1-6]>(.*?)</h[1-6]>", r"<p><strong>\1</strong></p>", found, flags=re.DOTALL)
    found = re.sub(r' style="text-align: (left|right|center);"', r' align="\1"', found)
    shown: dict[str, str] = {}  # pictures, put aside while the rest is made safe
    aside = stable_id(found)  # a text cannot hold the hash of itself, so no words of it are taken for one
    found = _ALONE.sub(lambda match: _held(match, aside, shown), found)
    found = _IMG.sub(_link_to_picture, found)
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
    found = found.replace("<br>", "<br />").replace("&nbsp;", "&#160;").strip()
    for held, picture in shown.items():
        found = found.replace(held, picture)
    return found


def _held(match: re.Match[str], aside: str, shown: dict[str, str]) -> str:
    """What stands for a picture until the rest is safe; a picture that is not to be shown as it was."""
    picture = _of(match["linked"] or match["bare"], match["to"] or "")
    path = path_within(picture.address)
    if not path or not picture.alt or _REMOTE.match(picture.address):
        return match[0]
    held = f"<p>picture {aside} {len(shown)}</p>"
    shown[held] = _shown(picture, path)
    return held


def _shown(picture: Pictured, path: str) -> str:
    """The picture and its caption, everything from outside escaped."""
    image = f'<img class="picture" src="{quote(path)}" alt="{escape(picture.alt)}" />'
    if picture.link:
        image = f'<a href="{escape(picture.link)}">{image}</a>'
    caption = f'\n<p class="meta legend">{escape(picture.caption)}</p>' if picture.caption else ""
    return f"<p>{image}</p>{caption}"


def _of(image: str, link: str | None) -> Pictured:
    """The picture of an `img` as python-markdown writes it; `link` is None where it does not stand alone."""
    said = {name: clean.line(unescape(value)) for name, value in _ATTRIBUTE.findall(image)}
    caption = _ESCAPED.sub(r"\1", said.get("title", ""))
    return Pictured(
        said.get("src", ""), said.get("alt", ""), caption, clean.url(unescape(link or "")), link is not None
    )


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
    for closing in re.findall(r"<(/?)(?!br|img)\w", found):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest
