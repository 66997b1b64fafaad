"""Lines with a label, of which a person may change one and leave the others: merged one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from digest import markup
from digest.deals import identity
from digest.draft import deals
from digest.draft.lines import LABELLED

_ARROW = re.compile(r"\s*(?:→|->)\s*")
_LINK = re.compile(r"\]\(<?([^\s>)]+)")


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows after a merge.

    Attributes:
        rows: as they are to stand.
        disputed: a row that both changed, each to something else.
        missed: what `theirs` changed could not be taken over beside what a person did.
    """

    rows: tuple[str, ...]
    disputed: bool = False
    missed: bool = False


def company(row: str) -> str:
    """Whose deal a row tells, to know it again when it was changed."""
    match = LABELLED.match(row)
    names = re.split(r"\s+[·|]\s+", match[2] if match else row)[0]
    return markup.unescape(_ARROW.split(names)[-1]).strip().casefold()


def address(row: str) -> str:
    """Where a row leads, to know it again when it was changed; its first words where it leads nowhere."""
    found = _LINK.search(row)
    return found[1] if found else " ".join(row.split()[:4]).casefold()


def merged(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], known: Callable[[str], str]
) -> Merged:
    """The rows of `mine` with what `theirs` changed since `base`, where no person touched it.

    `known` says by what a changed row is known again.
    """
    if tuple(mine) == tuple(base):
        return Merged(tuple(theirs))
    was, now = _changes(base, mine, known), _changes(base, theirs, known)
    found: list[str] = list(mine)
    disputed = missed = False
    for row in base:
        here, there = was.get(row, row), now.get(row, row)
        if there in {row, here}:
            continue
        if here == row:
            found = _replaced(found, row, there)
        else:
            disputed = disputed or bool(here and there)
            missed = True
    added = [row for row in theirs if row not in base and row not in now.values()]
    own = [row for row in mine if row not in base and row not in was.values()]
    for row in added:
        if row in found:
            continue
        if any(known(row) == known(other) for other in own):
            disputed = missed = True
        else:
            found.append(row)
    return Merged(tuple(found), disputed, missed)


def collide(rows: Sequence[str]) -> bool:
    """Whether two rows tell one deal, which no draft may."""
    read = [deals.read(match[2], "") for match in map(LABELLED.match, rows) if match]
    return any(identity.same(one, other) for one, other in combinations(read, 2))


def changed(base: Sequence[str], now: Sequence[str], known: Callable[[str], str]) -> dict[str, str]:
    """By each row of `base` that `now` has in another wording that row of `now`."""
    return {row: other for row, other in _changes(base, now, known).items() if other}


def _changes(base: Sequence[str], now: Sequence[str], known: Callable[[str], str]) -> dict[str, str]:
    """What became of each row of `base` that `now` does not have: the changed row, or "" where it is gone."""
    left = [row for row in now if row not in base]
    found = dict[str, str]()
    for row in base:
        if row in now:
            continue
        changed = next((other for other in left if known(other) == known(row)), "")
        if changed:
            left.remove(changed)
        found[row] = changed
    return found


def _replaced(rows: Sequence[str], row: str, now: str) -> list[str]:
    """`rows` with `now` in place of `row`; without it where `now` is ""."""
    return [now if other == row else other for other in rows if now or other != row]
