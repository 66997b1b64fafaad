"""What a sentence says in figures: what each of them is, whose it is, and how far a deal has come.

The words beside a figure say what it is (`claim_roles.txt`). Whose it is is told by the grammar of business
news: a possessive or the nearest subject before it, or the company after "of" and "in". Where that is not
clear, nobody is named: a claim that says nothing does less harm than one that says the wrong thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest import bundled, figures
from digest.deals import names, stage
from digest.deals.names import Name
from digest.model import Claim, Figure

_LONGEST = 2000  # characters of a sentence
_WORD = re.compile(r"[A-Za-z][\w’'-]{0,40}")
_CLAUSE = re.compile(
    r"[;:]\s|\s[–—-]\s|,\s(?:while|whereas|but|although|though|after|as|with|which|who|and)\s|\.\s"
    r"|\b(?:while|whereas|compared (?:with|to)|versus|vs\.?|against|than)\s",
    re.IGNORECASE,
)
_NEAR = 9  # words between a figure and the word that says what it is
_REACH_OF_WORDS = 160  # characters in which they are looked for
_MOST = 40  # figures or names that are looked at on one side
_PAST_ANOTHER = 5  # words that another figure in between counts for
_ROLE_OF_KIND = {"power": "capacity", "energy": "capacity", "chips": "chips", "date": "date", "year": "date"}
_NOT_A_SUBJECT = re.compile(
    r"\b(?:by|from|with|to|for|at|in|on|of|than|against|via|through|including|like|into|as|between|or)"
    r"(?:\s(?:the|a|an|its|their|rival|maker|owner|investor|startup|start-up|parent|firm|group|giant))*\s$",
    re.IGNORECASE,
)
_IS_ANOTHER = re.compile(
    r"\b(?:by|from|with|to|against|via|through|including|like|into|than|on|rival|and|or)(?:\s(?:the|a|an|its|rival|giant))*\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s|-)(?:(?:a|an|the|its|minority|majority|equity|new|further|non-voting|worth|stake|share|interest|"
    r"investment|round|funding|slice|shares|for|about|roughly|up|to)\s){0,6}(?:of|in|into)\s(?:the\s|rival\s|startup\s)?$",
    re.IGNORECASE,
)
_NAMES = 4  # before a figure that are tried as its subject
_REACH = 60  # characters between a figure and the company after it
_BY_NAME = ("stake", "valuation", "amount")  # roles whose company may stand after "of" and "in"
_OTHERS = {"Reuters", "Bloomberg", "CNBC", "Axios", "Bloomberg News"}


def of(entry_id: str, sentence: str) -> tuple[Claim, ...]:
    """Every figure of `sentence` with its role, its company and the stage of the deal, in order."""
    found = figures.of(sentence[:_LONGEST])
    if not found:
        return ()
    parties = [name for name in names.of(sentence[:_LONGEST]) if not _is_inside(name, found)]
    status, words = stage.of(sentence[:_LONGEST])
    said = status if words else ""
    alone = _alone(sentence, found, parties)
    claims = []
    for figure in found:
        own = role(figure, sentence, found)
        owner = company(figure, own, sentence, parties) or alone
        claims.append(Claim(entry_id, sentence, figure, own, "" if own == "date" else owner, said))
    return tuple(claims)


def _is_inside(name: Name, found: Sequence[Figure]) -> bool:
    return name.text in _OTHERS or any(one.start < name.end and name.start < one.end for one in found)


def role(figure: Figure, sentence: str, found: Sequence[Figure]) -> str:
    """What `figure` is, by the nearest word that says so; `figure` where none does."""
    if figure.kind in _ROLE_OF_KIND:
        return _ROLE_OF_KIND[figure.kind]
    if figure.kind == "money" and figure.per in ("month", "hour", "token", "user", "seat", "million tokens"):
        return "price"
    rated = [
        (distance + _PAST_ANOTHER * between, behind, name)
        for word, distance, between, behind in _around(figure, sentence, found)
        if (name := _ROLES.get((figure.kind, word)))
    ]
    near = [one for one in rated if one[0] <= _NEAR]
    return min(near, default=(0, False, "figure"))[2]


def _around(figure: Figure, sentence: str, found: Sequence[Figure]) -> Iterator[tuple[str, int, int, bool]]:
    """The words of the clause by their distance: word, words between, figures between, whether behind."""
    first, last = _clause(figure, sentence)
    first, last = max(first, figure.start - _REACH_OF_WORDS), min(last, figure.end + _REACH_OF_WORDS)
    words = list(_WORD.finditer(sentence, first, last))
    near = [one for one in found if first <= one.start and one.end <= last][:_MOST]
    before = [match for match in words if match.end() <= figure.start + 1]
    behind = [match for match in words if match.start() >= figure.start]
    for distance, match in enumerate(reversed(before[-_NEAR - 1 :])):
        between = sum(match.end() <= one.start and one.end <= figure.start for one in near)
        yield match[0].lower(), distance, between, False
    for distance, match in enumerate(behind[: _NEAR + 1]):
        between = sum(figure.end <= one.start and one.end <= match.start() for one in near)
        yield match[0].lower(), distance, between, True


def _clause(figure: Figure, sentence: str) -> tuple[int, int]:
    """Where the clause of a figure begins and ends."""
    first, last = 0, len(sentence)
    for cut in _CLAUSE.finditer(sentence):
        if cut.end() <= figure.start:
            first = cut.end()
        elif cut.start() >= figure.end:
            last = cut.start()
            break
    return first, last


def company(figure: Figure, own: str, sentence: str, parties: Sequence[Name]) -> str:
    """Whose `figure` is; "" where the sentence does not say clearly."""
    if not parties or own == "date":
        return ""
    first, last = _clause(figure, sentence)
    if own in _BY_NAME:
        for name in parties:
            if figure.end <= name.start < min(last, figure.end + _REACH):
                if _AFTER.fullmatch(sentence, figure.end, name.start):
                    return name.text
                break
    before = [name for name in parties if first <= name.start and name.end <= figure.start]
    for name in reversed(before[-_NAMES:]):
        gap = sentence[name.end : figure.start]
        if gap.startswith(("'s ", "’s ")) or not _NOT_A_SUBJECT.search(sentence[: name.start][-60:]):
            return name.text if _reaches(name, figure, sentence) else ""
    return ""


def _alone(sentence: str, found: Sequence[Figure], parties: Sequence[Name]) -> str:
    """The only company of a sentence with one figure, where no word makes it the other side of it."""
    told = [figure for figure in found if figure.kind not in ("date", "year", "ordinal")]
    alone = parties[0] if len(told) == 1 and len({name.text for name in parties}) == 1 else None
    return alone.text if alone and not _IS_ANOTHER.search(sentence[: alone.start][-60:]) else ""


def _reaches(name: Name, figure: Figure, sentence: str) -> bool:
    """Whether nothing between a company and a figure takes it away: many words, or many thoughts."""
    gap = sentence[name.end : figure.start]
    return len(gap.split()) <= 2 * _NEAR and gap.count(",") <= 2


def _table() -> Iterator[tuple[tuple[str, str], str]]:
    for line in bundled.lines("claim_roles.txt"):
        name, kinds, words = (part.strip() for part in line.split("="))
        for kind in kinds.split():
            for word in words.split(", "):
                yield (kind, word), name


_ROLES = dict(sorted(_table(), reverse=True))
