"""What became otherwise between two states of an edition: its stories, its words, its sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.model import Edition, Piece, Section
from digest.render import clean

_MOST = 400  # stories of a section in which the order is looked for


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Attributes:
        kind: `new`, `gone`, `moved`, `reworded` or `changed`.
        what: the story by its headline now, or what of the edition it is.
        how: what is different, in words.
        story: id of the piece; "" for anything else.
    """

    kind: str
    what: str
    how: tuple[str, ...] = ()
    story: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece and the section that it stands in."""

    section: Section
    piece: Piece


def between(before: Edition, after: Edition) -> tuple[Change, ...]:
    """What `after` has otherwise than `before`: new and gone stories, then the others as they stand now."""
    earlier, later = _placed(before), _placed(after)
    moved = _moved(earlier, later)
    return (
        *_added(earlier, later),
        *_gone(earlier, later, after),
        *_kept(earlier, later, moved),
        *_around(before, after),
    )


def _placed(edition: Edition) -> dict[str, _Place]:
    return {
        piece.id: _Place(section, piece)
        for section in edition.sections
        for piece in (*section.told, *section.briefs)
    }


def _added(earlier: Mapping[str, _Place], later: Mapping[str, _Place]) -> Iterator[Change]:
    for id_, place in later.items():
        if id_ not in earlier:
            yield Change("new", _headline(place.piece), (f"under {_title(place.section)}",), id_)


def _gone(earlier: Mapping[str, _Place], later: Mapping[str, _Place], after: Edition) -> Iterator[Change]:
    held = {piece.id for piece in after.held}
    for id_, place in earlier.items():
        if id_ not in later:
            words = "held for the next edition" if id_ in held else f"was under {_title(place.section)}"
            yield Change("gone", _headline(place.piece), (words,), id_)


def _kept(
    earlier: Mapping[str, _Place], later: Mapping[str, _Place], moved: frozenset[str]
) -> Iterator[Change]:
    for id_, place in later.items():
        if id_ not in earlier:
            continue
        was = earlier[id_]
        how = tuple(_reworded(was.piece, place.piece))
        if was.section.id != place.section.id:
            how = (f"from {_title(was.section)} to {_title(place.section)}", *how)
            yield Change("moved", _headline(place.piece), how, id_)
        elif id_ in moved:
            yield Change("moved", _headline(place.piece), (f"within {_title(place.section)}", *how), id_)
        elif how:
            yield Change("reworded", _headline(place.piece), how, id_)


def _moved(earlier: Mapping[str, _Place], later: Mapping[str, _Place]) -> frozenset[str]:
    """Those that changed place within their section, as few as possible."""
    found: set[str] = set()
    for section in {place.section.id for place in later.values()}:
        before, after = (
            _of(section, one, other)[:_MOST] for one, other in ((earlier, later), (later, earlier))
        )
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        stayed = {id_ for block in blocks for id_ in after[block.b : block.b + block.size]}
        found.update(id_ for id_ in after if id_ not in stayed)
    return frozenset(found)


def _of(section: str, placed: Mapping[str, _Place], other: Mapping[str, _Place]) -> list[str]:
    """The pieces that stand under `section` in both states, in the order of the first."""
    return [
        id_
        for id_, place in placed.items()
        if place.section.id == section and id_ in other and other[id_].section.id == section
    ]


def _reworded(was: Piece, now: Piece) -> Iterator[str]:
    if was.headline != now.headline:
        yield f"headline was “{_headline(was)}”"
    if was.url != now.url:
        yield "leads to another page"
    if was.blurb != now.blurb:
        yield _text(was.blurb, now.blurb)
    if was.also != now.also:
        yield f"further reports: {len(was.also)}, now {len(now.also)}"
    if was.deals != now.deals:
        yield f"rows of the deal table: {len(was.deals)}, now {len(now.deals)}"


def _text(was: str, now: str) -> str:
    if not was or not now:
        return "has no text any more" if was else "has a text now"
    count = len(now.split()) - len(was.split())
    more = f", {count:+d} words".replace("-", "−") if count else ""
    return f"text reworded{more}"


def _around(before: Edition, after: Edition) -> Iterator[Change]:
    """What stands around the stories."""
    for name in ("title", "subject", "preheader"):
        was, now = (getattr(edition, name) for edition in (before, after))
        if was != now:
            yield Change("changed", name.capitalize(), (f"was “{clean.line(was)}”" if was else "is new",))
    if before.intro != after.intro:
        yield Change("changed", "Intro", (_text(before.intro, after.intro),))
    if before.watch != after.watch:
        yield Change("changed", "Watch list", (f"{len(before.watch)} lines, now {len(after.watch)}",))
    if before.corrections != after.corrections:
        counts = f"{len(before.corrections)}, now {len(after.corrections)}"
        yield Change("changed", "Corrections", (counts,))
    yield from _sections(before.sections, after.sections)


def _sections(before: Iterable[Section], after: Iterable[Section]) -> Iterator[Change]:
    earlier, later = ({section.id: section for section in each} for each in (before, after))
    for id_, section in later.items():
        was = earlier.get(id_)
        if was is None:
            yield Change("changed", f"Section {_title(section)}", ("is new",))
        elif was.title != section.title:
            yield Change("changed", f"Section {_title(section)}", (f"was called “{_title(was)}”",))
        if was and was.intro != section.intro:
            yield Change("changed", f"Intro of {_title(section)}", (_text(was.intro, section.intro),))
    for id_, section in earlier.items():
        if id_ not in later:
            yield Change("changed", f"Section {_title(section)}", ("is gone",))
    kept = [id_ for id_ in earlier if id_ in later]
    if kept != [id_ for id_ in later if id_ in earlier]:
        yield Change("changed", "Sections", ("stand in another order",))


def _headline(piece: Piece) -> str:
    return clean.line(piece.headline) or "Untitled"


def _title(section: Section) -> str:
    return clean.line(section.title) or section.id
