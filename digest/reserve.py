"""What is known for an edition and not printed: it can be brought in, with the evidence that it rests on.

The build leaves here the next stories below the line. Whatever else was seen becomes a piece when a person
asks for it, and is remembered, so that a draft that names it can be checked against its reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from digest import archive, bookkeeping, draft, drafts, editionjson, feedback
from digest.asked import Asked
from digest.compose import classify, continuity, edition, normalise, roundup, summarise, voices
from digest.draft.manuscript import Manuscript
from digest.errors import DigestError
from digest.learned import readings
from digest.learned.weights import shipped
from digest.model import Edition, Entry, Fate, Piece, Section, Source, Story, stable_id
from digest.project import Project
from digest.store import BuiltEdition
from digest.text import clip

MOST = 10
"""Stories below the line that a build keeps of each section."""

SENTENCES = 3
"""The most that a summary has."""

_REMEMBERED, _RECALLED = 10, 60  # editions back in which a story, and a deal, is looked for
_TOLD = frozenset({"section", "merged", "copy"})  # fates of what stands in a story that was printed
_OFFERED = 5  # items that a message names


def of(project: Project, key: str) -> Mapping[str, Piece]:
    """The pieces that are in reserve for the edition of `key`, by id; none where it is not built.

    Besides what waits below the line these are the stories that earlier builds had: a draft may name one.
    """
    base = project.store.edition(key)
    earlier = _sections(base.basis) if base and base.basis else ()
    return {piece.id: piece for section in (*earlier, *sections(base)) for piece in section.pieces}


def sections(base: BuiltEdition | None) -> tuple[Section, ...]:
    """The sections of what is in reserve for a built edition; none for one of an older version."""
    return _sections(base.reserve) if base and base.reserve else ()


@lru_cache(maxsize=4)  # an editor renders with every save
def _sections(text: str) -> tuple[Section, ...]:
    with suppress(DigestError):
        return editionjson.read(text).sections
    return ()


def known(project: Project, key: str, waiting: Iterable[Section]) -> Mapping[str, Piece]:
    """By id the pieces that a draft may stand on when its edition is built again.

    These are `waiting`, the stories below the line of the new build, and all that the build before it knew.
    """
    base = project.store.edition(key)
    earlier = _sections(base.basis) if base and base.basis else ()
    laid = (*earlier, *_printed(base), *sections(base), *waiting)
    return {piece.id: piece for section in laid for piece in section.pieces}


def record(made: Edition, waiting: Iterable[Section], before: BuiltEdition | None, text: str) -> str:
    """What a build of `made` keeps in reserve, as the store takes it.

    Besides `waiting`, the stories below the line, these are the pieces that the draft `text` names and that
    this build no longer has: what a person wrote on them goes on standing on its evidence.
    """
    named = drafts.named(text)
    fresh = {section.id: section.pieces for section in waiting}
    built = {piece.id for pieces in (made.pieces, *fresh.values()) for piece in pieces}
    kept = [
        (section.id, piece)
        for section in (*_printed(before), *sections(before))
        for piece in section.pieces
        if piece.id in named and piece.id not in built
    ]
    return _written(made, [*((id_, piece) for id_, found in fresh.items() for piece in found), *kept])


def piece(project: Project, key: str, text: str) -> tuple[Piece, str]:
    """The piece that `text` names among all that was seen for the edition of `key`, and its section's id.

    `text` is an address, the id of an item or of a story, or words of a headline. A story that was left out
    comes as it is; an item that stands in another story, or was not for this digest, becomes a story of its
    own. It is remembered, and nothing is written into the draft; one that waits there for the next edition
    can be asked for too.

    Raises:
        DigestError: nothing is meant, or several, or it stands in the draft; or the edition is not built.
    """
    _, found, section = _brought(project, key, text)
    return found, section


def block(project: Project, key: str, text: str) -> str:
    """The same piece as Markdown that can stand in the draft, from its heading on.

    Raises:
        DigestError: as `piece` does.
    """
    made, found, section = _brought(project, key, text)
    alone = replace(made, sections=(Section(section, section, "", (found,)),), watch=(), held=())
    return Manuscript.of(draft.write(alone)).chapters[0].stories[0].text.strip("\n") + "\n"


def _brought(project: Project, key: str, text: str) -> tuple[Edition, Piece, str]:
    """The machine's edition, the piece that `text` names and the id of its section; remembers the piece."""
    base = project.store.edition(key)
    if base is None:
        raise project.lacks(key)
    desk = _Desk(project, base)
    found, section = desk.meant(text)
    if found.id not in desk.known:
        held = [(part.id, one) for part in sections(base) for one in part.pieces]
        project.store.reserve(key, _written(desk.made, [*held, (section, found)]))
    return desk.made, found, section


def _printed(before: BuiltEdition | None) -> tuple[Section, ...]:
    with suppress(DigestError):
        return editionjson.read(before.edition).sections if before else ()
    return ()


def _written(made: Edition, pieces: Iterable[tuple[str, Piece]]) -> str:
    """An edition whose sections hold `pieces`, each with the id of its section, once."""
    held = {piece.id: (section, piece) for section, piece in pieces}
    known = {section.id for section in made.sections}
    found: dict[str, list[Piece]] = {section.id: [] for section in made.sections}
    for section, one in held.values():
        found[section if section in known else made.sections[0].id].append(one)
    laid = (replace(part, pieces=tuple(found[part.id]), intro="") for part in made.sections)
    return editionjson.write(
        replace(made, sections=tuple(laid), watch=(), held=(), corrections=(), pictures=())
    )


class _Desk:
    """What was seen for an edition, and what of it stands in its draft."""

    def __init__(self, project: Project, base: BuiltEdition) -> None:
        self._project = project
        self.made = editionjson.read(base.edition)
        laid = (*sections(base), *self.made.sections)
        self.known = {piece.id: (piece, part.id) for part in laid for piece in part.pieces}
        self._standing = drafts.standing(drafts.current(project.folder(base.key)) or "")
        self._fates = project.store.fates_of(base.key)

    def meant(self, text: str) -> tuple[Piece, str]:
        """The piece that `text` names, and the id of its section."""
        meant = text.strip()
        if meant in self.known:
            return self._free(*self.known[meant])
        found = list(dict.fromkeys(self._targets(text)))
        if not found:
            found = [entry.id for entry in self._project.store.find(text)]
        if not found:
            remedy = "try its address, or fewer words; digest explain tells of items of other weeks"
            raise DigestError(f'"{clip(text, 80)}"', f"is nothing that {self.made.key} has seen", remedy)
        free = [target for target in found if target not in self._standing] or found[:1]
        if len(free) > 1 and not Asked(text).address:
            raise self._several(text, free)
        return self._free(*self._piece(free[0]))

    def _free(self, found: Piece, section: str) -> tuple[Piece, str]:
        """The piece, which must not stand in the draft."""
        if found.id not in self._standing:
            return found, section
        problem = f"stands in the draft of {self.made.key} (story {found.id})"
        raise DigestError(f'"{clip(found.headline, 80)}"', problem, "move it, or change it there")

    def _targets(self, text: str) -> Iterator[str]:
        """The ids of what answers best, stories that are left out before items that are told elsewhere."""
        asked = Asked(text)
        told = [
            (asked.fit(fate.title, fate.url, [fate.source], [fate.entry, fate.story]), fate)
            for fate in self._fates
        ]
        best = max((fit for fit, _ in told), default=0)
        meant = [self._target(fate) for fit, fate in told if best and fit == best]
        yield from sorted(meant, key=lambda target: target not in self.known)

    def _target(self, fate: Fate) -> str:
        """What bringing in an item means: the story that it stands in where that is left out, else itself."""
        if fate.story in self.known:
            found, _ = self.known[fate.story]
            is_lead = bool(found.story and found.story.lead.id == fate.entry)
            return fate.story if is_lead or fate.story not in self._standing else fate.entry
        return fate.story if fate.story and fate.fate not in _TOLD else fate.entry

    def _several(self, text: str, found: Sequence[str]) -> DigestError:
        titles = {id_: fate.title for fate in reversed(self._fates) for id_ in (fate.entry, fate.story)}
        named = [f'{id_} "{clip(titles.get(id_, ""), 60)}"' for id_ in found[:_OFFERED]]
        more = f" and {len(found) - _OFFERED} more" if len(found) > _OFFERED else ""
        problem = f"means {', '.join(named)}{more}"
        return DigestError(f'"{clip(text, 80)}"', problem, "name one by its id or its address")

    def _piece(self, target: str) -> tuple[Piece, str]:
        """The piece of a story that is known, else one made of the entries."""
        if target in self.known:
            return self.known[target]
        mine = [fate for fate in self._fates if fate.story == target]
        identity = target if mine else self._own_id(target)
        if identity in self.known:  # it was asked for before
            return self.known[identity]
        ids = [fate.entry for fate in mine if fate.fate != "copy"] or [target]
        copies = [fate.entry for fate in mine if fate.fate == "copy"]
        entries = self._entries([*ids, *copies])
        told = tuple(entries[id_] for id_ in ids if id_ in entries)
        if not told:
            problem = "is no longer in the store, and cannot be brought in"
            raise DigestError(f'"{clip(target, 80)}"', problem, "write it yourself, with a link")
        folded = tuple(entries[id_] for id_ in copies if id_ in entries)
        story = self._judged(Story(identity, told, folded))
        return edition.piece(story, story.summary), story.section

    def _own_id(self, entry: str) -> str:
        """The id of a story of this one entry: that which a build would give it, where no other has that."""
        usual = stable_id("story", entry)
        is_others = any(fate.story == usual for fate in self._fates)
        return stable_id("story", usual, "alone") if is_others else usual

    def _entries(self, ids: Sequence[str]) -> Mapping[str, Entry]:
        """The entries of these ids as they are compared; an event of a roundup is cut out of it again."""
        found = self._normal(ids)
        if any(id_ not in found for id_ in ids):
            split = self._normal([fate.entry for fate in self._fates if fate.fate == "split"])
            found |= {entry.id: entry for entry in roundup.split(split.values()).entries}
        return found

    def _normal(self, ids: Sequence[str]) -> dict[str, Entry]:
        kept = self._project.store.entries_by_id(ids)
        return {entry.id: entry for entry in normalise.entries(kept.values())}

    def _judged(self, story: Story) -> Story:
        """The story with all that the build would say of it, under the section that is nearest to it."""
        config, learned = self._project.config, shipped()
        sources = self._project.sources()
        missing = {e.source: Source(e.source, "feed", "") for e in story.entries if e.source not in sources}
        traits = readings.by_id(story.entries, learned)
        earlier = archive.before(self._project, self.made.period, _RECALLED)
        before = [one for was in earlier[:_REMEMBERED] for one in continuity.told(was)]
        lessons = feedback.load(config.out / feedback.FILE).lessons
        heard = continuity.stories(voices.stories([story]), before)
        filed = classify.stories(
            heard, config.sections, config.selection, sources | missing, traits, learned, lessons
        )
        (judged,) = filed.stories or filed.left_out
        known = [section.id for section in self.made.sections]
        hint = sources[judged.lead.source].section if judged.lead.source in sources else None
        nearest = (id_ for id_ in (judged.section, judged.runner_up, hint or "") if id_ in known)
        judged = replace(judged, section=next(nearest, known[0]))
        return bookkeeping.stories(summarise.stories([judged], SENTENCES), earlier)[0]
