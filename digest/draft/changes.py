"""What a person did with a draft since the machine wrote it: story by story, word by word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest import markup
from digest.draft import rewording
from digest.draft.drafted import PINNED, Draft, DraftPiece, DraftSection, Labelled
from digest.draft.rewording import Run

OWN, BROUGHT, DROPPED, HELD, MOVED, ORDER, PIN = (
    "own",
    "brought in",
    "dropped",
    "held",
    "moved",
    "order",
    "pinned",
)
"""What can be done with a story: written by the editor; not in the machine's draft, yet known to it; taken
out; put back for the next edition; put into another section; put elsewhere in its own; nailed down."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A part whose words changed: its name, and the words with their signs."""

    part: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What was done with one story.

    Attributes:
        id: "" for one of the editor's own.
        headline: as it stands now, or stood last.
        section: title of the section where it stands; "" where it was dropped.
        was: title of the section where the machine had put it; "" where it had not.
        done: of the words above, in their order.
        reworded: the parts whose words changed.
    """

    id: str
    headline: str
    section: str
    was: str
    done: tuple[str, ...]
    reworded: tuple[Reworded, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All that was done with a draft.

    Attributes:
        around: the parts outside of stories: the words around the mail, introductions, sections.
        stories: those that were touched, in the order of the draft, the dropped ones last.
        conflicts: what a person has to settle, with its lines.
    """

    around: tuple[Reworded, ...] = ()
    stories: tuple[Change, ...] = ()
    conflicts: tuple[Labelled, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.around or self.stories or self.conflicts)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece with the section that it stands in, and where; `held` where that waits."""

    piece: DraftPiece
    section: DraftSection
    held: bool


def between(before: Draft, now: Draft) -> Changes:
    """What leads from `before`, the machine's draft, to `now`."""
    old, new = _placed(before), _placed(now)
    pairs = _paired(old, new)
    known = {id(one): other for one, other in pairs}
    stirred = _stirred(pairs)
    changes = (_change(one, known.get(id(one)), moved=id(one) in stirred) for one in new)
    kept = {id(other) for _, other in pairs}
    dropped = (
        Change(one.piece.id, one.piece.headline, "", one.section.title, (DROPPED,))
        for one in old
        if id(one) not in kept
    )
    touched = (change for change in changes if change.done or change.reworded)
    return Changes(tuple(_around(before, now)), (*touched, *dropped), now.conflicts)


def _placed(draft: Draft) -> list[_Placed]:
    return [
        _Placed(piece, section, held)
        for sections, held in ((draft.sections, False), (draft.held, True))
        for section in sections
        for piece in section.pieces
    ]


def _paired(old: Sequence[_Placed], new: Sequence[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Each of `new` with what it was among `old`: by id, else by address, else by headline."""
    left = list(old)
    found: dict[int, _Placed] = {}
    for name in ("id", "url", "headline"):
        for one in new:
            key = getattr(one.piece, name)
            same = next((other for other in left if key and getattr(other.piece, name) == key), None)
            if id(one) not in found and same:
                found[id(one)] = same
                left.remove(same)
    return [(one, found[id(one)]) for one in new if id(one) in found]


def _stirred(pairs: Sequence[tuple[_Placed, _Placed]]) -> set[int]:
    """Those that stay in their section and yet do not stand in the order in which they stood.

    As few as possible: where the last was put first, that one moved, and not all the others.
    """
    found: set[int] = set()
    for name in dict.fromkeys(_name(one) for one, _ in pairs):
        here = [(one, other) for one, other in pairs if _name(one) == name == _name(other)]
        places = {id(other): place for place, (_, other) in enumerate(sorted(here, key=_line_before))}
        kept = rising([places[id(other)] for _, other in here])
        found |= {id(one) for number, (one, _) in enumerate(here) if number not in kept}
    return found


def _line_before(pair: tuple[_Placed, _Placed]) -> int:
    return pair[1].piece.line


def rising(places: Sequence[int]) -> set[int]:
    """The indices of a longest rising run of `places`."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at:] = [place] if at == len(tails) else [place, *tails[at + 1 :]]
        ends[at:] = [number] if at == len(ends) else [number, *ends[at + 1 :]]
    found: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        found.add(number)
        number = before[number]
    return found


def _name(placed: _Placed) -> Hashable:
    return (placed.held, placed.section.id or placed.section.title.casefold())


def _change(one: _Placed, was: _Placed | None, *, moved: bool) -> Change:
    piece = one.piece
    done = {
        OWN: was is None and not piece.id,
        BROUGHT: was is None and bool(piece.id),
        HELD: one.held and not (was and was.held),
        MOVED: was is not None and not one.held and _name(one) != _name(was),
        ORDER: moved,
        PIN: PINNED in piece.marks,
    }
    reworded = tuple(_reworded(was.piece, piece)) if was else ()
    words = tuple(word for word, is_so in done.items() if is_so)
    return Change(
        piece.id, piece.headline, one.section.title, was.section.title if was else "", words, reworded
    )


def _reworded(before: DraftPiece, now: DraftPiece) -> Iterator[Reworded]:
    yield from _part("headline", before.headline, now.headline)
    yield from _part("link", before.url, now.url)
    yield from _part("text", before.blurb, now.blurb)
    yield from _part("deals", *("\n".join(row.text for row in one.deals) for one in (before, now)))
    yield from _part(
        "corrections", *("\n".join(row.text for row in one.corrections) for one in (before, now))
    )
    names = [", ".join(link.name for link in one.also) for one in (before, now)]
    links = [", ".join(markup.link(link.name, link.url) for link in one.also) for one in (before, now)]
    yield from _part("also", *(names if names[0] != names[1] else links))


def _part(name: str, before: str, now: str) -> Iterator[Reworded]:
    if before != now:
        yield Reworded(name, rewording.runs(before, now))


def _around(before: Draft, now: Draft) -> Iterator[Reworded]:
    yield from _part("title", before.title, now.title)
    yield from _part("subject", before.subject, now.subject)
    yield from _part("preheader", before.preheader, now.preheader)
    yield from _part("introduction", before.intro, now.intro)
    yield from _part("falls due", *("\n".join(line.text for line in one.watch) for one in (before, now)))
    yield from _part(
        "corrections", *("\n".join(line.text for line in one.corrections) for one in (before, now))
    )
    yield from _part("sections", *(", ".join(_titles(one.sections)) for one in (before, now)))
    intros = {section.id or section.title: section.intro for section in before.sections}
    for section in now.sections:
        was = intros.get(section.id or section.title, "")
        yield from _part(f"introduction of {section.title}", was, section.intro)


def _titles(sections: Iterable[DraftSection]) -> list[str]:
    return [section.title for section in sections]
