"""What the machine would write now, beside what a person wrote: put there, renewed, taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from digest.draft import offers
from digest.draft.merging import disputes
from digest.draft.merging.sides import AROUND, Side
from digest.draft.offers import Offer

STORY = "story"
"""The part of an offer that says that the machine would leave the whole story out."""


def disputed(base: Side, mine: Side) -> frozenset[str]:
    """The parts that stand in a conflict which the machine wrote and no person wrote into."""
    told = (offer.parts for _, offer in _standing(base, mine) if offer.is_conflict)
    return frozenset(name for parts in told for name in parts if name != STORY)


def is_claimed(base: Side, mine: Side) -> bool:
    """Whether a conflict of a person's stands in it: one of their own, or the machine's with their words."""
    ours = {number for number, _ in _standing(base, mine)}
    return any(offer.is_conflict and number not in ours for number, offer in mine.passage.comments())


def commented(base: Side | None, mine: Side, theirs: Side, news: Collection[str], why: str = "") -> Side:
    """`mine` with the parts `news` as `theirs` has them beside it: a conflict where there is a `why`.

    What stood beside it before and still differs goes into the same comment, brought up to date. A comment
    into which a person wrote stays as it is: it is theirs now.
    """
    gone, written = list[int](), list[Offer]()
    for around in (True, False):
        old = [found for found in _standing(base, mine) if _is_around(found[1]) == around]
        fresh = [name for name in news if (name in AROUND) == around]
        if fresh:
            left_open = (name for _, offer in old for name in _open(offer, mine, theirs))
            names = dict.fromkeys([*fresh, *left_open])
            gone += [number for number, _ in old]
            written.append(Offer(bool(why), why, {name: theirs.text(name) for name in names}))
            continue
        for number, offer in old:
            left = _open(offer, mine, theirs)
            if left.keys() != offer.parts.keys():
                gone.append(number)
                written += [replace(offer, parts=left)] if left else []
    return _with_comments(mine, gone, written)


def folded(mine: Side, headline: str) -> Side:
    """A story that a person wrote on and that the machine tells within another one now: a conflict."""
    if any(STORY in offer.parts for _, offer in mine.passage.comments()):
        return mine
    found = Offer(is_conflict=True, why=disputes.of_fold(headline), parts={STORY: ""})
    return replace(mine, passage=mine.passage.with_comment(offers.write(found)))


def _standing(base: Side | None, mine: Side) -> Iterator[tuple[int, Offer]]:
    """The comments that are what the machine wrote, to the letter: the parts as the last build had them."""
    for number, offer in mine.passage.comments():
        if offer.why and not disputes.is_ours(offer.why):
            continue
        parts = {name: "" if name == STORY else base.text(name) if base else "" for name in offer.parts}
        if mine.passage.runs[number].raw.split("\n") == list(offers.write(replace(offer, parts=parts))):
            yield number, offer


def _is_around(offer: Offer) -> bool:
    return any(name in AROUND for name in offer.parts)


def _open(offer: Offer, mine: Side, theirs: Side) -> Mapping[str, str]:
    """What of an offer is not yet as the machine would write it now."""
    names = (name for name in offer.parts if name != STORY and mine.text(name) != theirs.text(name))
    return {name: theirs.text(name) for name in names}


def _with_comments(mine: Side, gone: Collection[int], written: Collection[Offer]) -> Side:
    passage = mine.passage
    for number in sorted(gone, reverse=True):
        passage = passage.without(number)
    for offer in written:
        passage = passage.with_comment(offers.write(offer), first=_is_around(offer))
    return replace(mine, passage=passage)
