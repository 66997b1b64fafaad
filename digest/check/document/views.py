"""The ways in which an output is shown: light and dark, wide and narrow, with its style elements or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from digest.check.document import css

_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([\w.-]+)\s*)?\)")


@dataclass(frozen=True, slots=True)
class View:
    """A way of showing an output.

    Attributes:
        name: as a finding says it.
        dark: the reader prefers dark.
        width: of the screen in px.
        head: the style elements apply; Gmail's mobile web mail drops them all.
    """

    name: str
    dark: bool = False
    width: int = 700
    head: bool = True

    def shows(self, media: Iterable[str]) -> bool:
        """Whether rules within all of `media` apply."""
        return all(any(self._is(query) for query in each.split(",")) for each in media if each.strip())

    def _is(self, query: str) -> bool:
        words = query.strip().removeprefix("only ").split("(")[0].split()
        if words and words[0] not in ("all", "screen", "and"):
            return False
        return all(self._has(name, value) for name, value in _FEATURE.findall(query))

    def _has(self, name: str, value: str) -> bool:
        if name == "prefers-color-scheme":
            return value == ("dark" if self.dark else "light")
        size = css.pixels(value) if name in ("max-width", "min-width") else None
        if size is None:
            return False
        return self.width <= size if name == "max-width" else self.width >= size


LIGHT, DARK = View("light"), View("dark", dark=True)
NARROW, DARK_NARROW = View("320 px wide", width=320), View("dark, 320 px wide", dark=True, width=320)
BARE = View("without its style elements", head=False)
WAYS = (BARE, LIGHT, DARK, NARROW, DARK_NARROW)
"""All of them, the barest first."""
