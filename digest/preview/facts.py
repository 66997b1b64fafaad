"""What the panel tells about an edition, read from `edition.json` and the size of its mail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from digest import inbox
from digest.errors import DigestError
from digest.inbox import Row, Size
from digest.preview import records
from digest.preview.desk import OUTPUTS, Desk


@dataclass(frozen=True, slots=True)
class Theme:
    """A section by name, and how many stories it has."""

    id: str
    title: str
    stories: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the panel says; empty where a file does not say it.

    Attributes:
        label: the days of the edition.
        counts: pairs of name and number, as text.
        silent: pairs of a source that gave nothing and why.
        stories: ids of the stories in printed order; empty where the edition cannot be read.
        problem: why `edition.json` cannot be read; "" when it can, or is not there.
    """

    label: str = ""
    sample: bool = False
    inbox: Row | None = None
    size: Size | None = None
    sections: tuple[Theme, ...] = ()
    stories: tuple[str, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def gather(desk: Desk) -> Facts:
    """The facts of the edition on the desk; never raises, whatever the files hold."""
    mail = desk.read(OUTPUTS["email"].filename)
    return _gathered(desk.read(records.RECORD), mail, desk.sender, desk.title)


@lru_cache(maxsize=4)  # a page is asked for more often than it changes
def _gathered(text: str | None, mail: str | None, sender: str, title: str) -> Facts:
    size = None if mail is None else Size.of(mail)
    if text is None:
        return Facts(size=size)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Facts(size=size, problem=f"edition.json cannot be read: {error}")
    told = _told(data, size, sender, title)
    try:
        edition = records.read(text)
        return replace(told, stories=tuple(piece.id for piece in edition.pieces))
    except (DigestError, ValueError, OverflowError):  # of another version, or with figures that are none
        return told


def _told(data: object, size: Size | None, sender: str, title: str) -> Facts:
    return Facts(
        label=_text(_value(data, "period"), "label"),
        sample=_value(data, "sample") is True,
        inbox=_inbox(sender, title, _text(data, "subject"), _text(data, "preheader")),
        size=size,
        sections=tuple(_sections(data)),
        counts=tuple(_counts(data)),
        silent=tuple(
            (_text(note, "name"), _text(note, "problem"))
            for note in _list(data, "sources")
            if _text(note, "problem")
        ),
    )


def _inbox(sender: str, title: str, subject: str, preheader: str) -> Row | None:
    return inbox.row(sender, title, subject, preheader) if subject else None


def _counts(data: object) -> Iterator[tuple[str, str]]:
    stories = sum(section.stories for section in _sections(data))
    if not stories and not _value(data, "counts"):
        return
    briefs = _number(data, "briefs")
    yield "Stories", f"{stories}, {briefs} of them briefs" if briefs else f"{stories}"
    for name, label in (
        ("publishers", "Newsrooms"),
        ("sources", "Sources"),
        ("entries", "Reports behind it"),
    ):
        if number := _number(data, name):
            yield label, f"{number:,}"


def _sections(data: object) -> Iterator[Theme]:
    for section in _list(data, "sections"):
        yield Theme(_text(section, "id"), _text(section, "title"), len(_list(section, "stories")))


def _value(data: object, name: str) -> object:
    return data.get(name) if isinstance(data, dict) else None


def _text(data: object, name: str) -> str:
    value = _value(data, name)
    return value if isinstance(value, str) else ""


def _list(data: object, name: str) -> list[object]:
    value = _value(data, name)
    return value if isinstance(value, list) else []


def _number(data: object, name: str) -> int:
    value = _value(_value(data, "counts"), name)
    return value if isinstance(value, int) else 0
