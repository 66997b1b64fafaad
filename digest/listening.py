"""Who hears of the progress of long work, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

Listener = Callable[[str, int, int], None]
"""Hears what is being done, how many are done, and of how many."""


class Work(str):
    """The name of work that can say how it stands: `words()` is asked again and again while it goes on."""

    __slots__ = ("words",)
    words: Callable[[], str]

    def __new__(cls, name: str, words: Callable[[], str]) -> Self:
        """The name `name`."""
        made = super().__new__(cls, name)
        made.words = words
        return made


def counted(listen: Listener, name: str, total: int) -> Callable[[], None]:
    """A call that tells the listener that one more of `total` is done; it hears of the start at once."""
    done = 0
    listen(name, 0, total)

    def step() -> None:
        nonlocal done
        done += 1
        listen(name, done, total)

    return step
