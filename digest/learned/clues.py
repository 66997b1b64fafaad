"""What in a report tells its section: words, spelling, kinds of words, who published it.

A clue is a short string whose first letter is its block; the weights know each by name, so that a decision
can be explained in words. `bench/training` reads texts through the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

from digest import bundled

BLOCKS: Mapping[str, float] = {
    "t": 1.0,  # words and word pairs of the headline
    "c": 1.0,  # spelling: runs of three to five letters within its words
    "s": 0.5,  # words and word pairs of the teaser
    "p": 0.5,  # the publisher; no teaser; no word of the field
    "k": 0.7,  # kinds of words in the headline
    "m": 0.4,  # kinds of words in the teaser
    "q": 0.5,  # pairs of kinds in the headline
    "o": 0.4,  # kinds in their order: who before what is done
}
"""Each block of clues and the length that it has whatever it holds."""
RARITY_COUNTS = frozenset("tcs")
"""Blocks in which a rare clue weighs more than a common one."""
TEASER_CHARS = 300

_BILLIONS = re.compile(
    r"(?:us\$|[$€£¥₹]|rs\.? ?)\s?\d[\d,.]*\s?-?(?:bn|b|billion|tn|trillion|t)\b|"
    r"\b\d[\d,.]*\s(?:billion|trillion)\b"
)
_MONEY = re.compile(r"(?:us\$|[$€£¥₹]|rs\.? ?)\s?\d[\d,.]*\s?-?(?:mn|m|million|k)?\b|\b\d[\d,.]*\smillion\b")
_PERCENT = re.compile(r"\d[\d.,]*\s?(?:%|percent|per cent)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POSSESSIVE = re.compile(r"'s\b|s'(?= )")
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_TOKEN = re.compile(r"[a-z0-9]+(?:[.+-][a-z0-9]+)*|[^\W\d_]+")
_NUMBER = re.compile(r"[\d.,]+")
_DIGIT = re.compile(r"\d")
_TAIL = re.compile(
    r"(?:read more|continue reading|the post |©|all rights reserved).*$", re.IGNORECASE | re.DOTALL
)
_FIELD = re.compile(r"\b(?:ai|gpt|llm|chatbot|openai|anthropic|artificial|model|nvidia|chip)")
_DOING = {
    "funding", "merger", "market", "court", "regulator", "launch", "move", "rivalry", "partner", "talk",
    "hacking", "trade", "work", "how-to", "shopping", "opinion",
}  # fmt: skip
_ACTING = {
    "ai-lab", "ai-app-firm", "big-tech", "model", "leader", "chip", "data-centre", "state", "country",
    "military", "vendor", "gadget", "energy",
}  # fmt: skip
_FIRMS = frozenset({"ai-lab", "ai-app-firm", "big-tech"})
_LONGEST = 400  # characters of a headline that are read
_ORDERED = 4
_MOST_WORDS = 3  # of a phrase of the list of kinds


@lru_cache(maxsize=8)  # every section asks about the same lead
def of(title: str, teaser: str, publisher: str) -> Mapping[str, Sequence[str]]:
    """The clues of one report by block, each once; `teaser` is its opening, may be ""."""
    title, teaser = title[:_LONGEST], teaser[:TEASER_CHARS]
    head, lead = tokens(title), tokens(_TAIL.sub("", teaser))
    spotted = list(_kinds_in(head))
    kinds = sorted(set(spotted))
    ordered = [kind for kind in spotted if kind in _DOING or kind in _ACTING][:_ORDERED]
    return {
        "t": _marked("t", (*head, *_runs(["<s>", *head, "</s>"]))),
        "c": list(dict.fromkeys(chain.from_iterable(map(_spelling, head)))),
        "s": _marked("s", (*lead, *_runs(lead))),
        "p": _marked("p", (publisher, *_circumstances(title, teaser, lead))),
        "k": _marked("k", (*kinds, f"first {spotted[0]}") if spotted else ("none at all",)),
        "m": _marked("m", _kinds_in(lead)),
        "q": _marked("q", (f"{one} + {other}" for one, other in combinations(kinds, 2))),
        "o": _marked("o", (f"{one} > {other}" for one, other in pairwise(ordered))),
    }


def _marked(block: str, found: Iterable[str]) -> list[str]:
    return [f"{block}:{clue}" for clue in dict.fromkeys(found)]


def tokens(text: str) -> list[str]:
    """Words in small letters; sums, shares, years and numbers each become one and the same word."""
    text = text.lower().translate(_QUOTES)
    if not _DIGIT.search(text):
        return _TOKEN.findall(_POSSESSIVE.sub("", text))
    text = _MONEY.sub(" zmoney ", _BILLIONS.sub(" zbigmoney ", text))
    text = _POSSESSIVE.sub("", _YEAR.sub(" zyear ", _PERCENT.sub(" zpercent ", text)))
    return ["znum" if _NUMBER.fullmatch(word) else word for word in _TOKEN.findall(text)]


def _runs(words: list[str]) -> Iterator[str]:
    return (f"{one} {other}" for one, other in pairwise(words))


def _circumstances(title: str, teaser: str, lead: list[str]) -> Iterator[str]:
    if not lead:
        yield "no teaser"
    if not _FIELD.search(f"{title} {teaser}".lower()):
        yield "no word of the field"


@lru_cache(maxsize=65536)
def _spelling(word: str) -> tuple[str, ...]:
    if word.startswith("z") and word in {"zbigmoney", "zmoney", "zpercent", "zyear", "znum"}:
        return ()
    marked = f"<{word[:40]}>"
    return tuple(
        f"c:{marked[start : start + size]}"
        for size in (3, 4, 5)
        for start in range(max(0, len(marked) - size + 1))
    )


def firms(text: str) -> frozenset[str]:
    """The companies that `text` names, as far as the list of kinds knows them."""
    spotted = _spotted(tokens(text))
    return frozenset(phrase for phrase, kinds in spotted if not _FIRMS.isdisjoint(kinds))


def _kinds_in(words: list[str]) -> Iterator[str]:
    """Kinds of the longest known phrase that starts at each word."""
    return chain.from_iterable(kinds for _, kinds in _spotted(words))


def _spotted(words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    known, longest = _lexicon(), _longest()
    for start, word in enumerate(words):
        for size in range(min(longest.get(word, 0), len(words) - start), 0, -1):
            phrase = " ".join(words[start : start + size])
            kinds = known.get(phrase)
            if kinds:
                yield phrase, kinds
                break


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, tuple[str, ...]]:
    """Kinds of each phrase of `kinds_of_words.txt`."""
    found: dict[str, set[str]] = {}
    for kind, phrases in _lines(bundled.lines("kinds_of_words.txt")):
        for phrase in phrases.split(","):
            found.setdefault(" ".join(tokens(phrase.strip())), set()).add(kind)
    return {phrase: tuple(sorted(kinds)) for phrase, kinds in found.items() if phrase}


@lru_cache(maxsize=1)
def _longest() -> Mapping[str, int]:
    """Words of the longest phrase that starts with a word, as far as phrases are looked up."""
    found: dict[str, int] = {}
    for phrase in _lexicon():
        first, *rest = phrase.split(" ")
        found[first] = max(found.get(first, 1), min(_MOST_WORDS, 1 + len(rest)))
    return found


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        kind, _, phrases = line.partition(": ")
        yield kind, phrases
