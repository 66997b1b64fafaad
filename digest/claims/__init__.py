"""What a sentence says in figures: what each of them is, whose it is, and how far a deal has come.

The words beside a figure say what it is (`claim_roles.txt`). Whose it is is told by the grammar of business
news: a possessive or the nearest subject before it, or the company after "of" and "in". Figures that are set
beside those of other companies are read by stricter forms (`owners`). Where it is not clear, nobody is named:
a claim that says nothing does less harm than one that says the wrong thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import bundled, figures
from digest.claims import owners, parts, valuations
from digest.deals import names, stage
from digest.deals.names import Name
from digest.model import Claim, Figure

_LONGEST = 2000  # characters of a sentence
_WORD = re.compile(r"[A-Za-z][\w’'-]{0,40}")
_FIRM = re.compile(  # the words before are common ones; these make a firm of them
    r"(?<![\w-])(?!(?:The|An?|This|That|In|On|At|For|And|But|Or|As|Of|By|With|From|New|More|Most|Generative|Agentic|"
    r"Physical|Responsible|Sovereign|Applied|Industrial|Enterprise|Frontier|Global|European|American|Chinese)\s)"
    r"([A-Z][a-z]{1,20}\s(?:AI|Labs|Ventures|Energy|Robotics|Therapeutics|Technologies|Networks))(?!\w)"
)
_ROUND = re.compile(r"Series [A-Z]\d?|Seed|Q[1-4]|H[12]")
_SMALL = bundled.lines("stop_words.txt")
_CLAUSE = re.compile(
    r"[;:]\s|\s[–—·|-]\s|,\s(?:while|whereas|but|although|though|after|as|with|which|who|and)\s|\.\s"
    r"|\b(?:while|whereas|compared (?:with|to)|versus|vs\.?|against|than)\s",
    re.IGNORECASE,
)
_NEAR = 9  # words between a figure and the word that says what it is
_INSIDE = 3  # as near as a word of the figure itself counts: "cut 1,400 jobs" is told by "cut"
_REACH_OF_WORDS = 160  # characters in which they are looked for
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
_REPORTERS = {"Reuters", "Bloomberg", "CNBC", "Axios", "Bloomberg News"}  # who tells it
_PRICED = {"month", "hour", "token", "user", "seat", "million tokens"}


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what was read out of it."""

    text: str
    figures: Sequence[Figure]
    parties: Sequence[Name]
    firms: Sequence[Name]  # of the parties, those that may be companies
    cuts: Sequence[tuple[int, int]]  # where a clause ends and the next begins

    @classmethod
    def of(cls, text: str) -> _Sentence:
        found = figures.of(text)
        told = [name for name in parties(text) if not _is_inside(name, found)] if found else []
        firms = [name for name in told if not parts.is_nobody(name.text)]
        return cls(text, found, told, firms, [cut.span() for cut in _CLAUSE.finditer(text)] if found else [])

    def clause(self, figure: Figure) -> tuple[int, int]:
        """Where the clause of a figure begins and ends."""
        first = max((end for _, end in self.cuts if end <= figure.start), default=0)
        last = min((start for start, _ in self.cuts if start >= figure.end), default=len(self.text))
        return first, last


def of(entry_id: str, sentence: str) -> tuple[Claim, ...]:
    """Every figure of `sentence` with its role, its company and the stage of the deal, in order."""
    read = _Sentence.of(sentence[:_LONGEST])
    if not read.figures:
        return ()
    status, words = stage.of(read.text)
    said = status if words else ""
    alone = _alone(read)
    claims = []
    for figure in read.figures:
        role = _role(figure, read)
        owner = _owner(figure, role, read, alone)
        claims.append(Claim(entry_id, sentence, figure, role, owner, said))
    return tuple(claims)


def _owner(figure: Figure, role: str, read: _Sentence, alone: str) -> str:
    if role == "date":
        return ""
    if role in owners.ROLES:
        return owners.of(figure, role, read.text, [(name.start, name.end) for name in read.parties])
    return _company(figure, role, read) or alone


def outright(claim: Claim) -> str:
    """The role that the words right before a figure or behind it say, and no word further off; else ""."""
    figure, text = claim.figure, claim.sentence
    before = _WORD.findall(text[max(0, figure.start - 40) : figure.start])[-2:]
    behind = _WORD.findall(text[figure.end : figure.end + 40])[:1]
    roles = {_ROLES.get((figure.kind, word.lower()), "") for word in (*before, *behind)} - {""}
    return roles.pop() if len(roles) == 1 else ""


def parties(sentence: str) -> tuple[Name, ...]:
    """The company names of a sentence, in order, also those made of common words (Scale AI)."""
    text = sentence[:_LONGEST]
    found = [_trimmed(name) for name in names.of(text)]
    firms = (Name(match[1], match.start(1), match.end(1)) for match in _FIRM.finditer(text))
    found += [
        firm for firm in firms if not any(firm.start < one.end and one.start < firm.end for one in found)
    ]
    return tuple(sorted((name for name in found if name.text), key=lambda name: name.start))


def _trimmed(name: Name) -> Name:
    """A name without the small word that has a capital only because it opens the sentence."""
    first, _, rest = name.text.partition(" ")
    return Name(rest, name.start + len(first) + 1, name.end) if rest and first.lower() in _SMALL else name


def _is_inside(name: Name, found: Sequence[Figure]) -> bool:
    if name.text in _REPORTERS or _ROUND.fullmatch(name.text):
        return True
    return any(one.start < name.end and name.start < one.end for one in found)


def _role(figure: Figure, read: _Sentence) -> str:
    """What `figure` is, by the nearest word that says so; `figure` where none does."""
    if figure.kind in _ROLE_OF_KIND:
        return _ROLE_OF_KIND[figure.kind]
    if figure.kind == "money" and figure.per in _PRICED:
        return "price"
    if figure.kind == "money" and valuations.is_one(figure, read.text):
        return "valuation"
    rated = [
        (distance + _PAST_ANOTHER * between, behind, role)
        for word, distance, between, behind in _around(figure, read)
        if (role := _ROLES.get((figure.kind, word))) and role != "valuation"
    ]
    near = [one for one in rated if one[0] <= _NEAR]
    return min(near, default=(0, False, "figure"))[2]


def _around(figure: Figure, read: _Sentence) -> Iterator[tuple[str, int, int, bool]]:
    """The words of the clause by their distance: word, words between, figures between, whether behind."""
    first, last = read.clause(figure)
    first, last = max(first, figure.start - _REACH_OF_WORDS), min(last, figure.end + _REACH_OF_WORDS)
    words = list(_WORD.finditer(read.text, first, last))
    near = [one for one in read.figures if first <= one.start and one.end <= last]
    before = [match for match in words if match.end() <= figure.start]
    behind = [match for match in words if match.start() >= figure.end]
    inside = (match for match in words if figure.start <= match.start() < figure.end)
    yield from ((match[0].lower(), _INSIDE, 0, False) for match in inside)
    for distance, match in enumerate(reversed(before[-_NEAR - 1 :])):
        between = sum(match.end() <= one.start and one.end <= figure.start for one in near)
        yield match[0].lower(), distance, between, False
    for distance, match in enumerate(behind[: _NEAR + 1]):
        between = sum(figure.end <= one.start and one.end <= match.start() for one in near)
        yield match[0].lower(), distance, between, True


def _company(figure: Figure, role: str, read: _Sentence) -> str:
    """Whose `figure` is; "" where the clause does not say clearly."""
    first, last = read.clause(figure)
    if role in _BY_NAME:
        reach = min(last, figure.end + _REACH)
        after = next((name for name in read.firms if figure.end <= name.start < reach), None)
        if after and _AFTER.fullmatch(read.text, figure.end, after.start):
            return after.text
    before = [name for name in read.firms if first <= name.start and name.end <= figure.start]
    for name in reversed(before[-_NAMES:]):
        owns = read.text.startswith(("'s ", "’s "), name.end)
        if owns or not _NOT_A_SUBJECT.search(read.text[max(0, name.start - 60) : name.start]):
            return name.text if _reaches(read.text[name.end : figure.start]) else ""
    return ""


def _alone(read: _Sentence) -> str:
    """The only company of a sentence with one figure, where no word makes it the other side of it."""
    told = [figure for figure in read.figures if figure.kind not in ("date", "year", "ordinal")]
    if len(told) != 1 or len({name.text for name in read.parties}) != 1 or not read.firms:
        return ""
    name = read.firms[0]
    return "" if _IS_ANOTHER.search(read.text[max(0, name.start - 60) : name.start]) else name.text


def _reaches(gap: str) -> bool:
    """Whether what stands between a company and a figure leaves it that company's."""
    return len(gap.split()) <= 2 * _NEAR and gap.count(",") <= 2


def _table() -> Iterator[tuple[tuple[str, str], str]]:
    for line in bundled.lines("claim_roles.txt"):
        name, kinds, words = (part.strip() for part in line.split("="))
        for kind in kinds.split():
            for word in words.split(", "):
                yield (kind, word), name


_ROLES = dict(sorted(_table(), reverse=True))
