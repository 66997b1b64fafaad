"""The words of an output, one after the other, so that two outputs can be held side by side.

A word is a run of letters, marks, digits, currency signs and pictures. What the two forms write differently
by their nature is no word: case, punctuation, addresses, the number of a reference, rules and bars.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from selectolax.lexbor import LexborNode

_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
    )
) | {"strong", "sub", "sup", "u", "wbr"}
_UNREAD = frozenset(("script", "style", "template", "head", "title"))
_ADDRESS = re.compile(r"(?i)\b(?:https?://|mailto:)\S+")
_REFERENCE = re.compile(r"\[\d{1,6}\]|\(\d{1,6}\)")
_LISTED = re.compile(r"\[\d{1,6}\] (?:https?://|mailto:)\S+\s*")
_SOUNDING = frozenset("LMN")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it begins in the text that it was read from."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one output in order.

    Attributes:
        text: what they were read from.
    """

    text: str
    words: tuple[Word, ...]
    _starts: tuple[int, ...] = ()
    _nodes: tuple[LexborNode, ...] = ()

    def node(self, word: Word) -> LexborNode | None:
        """The element that `word` stands in; None in plain text."""
        at = bisect_right(self._starts, word.start) - 1
        return self._nodes[at] if at >= 0 else None

    def around(self, at: int, words: int = 6) -> str:
        """The words before and after number `at`, as they are written."""
        first, last = max(0, at - words), min(len(self.words), at + words)
        if first >= last:
            return ""
        end = self.words[last].start if last < len(self.words) else len(self.text)
        return " ".join(self.text[self.words[first].start : end].split())[:160]


def of_text(text: str) -> Reading:
    """The words of a plain text; the list of links at its end, with its heading, is none of them."""
    return Reading(text, tuple(_words(_without_links(text))))


def of_html(body: LexborNode | None) -> Reading:
    """The words that a reader of the HTML sees, the numbers of lists and what pictures show included."""
    parts: list[str] = []
    starts: list[int] = []
    nodes: list[LexborNode] = []
    length = 0
    for part, node in _spoken(body) if body else ():
        parts.append(part)
        starts.append(length)
        nodes.append(node)
        length += len(part)
    text = "".join(parts)
    return Reading(text, tuple(_words(text)), tuple(starts), tuple(nodes))


def is_hidden(node: LexborNode) -> bool:
    """Whether nobody sees the element: an inbox alone shows the preheader."""
    attributes = node.attributes
    return "hidden" in attributes or bool(
        re.search(r"display\s*:\s*none", attributes.get("style") or "", re.IGNORECASE)
    )


def _words(text: str) -> Iterator[Word]:
    """Both forms fold alike: a heading in capitals, the reference after a name, an address on its line."""
    for pattern in (_ADDRESS, _REFERENCE):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    start = 0
    for sounds, run in groupby(text, _sounds):
        word = "".join(run)
        if sounds:
            yield Word(unicodedata.normalize("NFC", word.upper().casefold()), start)
        start += len(word)


@lru_cache(maxsize=8192)
def _sounds(char: str) -> bool:
    category = unicodedata.category(char)
    is_drawn = "\u2500" <= char <= "\u259f"  # bars and rules
    return not is_drawn and (category[0] in _SOUNDING or category in {"Sc", "So"})


def _without_links(text: str) -> str:
    """`text` without the last run of numbered addresses, and without the heading above it."""
    lines = text.split("\n")
    last = next((at for at in reversed(range(len(lines))) if _LISTED.fullmatch(lines[at])), -1)
    if last < 0:
        return text
    first = last
    while first > 0 and _LISTED.fullmatch(lines[first - 1]):
        first -= 1
    heading = first - 1
    while heading >= 0 and not any(map(_sounds, lines[heading])):
        heading -= 1
    return "\n".join([*lines[: max(heading, 0)], *lines[last + 1 :]])


def _spoken(body: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """Text with the element that it stands in; a line end wherever a block begins or ends."""
    stack: list[tuple[LexborNode, bool]] = [(body, True)]
    while stack:
        node, opens = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            yield node.text_content or "", node.parent or body
        elif tag.startswith(("-", "!")) or tag in _UNREAD:
            continue
        elif not opens:
            yield "\n", node
        elif not is_hidden(node):
            yield _beginning(node), node
            if tag not in _INLINE:
                stack.append((node, False))
            stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))


def _beginning(node: LexborNode) -> str:
    """What is read at the beginning of an element before its own text."""
    if node.tag == "img":
        return f"\n{node.attributes.get('alt') or ''}\n"
    if node.tag == "li" and node.parent is not None and node.parent.tag == "ol":
        return f"\n{_place(node)}\n"
    return "" if node.tag in _INLINE else "\n"


def _place(item: LexborNode) -> int:
    """The number before an item of a list, as browsers count."""
    number, before = 1, item.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    return number
