"""The subject with which a clause opens, and which names are no company's: persons, places, plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest import bundled
from digest.claims import phrases
from digest.deals import headline, names, parties, runs
from digest.deals.headline import Word

_LONGEST_SUBJECT = 14  # words
_READ = 240  # characters in which a subject ends
_GIVEN = bundled.lines("given_names.txt")
_PLAIN = (
    bundled.lines("stop_words.txt")
    | bundled.lines("no_names.txt")
    | bundled.lines("company_never.txt")
    | bundled.lines("company_heads.txt")
    | bundled.lines("company_people.txt")
    | bundled.lines("company_modifiers.txt")
    | bundled.lines("deal_never_parties.txt")
)
_OPENING = re.compile(
    r"(?:\[?(?:exclusive|scoop|breaking|update|sources?|reports?|filing|analysis|funding|firstft|just in)\]?"
    r"\s?[:|–—-]\s)?"
    r"(?:(?:(?:back )?in|on|at|after|earlier|today|yesterday|just|with|since|by|as of|over|during|now|"
    r"(?:last|this) (?:week|month|year|quarter|summer|spring|autumn|fall|winter))\b[^,:;.]{0,60},\s)?",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:?!]\s|\.\s(?=[A-Z“\"])|\s[–—|]\s|,?\s(?:while|whereas|but)\s"
    rf"|\b(?:{phrases.alternatives('says')})\s(?:\w+day\s)?(?:that\s)?(?=[A-Z])"
)
_ENDS = phrases.words("ends a name")
_TAIL = phrases.words("ends of firms")
_TITLES = re.compile(rf"\s(?:{phrases.alternatives('offices')})(?:\s|$)")
_ALSO = re.compile(r"\s?(?:,|and|&|/|\bor\b)\s?(?:and\s)?(?:[A-Z][\w.-]*)")
_OTHER = re.compile(  # what follows a name, and is somebody else then
    rf"[’']?\s(?:{phrases.alternatives('others beside a name')})\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"\s(?:and|from|by|with)\s|,\s")
_COUNTED = re.compile(r"(?<!\w)\d[\d,.]*(?:\s|-year-old)", re.IGNORECASE)
_THING = re.compile(r"['’]s\s(?:AI|new|latest)\s$")
_OFFICE = re.compile(r"\s(?:of|for)\s(?:the\s)?[A-Z]")
_NEVER_FIRST, _NEVER_LAST = (
    {"even", "gen", "back", "almost", "nearly", "over", "attorney"},
    phrases.words("ends no firm"),
)
_DESCRIBING = ("-based", "-backed", "-powered", "-led", "-quarter", "-focused", "-labelling", "-labeling")
_ROUND = re.compile(r"Series\s[A-Z]\d?|[A-WYZ]\d?|Series|Seed|[QH][1-4]|FY\d\d", re.IGNORECASE)
_TELLERS = phrases.words("tells it")


@dataclass(frozen=True, slots=True)
class Subject:
    """With whom a clause opens: "" for nobody by name; what follows begins at character `end`."""

    name: str
    end: int
    possessive: bool = False


def subject(text: str, limit: int) -> Subject:
    """The one company that is the subject of the clause in which character `limit` stands."""
    cuts = [found.end() for found in _BREAK.finditer(text, 0, limit)]
    start = cuts[-1] if cuts else 0
    opening = _OPENING.match(text, start)
    start = opening.end() if opening and opening.end() < limit else start
    words = headline.words(text[start : min(limit, start + _READ)])
    titled = _is_titled(text)
    phrase = _phrase(words, titled=titled)
    found = _titleless(parties.name(phrase, titled=titled)) if phrase else ""
    place = text.find(found, start, limit) if found else -1
    if place < 0 or is_nobody(found):
        return Subject("", start)
    end = place + len(found)
    if _OTHER.match(text, end) or _COUNTED.search(text, start, place) or _THING.search(text, start, place):
        return Subject("", end)
    if not titled and _OFFICE.match(text, end):
        return Subject("", end)
    if _ALSO.match(text, end) or _ALSO.match(text, start + phrase[-1].end):
        return Subject("", end)
    return Subject(found, end, text.startswith(("'s", "’s", "' ", "’ "), end))


@lru_cache(maxsize=64)
def _is_titled(text: str) -> bool:
    return headline.is_titled(headline.words(text))


def name(words: str) -> str:
    """The company that a noun phrase names: "AI startup Brightloom" is Brightloom; "" for none."""
    read = headline.words(words)
    found = _titleless(parties.name(read, titled=headline.is_titled(read))) if read else ""
    if _SEVERAL.search(words) or (len(read) > 1 and all(map(names.is_common, read))):
        return ""
    return "" if is_nobody(found) or found not in words else found


def is_nobody(found: str) -> bool:
    """Whether a name is surely no company's: a person's, a place, a round, a description, an outlet."""
    if not found or found in _TELLERS or _ROUND.fullmatch(found) or runs.is_place(found):
        return True
    read = headline.words(found)
    low = [word.low for word in read]
    if not read or low[0] in _GIVEN or low[0] in _NEVER_FIRST or low[-1] in _NEVER_LAST:
        return True
    if all(word in _PLAIN for word in low) or low[0].endswith(_DESCRIBING):
        return True
    return not any(map(str.isupper, found)) or (len(read) == 1 and _is_plain(read[0]))


def _is_plain(word: Word) -> bool:
    """Whether it is a common word with an ending; only the beginning of a sentence gives it a capital."""
    return names.is_common(word) and word.low.endswith(("s", "ing", "ed", "ly")) and word.text[1:].islower()


def _phrase(words: Sequence[Word], *, titled: bool) -> list[Word]:
    """The noun phrase with which a clause opens, up to its verb or a mark."""
    phrase: list[Word] = []
    for word in words[:_LONGEST_SUBJECT]:
        if word.kind not in ("word", "mark") or (word.kind == "mark" and word.low not in "&'‘’\"“”"):
            break
        if phrase and (word.low in _ENDS or (titled and _is_verb_in_title(word, phrase))):
            break
        if not phrase and word.low in _ENDS:
            return []
        phrase.append(word)
    return phrase if len(phrase) < _LONGEST_SUBJECT else []


def _is_verb_in_title(word: Word, phrase: Sequence[Word]) -> bool:
    """Whether a word in Title Case is the verb after a name: a common one that ends as verbs do."""
    if not names.is_capital(phrase[-1]) or phrase[-1].possessive or word.low in _TAIL:
        return False
    return runs.is_verb(word) or (names.is_common(word) and word.low.endswith(("s", "ed")))


def _titleless(found: str) -> str:
    """A name without the office behind it: "Brightloom CEO Ann Lee" is Brightloom."""
    cut = _TITLES.search(found)
    return found[: cut.start()] if cut else found
