"""What was reworded in a text, word by word: what stayed, what went, what came."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

KEPT, GONE, CAME = "=", "-", "+"
"""Signs of a run: it stands in both texts, only in the earlier, only in the later."""

_TOKEN = re.compile(r"\s+|[$€£¥₹₩]?\w+(?:[.,'’]\w+)*%?|[^\w\s]")
_LONE = 3  # characters; a kept run as short as that between two changes only makes them harder to read


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words with its sign."""

    sign: str
    text: str


def runs(before: str, now: str) -> tuple[Run, ...]:
    """How `before` became `now`: joined without those that came it is `before`, without those gone `now`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(now)
    found: list[Run] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = tag == "equal"
        found += [Run(KEPT, "".join(old[a:b]))] if same else _changed(old[a:b], new[c:d])
    return tuple(_joined(_whole(found)))


def _changed(old: Iterable[str], new: Iterable[str]) -> list[Run]:
    pair = Run(GONE, "".join(old)), Run(CAME, "".join(new))
    return [run for run in pair if run.text]


def _whole(found: list[Run]) -> Iterator[Run]:
    """Runs in which a space or a comma between two changes counts as changed with them."""
    for number, run in enumerate(found):
        inner = 0 < number < len(found) - 1
        if run.sign == KEPT and inner and len(run.text) <= _LONE and not any(map(str.isalnum, run.text)):
            yield Run(GONE, run.text)
            yield Run(CAME, run.text)
        else:
            yield run


def _joined(found: Iterable[Run]) -> Iterator[Run]:
    """Changes that follow each other as one: what went, then what came."""
    for changed, group in groupby(found, key=lambda run: run.sign != KEPT):
        members = list(group)
        if not changed:
            yield Run(KEPT, "".join(run.text for run in members))
            continue
        for sign in (GONE, CAME):
            if text := "".join(run.text for run in members if run.sign == sign):
                yield Run(sign, text)
