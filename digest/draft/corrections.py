"""A correction as one line of the draft, to be read and changed by a person.

`Correction: 2026-11-24 · We wrote $10 billion; it is $14 billion.` under a story, or above the first section
for the edition as a whole. `Correction: 2026-W46 · 2026-11-24 · …` above the first section tells what an
earlier edition got wrong. What follows the date is Markdown.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from digest.draft.drafted import Draft, Labelled
from digest.errors import DraftError
from digest.model import Correction, Edition
from digest.text import clip

NAME, LABEL = "correction", "Correction:"
_EXAMPLE = f"{LABEL} 2026-11-24 · We wrote $10 billion; it is $14 billion."
_EARLIER = f"{LABEL} 2026-W46 · 2026-11-24 · We wrote $10 billion; it is $14 billion."
_LIKE = 0.6  # of two lines that are the same, reworded
_SHOWN = 80  # characters of a faulty part that an error shows
_PART = re.compile(r"(?P<part>[^·|]{1,200}?)\s*(?:^|\s)[·|](?:\s+|$)(?P<rest>.*)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_NEARLY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$|(?:\w+\.?,? )?\d{1,2}\.?,? (?:\w+\.?,? )?\d{4}$")
_KEY = re.compile(r"(?=.*\d)[A-Za-z0-9][\w.-]*$", re.ASCII)
_LIKE_DAY = re.compile(r"^(\d{4})-(\d{2}-\d{2}\s+[·|](?:\s|$))")


def line(correction: Correction) -> str:
    """The line of `correction`, Markdown; headline and address of an earlier edition are not in it."""
    text = " ".join(correction.text.replace("<!--", "&lt;!--").split())
    text = _LIKE_DAY.sub(r"\1\-\2", text)  # a day at its beginning would be taken for the second part
    return f"{LABEL} {' · '.join(filter(None, [correction.edition, correction.at.isoformat(), text]))}"


def lines(edition: Edition) -> Mapping[str, str]:
    """The lines of all its corrections by the id of their story; under "" those above the first section."""
    printed = {piece.id for piece in edition.pieces}
    found: dict[str, list[str]] = {}
    for one in edition.corrections:
        is_under = not one.edition and one.story in printed
        found.setdefault(one.story if is_under else "", []).append(line(one))
    return {story: "\n".join(told) for story, told in found.items()}


def read(text: str, place: str) -> Correction:
    """The correction of a line without its label; `place` says where it stands, for messages.

    Raises:
        DraftError: it begins with no day, names no edition where one should stand, or says nothing.
    """
    first, rest = _parted(text.strip())
    second, last = _parted(rest)
    if _is_day(second, place):
        if not _KEY.match(first):
            remedy = f"begin with its key, like {_EARLIER}"
            raise DraftError(place, f'"{clip(first, _SHOWN)}" names no edition', remedy)
        return Correction(_day(second, place), _said(last, place), edition=first)
    if _is_day(first, place):
        return Correction(_day(first, place), _said(rest, place))
    if _KEY.match(first) and rest and not _NEARLY.match(first):
        raise DraftError(
            place, f"the correction of {clip(first, _SHOWN)} has no day", f"write it like {_EARLIER}"
        )
    raise DraftError(place, "the correction does not begin with its day", f"write it like {_EXAMPLE}")


def of(edition: Edition, draft: Draft, stories: Mapping[int, str]) -> tuple[Correction, ...]:
    """All corrections of `draft`: those above the first section, then those under stories, as they stand.

    `stories` gives the id of each story by the line of its heading. A line about an earlier edition that
    stands as the machine wrote it, or was reworded, keeps what the machine knew of that edition.

    Raises:
        DraftError: one cannot be read, stands under a story that does not ship, or speaks of an earlier
            edition under a story of this one; the subject names the line.
    """
    _refuse_held(draft)
    above = [read(row.text, f"{draft.file}:{row.line}") for row in draft.corrections]
    return (*_known(above, edition), *_under_stories(draft, stories, edition.key))


def _under_stories(draft: Draft, stories: Mapping[int, str], key: str) -> Iterator[Correction]:
    for section in draft.sections:
        for piece in section.pieces:
            for row in piece.corrections:
                place = f"{draft.file}:{row.line}"
                found = read(row.text, place)
                if found.edition not in ("", key):
                    remedy = f"put it above the first section, or delete {found.edition} from it"
                    raise DraftError(place, f"a correction of {found.edition} stands under a story", remedy)
                yield replace(found, edition="", story=stories[piece.line], headline=piece.headline)


def _known(found: list[Correction], edition: Edition) -> Iterator[Correction]:
    """`found` with what the machine knew of the same lines, those that stand unchanged first."""
    left = [one for one in edition.corrections if one.edition]
    before: dict[int, Correction] = {}
    for least in (1.0, _LIKE):
        for number, one in enumerate(found):
            like = [] if number in before else [other for other in left if _likeness(one, other) >= least]
            if like:
                before[number] = max(like, key=lambda other: _likeness(one, other))
                left.remove(before[number])
    for number, one in enumerate(found):
        if one.edition in ("", edition.key):
            yield replace(one, edition="")
        else:
            yield replace(before[number], text=one.text) if number in before else one


def _likeness(one: Correction, other: Correction) -> float:
    """How much of one line stands in another: 1 for all of it, 0 where they are about different days."""
    if (one.edition, one.at) != (other.edition, other.at):
        return 0.0
    return difflib.SequenceMatcher(None, line(one), line(other), autojunk=False).ratio()


def _refuse_held(draft: Draft) -> None:
    rows: list[Labelled] = [row for room in draft.held for piece in room.pieces for row in piece.corrections]
    if rows:
        remedy = "put the story back into its section, or the line above the first section"
        raise DraftError(
            f"{draft.file}:{rows[0].line}", "a correction stands under a story that waits", remedy
        )


def _parted(text: str) -> tuple[str, str]:
    """What stands before the first dot or bar between spaces, and after it."""
    match = _PART.match(text)
    return (match["part"].strip(), match["rest"].strip()) if match else (text, "")


def _is_day(part: str, place: str) -> bool:
    """Whether a part is meant to be a day; one that nobody can read is refused here."""
    if _DAY.match(part):
        return True
    if _NEARLY.match(part):
        raise DraftError(place, f'"{part}" is no day as it is written here', "write it like 2026-11-24")
    return False


def _day(part: str, place: str) -> date:
    try:
        return date.fromisoformat(part)
    except ValueError:
        remedy = "write year, month and day like 2026-11-24"
        raise DraftError(place, f"there is no day {part}", remedy) from None


def _said(text: str, place: str) -> str:
    if not text:
        raise DraftError(place, "the correction says nothing", f"write it like {_EXAMPLE}")
    return text
