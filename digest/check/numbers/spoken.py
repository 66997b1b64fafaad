"""The words of a story against its own row of the deal table: one sum above, another one below.

A figure that stands in some report is proved, and so is the row; a headline that was reworded after an older
report contradicts it all the same. Words and row are held against each other only where the words are read
as that very deal, and where its figure stands nowhere in the story: "raised its bid from $10 billion to $14.8
billion" has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from digest import claims, deals, figures, stages
from digest.check.finding import Finding
from digest.check.numbers import agreeing, passages
from digest.deals import identity
from digest.figures import wording
from digest.model import Deal, Edition, Figure, Money, Piece

_READ = 30  # sentences of a text that are read
_LONGEST = 600  # characters of one
_SAME_SHARE = 1.0  # percentage points; a headline rounds 49.4% to 49%
_A_PART = re.compile(  # of a deal, or another one: nothing to be held against the whole
    r"\b(?:cash|stock|up ?front|tranche|instal?lments?|first|initial(?:ly)?|half|part(?:ly)?|each|of which|"
    r"remain\w+|rest|further|another|additional|extra|second|so far|earlier|previous\w*|once|last|"
    r"original\w*|"
    r"fees?|debt|loans?|credit|dividend|premium|annual\w*|a year|per|reject\w*|rebuff\w*|rivals?|instead|"
    r"not)\b",
    re.IGNORECASE,
)


def of(edition: Edition) -> Iterator[Finding]:
    """Of each story the first sentence that gives its deal another figure than its row does."""
    for piece in edition.pieces:
        if piece.deals:
            found = (finding for told in _sentences(piece) for finding in _findings(piece, *told))
            yield from islice(found, 1)


def _sentences(piece: Piece) -> list[tuple[str, str]]:
    """The headline and the sentences of the text, each with its place."""
    place = passages.named(piece)
    text = passages.Passage(place, passages.plain(piece.blurb), piece)
    return [(f"{place}, headline", piece.headline), *passages.sentences(text)][:_READ]


def _findings(piece: Piece, place: str, sentence: str) -> Iterator[Finding]:
    seen = figures.of(sentence) if len(sentence) <= _LONGEST else ()
    is_headline = place.endswith("headline")
    if not seen or not _is_plain(sentence, seen):
        return
    for read in _read(sentence, is_headline=is_headline):
        for row in piece.deals:
            if not _is_it(read, row, least=1 if is_headline else 2):
                continue
            for told, shown in _unlike(read, row):
                figure = _written(told, seen)
                if figure and not _is_known(told, piece) and not _stands(shown, piece):
                    words = sentence[figure.start : figure.end]
                    yield _finding(piece, place, sentence, words, shown)


def _is_plain(sentence: str, seen: Iterable[Figure]) -> bool:
    """Whether a sentence speaks of now, and of a whole deal."""
    dated = any(figure.kind in ("year", "date") for figure in seen)
    return not dated and not _A_PART.search(sentence) and not stages.of(sentence).is_past


def _read(sentence: str, *, is_headline: bool) -> tuple[Deal, ...]:
    if is_headline:
        return deals.read(sentence)
    return deals.of_sentence(sentence, [party.text for party in claims.parties(sentence)])


def _is_it(read: Deal, row: Deal, *, least: int) -> bool:
    """Whether words that were read as a deal tell that of a row, whatever the sums, and name enough of it."""
    shared = identity.parties(read) & identity.parties(row)
    return len(shared) >= least and identity.same(_bare(read), _bare(row))


def _bare(deal: Deal) -> Deal:
    return replace(deal, amount=None, valuation=None, stake_percent=None)


def _unlike(read: Deal, row: Deal) -> Iterator[tuple[Money | float, Money | float]]:
    """What the words say and the row has instead."""
    for sums in ((read.amount, row.amount), (read.valuation, row.valuation)):
        if sums[0] and sums[1] and not agreeing.sums(sums[0], sums[1]):
            yield sums[0], sums[1]
    shares = read.stake_percent, row.stake_percent
    if shares[0] is not None and shares[1] is not None and abs(shares[0] - shares[1]) > _SAME_SHARE:
        yield shares[0], shares[1]


def _written(told: Money | float, seen: Iterable[Figure]) -> Figure | None:
    """The figure as it stands in the sentence; None where it was worked out, or is a range."""
    value, unit = (told.value, told.currency) if isinstance(told, Money) else (told, "%")
    same = (one for one in seen if one.value == value and one.unit == unit and one.high is None)
    return next(same, None)


def _is_known(told: Money | float, piece: Piece) -> bool:
    """Whether some row of the story has the figure, as whatever."""
    if not isinstance(told, Money):
        return any(row.stake_percent is not None and row.stake_percent == told for row in piece.deals)
    sums = (money for row in piece.deals for money in (row.amount, row.valuation))
    return any(agreeing.sums(told, money) for money in sums if money)


def _stands(shown: Money | float, piece: Piece) -> bool:
    """Whether the figure of a row stands in the words of the story."""
    seen = figures.of(f"{piece.headline}.\n\n{passages.plain(piece.blurb)}")
    if not isinstance(shown, Money):
        return any(one.unit == "%" and abs(one.value - shown) <= _SAME_SHARE for one in seen)
    sums = (one for one in seen if one.kind == "money")
    return any(
        wording.near(Money(value, one.unit), shown)
        for one in sums
        for value in (one.value, *([one.high] if one.high is not None else []))
    )


def _finding(piece: Piece, place: str, sentence: str, words: str, shown: Money | float) -> Finding:
    row = wording.short(shown) if isinstance(shown, Money) else f"{shown:g}%"
    what = "headline" if place.endswith("headline") else "text"
    reason = f"the {what} says {words}, its deal row {row}, which stands nowhere in the words"
    remedy = f"write {row} here, or mend the row of the deal below the story"
    return Finding("deals-words", "warning", place, sentence, words, reason, remedy, piece.id)
