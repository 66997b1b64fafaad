"""Names of parties: where a text has some, and when two spellings mean one company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from digest import bundled
from digest.deals import headline, wordlists
from digest.deals.headline import Word

_LONGEST = 2000  # characters of a text that are read for names; a title or a sentence is far shorter
_WORDS = 6  # of a name; longer runs are headlines in capitals
_SUFFIXES = sorted(
    (tuple(line.split()) for line in bundled.lines("legal_suffixes.txt")), key=len, reverse=True
)
_LAST_OF_SUFFIXES = frozenset(suffix[-1].rstrip(".") for suffix in _SUFFIXES)
_ALIASES = bundled.pairs("company_aliases.txt")
_COMMON = bundled.lines("company_common.txt") | bundled.lines("stop_words.txt")
_NO_NAMES = bundled.lines("no_names.txt")
_JOINTS = {"&", "of", "de", "and"}  # inside a name, where both neighbours are parts of it
_MEASURE = re.compile(r"\d{1,4}(?:GW|MW|G|D|K|nm|x|st|nd|rd|th|M|B)\+?", re.IGNORECASE)  # "5GW", "3D", "4th"
_KEPT = re.compile(r"[^\w&.+]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A party as the text writes it, without possessive; `text` stands at `start` to `end`."""

    text: str
    start: int
    end: int


def of(text: str) -> tuple[Name, ...]:
    """The party names of a title or a sentence, in order: written as names are, no common words."""
    found = []
    words = headline.words(text[:_LONGEST])
    titled = headline.is_titled(words)
    for run in _runs(words, titled=titled):
        start, end = run[0].start, run[-1].end
        found.append(Name(text[start:end], start, end))
    return tuple(found)


def _runs(words: list[Word], *, titled: bool) -> Iterator[list[Word]]:
    run: list[Word] = []
    for place, word in enumerate(words):
        if run and _carries_on(run[-1], word, words, place, titled=titled):
            run.append(word)
        else:
            yield from _trimmed(run)
            run = [word] if may_open(word, titled=titled) or _owns(words, place) else []
    yield from _trimmed(run)


def _carries_on(before: Word, word: Word, words: list[Word], place: int, *, titled: bool) -> bool:
    if before.possessive or word.start - before.end > 1:
        return False
    if word.low == "&" and place + 1 < len(words):
        return may_open(words[place + 1], titled=titled)
    return before.low == "&" or (
        is_capital(word)
        and (not titled or word.low not in _COMMON or (word.text == "AI" and word.possessive))
    )


def _trimmed(run: list[Word]) -> Iterator[list[Word]]:
    """`run` as a name, if it is one: not the first word of a sentence alone, not a day, not a headline."""
    while run and (run[-1].low == "&" or (run[-1].low in _NO_NAMES and len(run) == 1)):
        run = run[:-1]
    common = all(word.low in _COMMON or word.low in _NO_NAMES for word in run)
    if run and len(run) <= _WORDS and (not common or _owns(run, 0)):
        yield run


def _owns(words: list[Word], place: int) -> bool:
    """Whether "Surge AI's" stands there: a common word is a name before "AI" that owns something."""
    one, *rest = words[place : place + 2]
    owner = bool(rest) and rest[0].text == "AI" and rest[0].possessive and is_capital(one)
    return owner and one.low not in _KINDS_OF_AI


_KINDS_OF_AI = wordlists.named("kinds of ai")


def may_open(word: Word, *, titled: bool) -> bool:
    """Whether a name may begin with `word`; common words are none where every word has a capital."""
    if not is_capital(word) or word.low in _NO_NAMES:
        return False
    return not (titled and word.low in _COMMON)


def is_capital(word: Word) -> bool:
    """Whether it is written as a name is: a capital in front or inside, or letters and digits together."""
    text = word.text
    if word.kind != "word" or word.low.startswith("series-"):
        return False
    if text[0].isupper():
        return True
    if text[0].isdigit() and (_MEASURE.fullmatch(text) or text.isdigit() or text.lower() == text):
        return False
    return any(map(str.isupper, text)) or (text[:1].isalpha() and any(map(str.isdigit, text)))


def is_proper(name: str) -> bool:
    """Whether some word of `name` is none of the common ones that Title Case gives a capital."""
    words = [word.lower().removesuffix("'s") for word in name.split()]
    return any(word not in _COMMON and word not in _NO_NAMES for word in words)


def is_common(word: Word) -> bool:
    """Whether running text writes it small."""
    return word.low in _COMMON


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The form in which two spellings of one company are equal: no case, legal form, article, possessive."""
    folded = name.replace("’", "'").lower().strip()
    folded = folded.removesuffix("'s").removesuffix("'").removeprefix("the ")
    words = _without_suffix(_KEPT.sub(" ", folded.replace(",", " ")).split())
    plain = " ".join(words).strip(" .")
    return _ALIASES.get(plain, plain)


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """`name` without legal form at its end, as written otherwise; "The Nuclear Company" stays."""
    words = name.rstrip(" ,").split()
    if words and words[-1].lower().strip(".") in {"company", "co"}:
        return " ".join(words)
    return " ".join(words[: len(_without_suffix([word.strip(",") for word in words]))]).rstrip(" ,")


def _without_suffix(words: list[str]) -> list[str]:
    shorter = words[-1].lower().rstrip(".") in _LAST_OF_SUFFIXES if words else False
    while shorter and len(words) > 1:
        shorter = False
        for suffix in _SUFFIXES:
            size = len(suffix)
            if size < len(words) and all(
                word.lower().rstrip(".") == part.rstrip(".")
                for word, part in zip(words[-size:], suffix, strict=True)
            ):
                words, shorter = words[:-size], True
                break
    return words
