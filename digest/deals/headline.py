"""A headline taken apart: words, sums and marks with their places, and whether every word has a capital."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest import figures
from digest.model.figures import Figure

_LONGEST = 600  # characters that are read; what a headline says, it has said by then
_MAYBE_SUM = re.compile(r"\d")
_PIECE = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d{1,4})?\s?(?:%|percent\b|per cent\b))"
    r"|(?P<series>\bseries[ -][a-k]\b)"
    r"|(?P<word>[^\W_](?:[\w+&]|[.:](?=\w)|[-‑](?=\w)|['’](?=\w))*\.?)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\w\.){2,}$|^(?:inc|corp|co|ltd|dr|mr|st|dept|jr|vs|v)\.$", re.IGNORECASE)
_COMPOUND = re.compile(r"[-‑][a-z]{1,12}(?:[-‑][a-z]{1,12}){0,2}(?!\w)", re.IGNORECASE)  # "$25B-valued"
_OFFICES = frozenset(
    ["bank", "department", "ministry", "university", "institute", "government", "state", "city"]
)
_POSSESSIVES = ("'s", "’s")
_MOST = 0.75  # of the long words have a capital in Title Case
_SMALL = 4  # letters of a word that Title Case may leave small


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a sum of money, a percentage or a mark.

    Attributes:
        text: as written, without possessive.
        low: in small letters, the apostrophe straight.
        start, end: where it stands, without possessive.
        kind: `word`, `sum`, `share` or `mark`.
        possessive: whether "'s" follows.
        figure: of a sum.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str = "word"
    possessive: bool = False
    figure: Figure | None = None


def words(text: str) -> list[Word]:
    """The words of `text` in order; each sum of money is one."""
    text = text[:_LONGEST]
    sums = figures.money(text) if _MAYBE_SUM.search(text) else ()
    found: list[Word] = []
    place = 0
    for figure in sums:
        found += _plain(text, place, figure.start)
        compound = _COMPOUND.match(text, figure.end)
        place = compound.end() if compound else figure.end
        found.append(Word(text[figure.start : place], "$", figure.start, place, "sum", False, figure))
    return _joined(found + _plain(text, place, len(text)), text)


def _joined(found: list[Word], text: str) -> list[Word]:
    """The words with names such as "Bank of Borneo" as one."""
    joined: list[Word] = []
    for word in found:
        if (
            len(joined) > 1
            and joined[-1].low == "of"
            and joined[-2].low in _OFFICES
            and joined[-2].text[0].isupper()
            and word.text[0].isupper()
        ):
            start = joined[-2].start
            whole = text[start : word.end]
            joined[-2:] = [Word(whole, whole.lower(), start, word.end, "word", word.possessive)]
        else:
            joined.append(word)
    return joined


def _plain(text: str, start: int, end: int) -> list[Word]:
    found = []
    for match in _PIECE.finditer(text, start, end):
        kind = match.lastgroup or "mark"
        if kind == "word":
            found += _word(match[0], match.start(), text)
        elif kind == "series":
            low = "series-" + match[0][-1].lower()
            found.append(Word(match[0], low, match.start(), match.end()))
        else:
            found.append(Word(match[0], match[0], match.start(), match.end(), kind))
    return found


def _word(text: str, start: int, whole: str) -> list[Word]:
    dot = text.endswith(".") and not _ABBREVIATED.search(text)
    text = text[:-1] if dot else text
    bare = text[:-2] if text.endswith(_POSSESSIVES) else text
    possessive = bare != text or _is_plural_owner(text, whole, start + len(text))
    low = bare.lower().replace("’", "'").replace("‑", "-")
    found = [Word(bare, low, start, start + len(bare), "word", possessive)]
    if dot:
        found.append(Word(".", ".", start + len(text), start + len(text) + 1, "mark"))
    return found


def _is_plural_owner(text: str, whole: str, end: int) -> bool:
    """Whether an apostrophe alone follows, as in "Infosys’ deal", that closes no quotation."""
    if not text.endswith("s") or whole[end : end + 1] not in {"'", "’"} or whole[end + 1 : end + 2] != " ":
        return False
    opening, closing = ("‘", "’") if whole[end] == "’" else ("'", "'")
    return opening not in whole[:end] if opening == "‘" else whole[:end].count(closing) == 0


def is_titled(words: list[Word]) -> bool:
    """Whether nearly every long word has a capital, so that a capital says nothing."""
    long = [
        word
        for word in words[1:]
        if word.kind == "word" and len(word.low) >= _SMALL and word.text[0].isalpha()
    ]
    return bool(long) and sum(word.text[0].isupper() for word in long) >= _MOST * len(long)


_KICKER = re.compile(
    r"^\W{0,5}(?:(?:exclusive|scoop|breaking|update \d|update|filing|sources?|reports?|just in|watch)"
    r"\s{0,3}[:|/\-–—]\s{0,3}){1,3}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?\([^()\d]{1,80}\)")  # "(formerly Blue Bird)"; one with a figure may tell of the deal
_WORTH = re.compile(r", worth ([^,]{1,24}),")  # "a deal, worth $1B, for chips"
_OUTLET = re.compile(r"\s(?:[-|–—]\s+(?:[A-Z][\w.’']*(?:\s|$)){1,5}|By Reuters)$")


def kicker(title: str) -> str:
    """What stands before the headline, "Sources:", "Exclusive |"; "" for nothing."""
    found = _KICKER.match(title[:_LONGEST])
    return found[0] if found else ""


def without_asides(text: str) -> str:
    """`text` without what stands in parentheses and tells no figure."""
    return _ASIDE.sub("", text) if "(" in text else text


def cleaned(title: str) -> str:
    """`title` without what comes before and behind the headline: "Exclusive |", " - WSJ"."""
    text = " ".join(title[:_LONGEST].replace("⁠", "").split())
    text = _WORTH.sub(r" worth \1", without_asides(_KICKER.sub("", text)))
    return _OUTLET.sub("", text)
