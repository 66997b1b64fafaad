"""Whether two names mean one company, and whether a text names it."""

from __future__ import annotations

import re

from digest import claims
from digest.deals import names

_WORD = re.compile(r"\w[\w&.+'’-]{0,60}")
_SAY_NOTHING = {"and", "of", "the", "&", "for", "ai"}


def one_party(one: str, other: str) -> bool:
    """Whether two spellings may mean one company: one key, or one holds the words of the other."""
    if names.key(one) == names.key(other):
        return True
    left, right = _telling(one), _telling(other)
    return bool(left and right) and (left <= right or right <= left)


def names_it(text: str, company: str) -> bool:
    """Whether `text` names a company, by one word of its name at least."""
    wanted = _telling(company)
    if not wanted or wanted & {_bare(word) for word in _WORD.findall(text)}:
        return True
    return any(names.key(name.text) == names.key(company) for name in claims.parties(text))


def _telling(name: str) -> set[str]:
    return {_bare(word) for word in _WORD.findall(names.bare(name))} - _SAY_NOTHING


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'.-")
