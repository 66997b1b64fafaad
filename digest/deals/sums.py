"""What each sum of a headline is, by the words beside it: amount, valuation, or nothing of a deal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import bundled
from digest.deals import doubts, wordlists
from digest.deals.headline import Word
from digest.deals.lexicon import Lexicon
from digest.model.figures import Figure, Money

_LEAST = 10_000.0  # of any currency; less is a price
_LEAST_RATE = 1_000_000.0  # a month or a year; less is a subscription or a salary
_WHOLE = 1.5e11  # dollars; no listing raises so much, so that the sum is what the company is worth
_WORLD = 5e12  # dollars; so much is told of markets and states only
_MARKET = 2e12  # dollars; so much is only a listed company worth, and no deal
_REACH = 2  # words that may stand between a sum and the word that says what it is
_VERBS = ("near ", "nears ", "nearing ", "close to ")
_ROUND = re.compile(
    r"\bseries[ -]([a-k])\b(?:[ -](extension|\d))?"
    r"|\b(pre-seed|pre-series [a-k]|pre-[a-k](?= round)|seed|angel)\b"
    r"|(?-i:\b([B-K])(?= [Rr]ound\b))",
    re.IGNORECASE,
)
_NOT_ROUND = re.compile(r"\s+(?:investor|fund\b|stage|bank)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum at word number `place`: `role` is `amount` or `valuation`."""

    place: int
    role: str
    money: Money


def _beside(side: str) -> Lexicon[str]:
    return Lexicon(
        (phrase, name.split()[0])
        for name, phrases in bundled.pairs("deal_sums.txt").items()
        if name.split()[1] == side
        for phrase in phrases.split(", ")
    )


_AFTER, _BEFORE = _beside("after"), _beside("before")


def of(words: Sequence[Word]) -> tuple[Sum, ...]:
    """The sums in `words` that may belong to a deal, in order."""
    return tuple(_sums(words))


def _sums(words: Sequence[Word]) -> Iterator[Sum]:
    for place, word in enumerate(words):
        if word.figure is None or word.figure.value < (_LEAST_RATE if word.figure.per else _LEAST):
            continue
        role = _role(words, place)
        if (
            role == "amount"
            and word.figure.unit == "USD"
            and word.figure.value >= _WHOLE
            and _is_listing(words, place)
        ):
            role = "valuation"
        if word.figure.unit == "USD" and word.figure.value >= _WORLD:
            continue
        if (
            role == "valuation"
            and word.figure.unit == "USD"
            and word.figure.value >= _MARKET
            and not _has_listing(words)
        ):
            continue
        if role != "other":
            before = words[place - 1].low if place else ""
            yield Sum(place, role, _qualified(_money(word.figure, word.text, role, before), before, role))


def _has_listing(words: Sequence[Word]) -> bool:
    return any(word.low in {"ipo", "listing"} for word in words)


def _is_listing(words: Sequence[Word], place: int) -> bool:
    return any(word.low in {"ipo", "listing"} for word in words[place + 1 : place + 4])


def _role(words: Sequence[Word], place: int) -> str:
    """What the sum at `place` is: `amount`, `valuation` or `other`."""
    unsaid = place > 0 and words[place - 1].low == "not"  # "raises $9M, not $8M as reported"
    if unsaid or (words[place].low == "$" and words[place].text.endswith(_IN_PASSING)):
        return "other"
    found = _told_behind(words, place) or _told_before(words, place)
    if not found and _is_of_startup(words, place):
        return "other"
    if found == "valuation" and words[place - 1].low == "worth" and _is_deal_worth(words, place):
        return "amount"
    if (
        found == "other"
        and words[place - 1].low in {"just", "only"}
        and place > 1
        and words[place - 2].low in _PAYING
    ):
        return "amount"
    if not found and _is_own_figure(words, place):
        return "other"
    valued = _is_valued_at(words, place) or _is_second_value(words, place)
    return found or ("valuation" if valued else "amount")


def _is_of_startup(words: Sequence[Word], place: int) -> bool:
    """Whether it tells in passing what a company is worth: "the $500bn startup"."""
    if not place or not (words[place - 1].low in {"the", "this"} or words[place - 1].possessive):
        return False
    return any(word.low in {"startup", "start-up", "giant"} for word in words[place + 1 : place + 3])


_PAYING = frozenset(["for", "at", "raises", "raised", "raising", "paid"])


def _is_deal_worth(words: Sequence[Word], place: int) -> bool:
    """Whether "a deal, worth $1B," tells the price of the deal."""
    return any(word.low in _DEALS for word in words[max(place - 4, 0) : place - 1])


_DEALS = wordlists.named("nouns of deals") | {
    "order",
    "round",
    "stake",
    "investment",
    "offer",
    "bid",
    "contracts",
}


def _is_own_figure(words: Sequence[Word], place: int) -> bool:
    """Whether sales or a market come right before: "revenue pace nears $5B", "backlog nearly doubles to"."""
    for step in range(place - 1, max(place - _OWN, -1), -1):
        low = words[step].low
        if low in _OWN_FIGURES:
            return words[step - 1].low != "capex"
        if words[step].kind != "word" or low in _CLOSED - _RISING:
            return False
    return False


_OWN = 6  # words from the noun to its sum
_RISING = frozenset(["to", "at", "on"])
_OWN_FIGURES = frozenset(
    ["revenue", "revenues", "arr", "backlog", "profit", "profits", "guidance", "earnings", "burn"]
)
_IN_PASSING = ("-valued", "-rated")  # "$25B-valued Chime"


def _told_behind(words: Sequence[Word], place: int) -> str:
    places = [each for each in range(place + 1, len(words)) if words[each].low not in _QUOTES][: _REACH + 1]
    if places and words[places[0]].low == "in":
        return "other" if _is_of_sales(words, place + 2) else ""
    for each in places:
        if words[each].low in _ENDS or words[each].low in _CLOSED:
            break
        if found := _AFTER.at(words, each):
            near = each == places[0] or found[0][1] == "valuation" or words[each].low in _MARKETS
            return found[0][1] if near else ""
    return ""


_MARKETS = frozenset({"market", "markets", "industry", "economy", "opportunity"})
_QUOTES = frozenset("'\"‘’“”")


def _told_before(words: Sequence[Word], place: int) -> str:
    for start in range(max(place - _BEHIND, 0), place):
        for size, role in _BEFORE.at(words, start):
            if start + size >= place - (role == "valuation"):  # "valued at nearly"
                return role
    return ""


_BEHIND = 5  # words before a sum in which a phrase may begin


def _is_of_sales(words: Sequence[Word], place: int) -> bool:
    """Whether "in lifetime sales" follows: sales, revenue or losses, with at most two words before."""
    return any(word.low in _SALES for word in words[place : place + 3])


_SALES = wordlists.named("sales")
_ENDS = frozenset({",", ";", ":", ".", "?", "!", "$", "—", "–", "|", "("})
_CLOSED = wordlists.named("closed")


def _is_valued_at(words: Sequence[Word], place: int) -> bool:
    """Whether "valuing the maker of X at" stands before, with the party between."""
    near = [word.low for word in words[max(place - 3, 0) : place]]
    if not near or not ({"at", "to"} & set(near) or words[place].text[0].isalpha()):
        return False  # "valuing it above $1bn": the qualifier is part of the sum
    for step in range(1, 10):
        if place - step < 0 or words[place - step].kind in {"sum", "share"}:
            return False
        if words[place - step].low in _VALUING:
            return True
    return False


def _is_second_value(words: Sequence[Word], place: int) -> bool:
    """Whether "values A at $2bn and B at $1bn" tells the value of B here."""
    if not place or words[place - 1].low != "at":
        return False
    before = next((step for step in range(place - 2, max(place - 8, 0), -1) if words[step].kind == "sum"), 0)
    return bool(before) and words[before + 1].low in {"and", ","} and _is_valued_at(words, before)


_VALUING = frozenset(["values", "value", "valuing", "valued", "valuation"])


def _qualified(money: Money, before: str, role: str) -> Money:
    """The sum with a qualifier that stands as a verb before it: "nears", "soars past"."""
    if money.qualifier == "exact" and role == "valuation" and before in {"nears", "nearing", "near"}:
        return Money(money.value, money.currency, "about")
    if (
        money.qualifier == "exact"
        and role == "valuation"
        and before in {"past", "tops", "topping", "exceeds"}
    ):
        return Money(money.value, money.currency, "at_least")
    return money


def _money(figure: Figure, text: str, role: str, before: str) -> Money:
    """The sum; a range counts with its upper end; "near" is a verb but in "for near $2bn"."""
    qualifier = figure.qualifier
    verb = text.lower().startswith(_VERBS) and before not in {"for", "at", "worth", "of"}
    if role == "amount" and qualifier == "about" and verb:
        qualifier = "exact"
    if figure.high is not None:
        return Money(figure.high, figure.unit, "up_to")
    return Money(figure.value, figure.unit, qualifier)


def stake(words: Sequence[Word]) -> float | None:
    """The share of a company that is told, in percent."""
    for place, word in enumerate(words):
        if word.kind != "share":
            continue
        if _is_share(words, place):
            return float(re.match(r"[\d.]+", word.text)[0])  # type: ignore[index]
    return None


def _is_share(words: Sequence[Word], place: int) -> bool:
    """Whether the percentage is one of a company, and not of a price: "a 10% stake", "buys 10% of Y"."""
    before = _up_to_turn([each.low for each in words[max(place - 5, 0) : place]][::-1])[::-1]
    after = _up_to_turn([each.low for each in words[place + 1 : place + 5]])
    beside = after[:1] in (["of"], ["in"])
    if set(after) & doubts.PARTS and not set(after) & _SHARES:
        return False
    if set(after[:1]) & _PRICES or (before[-2:-1] and before[-1] == "of" and before[-2] in doubts.MOVEMENTS):
        return False
    if before[-1:] and before[-1] in doubts.MOVEMENTS and not set(after[:2]) & _SHARES:
        return False
    if set(after) & _SHARES or set(before) & {"stake", "stakes", "holding", "shareholding", "ownership"}:
        return True
    return bool(_TAKING & set(before)) and beside


def _up_to_turn(lows: list[str]) -> list[str]:
    """The words up to a comma or another clause: a share price may move "as Y takes a stake"."""
    return lows[: next((place for place, low in enumerate(lows) if low in _TURNS), len(lows))]


_TURNS = bundled.lines("deal_turns.txt") | {",", ";", ":", "—", "–", "|"}
_SHARES = frozenset(["stake", "stakes", "ownership", "equity", "interest", "shareholding", "shares"])
_PRICES = frozenset(["higher", "lower", "jump", "drop", "gain", "surge", "cut", "discount", "premium"])
_TAKING = wordlists.named("taking")


def series(text: str) -> str:
    """The round that is told, "Series A" or "Seed"; "" for none."""
    for match in _ROUND.finditer(text):
        if _NOT_ROUND.match(text, match.end()):
            continue
        if match[1]:
            extra = f" {match[2].title()}" if match[2] and not match[2].isdigit() else ""
            return f"Series {match[1].upper()}{extra}"
        if match[3]:
            return "-".join(part.title() for part in match[3].split("-"))
        return f"Series {match[4].upper()}"
    return ""
