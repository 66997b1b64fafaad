"""One part of a draft after another: brought up to date, or offered beside what a person wrote.

A story is settled as a whole: where its reports contradict what a person wrote anywhere in it, none of its
parts is brought up to date, and all that is new stands in one conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from digest.draft.merging import beside, disputes, rows
from digest.draft.merging.disputes import Dispute, Telling
from digest.draft.merging.passages import ALSO, CORRECTIONS, DEALS, EMPTY, HEADING, WATCH, Run
from digest.draft.merging.sides import AROUND, Side

_QUOTED = (HEADING, "blurb")  # parts of a story whose figures must agree
_PARTS = (HEADING, "blurb", DEALS, ALSO)


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it.

    Attributes:
        refreshed: the names of the parts that were taken over from the machine.
        offered: the names of those that were put beside what a person wrote.
    """

    side: Side
    refreshed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Taken:
    """What can be taken over from the machine.

    Attributes:
        news: the parts that cannot, since a person touched them.
        is_disputed: a row of deals was changed by both, each to something else.
    """

    side: Side
    refreshed: tuple[str, ...]
    news: tuple[str, ...]
    is_disputed: bool


def story(base: Side | None, mine: Side, theirs: Side) -> Settled:
    """A story of which `base` is how the machine wrote it last; None where it has not."""
    if base and mine.passage.plain == base.passage.plain:
        return _renewed(base, mine, theirs)
    taken = _taken(base, mine, theirs, (HEADING, "blurb", ALSO), (DEALS,))
    if base is None or all(base.text(name) == theirs.text(name) for name in _PARTS):
        return _offered(base, taken, theirs, taken.news)
    stood = beside.disputed(base, mine)
    found = _dispute(base, mine, theirs, stood, is_disputed=taken.is_disputed)
    kept = {*stood, *found.parts}
    if found.why or beside.is_claimed(base, mine):
        new = [name for name in _PARTS if name in kept or base.text(name) != theirs.text(name)]
        news = tuple(name for name in new if mine.text(name) != theirs.text(name))
        return Settled(beside.commented(base, mine, theirs, news, found.why), (), news)
    left = [name for name in _PARTS if name in kept and taken.side.text(name) != theirs.text(name)]
    return _offered(base, taken, theirs, tuple(dict.fromkeys([*taken.news, *left])))


def section(base: Side | None, mine: Side, theirs: Side) -> Settled:
    """The heading of a section and the words under it."""
    taken = _taken(base, mine, theirs, (HEADING, "intro"))
    return _offered(base, taken, theirs, taken.news)


def head(base: Side, mine: Side, theirs: Side) -> Settled:
    """What stands before the first section."""
    taken = _taken(base, mine, theirs, (*AROUND, "intro"), (WATCH, CORRECTIONS))
    return _offered(base, taken, theirs, taken.news)


def _offered(base: Side | None, taken: _Taken, theirs: Side, news: tuple[str, ...]) -> Settled:
    return Settled(beside.commented(base, taken.side, theirs, news), taken.refreshed, news)


def _renewed(base: Side, mine: Side, theirs: Side) -> Settled:
    """An untouched story as the machine writes it now; the marks behind its heading stay."""
    if base.passage.plain == theirs.passage.plain:
        return Settled(mine)
    newline, runs = mine.passage.newline, list(mine.passage.runs)
    trail = [run for run in _last(runs) if run.part == EMPTY]
    headed = mine.passage.with_part(HEADING, theirs.passage.part(HEADING)).runs[0]
    told = list(theirs.passage.runs[1:])
    for _ in _last(told):
        told.pop()
    body = [Run(run.part, tuple(line.rstrip("\r\n") + newline for line in run.lines)) for run in told]
    names = [name for name in _PARTS if base.text(name) != theirs.text(name)] or ["blurb"]
    return Settled(replace(mine, passage=replace(mine.passage, runs=(headed, *body, *trail))), tuple(names))


def _last(runs: Sequence[Run]) -> list[Run]:
    """The empty lines at the end."""
    found: list[Run] = []
    for run in reversed(runs):
        if run.part != EMPTY:
            break
        found.insert(0, run)
    return found


def _taken(
    base: Side | None, mine: Side, theirs: Side, names: Sequence[str], listed: Sequence[str] = ()
) -> _Taken:
    side, refreshed, news, is_disputed = mine, list[str](), list[str](), False
    for name in names:
        was, here, there = base.text(name) if base else None, mine.text(name), theirs.text(name)
        if there in {here, was}:
            continue
        if here == was:
            side = side.taking(name, theirs)
            refreshed.append(name)
        else:
            news.append(name)
    for name in listed:
        found = _rows(base, side, theirs, name)
        if found.rows != side.passage.part(name):
            side = side.telling(name, found.rows)
            refreshed.append(name)
        if name == DEALS and (found.disputed or found.missed) and side.text(name) != theirs.text(name):
            news.append(name)
            is_disputed = found.disputed
    return _Taken(side, tuple(refreshed), tuple(news), is_disputed)


def _rows(base: Side | None, mine: Side, theirs: Side, name: str) -> rows.Merged:
    """Labelled lines merged one by one."""
    was, here, there = (side.passage.part(name) if side else () for side in (base, mine, theirs))
    if base is None:
        return rows.Merged(here, missed=here != there)
    found = rows.merged(was, here, there, rows.company if name == DEALS else rows.address)
    if name == DEALS and found.rows != here and rows.collide(found.rows):
        return rows.Merged(here, disputed=True, missed=True)
    return found


def _dispute(base: Side, mine: Side, theirs: Side, stood: Collection[str], *, is_disputed: bool) -> Dispute:
    """How the reports contradict a story now; where they did (`stood`), all of it counts as a person's."""
    was, here, there = _telling(base), _telling(mine), _telling(theirs)
    differ = [name for name in _QUOTED if here.parts[name] != there.parts[name]]
    touched = [name for name in differ if here.parts[name] != was.parts[name]]
    found = disputes.of_story(was, here, there, touched, is_disputed=is_disputed)
    if not stood:
        return found
    is_open = DEALS in stood and bool(rows.changed(here.rows, there.rows, rows.company))
    still = disputes.of_story(here, here, there, differ, is_disputed=is_disputed or is_open)
    return still if still.why else found


def _telling(side: Side) -> Telling:
    return Telling({name: side.text(name) for name in _QUOTED}, side.passage.part(DEALS))
