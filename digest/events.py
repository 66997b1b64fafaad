"""Whether a sentence tells an event: somebody who is named, and what they did.

Rough on purpose, for English prose, and meant for counting over a whole text: one sentence may be misjudged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from digest import bundled, figures, words

_VERBS = bundled.lines("event_verbs.txt")
_STOP = bundled.lines("stop_words.txt")
_STEMS = frozenset(words.stem(verb) for verb in _VERBS)
_IRREGULAR = frozenset(bundled.pairs("event_forms.txt"))
_BEFORE_BARE = frozenset({"to", "will", "would", "may", "might", "could", "shall", "must", "and"})
_BEFORE_ING = frozenset({"is", "are", "was", "were", "be", "been", "reportedly", "now"})
_ARTICLES = frozenset({"the", "a", "an", "of", "its", "their", "his", "her"})
_TOKEN = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[’'.&-][A-Za-z0-9À-ɏ]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_STANDS_FOR_NAME = re.compile(
    r"\b(?:the|this|a|an) (?:\S+ ){0,4}?(?:company|startup|start-up|firm|lab|maker|giant|regulator|court|"
    r"judge|government|commission|agency|ministry|researchers|duo|group|chipmaker|bank|university)\b",
    re.IGNORECASE,
)
_IN_TALKS = re.compile(
    r"\b(?:in (?:advanced |early )?talks|set to|about to|under (?:fire|investigation))\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:in|of|from|by|[A-Z][a-z]+|\d{1,2},) ((?:19|20)\d\d)\b")
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROFILE = re.compile(
    r"\b(?:founded (?:in|by)|was founded|headquartered in|based in \w+ since)\b", re.IGNORECASE
)
# Names that every text of the beat holds: they tell nobody apart.
_EVERYWHERE = bundled.lines("no_names.txt")
_FARTHEST = 30  # words between who and what


class Ear:
    """Knows the names of one text, and hears who does what in its sentences."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        """Learns names from running text: what is written with a capital inside sentences."""
        high: Counter[str] = Counter()
        low: Counter[str] = Counter()
        firms: set[str] = set()  # "Scale AI" is a name, however often the text says "at scale"
        latest = 0
        for paragraph in paragraphs:
            latest = max([latest, *map(int, _ANY_YEAR.findall(paragraph))])
            for sentence in words.sentences(paragraph):
                tokens = _TOKEN.findall(sentence)
                titled = is_titled(tokens)
                for token, following in pairwise([*tokens, ""]):
                    if token[0].islower():
                        low[_plain(token)] += 1
                    elif _plain(following) == "ai" and not titled:
                        firms.add(_plain(token))
                    elif token is not tokens[0] and (not titled or _odd(token)):
                        high[_plain(token)] += 1
        self._low = low
        self._names = firms | {name for name, count in high.items() if count > low[name]}
        self._year = latest

    def names(self, text: str) -> frozenset[str]:
        """The names in `text`, in small letters."""
        return frozenset(name for name, _ in self._named(text))

    def shared(self, title: str, opening: str) -> frozenset[str]:
        """The names that both hold; "U.N." is in a text that says "United Nations"."""
        initials = "".join(token[0] if token[0].isupper() else " " for token in _TOKEN.findall(opening))
        theirs = self.names(opening)
        return frozenset(
            name
            for name, token in self._named(title)
            if name in theirs or (_is_acronym(token) and token.replace(".", "") in initials)
        )

    def known(self, title: str) -> frozenset[str]:
        """The names in a title that are names elsewhere in the text too, as capitals in titles mark none."""
        return frozenset(name for name, token in self._named(title) if name in self._names or _odd(token))

    def _named(self, text: str) -> list[tuple[str, str]]:
        return [(_plain(token), token) for token in _TOKEN.findall(text) if self._is_name(token)]

    def tells(self, sentence: str, year: int) -> bool:
        """Whether `sentence` says that somebody did something, and not years before `year`."""
        if sentence.rstrip("\"'”’").endswith("?") or _PROFILE.search(sentence):
            return False
        now = min(year, self._year or year)
        if any(int(found) < now - 1 for found in _YEAR.findall(sentence)):
            return False
        tokens = _TOKEN.findall(sentence)
        who = next((at for at, token in enumerate(tokens) if self._is_name(token)), None)
        stands = _STANDS_FOR_NAME.search(sentence)
        if stands:
            before = len(_TOKEN.findall(sentence[: stands.start()]))
            who = before if who is None else min(who, before)
        if who is None:
            return False
        return bool(_IN_TALKS.search(sentence)) or any(
            _is_deed(tokens, at, sentence) for at in range(who + 1, min(who + _FARTHEST, len(tokens)))
        )

    def _is_name(self, token: str) -> bool:
        name = _plain(token)
        if token[0].islower() or token[0].isdigit() or len(name) < 2:
            return token[0].islower() and any(map(str.isupper, token[1:]))
        if name in _EVERYWHERE or name in _STOP:
            return False
        return (
            name in self._names or _odd(token) or (name not in self._low and words.stem(name) not in _STEMS)
        )


def is_titled(tokens: list[str]) -> bool:
    """Whether the words are written In Title Case, in which a capital marks no name."""
    long = [token for token in tokens if len(token) > 3 and token[0].isalpha()]
    return len(long) > 2 and sum(token[0].isupper() for token in long) >= 0.7 * len(long)


def _is_deed(tokens: list[str], at: int, sentence: str) -> bool:
    word, before = tokens[at].lower(), tokens[at - 1].lower()
    if word in _IRREGULAR:
        return True
    if word == "made":
        return bool(figures.money(sentence))
    if words.stem(word) not in _STEMS or "-" in word:
        return False
    if word.endswith("ing"):
        return bool(_BEFORE_ING.intersection(token.lower() for token in tokens[max(0, at - 3) : at]))
    if word in _VERBS:
        return before in _BEFORE_BARE or word.endswith("ed")
    return before not in _ARTICLES


def _plain(token: str) -> str:
    low = token.lower()
    return _POSSESSIVE.sub("", low) if "'" in low or "’" in low else low


def _odd(token: str) -> bool:
    """Written as only names are: a capital inside or a digit at its end."""
    return token[0].isupper() and (any(map(str.isupper, token[1:])) or any(map(str.isdigit, token)))


def _is_acronym(token: str) -> bool:
    return token.isupper() and len(token.replace(".", "")) > 1
