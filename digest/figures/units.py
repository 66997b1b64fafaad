"""What a number counts or measures, where it is no money: percent, multiples, power, people, chips, time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from digest import bundled
from digest.figures.numerals import Numeral


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit behind a number: where it ends, and what the number is multiplied by to be in it."""

    end: int
    kind: str
    unit: str
    factor: float = 1.0


def _table() -> tuple[dict[str, tuple[str, str, float]], dict[str, tuple[str, str, float]]]:
    signs: dict[str, tuple[str, str, float]] = {}
    words: dict[str, tuple[str, str, float]] = {}
    for word, meaning in bundled.pairs("units.txt").items():
        kind, unit, factor = meaning.split()
        (signs if word.startswith("=") else words)[word.removeprefix("=")] = (kind, unit, float(factor))
    return signs, words


_SIGNS, _WORDS = _table()


def _either(spellings: dict[str, tuple[str, str, float]]) -> str:
    return "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))


_UNIT: Final = re.compile(
    rf"[\s-]?(?:(?P<sign>{_either(_SIGNS)})(?![^\W_])"
    r"|(?P<points>(?i:percentage[\s-]points?|pct\.? points?|ppts?|pp)(?![^\W_]))"
    r"|(?P<percent>[%％]|(?i:per[\s-]?cents?|percentages?|pct)(?![^\W_]))"
    r"|(?P<basis>(?i:basis points?|bps)(?![^\W_])))"
    r"|(?P<times>\s?[x×X](?![^\W_])|-?[xX](?![^\W_])|[\s-]?(?i:fold)(?![^\W_]))"
    rf"|[\s-](?:(?:other|new|more|additional|further|of its|of their|laid-off|AI|US|U\.S\.|tech)\s)?"
    rf"(?P<word>(?i:{_either(_WORDS)}))(?:s|es)?(?![^\W_])"
)
_FIXED: Final = {
    "points": ("percent", "pp", 1.0),
    "percent": ("percent", "%", 1.0),
    "basis": ("percent", "pp", 0.01),
    "times": ("multiple", "x", 1.0),
}
_SHARE: Final = re.compile(
    r"[\s-](?:(?:of(?!\s(?:an?|one)\s(?:second|inch|degree|mile|metre|meter|gram|cent)(?![^\W_]))|share|interest|"
    r"ownership|its|their|his|her)\s|stake)",
    re.IGNORECASE,
)
_ONE: Final = re.compile(  # half a percent, a tenth of a percentage point
    r"\s(?:of\s)?(?:an?|one)[\s-](?:(?P<percent>per\s?cent)|percentage[\s-]point|(?:pct\.?\s)?point)(?![^\W_])",
    re.IGNORECASE,
)


def behind(text: str, numeral: Numeral) -> Unit | None:
    """The unit that follows `numeral`; None where none does."""
    if numeral.fraction:
        if one := _ONE.match(text, numeral.end):
            return Unit(one.end(), *_FIXED["percent" if one["percent"] else "points"])
        found = _SHARE.match(text, numeral.end)
        return Unit(numeral.end, "percent", "%", 100.0) if found else None
    unit = _UNIT.match(text, numeral.end)
    if unit is None:
        return None
    name = str(unit.lastgroup)
    if name in _FIXED:
        return Unit(unit.end(), *_FIXED[name])
    return Unit(unit.end(), *(_SIGNS[unit["sign"]] if name == "sign" else _WORDS[unit["word"].lower()]))
