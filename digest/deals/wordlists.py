"""The small sets of words in `data/deal_words.txt`, by name."""

from __future__ import annotations

from digest import bundled

_LISTS = bundled.pairs("deal_words.txt")


def named(name: str) -> frozenset[str]:
    """The words of one list, in small letters."""
    return frozenset(_LISTS[name].split())
