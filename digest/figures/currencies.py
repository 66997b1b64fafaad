"""The currencies that news names: their signs, codes and words, and roughly what each is worth."""

from __future__ import annotations

import re
from typing import Final

from digest import bundled

CAREFUL: Final = frozenset({"won", "franc", "pound", "rand", "dong", "try", "php", "quid", "peso", "buck"})
"""Words that mean something else too: money only after a number in thousands or more."""

PENNIES: Final = {"cent": "USD", "pence": "GBP", "penny": "GBP", "paise": "INR"}
"""What a hundredth is called, and of what."""

_IRREGULAR = ("reais", "kronor", "kroner", "yen", "yuan", "won", "baht", "rand", "元", "zł", "bitcoin")


def _table() -> tuple[dict[str, float], dict[str, str], dict[str, str]]:
    dollars: dict[str, float] = {}
    signs: dict[str, str] = {}
    words: dict[str, str] = {}
    table = bundled.pairs("currencies.txt")
    euro = float(table["EUR"].partition("|")[0])
    for code, rest in table.items():
        rate, before, beside = rest.split("|")
        of_a_euro = rate.strip().removeprefix("EUR/")
        dollars[code] = float(rate) if of_a_euro == rate.strip() else euro / float(of_a_euro)
        signs |= dict.fromkeys(before.lower().split(), code)
        for word in (word.strip().lower() for word in beside.split(",")):
            words[word] = code
    return dollars, signs, words


DOLLARS, SIGNS, WORDS = _table()
"""Rough US dollars by code; code by sign, and by code or word, in small letters."""


def _either(spellings: list[str]) -> str:
    return "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))


def _by_letter(spellings: list[str]) -> str:
    """The same as one alternative to a first letter: most words fail at once, and this is tried at each."""
    letters = sorted({spelling[0] for spelling in spellings})
    rests = {letter: _either([word[1:] for word in spellings if word[0] == letter]) for letter in letters}
    return "|".join(f"{re.escape(letter)}(?:{rest})" for letter, rest in rests.items())


_CODES = [
    word for word in WORDS if (len(word) == 3 and word.upper() in DOLLARS) or word in ("rmb", "cnh", "ntd")
]
_BARE = "".join(sign for sign in SIGNS if len(sign) == 1)
_NAMED = [sign for sign in SIGNS if len(sign) > 1]
_NAMES = [word for word in WORDS if word not in _CODES]
# "US $5bn" and "hk $ 5", but a "Series A $5m round" is in US dollars
_SPACED = _either([f"{sign[:-1]} $" for sign in _NAMED if len(sign) > 2 and sign.endswith("$")])

_SURE = _by_letter([code for code in _CODES if code not in CAREFUL])

BEFORE: Final = re.compile(
    rf"(?:(?<![^\W\d_])(?P<sign>{_either(_NAMED)}|{_SPACED}|(?-i:c) \$|[{re.escape(_BARE)}])"
    rf"|(?<![^\W\d_])(?P<million>m)?(?P<code>{_SURE}|dollar))\s?$",
    re.IGNORECASE,
)
"""A currency at the end of what stands before a number."""

AFTER: Final = re.compile(
    rf"[\s-]?(?:(?P<million>m)?(?P<code>{_by_letter(_CODES)})(?![^\W_])|(?P<sign>[{re.escape(_BARE)}])(?!\s?\d)"
    rf"|(?P<word>{_by_letter(_NAMES)})(?:s(?![^\W_])|(?![^\W_]))|(?P<penny>{_either(list(PENNIES))})s?(?![^\W_]))",
    re.IGNORECASE,
)
"""A currency at the beginning of what stands behind a number."""


_ANYWHERE = [*_CODES, *_NAMES, *PENNIES, *(sign.rstrip(".") for sign in _NAMED if sign[-1] not in "$¥")]
_ANY = re.compile(
    rf"[{re.escape(_BARE)}]|(?<![^\W\d_])(?:m(?:{_either(_CODES)})|{_by_letter(_ANYWHERE)})s?(?![^\W\d_])"
)


def may_have(text: str) -> bool:
    """Whether anything in `text` may make a number money: the cheap look before the careful one."""
    return _ANY.search(text.lower()) is not None
