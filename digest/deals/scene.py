"""A frame with all that stands around it: the ground on which verbs and nouns decide what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest import bundled
from digest.deals import names, wordlists
from digest.deals.frames import Match
from digest.deals.headline import Word
from digest.deals.slots import Slots
from digest.deals.sums import Sum

_INVESTORS = bundled.lines("deal_investors.txt")
_CHAIN = {name: int(place) for name, place in bundled.pairs("deal_labs.txt").items()}
_CLOUDS, _LABS, _LAST = 2, 4, 7  # places in that chain: computing, models, and whoever only buys
_BIG = 1e9  # a bare deal of a lab and a supplier of this size is an investment
ROUND = frozenset(
    [
        "funding",
        "round",
        "seed",
        "pre-seed",
        "financing",
        "raise",
        "fundraise",
        "fundraising",
        "angel",
        "megaround",
    ]
) | {f"series-{letter}" for letter in "abcdefghijk"}
"""Words that name a round."""

CAPITAL = ROUND | frozenset(["capital", "equity", "debt", "loan", "raising", "cash", "funds", "fund"])
"""Words that name what is raised."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one frame tells: a kind, its parties, and how sure that is."""

    kind: str
    company: str
    parties: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame in its clause.

    Attributes:
        match, slots: the frame and the names around it.
        sums: of the clause.
        topics: names of the noun frames of the whole headline.
        verb: its first word.
        share: of a company in percent, where the headline tells one.
        labs: makers of models in the headline.
        titled: whether nearly every word has a capital.
    """

    match: Match
    slots: Slots
    sums: tuple[Sum, ...]
    topics: frozenset[str]
    verb: str
    share: float | None
    labs: tuple[str, ...]
    titled: bool

    def first(self, *slots: str) -> str:
        """The first name of the first of `slots` that has one, "" for none."""
        return next((self.named(slot)[0] for slot in slots if self.named(slot)), "")

    def named(self, slot: str) -> tuple[str, ...]:
        """The names of `subject`, `object` or a preposition."""
        if slot == "subject":
            return self.slots.subject
        return self.slots.object if slot == "object" else self.slots.behind.get(slot, ())

    def has(self, role: str) -> bool:
        """Whether the clause has a sum of that role."""
        return any(each.role == role for each in self.sums)

    def sum_behind(self, role: str, reach: int = 99) -> bool:
        """Whether a sum of that role stands at most `reach` words behind the frame."""
        return any(each.role == role and 0 <= each.place - self.match.end < reach for each in self.sums)

    def sum_near(self, reach: int) -> bool:
        """Whether a sum stands at most `reach` words before or behind the frame."""
        before = _up_to_comma(self.slots.before[::-1])
        after = _up_to_comma(self.slots.after)
        first = self.match.start - min(reach, before)
        last = self.match.end + min(reach, after)
        return any(first <= each.place < last for each in self.sums)

    def after(self, reach: int = 99) -> frozenset[str]:
        """The words behind the frame, up to a comma."""
        return _lows(self.slots.after[:reach])

    def amount_obtained(self) -> bool:
        """Whether an amount is what is obtained, and not the price of "approval for" something."""
        words = self.slots.after
        end = next((place for place, word in enumerate(words) if word.low in _LEAVING), len(words))
        return self.sum_behind("amount", min(end, 9))

    def obtained(self) -> frozenset[str]:
        """The words behind the frame up to who gives it or what it is for."""
        found: set[str] = set()
        for word in self.slots.after:
            if word.low in _LEAVING:
                break
            found.add(word.low)
        return frozenset(found)

    def before(self) -> frozenset[str]:
        """The words before the frame."""
        return frozenset(word.low for word in self.slots.before)

    def investors(self) -> tuple[str, ...]:
        """Who gives money, as a round tells it: "from", "led by", "backed by"."""
        given = (*self.named("from"), *self.named("by"))
        return tuple(dict.fromkeys(given))


def _up_to_comma(words: Sequence[Word]) -> int:
    return next((place for place, word in enumerate(words) if word.low == ","), len(words))


_LEAVING = wordlists.named("leaving")


def _lows(words: Sequence[Word]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        if word.low == ",":
            break
        found.add(word.low)
    return frozenset(found)


def is_investor(name: str) -> bool:
    """Whether the name is that of an investor."""
    key = names.key(name)
    return key in _INVESTORS or any(key.endswith(f" {ending}") for ending in _INVESTORS)


def place(name: str) -> int:
    """Its place in the chain of supply: the lowest sells to the higher."""
    return _CHAIN.get(names.key(name), _LAST)


def is_sure(company: str, scene: Scene, *who: str) -> bool:
    """Whether a deal without a sum is one: all parties are names, one a company or an investor."""
    names_told = [company, *who]
    if any(not name or not (names.is_proper(name) or is_investor(name)) for name in names_told) or any(
        map(is_barred, names_told)
    ):
        return False
    near = frozenset(word.low for word in scene.slots.after[:10])
    told = near & _COMPANIES or _is_coined(company)
    return bool(told) or any(is_investor(name) or place(name) < _LAST for name in who)


_COMPANIES = wordlists.named("companies")


def _is_coined(name: str) -> bool:
    """Whether it is spelt as companies are: "WunderGraph", "Q.ai", "H1"."""
    return (
        any(char.isupper() for char in name.split(maxsplit=1)[0][1:])
        or "." in name
        or any(map(str.isdigit, name))
    )


_BARRED = bundled.lines("deal_never_parties.txt")


def is_barred(name: str) -> bool:
    """Whether it is one who makes no deals: a court, a politician, a market."""
    low = name.lower()
    return low in _BARRED or any(word in _BARRED for word in low.split())


def is_many(name: str) -> bool:
    """Whether the whole name is one of many or of a market, "Fintechs", "Wall Street"; "Boom" is none."""
    low = name.lower()
    return low in _BARRED and (low.endswith("s") or " " in low)


def is_lab(name: str) -> bool:
    """Whether it makes models, in which larger companies invest."""
    return place(name) == _LABS


def is_stake(giver: str, taker: str, scene: Scene) -> bool:
    """Whether a bare "deal" of the two means that one invests in the other."""
    large = any(each.money.value >= _BIG for each in scene.sums if each.role == "amount")
    return large and is_lab(taker) and place(giver) not in {_LABS, _CLOUDS}


def contract(who: tuple[str, ...], target: str, weight: float) -> Told:
    """A contract; who sells is the company: by the chain of supply, else the one the deal is with."""
    if who and ((not target and place(who[0]) < _LAST) or (target and place(who[0]) < place(target))):
        return Told("contract", who[0], (target,) if target else (), weight)
    return Told("contract", target, who, weight)
