"""A text taken apart as a reader sees it: headings, paragraphs, bullets, with what is bold or linked.

Reads HTML that `digest.text.safe_html` made, and plain text whose paragraphs are separated by an empty line.
Linear in the length of the text; never raises.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BOLD_LINE, LINKED_LINE, SHORT_LINE = 7, 8, 9  # levels of headings that no h1 … h6 marks
_MOST_WORDS = 20  # of a heading
_MOST_WORDS_PLAIN = 16  # of one that nothing but its shape marks
_MOST_WORDS_COLON = 6
_LEAST_WORDS_LINKED = 4  # a shorter link on a line of its own is "Read more"
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')
_BREAKS = re.compile(r"(?:<br>\s*){2,}")
_SKIPPED = frozenset({"figcaption", "pre", "code"})
_BOUNDS = frozenset(
    {
        "p",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "blockquote",
        "figure",
        "hr",
    }
)
_BULLET = re.compile(r"(?:[•▪◦‣·*–—-]|\d{1,2}[.)])\s+")
_MARK = re.compile(r"[•▪◦‣·*–—-]\s+")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_STOPS = re.compile(r"[.,;…][\"'”’)\]]*$")
_MORE = re.compile(
    r"(?<=\w\W)[\s\[(]*\b(?:read more|continue reading|learn more|link|source|more)[\])»→>.…\s]*$",
    re.IGNORECASE,
)
_COLON_LEAD = re.compile(r"([^.:!?\n]{2,90}):\s+(?=\S)")


@dataclass(slots=True)
class Block:
    """One heading, paragraph or bullet.

    Attributes:
        kind: `heading`, `prose` or `bullet`.
        text: on one line, without the bullet's mark.
        level: of a heading: 1 to 6, or one of the levels above; 0 for all else.
        lead: what stands in bold, or before a colon, at its start; "" for nothing.
        links: addresses in it, in order.
        linked: the words of its first link.
    """

    kind: str
    text: str
    level: int = 0
    lead: str = ""
    links: tuple[str, ...] = ()
    linked: str = ""


def of(html: str, text: str) -> list[Block]:
    """The blocks of `html`, or of `text` where there is none."""
    return list(_of_html(html)) if html else list(_of_text(text))


@dataclass(slots=True)
class _Open:
    """The block that is being read."""

    kind: str = "prose"
    level: int = 0
    said: list[str] = field(default_factory=list)
    bold: int = -1  # length of what was said when the bold lead ended; -1 while there is none
    in_bold: bool = False
    links: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    in_first_link: bool = False

    def say(self, text: str) -> None:
        self.said.append(text)
        if self.in_first_link:
            self.linked.append(text)

    @property
    def blank(self) -> bool:
        return not any(map(str.strip, self.said))

    def closed(self) -> Iterator[Block]:
        text = _MORE.sub("", _even("".join(self.said)))
        if not text:
            return
        lead = _even("".join(self.said[: self.bold])) if self.bold > 0 else ""
        lead = text if self.in_bold else lead
        linked = _even("".join(self.linked))
        kind, level = self.kind, self.level
        if kind == "prose" and (own := _line_level(text, lead, linked)):
            kind, level = "heading", own
        if kind == "heading":
            lead = ""
        elif not lead:
            lead = _before_colon(text)
        yield Block(kind, text, level, lead.rstrip(" :"), tuple(self.links), linked)


def _line_level(text: str, lead: str, linked: str) -> int:
    """The level of a line that is bold or linked as a whole; 0 for a paragraph."""
    count = len(text.split())
    if count > _MOST_WORDS:
        return 0
    if lead and len(lead) >= len(text) - 2:
        return BOLD_LINE
    if len(linked) >= len(text) - 2 and count >= _LEAST_WORDS_LINKED:
        return LINKED_LINE
    return 0


def _of_html(html: str) -> Iterator[Block]:
    html = _BREAKS.sub("<hr>", html)
    now, skipping, depth, at = _Open(), 0, 0, 0
    for match in _TAG.finditer(html):
        if not skipping:
            now.say(entities.unescape(html[at : match.start()]))
        at = match.end()
        closing, name = bool(match[1]), match[2]
        if name in _SKIPPED:
            skipping = max(0, skipping + (-1 if closing else 1))
        elif name == "li":
            depth = max(0, depth + (-1 if closing else 1))
            if depth == (0 if closing else 1):
                yield from now.closed()
                now = _Open() if closing else _Open("bullet")
            else:
                now.say(" ")  # what stands below a bullet belongs to it
        elif name in _BOUNDS and (depth == 0 or now.kind != "bullet"):
            yield from now.closed()
            now = _Open()
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
            if depth and now.kind == "bullet":
                now.say(" ")
                continue
            yield from now.closed()
            now = _Open() if closing else _Open("heading", int(name[1]))
        else:
            _inline(now, name, match[3], closing=closing)
    if not skipping:
        now.say(entities.unescape(html[at:]))
    yield from now.closed()


def _inline(now: _Open, name: str, attributes: str, *, closing: bool) -> None:
    if name in {"strong", "b"}:
        if not closing:
            now.in_bold = now.in_bold or now.blank
        elif now.in_bold:
            now.in_bold, now.bold = False, len(now.said)
    elif name == "a":
        found = None if closing else _HREF.search(attributes)
        if found:
            now.links.append(entities.unescape(found[1]))
        now.in_first_link = bool(found) and len(now.links) == 1
    elif name in {"br", "p", "td", "ul", "ol"}:
        now.say(" ")


def _of_text(text: str) -> Iterator[Block]:
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n")]
    for paragraph in filter(None, paragraphs):
        plain: list[str] = []
        for line in paragraph.split("\n"):
            if _BULLET.match(line) and not (plain == [] and _is_short(line)):
                yield from _plain(plain)
                plain = []
                said = _MORE.sub("", _even(_MARK.sub("", line, count=1)))
                yield Block("bullet", said, lead=_before_colon(said))
            else:
                plain.append(line)
        yield from _plain(plain)


def _plain(lines: list[str]) -> Iterator[Block]:
    text = _even(" ".join(lines))
    if not text:
        return
    if hashes := _HASHES.match(text):
        yield Block("heading", text[hashes.end() :], len(hashes[1]))
    elif len(lines) == 1 and _is_short(text):
        yield Block("heading", text.strip("* "), SHORT_LINE)
    else:
        yield Block("prose", text, lead=_before_colon(text))


def _is_short(line: str) -> bool:
    """Whether a line has the shape of a heading: few words, no full stop, no mark of a bullet."""
    words = len(line.split()) <= _MOST_WORDS_PLAIN and len(line) <= 120
    if line.endswith(":") and len(line.split()) > _MOST_WORDS_COLON:
        return False  # "The company has shown two things:"
    return words and not _STOPS.search(line) and not _MARK.match(line) and any(map(str.isalpha, line))


def _before_colon(text: str) -> str:
    match = _COLON_LEAD.match(text)
    return match[1].strip() if match and len(match[1].split()) <= 12 else ""


def _even(text: str) -> str:
    return " ".join(text.split())
