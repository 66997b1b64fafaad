"""The links of a mail in plain text, each with its headline and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LEAST_TITLE = 20  # characters; what is shorter is "Here:" or "Read on"
_ADDRESS = re.compile(r"https?://[^\s<>\"\]]{3,2000}[^\s<>\"\]).,;:!?']")
# "[3] https://…" and "[3]: https://…" below the text, for a [3] within it.
_NOTE = re.compile(r"^[ \t]*\[(\d{1,3})\]:?[ \t]*<?(https?://[^\s<>]{4,2000})>?[ \t]*$", re.MULTILINE)
_EMPTY = re.compile(r"[ \t]?[(<][ \t]*[)>]")  # what stood around an address
_MARK = re.compile(r"[ \t]?\[(\d{1,3})\]")
_BULLET = re.compile(r"^(?:[*•·▪‣>»#–—-]+|\d{1,2}[.)])\s+")
_STOP = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A link in a text.

    Attributes:
        label: what stands right beside it, on one line; may be "Unsubscribe:" or nothing.
        title: the headline or the sentence that it belongs to.
        more: what else is said there.
    """

    url: str
    label: str
    title: str
    more: str


def mentions(plain: str) -> Iterator[Mention]:
    """The links in `plain` in their order, those of footnotes where the text names them."""
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    notes = dict(_NOTE.findall(plain))
    before = ""
    for paragraph in re.split(r"\n[ \t]*\n", _NOTE.sub("", plain)):
        yield from _of_notes(paragraph, notes)
        yield from _of_addresses(paragraph, before)
        before = _told(paragraph) or before


def _of_notes(paragraph: str, notes: dict[str, str]) -> Iterator[Mention]:
    """Each line, or sentence, that ends in the mark of a footnote."""
    for line in re.split(r"\n(?=[ \t]*(?:[*•·▪‣-]|\d{1,2}[.)])[ \t])", paragraph):
        for sentence in _STOP.split(" ".join(line.split())):
            for number in _MARK.findall(sentence):
                if number in notes and (told := _told(sentence)):
                    yield Mention(notes[number], told, told, "")


def _of_addresses(paragraph: str, before: str) -> Iterator[Mention]:
    found = list(_ADDRESS.finditer(paragraph))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(paragraph)]
    for number, match in enumerate(found):
        if _is_alone(paragraph, match):
            ahead = _told(paragraph[ends[number] : starts[number]])
            behind = _told(paragraph[ends[number + 1] : starts[number + 1]])
        else:
            ahead, behind = _told(paragraph), ""
        told = ahead if len(ahead) >= _LEAST_TITLE else before or ahead
        title = _STOP.split(told, maxsplit=1)[0]
        more = f"{told[len(title) :]} {behind}".strip()
        yield Mention(match[0], ahead, title, more)


def _is_alone(paragraph: str, match: re.Match[str]) -> bool:
    """Whether the address has its line to itself."""
    start = paragraph.rfind("\n", 0, match.start()) + 1
    end = paragraph.find("\n", match.end())
    rest = paragraph[start : match.start()] + paragraph[match.end() : end if end >= 0 else None]
    return not rest.strip(" \t<>()")


def _told(written: str) -> str:
    """What it says on one line, without addresses, bullets and marks of footnotes."""
    words = " ".join(_MARK.sub("", _EMPTY.sub("", _ADDRESS.sub("", written))).split())
    return _BULLET.sub("", words).strip(" <>")
