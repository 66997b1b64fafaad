"""What a mail may weigh, and how one that weighs more is cut: openly, and the same way each time.

Gmail cuts a mail at about 102 kB of HTML, in the middle of a word, and hides the link to unsubscribe with
the rest. So one that would pass `LIMIT` gives up, in this order, until it fits: texts that alone take more
than a fifth of it, the longest first; the other texts, those deepest in their sections first; then stories,
the same way; then the texts of the stories that lead their sections, the last section's first; at last what
stands around the stories, one thing after the other. A long line of smaller deals goes with the first text.

A story without its text becomes a brief, or keeps its place between others with a word on where the text
is. Where one step took much more than it had to, what then fits comes back, the first stories first. Each
section says how many more stories there are, and the line under the title that all of them stand on the
web. Markdown, page and data are never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from digest.render.cuts import AROUND, STORY, TEXT, Cuts, Step, weight
from digest.render.issue import Issue

__all__ = ["LIMIT", "cut", "weight"]

LIMIT = 95_000
"""Bytes of HTML; what mail servers add on the way has the rest."""

_FAIR: Final = 0.2  # of the limit: a single text that takes more goes before all others
_FULL: Final = 0.85  # of the limit: a mail that weighs less has room for what was cut
_TRIES: Final = 8  # renderings to find out what comes back

_Gone = frozenset[Step]


def cut(issue: Issue, render: Callable[[Issue], str], limit: int = LIMIT) -> Issue:
    """As much of an `issue` that is too heavy as a mail can hold, or as little as there can be of it."""
    cuts = Cuts(issue, int(_FAIR * limit))

    def weigh(gone: _Gone) -> int:
        return weight(render(cuts.after(gone)))

    steps = _fewest(cuts, weigh, limit)
    return cuts.after(_refilled(cuts, cuts.steps[:steps], weigh, limit))


def _fewest(cuts: Cuts, weigh: Callable[[_Gone], int], limit: int) -> int:
    """How many steps it takes."""
    heavy, light = 0, len(cuts.steps)  # so many are too few, and so many are enough or all there are
    while light - heavy > 1:
        middle = (heavy + light) // 2
        if weigh(frozenset(cuts.steps[:middle])) <= limit:
            light = middle
        else:
            heavy = middle
    return light


def _refilled(cuts: Cuts, steps: Sequence[Step], weigh: Callable[[_Gone], int], limit: int) -> _Gone:
    """What stays gone when as much of it came back as there is room for, where there is much room.

    The last step stays: without it alone the mail is too heavy already.
    """
    gone, back = frozenset(steps), list[Step]()
    size = weigh(gone)
    for _ in range(_TRIES):
        if not back:
            back = _fitting(cuts, steps[:-1], gone, limit - size) if size < _FULL * limit else []
        if not back:
            break
        found = weigh(gone - frozenset(back))
        if found <= limit:
            gone, size, back = gone - frozenset(back), found, []
        else:
            back = back[: len(back) // 2]
    return gone


def _fitting(cuts: Cuts, steps: Sequence[Step], gone: _Gone, room: int) -> list[Step]:
    """Which of `steps` may come back into so many bytes: the last first, and no text without its story."""
    back: list[Step] = []
    absent = {step for step in gone if step.takes == STORY}
    for step in reversed(steps):
        is_alone = step.takes == TEXT and Step(STORY, step.block, step.place) in absent
        if step not in gone or step.takes == AROUND or is_alone:
            continue
        if (size := cuts.estimate(step)) <= room:
            back.append(step)
            absent.discard(step)
            room -= size
    return back
