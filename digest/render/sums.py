"""Sums and other figures in the language of the edition; in English as `digest.figures` writes them."""

from __future__ import annotations

import re

from digest.figures import reading, wording
from digest.messages import ENGLISH, Messages
from digest.model import STATUSES, Figure, Money

_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_PER = frozenset({"hour", "day", "week", "month", "year"})
_DECIMALS = 3
_WORDS = {"valuation": "differ.valuation", "stake": "differ.stake"} | {
    status: f"deals.{status}" for status in STATUSES
}
_MARK = 0xE000  # the first of the characters that stand for figures while a line is told again
_MOST = 40
_FIGURE = f"[{chr(_MARK)}-{chr(_MARK + _MOST)}]"
_WORD = re.compile("|".join(_WORDS))
_MACHINE = re.compile(rf"(?:{_FIGURE}|→|;| |for|{_WORD.pattern})+")
_FOR = re.compile(f"(?P<sum>{_FIGURE}) for (?P<share>{_FIGURE})")


def money(found: Money | None, words: Messages) -> str:
    """A sum in short: `$14.8B`, `14,8 Mrd. $`; "" for None."""
    return words.sum(found.value, found.currency, found.qualifier) if found else ""


def figure(found: Figure, words: Messages) -> str:
    """A figure of any kind in short; of a kind that has no words in the language, in English."""
    per = found.per in _PER
    if found.kind not in ("money", "percent", "people", "chips", "power") or (found.per and not per):
        return wording.figure(found)
    low = _one(found, found.value, words)
    said = low if found.high is None else f"{low}–{_one(found, found.high, words)}"
    said = (
        words.say(f"figures.a{'n' if found.per == 'hour' else ''}_{found.per}", figure=said) if per else said
    )
    return words.qualified(said, found.qualifier)


def retold(line: str, words: Messages) -> str:
    """A line of figures that the machine wrote in English: `over $10B rumoured → $14.8B for 49%`.

    A line with one word more than the machine uses is somebody's own, and is left as it is.
    """
    if words is ENGLISH or not line:
        return line
    found = reading.of(line)[:_MOST]
    bare, at = "", 0
    for number, one in enumerate(found):
        bare += line[at : one.start] + chr(_MARK + number)
        at = one.end
    bare += line[at:]
    if not _MACHINE.fullmatch(bare):
        return line
    bare = _WORD.sub(lambda word: words.say(_WORDS[word[0]]), bare)
    bare = _FOR.sub(lambda match: words.say("sums.for", sum=match["sum"], share=match["share"]), bare)
    bare = bare.replace("; ", words.say("marks.semicolon")).replace(" → ", words.say("marks.becomes"))
    return bare.translate({_MARK + number: figure(one, words) for number, one in enumerate(found)})


def _one(found: Figure, value: float, words: Messages) -> str:
    if found.kind == "money":
        return words.sum(value, found.unit)
    if found.kind == "percent" and found.unit == "%":
        return words.percent(value)
    if found.kind in ("people", "chips"):
        return words.count(f"figures.{found.kind}", int(value), number=_many(value, words))
    english = wording.figure(Figure(found.kind, value, found.unit, 0, 0))
    number, _, unit = english.partition(" ")
    return f"{words.number(float(number.replace(',', '')))} {unit}" if found.kind == "power" else english


def _many(value: float, words: Messages) -> str:
    for size, name in _SIZES:
        scaled = float(f"{value / size:.12g}")
        if value >= size and scaled == round(scaled, _DECIMALS):
            return words.say(f"figures.{name}", number=words.number(scaled))
    return words.number(value)
