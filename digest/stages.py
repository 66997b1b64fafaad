"""How far a sentence says that something has come, and what it expects and tells as done.

The words lie in `stage_words.txt`, those of what is withdrawn in `deal_stages.txt`. What is open
anywhere in a sentence is not settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digest import bundled, words

_LISTS = bundled.pairs("stage_words.txt")
_LONGEST = 1_000  # characters of a sentence; what is longer is none
_ENDS = [
    phrase
    for name, phrases in bundled.pairs("deal_stages.txt").items()
    if name == "withdrawn 10 clause"
    for phrase in phrases.split(", ")
    if not re.match(r"\w+ing\b|\w+ to\b", phrase)
]


def _pattern(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    spelt = (re.escape(phrase).replace(r"\*", r"\w{0,8}").replace(r"\ ", r"\s") for phrase in longest_first)
    return rf"(?<![\w’'-])(?:{'|'.join(spelt)})(?![\w-])"


def _of(name: str) -> str:
    return _pattern(_LISTS[name].split(", "))


_OPEN = re.compile(_of("open"), re.IGNORECASE)
_UNDER_WAY = re.compile(_of("under way"), re.IGNORECASE)
_HEARSAY = re.compile(_of("hearsay"), re.IGNORECASE)
_AGREED = re.compile(_of("agreed"), re.IGNORECASE)
_PLEDGED = re.compile(_of("pledged"), re.IGNORECASE)
_THINGS = re.compile(rf"{_of('things')}|[$€£¥]\s?\d|\d\s?(?:%|per\scent|percent)", re.IGNORECASE)
_THING = _of("things")
_CLOSED = re.compile(
    rf"{_of('closed')}\s(?:[\w’'$€£%.-]+\s){{0,6}}?{_THING}|{_THING}\s(?:has\s|was\s|is\s)?{_of('closed')}",
    re.IGNORECASE,
)
_ENDED = re.compile(_pattern(_ENDS), re.IGNORECASE)
_BEHIND = r"\s(?:(?:\w+ly|still|soon|be)\s){0,2}(?P<verb>[a-z]+)"
_WISHES = re.compile(_of("wishes") + _BEHIND, re.IGNORECASE)
_EXPECTS = re.compile(_of("expects") + _BEHIND, re.IGNORECASE)
_CONDITIONAL = re.compile(r"\b(?:would|could|may|might)\s[a-z]", re.ASCII)
_EARLIER = re.compile(_of("earlier"), re.IGNORECASE)
_KNOWN = re.compile(_of("known"), re.IGNORECASE)
_NOW = re.compile(_of("now"), re.IGNORECASE)
_DATED = re.compile(_of("dated"), re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:\b(?:which|who|that|to|not|n[’']t|never|would|could|may|might|will|if|should|must|denie[sd])\b|n[’']t)"
    r"(?:\s(?:has|have|had|be|been|was|it))*(?:\s\w+ly)?\s?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:had been|was|were|been|after|following)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
_REACH = 40  # characters before a word in which it is made an aside or taken back
_ARTICLE = re.compile(r"\b(?:a|an|the|any|no|every|each)\s$", re.IGNORECASE)
_AT_THING = re.compile(_THING, re.IGNORECASE)
_SETTLING = frozenset(map(words.stem, _LISTS["settling"].split(", ")))
_TURNS = frozenset(map(words.stem, bundled.lines("turning_verbs.txt"))) | _SETTLING
_IRREGULAR = dict(pair.split() for pair in _LISTS["irregular"].split(", "))
_NO_VERBS = frozenset({"reports", "plans", "talks", "deals", "shares", "sources", "says", "offers"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a sentence says of how far things have come.

    Attributes:
        stage: `rumoured` for what is open, else `announced`, `closed`, `withdrawn`; "" where it is not clear.
        pledged: agreed, and still to be done.
        planned: it tells of something to come.
        ahead: stems of the verbs that it expects, of those that move things on.
        done: stems of such verbs that it tells as done.
        words: those that say the stage, as they stand there.
        is_past: it speaks of how things were before.
    """

    stage: str = ""
    pledged: bool = False
    planned: bool = False
    ahead: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    words: str = ""
    is_past: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether it says in plain words that a deal is not settled."""
        return self.stage == "rumoured" and bool(_UNDER_WAY.fullmatch(self.words))

    @property
    def waits(self) -> bool:
        """Whether it says something that can be overtaken."""
        return bool(self.stage or self.pledged or self.planned)


NOTHING = Standing()
"""A sentence that says nothing of it."""


@lru_cache(maxsize=4096)
def of(sentence: str, *, headline: bool = False) -> Standing:
    """How far `sentence` says that things are; in a `headline` verbs of the present tell what is done."""
    if len(sentence) > _LONGEST:
        return NOTHING
    stage, said = _stage(sentence)
    ahead = {_verb(match) for pattern in (_WISHES, _EXPECTS) for match in pattern.finditer(sentence)}
    return Standing(
        stage,
        bool(_PLEDGED.search(sentence)),
        bool(ahead),
        frozenset(ahead & _TURNS),
        frozenset(_done(sentence, headline=headline)),
        said,
        bool(_KNOWN.search(sentence) or (_EARLIER.search(sentence) and not _NOW.search(sentence))),
    )


def overtakes(later: Standing, earlier: Standing) -> bool:
    """Whether what a later report says leaves nothing of what an earlier one expected or left open."""
    if earlier.is_past or later.is_past:
        return False
    waits = earlier.stage == "rumoured"
    if later.stage == "withdrawn":
        return earlier.stage in {"rumoured", "announced"} or earlier.planned
    if later.stage == "closed":
        return waits or earlier.pledged
    return (later.stage == "announced" and waits) or bool(earlier.ahead & later.done)


def _stage(sentence: str) -> tuple[str, str]:
    """The stage and the words that say so: of what is not open, the first word counts."""
    dated = bool(_DATED.search(sentence))
    waits = next((match for match in _OPEN.finditer(sentence) if not _was(sentence, match)), None)
    ended = next((match for match in _ENDED.finditer(sentence) if not _is_aside(sentence, match)), None)
    if ended and not dated and (not waits or waits[0].lower().startswith("talks")):
        return "withdrawn", ended[0]
    has_things = bool(_THINGS.search(sentence))
    waits = waits or (_HEARSAY.search(sentence) if has_things else None)
    if waits or not has_things:
        return ("rumoured", waits[0]) if waits else ("", "")
    found = [("rumoured", match) for match in _WISHES.finditer(sentence) if _verb(match) in _SETTLING]
    if not dated:
        found += _settled(sentence)
    if not found and (hangs := _CONDITIONAL.search(sentence)):
        found = [("rumoured", hangs)]
    stage, first = min(found, key=lambda each: each[1].start(), default=("", None))
    return stage, first[0] if first else ""


def _settled(sentence: str) -> list[tuple[str, re.Match[str]]]:
    told = (("closed", _CLOSED), ("announced", _AGREED))
    return [
        (stage, match)
        for stage, pattern in told
        for match in pattern.finditer(sentence)
        if not _is_aside(sentence, match) and not _is_adjective(sentence, match)
    ]


def _is_adjective(sentence: str, match: re.Match[str]) -> bool:
    """Whether it is no verb: "a completed deal would be the largest"."""
    return bool(_ARTICLE.search(sentence[: match.start()])) and not _AT_THING.match(match[0])


def _verb(match: re.Match[str]) -> str:
    return words.stem(match["verb"].lower())


def _was(sentence: str, match: re.Match[str]) -> bool:
    """Whether it was open before: "had been in talks", "after weeks of talks with"."""
    return bool(_BEFORE.search(sentence[max(0, match.start() - _REACH) : match.start()]))


def _is_aside(sentence: str, match: re.Match[str]) -> bool:
    """Whether the word is not what the sentence tells: "which raised", "could sign", "did not agree"."""
    return bool(_ASIDE.search(sentence[max(0, match.start() - _REACH) : match.start()]))


def _done(sentence: str, *, headline: bool) -> Iterable[str]:
    """Stems of the verbs that tell what has happened; what is dated otherwise is no news."""
    if _DATED.search(sentence):
        return
    for match in re.finditer(r"(?<![\w’'-])[a-z]{2,20}(?![\w-])", sentence, re.IGNORECASE):
        word = match[0].lower()
        stem = words.stem(_IRREGULAR.get(word, word))
        present = headline and word.endswith("s") and word not in _NO_VERBS
        if (
            stem in _TURNS
            and (present or word.endswith("ed") or word in _IRREGULAR)
            and not _is_aside(sentence, match)
        ):
            yield stem
