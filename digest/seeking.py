"""What a person looks for among all that was seen for an edition, and what stands below the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digest import archive, decisions, drafts, editionjson, reserve
from digest.asked import Asked
from digest.model import Edition, Fate, Piece
from digest.project import Project
from digest.store import BuiltEdition

MOST = 50
"""Items that are shown of what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """One item that was seen, and what became of it.

    Attributes:
        name: by which it can be named to bring it in: its id, or that of its story where that waits.
        entry: its id.
        publisher: the newsroom; "" where it is the source, or is not known.
        fate, reason, notes: as a `Fate` says them, with what the editor decided since.
        story: id of the story that it stands in, or stood in; "" for none.
        headline: of that story as it is printed; "" where it is not.
        section: title of the section in which that is; "" where it is not printed.
        can_come: bringing it in would add a story to what the draft prints.
    """

    name: str
    entry: str
    title: str
    source: str
    publisher: str
    url: str
    fate: str
    reason: str
    notes: tuple[str, ...]
    story: str
    headline: str
    section: str
    can_come: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best first.

    Attributes:
        found: at most `MOST`.
        more: how many others there are.
        seen: how many items the edition has looked at.
    """

    found: tuple[Found, ...]
    more: int
    seen: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece that is not printed.

    Attributes:
        score: of its story.
        reason: what kept it out.
    """

    piece: Piece
    score: float
    reason: str


def found(project: Project, key: str, words: str) -> Search:
    """What answers to `words` among all items that the edition of `key` has looked at.

    Words are looked for in titles, names of sources and newsrooms, and addresses, in any order and case, also
    as beginnings; an address in any spelling; an id. A match in the title comes before one elsewhere, and
    what is printed before what is not.

    Raises:
        DigestError: there is no such edition.
    """
    base = _built(project, key)
    fates, asked = project.store.fates_of(key), Asked(words)
    publishers = project.store.publishers(key) if asked else {}
    desk = _Desk(project, base)
    fits = {
        fate.entry: asked.fit(fate.title, fate.url, _names(fate, publishers), (fate.entry, fate.story))
        for fate in fates
    }
    matching = decisions.applied((fate for fate in fates if fits[fate.entry]), desk.decided)
    best = sorted(matching, key=lambda fate: (-fits[fate.entry], _RANK.get(fate.fate, len(_RANK))))
    shown = tuple(desk.found(fate, publishers.get(fate.entry, "")) for fate in best[:MOST])
    return Search(shown, max(0, len(best) - MOST), len(fates))


def below(project: Project, key: str) -> Mapping[str, tuple[Waiting, ...]]:
    """By id of each section the next stories below the line, best first, without those in the draft.

    Raises:
        DigestError: there is no such edition.
    """
    base = _built(project, key)
    standing = drafts.named(drafts.current(project.folder(key)) or "")
    led = {fate.entry: fate for fate in project.store.fates_of(key) if fate.fate == "below the line"}
    return {section.id: tuple(_waiting(section.pieces, standing, led)) for section in reserve.sections(base)}


_RANK = {
    fate: rank
    for rank, fate in enumerate(
        ("section", decisions.HELD, decisions.DROPPED, "below the line", "merged", "copy")
    )
}


def _built(project: Project, key: str) -> BuiltEdition:
    base = project.store.edition(key)
    if base is None:
        raise project.lacks(key)
    return base


def _names(fate: Fate, publishers: Mapping[str, str]) -> tuple[str, str]:
    return fate.source, publishers.get(fate.entry, "")


def _waiting(pieces: Iterable[Piece], standing: frozenset[str], led: Mapping[str, Fate]) -> Iterator[Waiting]:
    """Those of the pieces that a ranking put below the line; what else was brought in has no rank."""
    for piece in pieces:
        if piece.story and piece.id not in standing and piece.story.lead.id in led:
            reason = led[piece.story.lead.id].reason
            yield Waiting(piece, round(piece.story.score.value, 3), reason)


class _Desk:
    """An edition as its editor has it, to be asked where an item stands."""

    def __init__(self, project: Project, base: BuiltEdition) -> None:
        self._standing = drafts.standing(drafts.current(project.folder(base.key)) or "")
        edited = archive.edition(project, base.key)
        self._places = dict(_places(edited)) if edited else {}
        self.decided = decisions.of(editionjson.read(base.edition), edited) if edited else {}

    def found(self, fate: Fate, publisher: str) -> Found:
        """The item of that fate, with where it stands."""
        headline, section, lead = self._places.get(fate.story, ("", "", ""))
        standing = fate.story in self._standing and fate.entry == lead
        waits = fate.fate == decisions.HELD
        return Found(
            fate.story if waits else fate.entry,
            fate.entry,
            fate.title,
            fate.source,
            publisher if publisher != fate.source else "",
            fate.url,
            fate.fate,
            fate.reason,
            fate.notes,
            fate.story,
            headline,
            section,
            can_come=waits or not (standing or fate.fate == "empty"),
        )


def _places(edited: Edition) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """By id of each printed or held story its headline, the title of its section, and the id of its lead."""
    for section in edited.sections:
        for piece in section.pieces:
            yield piece.id, (piece.headline, section.title, piece.story.lead.id if piece.story else "")
    for piece in edited.held:
        yield piece.id, (piece.headline, "", piece.story.lead.id if piece.story else "")
