"""Whether what an editor wrote and what the reports say now can both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from digest import figures, markup
from digest.draft import deals
from digest.draft.merging import rows
from digest.errors import DraftError
from digest.figures import wording
from digest.text import clip

_KINDS = {"money", "percent", "multiple", "people", "chips", "power", "energy", "duration", "date", "number"}
_SMALL = 10  # a bare number below it counts nothing that anybody would quote
_NAMED = 3  # figures that a message names
_SHOWN = 80  # characters of a headline in it
_SAYS = "its reports now say "
_ROW = "its deal now says "
_SO_THEIRS = " (and so does theirs)"
_CHANGED = "its reports tell another deal than you do"
_FOLDED = "its reports are told under "
_CALLED = {"heading": "headline", "blurb": "text"}

Key = tuple[float, float | None]
Told = defaultdict[str, dict[Key, str]]


@dataclass(frozen=True, slots=True)
class Telling:
    """What a story tells: its headline and its text by the names of the parts, and its rows of deals."""

    parts: Mapping[str, str]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Why a story cannot be right as it stands, in words, and the parts that tell so; "" where it can."""

    why: str = ""
    parts: frozenset[str] = frozenset()


def of_story(
    base: Telling, mine: Telling, theirs: Telling, touched: Collection[str], *, is_disputed: bool
) -> Dispute:
    """How `theirs` contradicts the parts of `mine` that a person `touched`.

    It does where a figure is new in such a part and another of that kind stands in its place; where a row of
    deals has a new one and the part tells the old; and where the whole story gives up a figure for a new one
    of that kind, and the part still tells it. `is_disputed`: a row was changed by both, each to something
    else.
    """
    found = [
        {name: why for name in touched if (why := ask(base, mine, theirs, name))}
        for ask in (_in_part, _in_row, _in_story)
    ]
    whys = next((list(told.values()) for told in found if told), [])
    if is_disputed and not found[1]:
        whys.append(_CHANGED)
    return Dispute("; ".join(dict.fromkeys(whys)), frozenset(name for told in found for name in told))


def of_fold(headline: str) -> str:
    """Why a story that the machine tells within another one now has to be settled."""
    return f'{_FOLDED}"{clip(headline, _SHOWN)}" now'


def is_ours(why: str) -> bool:
    """Whether a reason is worded as here: a person has written nothing into it."""
    return all(said.startswith((_SAYS, _ROW, _CHANGED, _FOLDED)) for said in why.split("; "))


def _in_part(base: Telling, mine: Telling, theirs: Telling, name: str) -> str:
    """A figure is new in a part, and a person's words tell another one in its place."""
    was, said, now = (_told(side.parts[name]) for side in (base, mine, theirs))
    return _replaced(was, said, now, lambda kind, key: key not in now[kind])


def _in_story(base: Telling, mine: Telling, theirs: Telling, name: str) -> str:
    """A figure that the story told is nowhere in it now, another is new, and a person's words have it."""
    was, said, now = _whole(base), _told(mine.parts[name]), _whole(theirs)
    return _replaced(was, said, now, lambda kind, key: key in was[kind] and key not in now[kind])


def _replaced(was: Told, said: Told, now: Told, is_old: Callable[[str, Key], bool]) -> str:
    for kind, found in now.items():
        new = [key for key in found if key not in was[kind] and key not in said[kind]]
        old = [key for key in said[kind] if is_old(kind, key)]
        if new and old:
            return f"{_SAYS}{_listed(found, new)}, you say {_listed(said[kind], old)}"
    return ""


def _in_row(base: Telling, mine: Telling, theirs: Telling, name: str) -> str:
    """A row of deals has another sum or share, and a person's words tell the one that no row has any more."""
    said = _told(mine.parts[name])
    told = {sum_[:2] for row in theirs.rows for sum_ in _sums(row).values()}
    for row, now in rows.changed(base.rows, theirs.rows, rows.company).items():
        before, after = _sums(row), _sums(now)
        for place in () if now in mine.rows else before.keys() & after.keys():
            (kind, old, _), (unit, new, words) = before[place], after[place]
            if (kind, old) not in told and old in said[kind] and new not in said[unit]:
                also = _SO_THEIRS if old in _told(theirs.parts[name])[kind] else ""
                return f"{_ROW}{words}, your {_CALLED[name]} says {_listed(said[kind], [old])}{also}"
    return ""


def _whole(side: Telling) -> Told:
    found: Told = defaultdict(dict)
    for text in side.parts.values():
        for kind, told in _told(text).items():
            found[kind] |= told
    for row in side.rows:
        for kind, key, words in _sums(row).values():
            found[kind].setdefault(key, words)
    return found


def _sums(row: str) -> Mapping[str, tuple[str, Key, str]]:
    """What a row of deals says in figures by its place in it: kind, figure, words."""
    try:
        deal = deals.read(row.partition(":")[2].removeprefix("**"), "")
    except DraftError:  # of a person's rows one may be none yet; it is told elsewhere
        return {}
    found = {}
    for place, money in (("amount", deal.amount), ("valuation", deal.valuation)):
        if money:
            found[place] = (f"money {money.currency} ", (money.value, None), wording.short(money))
    if deal.stake_percent is not None:
        found["stake"] = ("percent % ", (deal.stake_percent, None), f"{deal.stake_percent:g}%")
    return found


def _told(text: str) -> Told:
    """By kind and unit the figures of a text, each with its words."""
    plain = markup.unescape(markup.LINK.sub(lambda match: match["name"], text))
    found: Told = defaultdict(dict)
    for figure in figures.of(plain):
        counts = figure.kind != "number" or abs(figure.value) >= _SMALL
        if figure.kind in _KINDS and counts:
            said = plain[figure.start : figure.end].strip()
            found[f"{figure.kind} {figure.unit} {figure.per}"].setdefault((figure.value, figure.high), said)
    return found


def _listed(found: Mapping[Key, str], keys: Sequence[Key]) -> str:
    return " and ".join(" ".join(found[key].split()).replace("; ", ", ") for key in keys[:_NAMED])
