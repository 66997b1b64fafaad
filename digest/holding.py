"""What an editor held back: its stories go into the next edition, in the editor's words.

A held story is told whatever its rank, and new reports may join it. The machine writes it anew, as every
story; where the editor had worded it otherwise, the draft of the next edition says it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from digest import checking, editionjson, files, pictures, reserve
from digest.compose import rank
from digest.config import Config
from digest.errors import DigestError
from digest.judgement import Judged
from digest.learned import readings
from digest.learned.weights import shipped
from digest.model import Edition, Entry, Fate, Period, Piece, Source, Story, path_within
from digest.project import Project
from digest.render import prose

_FIELDS = ("headline", "url", "blurb", "also", "deals")  # what a person may word


@dataclass(frozen=True, slots=True)
class Held:
    """Pieces that wait for an edition.

    Attributes:
        edition: key of the edition that they were held from.
        pieces: as the editor left them; their reports with their texts.
        then: by id the same pieces as the machine had written them.
    """

    edition: str = ""
    pieces: tuple[Piece, ...] = ()
    then: Mapping[str, Piece] = field(default_factory=dict)

    @property
    def entries(self) -> dict[str, Entry]:
        """The reports behind them, by id."""
        told = (piece.story for piece in self.pieces if piece.story)
        return {entry.id: entry for story in told for entry in _reports(story)}


@dataclass(frozen=True, slots=True)
class Joined:
    """Ranked stories with those that were held among them.

    Attributes:
        judged: everything that was judged; its ranked stories hold those.
        rules: by id of a held story why it is told.
        taken: ids of the reports behind those.
    """

    judged: Judged
    rules: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def others(self, fates: Iterable[Fate]) -> Iterator[Fate]:
        """The `fates` of all that does not stand behind a held story."""
        return (fate for fate in fates if fate.entry not in self.taken)


def of(project: Project, earlier: Sequence[Edition]) -> Held:
    """What waits for the edition that comes after `earlier`, the last of them first."""
    last = _as_it_stands(project, earlier[0]) if earlier else None
    if last is None or not last.held:
        return Held()
    base = project.store.edition(last.key)
    then = {piece.id: piece for part in reserve.sections(base) for piece in part.pieces}
    if base:
        made = editionjson.read(base.edition)
        then |= {piece.id: piece for piece in (*made.held, *made.pieces)}
    waiting = replace(last.sections[0], pieces=last.held)
    texts = checking.texts(project, last.with_sections((waiting,)))
    return Held(last.key, tuple(_full(piece, texts) for piece in last.held), then)


def _as_it_stands(project: Project, last: Edition) -> Edition:
    """The edition with its draft as it lies there, rendered or not; as it was where that cannot be read."""
    with suppress(DigestError):
        return checking.current(project, last.key)
    return last


def _full(piece: Piece, texts: Mapping[str, Entry]) -> Piece:
    """The piece with its reports as `texts` has them."""
    if piece.story is None:
        return piece
    entries = tuple(texts.get(entry.id, entry) for entry in piece.story.entries)
    copies = tuple(texts.get(entry.id, entry) for entry in piece.story.copies)
    return replace(piece, story=replace(piece.story, entries=entries, copies=copies))


def joined(
    judged: Judged, held: Held, config: Config, sources: Mapping[str, Source], period: Period
) -> Joined:
    """The judged stories with those that were held, each under the section it was filed under."""
    waiting = [piece for piece in held.pieces if piece.story]
    if not waiting:
        return Joined(judged)
    found = dict(_stories(judged, waiting, [theme.id for theme in config.sections]))
    taken = frozenset(entry.id for story in found.values() for entry in _reports(story))
    missing = [entry for story in found.values() for entry in story.entries if entry.id not in judged.traits]
    traits = {**judged.traits, **readings.by_id(missing, shipped())}
    own = {theme.id for theme in config.sections if not theme.trained}
    ranked = rank.stories(found.values(), config.ranking, sources, period, traits, shipped(), own=own)
    others = [story for story in judged.ranked if story.lead.id not in taken]
    everyone = sorted((*others, *ranked), key=lambda story: -story.score.value)
    left = tuple(story for story in judged.left_out if story.lead.id not in taken)
    rules = dict.fromkeys(found, f"held over from {held.edition}")
    changed = replace(judged, ranked=tuple(everyone), left_out=left, traits=traits)
    return Joined(changed, rules, taken)


def _stories(
    judged: Judged, waiting: Sequence[Piece], sections: Sequence[str]
) -> Iterator[tuple[str, Story]]:
    """By id of each held piece its story: as it was found again, with what joined it, else as it was."""
    owner = {e.id: piece.id for piece in reversed(waiting) if piece.story for e in _reports(piece.story)}
    home = {e.id: story for story in (*judged.left_out, *judged.ranked) for e in _reports(story)}
    used: set[str] = set()
    for piece in waiting:
        was = piece.story
        if was is None:
            continue
        again = next((home[entry.id] for entry in was.entries if entry.id in home), None)
        story = again if again and again.id not in used else was
        used.add(story.id)
        mine = _without(story, {id_ for id_, one in owner.items() if one != piece.id})
        section = was.section if was.section in sections else (story.section or sections[0])
        yield piece.id, replace(mine or was, id=piece.id, section=section)


def _reports(story: Story) -> tuple[Entry, ...]:
    return (*story.entries, *story.copies)


def _without(story: Story, others: Iterable[str]) -> Story | None:
    """The story without the reports of other held ones; None where nothing is left."""
    gone = frozenset(others)
    entries = tuple(entry for entry in story.entries if entry.id not in gone)
    copies = tuple(entry for entry in story.copies if entry.id not in gone)
    return replace(story, entries=entries, copies=copies) if entries else None


def told(stories: Iterable[Story], held: Held) -> tuple[Story, ...]:
    """`stories` with summaries; a held one whose reports have been forgotten keeps the one that it had."""
    before = {piece.id: piece.story.summary for piece in held.pieces if piece.story}
    return tuple(
        story if story.summary else replace(story, summary=before.get(story.id, ())) for story in stories
    )


def with_own(made: Edition, held: Held) -> Edition:
    """`made` with the held pieces that the editor wrote, at the end of the first section's stories."""
    own = tuple(piece for piece in held.pieces if piece.story is None)
    if not own:
        return made
    first, *others = made.sections
    pieces = sorted((*first.pieces, *own), key=lambda piece: piece.is_brief)
    return made.with_sections((replace(first, pieces=tuple(pieces)), *others))


def worded(made: Edition, held: Held, before: Edition | None) -> Edition:
    """`made` with its held stories in the editor's words.

    What `before`, the last build of the same edition, told already stays in the machine's: its draft has
    the editor's.
    """
    old = {entry.id for piece in (before.pieces if before else ()) for entry in _told_by(piece)}
    fresh = [piece for piece in held.pieces if piece.story and piece.story.lead.id not in old]
    return made.with_sections(
        replace(section, pieces=tuple(_worded(piece, fresh, held.then) for piece in section.pieces))
        for section in made.sections
    )


def _told_by(piece: Piece) -> tuple[Entry, ...]:
    return _reports(piece.story) if piece.story else ()


def _worded(piece: Piece, held: Sequence[Piece], then: Mapping[str, Piece]) -> Piece:
    """The piece with what the editor had worded otherwise than the machine."""
    reports = {entry.id for entry in _told_by(piece)}
    mine = next((one for one in held if one.story and one.story.lead.id in reports), None)
    if mine is None:
        return piece
    machines = then.get(mine.id)
    kept = {
        name: getattr(mine, name)
        for name in _FIELDS
        if machines is None or getattr(mine, name) != getattr(machines, name)
    }
    return replace(piece, **kept)


def bring_pictures(project: Project, held: Held, key: str) -> None:
    """Puts the pictures of held stories beside the draft of `key`, where no file of that name lies."""
    here, there = project.folder(held.edition), project.folder(key)
    for piece in held.pieces:
        for named in prose.pictures(piece.blurb):
            path = path_within(named.address)
            if path and not (there / path).exists():
                with suppress(DigestError):  # what is not there is told when the draft is read
                    _put(there / path, pictures.content(here, path))


def _put(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f".{file.name}.new")
        half.write_bytes(content)
        half.replace(file)
    except OSError as error:
        raise files.unwritable(error, file) from error
