"""The draft of an edition as it lies there, in its editor's hands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from digest import draft, markup, messages, pictures
from digest.compose import edition as opening
from digest.errors import DigestError, DraftError
from digest.model import Edition, Picture, Piece
from digest.render import prose
from digest.render.prose import Pictured

FILE = "draft.md"
_STORY = re.compile(r"<!--\s*story\s+([a-z0-9-]+)\s*-->")


def current(folder: Path) -> str | None:
    """What stands in the draft now; None when there is none.

    Raises:
        DraftError: it is no UTF-8 text.
    """
    path = folder / FILE
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise DraftError(str(path), "is not text in UTF-8", "save it in that encoding") from error
    except OSError as error:
        raise DraftError(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def named(text: str) -> frozenset[str]:
    """The ids of the stories that stand in the draft `text`, read or not."""
    return frozenset(_STORY.findall(text))


def standing(text: str) -> frozenset[str]:
    """The ids of the stories that the draft `text` prints; of those that wait for the next edition none."""
    waiting: frozenset[str] = frozenset()
    with suppress(DraftError):
        held = draft.read(text).held
        waiting = frozenset(piece.id for section in held for piece in section.pieces)
    return named(text) - waiting


def applied(
    made: Edition, text: str, folder: Path, reserve: Mapping[str, Piece] = MappingProxyType({})
) -> Edition:
    """`made` as the draft `text` of `folder` has it, with the pictures that it shows.

    `reserve` are pieces that it does not print and that the draft may have brought in, by id. The machine's
    own introduction, as long as it stands, counts the stories that are there.

    Raises:
        DraftError: something in it means nothing, or a picture cannot be shown; the subject names the file
            and the line.
    """
    edited = draft.applied(made, draft.read(text, str(folder / FILE)), reserve)
    found: dict[str, Picture] = {}
    for named in _pictured(edited):
        try:
            picture = _picture(named, folder)
        except DigestError as error:
            place = _place(named, text, folder)
            raise DraftError(place, f"{error.subject} {error.problem}", error.remedy) from error
        found.setdefault(picture.path, picture)
    return _recounted(made, replace(edited, pictures=tuple(found.values())))


def _recounted(made: Edition, edited: Edition) -> Edition:
    """The machine's line that counts its stories counts those that are there now; an editor's line stays."""
    if edited.intro != made.intro or edited.pieces == made.pieces:
        return edited
    words, reports = messages.of(made.language), sum(note.seen for note in made.sources)
    if made.intro != opening.intro(made.pieces, reports, words):
        return edited
    return replace(edited, intro=opening.intro(edited.pieces, reports, words))


def _pictured(edited: Edition) -> Iterator[Pictured]:
    """The pictures that its texts name, in printed order; in a line of what falls due none has its place."""
    yield from prose.pictures(edited.intro)
    for watch in edited.watch:
        yield from (replace(named, is_alone=False) for named in prose.pictures(watch.text))
    for correction in edited.corrections:
        yield from (replace(named, is_alone=False) for named in prose.pictures(correction.text))
    for section in edited.sections:
        yield from prose.pictures(section.intro)
        for piece in section.pieces:
            yield from prose.pictures(piece.blurb)


def _picture(named: Pictured, folder: Path) -> Picture:
    picture = pictures.read(folder, named.address)
    subject = f'"{picture.path}"'
    if not named.alt:
        remedy = f"write what it shows, for who does not see it: ![…]({named.address})"
        raise DigestError(subject, "has no words between the brackets", remedy)
    if not named.is_alone:
        remedy = "put it on a line of its own in a text, outside of lists and tables"
        raise DigestError(subject, "stands within a line", remedy)
    return picture


def _place(named: Pictured, text: str, folder: Path) -> str:
    """File and line of the draft; the file alone where the line cannot be told."""
    lines = text.replace("\r\n", "\n").split("\n")
    told = [(number, f"{line}\n{markup.unescape(line)}") for number, line in enumerate(lines, 1)]
    exact = (number for number, line in told if f"![{named.alt}]({named.address}" in line)
    near = (number for number, line in told if named.address and named.address in line)
    number = next(exact, next(near, 0))
    return f"{folder / FILE}:{number}" if number else str(folder / FILE)
