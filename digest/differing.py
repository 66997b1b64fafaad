"""How a draft differs from what the machine wrote, and an edition from an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from digest import archive, checking, draft, markup
from digest.compose import progress
from digest.deals import identity
from digest.draft import changes, deals
from digest.draft.changes import Changes
from digest.editing import proofs_of
from digest.errors import DigestError, UsageError
from digest.model import Deal, Edition, Piece
from digest.project import Project


@dataclass(frozen=True, slots=True)
class Told:
    """A story as one edition tells it.

    Attributes:
        section: its title.
        was: the headline under which the other edition told it; "" where it did not, or in the same words.
        since: key of the edition that told it last; "" for none.
        news: what is new since, in one line.
    """

    id: str
    headline: str
    section: str
    was: str = ""
    since: str = ""
    news: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deal of both editions that is not what it was, and how: `company`, and `over $10B → $14.3B`."""

    company: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many stories a section has in the earlier edition and in the later one."""

    section: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Editions:
    """What leads from the edition `before` to the edition `now`; both are keys.

    Attributes:
        new: stories that no earlier edition told.
        again: those that were told before.
        gone: those of `before` that are not told again.
        deals: those that moved.
        fresh_deals: those that `before` had not, each in one line.
    """

    before: str
    now: str
    new: tuple[Told, ...]
    again: tuple[Told, ...]
    gone: tuple[Told, ...]
    deals: tuple[Moved, ...]
    fresh_deals: tuple[str, ...]
    counts: tuple[Count, ...]


def since_built(project: Project, key: str) -> Changes:
    """What was done with the draft of `key` since the machine wrote it.

    Raises:
        DigestError: there is no such draft, or it cannot be read.
    """
    proofs = proofs_of(project, key)
    machine = draft.read(proofs.machine, "the machine's draft")
    return changes.between(machine, draft.read(proofs.text, proofs.file))


def since_edition(project: Project, key: str, other: str = "") -> Editions:
    """What leads from the edition `other`, or the one before it, to that of `key` as it would go out now.

    Raises:
        DigestError: there is no such edition, or none before it.
    """
    now = checking.current(project, key)
    if other == key:
        raise UsageError(key, "cannot be compared with itself", "name another edition, or leave --with out")
    if other:
        before = archive.edition(project, other)
        if before is None:
            raise DigestError(other, "there is no such edition", "digest status lists those that were built")
        return between(before, now)
    last = next(iter(archive.before(project, now.period, 1)), None)
    if last is None:
        raise DigestError(key, "has no edition before it", "name one with --with")
    return between(last, now)


def between(before: Edition, now: Edition) -> Editions:
    """What leads from `before` to `now`: pure."""
    same = {piece.id: earlier for piece in now.pieces if (earlier := _earlier(piece, before))}
    told = tuple(_stories(now, same, before.key))
    again = {earlier.id for earlier in same.values()}
    moved, fresh = _deals(before, now)
    return Editions(
        before.key,
        now.key,
        tuple(one for one in told if not one.since),
        tuple(one for one in told if one.since),
        tuple(Told(p.id, p.headline, title) for p, title in _placed(before) if p.id not in again),
        moved,
        fresh,
        tuple(_counts(before, now)),
    )


def _earlier(piece: Piece, before: Edition) -> Piece | None:
    """The piece of `before` that told the same story."""
    since = piece.story.since if piece.story else None
    named = since.headline if since and since.edition == before.key else ""
    for other in before.pieces:
        same_url, same_name = piece.url and other.url == piece.url, named and other.headline == named
        if other.id == piece.id or same_url or same_name:
            return other
    reports = _reports(piece)
    return next((other for other in before.pieces if reports & _reports(other)), None)


def _reports(piece: Piece) -> frozenset[str]:
    return frozenset(entry.id for entry in piece.story.entries) if piece.story else frozenset()


def _stories(now: Edition, same: dict[str, Piece], before: str) -> Iterator[Told]:
    for piece, title in _placed(now):
        told, earlier = Told(piece.id, piece.headline, title), same.get(piece.id)
        since = piece.story.since if piece.story else None
        if since:
            news = since.new if since.new != piece.headline else ""
            told = replace(told, since=since.edition, news=news)
        if earlier:
            was = earlier.headline if earlier.headline != piece.headline else ""
            told = replace(told, since=before, was=was)
        yield told


def _placed(edition: Edition) -> Iterator[tuple[Piece, str]]:
    return ((piece, section.title) for section in edition.sections for piece in section.pieces)


def _deals(before: Edition, now: Edition) -> tuple[tuple[Moved, ...], tuple[str, ...]]:
    earlier, later = _together(before), _together(now)
    moved, fresh = list[Moved](), list[str]()
    for deal in later:
        known = next((one for one in earlier if identity.same(one, deal)), None)
        if known is None:
            fresh.append(markup.unescape(deals.line(deal).removeprefix(deals.LABEL).strip()))
        elif how := progress.moved(known, deal):
            moved.append(Moved(deal.company, deal.kind, how))
    return tuple(moved), tuple(fresh)


def _together(edition: Edition) -> tuple[Deal, ...]:
    return identity.together(deal for piece in edition.pieces for deal in piece.deals)


def _counts(before: Edition, now: Edition) -> Iterator[Count]:
    """The sections of `now`, then those that only `before` has."""
    titles = {section.id: section.title for section in (*now.sections, *before.sections)}
    titles |= {section.id: section.title for section in now.sections}
    for id_, title in titles.items():
        yield Count(title, _size(before, id_), _size(now, id_))


def _size(edition: Edition, section: str) -> int:
    return sum(len(one.pieces) for one in edition.sections if one.id == section)
