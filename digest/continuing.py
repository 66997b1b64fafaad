"""One event, one id, from build to build: what an editor did with a story holds when better reports come.

The id of a story is taken from its lead report and changes when another one leads. What the editor wrote,
moved or deleted is found by id: so a story goes on under the id that it had in the build before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from digest import draft
from digest.draft.manuscript import Manuscript, with_stories
from digest.draft.merging import stand
from digest.model import Edition, Fate, Piece, Section, Story, stable_id


def kept(
    made: Edition, fates: Iterable[Fate], before: Edition, waiting: Iterable[Section] = ()
) -> tuple[Edition, tuple[Fate, ...], tuple[Section, ...]]:
    """`made`, `fates` and what waits below the line, with the ids that the same events had `before`.

    Two stories tell the same event where they share most reports, those with the same lead first; each id is
    given once.
    """
    renamed = renames(made, before)
    told = (replace(fate, story=renamed.get(fate.story, fate.story)) for fate in fates)
    laid = tuple(_sections(waiting, renamed))
    return made.with_sections(_sections(made.sections, renamed)), tuple(told), laid


def renames(made: Edition, before: Edition) -> Mapping[str, str]:
    """By the id of each story of `made` the one that it is to go on under, where these differ.

    Another story that has an id by its lead which went to this one, printed or not, gets one of its own.
    """
    now, was = _stories(made), _stories(before)
    pairs = sorted(
        (not _same_lead(one, other), -len(_reports(one) & _reports(other)), number, at)
        for number, one in enumerate(now)
        for at, other in enumerate(was)
        if _reports(one) & _reports(other)
    )
    found: dict[str, str] = {}
    given: set[str] = set()
    for _, _, number, at in pairs:
        if now[number].id not in found and was[at].id not in given:
            found[now[number].id] = was[at].id
            given.add(was[at].id)
    for one in sorted(given - found.keys()):  # a story below the line may have the id that was given away
        found[one] = stable_id(one, "another")
    return {one: other for one, other in found.items() if one != other}


def folded(made: Edition, before: Edition) -> Mapping[str, str]:
    """By the id of each story that `made` no longer has, the headline under which its lead report is told."""
    there = {piece.id for piece in made.pieces}
    told = {
        report: piece.headline
        for piece in reversed(made.pieces)
        if piece.story
        for report in _reports(piece.story)
    }
    return {
        story.id: told[story.lead.id]
        for story in _stories(before)
        if story.id not in there and story.lead.id in told
    }


def joined(made: Edition, lost: Edition | None) -> Edition:
    """`made` with the pieces of `lost` at the end of their sections."""
    if lost is None:
        return made
    more = {section.id: section.pieces for section in lost.sections}
    known = {section.id for section in made.sections}
    there = {piece.id for piece in made.pieces}
    sections = [
        replace(section, pieces=(*section.pieces, *_others(more.get(section.id, ()), there)))
        for section in made.sections
    ]
    return made.with_sections(
        [*sections, *(section for section in lost.sections if section.id not in known and section.pieces)]
    )


def lost(made: Edition, before: Edition, removed: Collection[str]) -> Edition | None:
    """What `before` had and `made` has not, without what went as nobody had touched it; None for nothing.

    An editor deleted these stories, and they stay deleted should they come again; or wrote on them, and they
    stay in the draft.
    """
    there = {piece.id for piece in made.pieces} | set(removed)
    sections = [
        replace(section, intro="", pieces=tuple(_others(section.pieces, there)))
        for section in before.sections
    ]
    return made.with_sections(_filled(sections)) if _filled(sections) else None


def recalled(text: str, mine: str, made: Edition, earlier: Edition | None, file: str) -> str:
    """The machine's last draft `text` with what it no longer had of `earlier` builds.

    What stands in the editor's draft `mine` is left out, unless it comes again: it is theirs by now.
    """
    if earlier is None:
        return text
    whole = _with(text, earlier)
    standing = stand.of(mine, file, [stand.of(whole, "the last draft")]).places
    coming = {piece.id for piece in made.pieces}
    left = [piece.id for piece in earlier.pieces if piece.id in standing and piece.id not in coming]
    sections = [replace(section, pieces=tuple(_others(section.pieces, left))) for section in earlier.sections]
    return _with(text, earlier.with_sections(_filled(sections)))


def last_shown(before: str, now: str, mine: str, file: str) -> str:
    """The machine's draft `now`, with each story that `mine` lacks as it was when it was last there.

    That is how `before`, what was remembered so far, has it. So a story that comes back is compared with
    what its editor knew, and what was found meanwhile is new to it.
    """
    new, old = Manuscript.of(now), stand.of(before, "the last draft")
    there = stand.of(mine, file, [stand.of(now, "the new draft"), old]).places
    kept = {key: block for key, block in old.blocks.items() if key not in there}
    chapters = [
        with_stories(chapter, (kept.get(block.id, block) for block in chapter.stories))
        for chapter in new.chapters
    ]
    return str(new.with_chapters(chapters))


def _with(text: str, earlier: Edition) -> str:
    """A draft with the pieces of `earlier` at the end of their sections, or of the first."""
    base = Manuscript.of(text)
    there = {block.id for chapter in base.chapters for block in chapter.stories}
    shown = replace(earlier, intro="", watch=(), held=(), corrections=())
    ids = [chapter.id for chapter in base.chapters]
    chapters = list(base.chapters)
    for chapter in Manuscript.of(draft.write(shown)).chapters if chapters else ():
        at = ids.index(chapter.id) if chapter.id in ids else 0
        fresh = (block for block in chapter.stories if block.id not in there)
        chapters[at] = with_stories(chapters[at], (*chapters[at].stories, *fresh))
    return str(base.with_chapters(chapters))


def _sections(sections: Iterable[Section], renamed: Mapping[str, str]) -> Iterator[Section]:
    for section in sections:
        yield replace(section, pieces=tuple(_piece(piece, renamed) for piece in section.pieces))


def _piece(piece: Piece, renamed: Mapping[str, str]) -> Piece:
    story = piece.story
    if story is None:
        return piece
    related = tuple(renamed.get(one, one) for one in story.related)
    identity = renamed.get(story.id, story.id)
    return replace(piece, id=identity, story=replace(story, id=identity, related=related))


def _stories(edition: Edition) -> list[Story]:
    return [piece.story for piece in edition.pieces if piece.story]


def _reports(story: Story) -> frozenset[str]:
    return frozenset(entry.id for entry in (*story.entries, *story.copies))


def _same_lead(one: Story, other: Story) -> bool:
    return one.lead.id == other.lead.id


def _others(pieces: Iterable[Piece], ids: Collection[str]) -> list[Piece]:
    return [piece for piece in pieces if piece.id not in ids]


def _filled(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if section.pieces]
