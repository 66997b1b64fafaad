"""Where each story goes when the machine's order and the editor's meet."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def stirred(before: Sequence[str], now: Sequence[str]) -> frozenset[str]:
    """Those that stand on another side of each other now: the order of these is a person's.

    Where one was moved, both it and what it was moved past: which of the two was meant is not to be told.
    """
    place = {key: number for number, key in enumerate(before)}
    both = [key for key in now if key in place]
    pairs = (
        {one, other}
        for number, one in enumerate(both)
        for other in both[number + 1 :]
        if place[one] > place[other]
    )
    return frozenset().union(*pairs)


def followed(now: Sequence[str], theirs: Sequence[str], pinned: Collection[str] = ()) -> list[str]:
    """`now` in the order of `theirs`; what is not among them stays behind what it stood behind.

    Nothing passes one that is pinned.
    """
    found: list[str] = []
    stretch: list[str] = []
    for key in now:
        if key not in pinned:
            stretch.append(key)
            continue
        found += [*_sorted(stretch, theirs), key]
        stretch = []
    return found + _sorted(stretch, theirs)


def arrived(orders: Sequence[list[str]], theirs: Sequence[str], key: str, pinned: Collection[str]) -> None:
    """Puts `key` into one of `orders`, behind its nearest predecessor of `theirs` that stands there.

    What an editor put behind that one stays behind it. Without a predecessor it goes first, yet not before
    what an editor pinned there or wrote there.
    """
    for before in reversed(theirs[: theirs.index(key)]):
        order = next((one for one in orders if before in one), None)
        if order is not None:
            at = order.index(before) + 1
            while at < len(order) and order[at] not in theirs:
                at += 1
            order.insert(at, key)
            return
    order, at = orders[0], 0
    while at < len(order) and (order[at] not in theirs or order[at] in pinned):
        at += 1
    order.insert(at, key)


def _sorted(stretch: Sequence[str], theirs: Sequence[str]) -> list[str]:
    place = {key: number for number, key in enumerate(theirs)}
    groups: list[list[str]] = [[]]  # each: one of theirs and what follows it; the first has none
    for key in stretch:
        if key in place:
            groups.append([key])
        else:
            groups[-1].append(key)
    first, *others = groups
    return first + [key for group in sorted(others, key=lambda group: place[group[0]]) for key in group]
