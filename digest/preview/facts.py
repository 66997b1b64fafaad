"""What the panel tells about an edition, read from `edition.json` and the size of its mail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digest import editionjson
from digest.errors import DigestError
from digest.preview import judgement
from digest.preview.desk import OUTPUTS, Desk
from digest.preview.judgement import Room

CLIP_BYTES = 102_000
"""Gmail shows about 102 kB of a mail and hides the rest, the unsubscribe link with it."""

_LONG_BYTES = 80_000
_PHONE_SUBJECT, _PHONE_PREHEADER, _WIDE_ROW = 40, 80, 120


@dataclass(frozen=True, slots=True)
class InboxRow:
    """Subject and preheader as lists of mail cut them: two lines on a phone, one on a wide screen."""

    subject: str
    phone_subject: str
    phone_preheader: str
    wide_subject: str
    wide_preheader: str

    @property
    def note(self) -> str:
        """What to know about the length of the subject."""
        cut = " A phone cuts it." if self.subject != self.phone_subject else ""
        return f"{len(self.subject)} characters.{cut}"


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of the mail's HTML, and what that means."""

    count: int

    @property
    def label(self) -> str:
        """In kB, with the limit."""
        return f"{self.count / 1000:.1f} of {CLIP_BYTES // 1000} kB"

    @property
    def note(self) -> str:
        """What to do about it; "" when it is fine."""
        if self.count > CLIP_BYTES:
            return "Too long: Gmail will hide the end, and the unsubscribe link with it."
        return "Nearly too long for Gmail." if self.count > _LONG_BYTES else ""


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
        rooms: the sections with what was decided about each story; empty where that cannot be read.
        stories: ids of the stories in `rooms`.
        problem: why `edition.json` cannot be read; "" when it can, or is not there.
    """

    label: str = ""
    sample: bool = False
    inbox: InboxRow | None = None
    size: Size | None = None
    sections: tuple[Theme, ...] = ()
    rooms: tuple[Room, ...] = ()
    stories: tuple[str, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def gather(desk: Desk) -> Facts:
    """The facts of the edition on the desk; never raises, whatever the files hold."""
    mail = desk.read(OUTPUTS["email"].filename)
    size = None if mail is None else Size(len(mail.encode("utf-8", "replace")))
    text = desk.read("edition.json")
    if text is None:
        return Facts(size=size)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Facts(size=size, problem=f"edition.json cannot be read: {error}")
    told = _told(data, size)
    try:
        edition = editionjson.read(text)
        stories = tuple(piece.id for piece in edition.pieces)
        return replace(told, rooms=judgement.rooms(edition), stories=stories)
    except (DigestError, ValueError, OverflowError):  # of another version, or with figures that are none
        return told


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + "…"


def _told(data: object, size: Size | None) -> Facts:
    return Facts(
        label=_text(_value(data, "period"), "label"),
        sample=_value(data, "sample") is True,
        inbox=_inbox(_text(data, "subject"), _text(data, "preheader")),
        size=size,
        sections=tuple(_sections(data)),
        counts=tuple(_counts(data)),
        silent=tuple(
            (_text(note, "name"), _text(note, "problem"))
            for note in _list(data, "sources")
            if _text(note, "problem")
        ),
    )


def _inbox(subject: str, preheader: str) -> InboxRow | None:
    if not subject:
        return None
    return InboxRow(
        subject,
        cut(subject, _PHONE_SUBJECT),
        cut(preheader, _PHONE_PREHEADER),
        cut(subject, _WIDE_ROW),
        cut(preheader, _WIDE_ROW - len(subject)) if len(subject) < _WIDE_ROW - 10 else "",
    )


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
