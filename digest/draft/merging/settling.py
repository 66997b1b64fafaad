"""One part of a draft after another: brought up to date, or offered beside what a person wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.draft import offers
from digest.draft.merging import disputes, rows
from digest.draft.merging.passages import ALSO, CORRECTIONS, DEALS, EMPTY, HEADING, WATCH, Passage, Run
from digest.draft.offers import Offer

AROUND = ("title", "subject", "preheader")
"""The parts that stand in the front matter."""

_STORY = "story"  # the part of an offer that says that the machine would leave the whole story out
_QUOTED = {HEADING, "blurb"}  # parts whose figures must agree


@dataclass(frozen=True, slots=True)
class Side:
    """A heading and what stands under it as one of the three has it; `front` is the front matter's part."""

    passage: Passage
    front: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A part as an offer holds it."""
        return self.front.get(name, "") if name in AROUND else self.passage.text(name)


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it.

    Attributes:
        refreshed: the names of the parts that were taken over from the machine.
        offered: the names of those that were put beside what a person wrote.
    """

    side: Side
    refreshed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


def story(base: Side | None, mine: Side, theirs: Side) -> Settled:
    """A story of which `base` is how the machine wrote it last; None where it has not."""
    if base and mine.passage.plain == base.passage.plain:
        return _renewed(base, mine, theirs)
    return _settled(base, mine, theirs, (HEADING, "blurb", ALSO), (DEALS,))


def section(base: Side | None, mine: Side, theirs: Side) -> Settled:
    """The heading of a section and the words under it."""
    return _settled(base, mine, theirs, (HEADING, "intro"))


def head(base: Side, mine: Side, theirs: Side) -> Settled:
    """What stands before the first section."""
    return _settled(base, mine, theirs, (*AROUND, "intro"), (WATCH, CORRECTIONS))


def folded(mine: Side, headline: str) -> Side:
    """A story that a person wrote on and that the machine tells within another one now: a conflict."""
    if any(_STORY in offer.parts for _, offer in mine.passage.comments()):
        return mine
    conflict = Offer(is_conflict=True, why=disputes.of_fold(headline), parts={_STORY: ""})
    return replace(mine, passage=mine.passage.with_comment(offers.write(conflict)))


def _renewed(base: Side, mine: Side, theirs: Side) -> Settled:
    """An untouched story as the machine writes it now; the marks behind its heading stay."""
    if base.passage.plain == theirs.passage.plain:
        return Settled(mine)
    newline, runs = mine.passage.newline, list(mine.passage.runs)
    trail = [run for run in _last(runs) if run.part == EMPTY]
    headed = mine.passage.with_part(HEADING, theirs.passage.part(HEADING)).runs[0]
    told = list(theirs.passage.runs[1:])
    for _ in _last(told):
        told.pop()
    body = [Run(run.part, tuple(line.rstrip("\r\n") + newline for line in run.lines)) for run in told]
    names = [name for name in (HEADING, "blurb", DEALS, ALSO) if base.text(name) != theirs.text(name)] or [
        "blurb"
    ]
    return Settled(replace(mine, passage=replace(mine.passage, runs=(headed, *body, *trail))), tuple(names))


def _last(runs: Sequence[Run]) -> list[Run]:
    """The empty lines at the end."""
    found: list[Run] = []
    for run in reversed(runs):
        if run.part != EMPTY:
            break
        found.insert(0, run)
    return found


def _settled(
    base: Side | None, mine: Side, theirs: Side, names: Sequence[str], listed: Sequence[str] = ()
) -> Settled:
    side, refreshed, news = mine, list[str](), dict[str, str]()
    for name in names:
        was, here, there = base.text(name) if base else None, mine.text(name), theirs.text(name)
        if there in {here, was}:
            continue
        if here == was:
            side = _with(side, name, theirs)
            refreshed.append(name)
        else:
            news[name] = disputes.of_figures(was, here, there) if was is not None and name in _QUOTED else ""
    for name in listed:
        side, taken, why = _rows(base, side, theirs, name)
        refreshed += [name] if taken else []
        if why is not None and name == DEALS and side.text(name) != theirs.text(name):
            news[name] = why
    side = _commented(base, side, theirs, news)
    return Settled(side, tuple(refreshed), tuple(news))


def _with(side: Side, name: str, theirs: Side) -> Side:
    """`side` with a part as the machine writes it."""
    if name in AROUND:
        return replace(side, front={**side.front, name: theirs.front.get(name, "")})
    return replace(side, passage=side.passage.with_part(name, theirs.passage.part(name)))


def _rows(base: Side | None, mine: Side, theirs: Side, name: str) -> tuple[Side, bool, str | None]:
    """Labelled lines merged one by one, whether any was taken over, and why one was not: None for nothing."""
    was, here, there = (side.passage.part(name) if side else () for side in (base, mine, theirs))
    if base is None:
        return mine, False, None if here == there else ""
    found = rows.merged(was, here, there, rows.company if name == DEALS else rows.address)
    disputed, missed = found.disputed, found.missed
    if name == DEALS and found.rows != here and rows.collide(found.rows):
        found, disputed, missed = replace(found, rows=here), True, True
    why = disputes.of_deals() if disputed else "" if missed else None
    if found.rows == here:
        return mine, False, why
    return replace(mine, passage=mine.passage.with_part(name, found.rows)), True, why


def _commented(base: Side | None, mine: Side, theirs: Side, news: Mapping[str, str]) -> Side:
    """`mine` with what the machine would write now beside it; what it offered before is brought up to date.

    An offer into which a person wrote stays as it is: it is theirs now.
    """
    standing = [found for found in mine.passage.comments() if _is_machines(base, mine, found[0])]
    gone, written = list[int](), list[Offer]()
    for is_conflict, around in ((True, True), (False, True), (True, False), (False, False)):
        old = [
            (number, offer)
            for number, offer in standing
            if offer.is_conflict == is_conflict and _is_around(offer.parts) == around
        ]
        offer = _wanted(mine, theirs, news, standing, is_conflict=is_conflict, around=around)
        is_same = offer and len(old) == 1 and old[0][1].parts.keys() == offer.parts.keys()
        if not (is_same and offer and not news.keys() & offer.parts.keys()):
            gone += [number for number, _ in old]
            written += [offer] if offer else []
    passage = mine.passage
    for number in sorted(gone, reverse=True):
        passage = passage.without(number)
    for offer in written:
        passage = passage.with_comment(offers.write(offer), first=_is_around(offer.parts))
    return replace(mine, passage=passage)


def _is_machines(base: Side | None, mine: Side, number: int) -> bool:
    """Whether a comment is what the machine wrote, to the letter: the parts as the last build had them."""
    run = mine.passage.runs[number]
    offer = offers.read(run.raw, mine.passage.words)
    if not offer or (offer.why and not disputes.is_ours(offer.why)):
        return False
    parts = {name: "" if name == _STORY else base.text(name) if base else "" for name in offer.parts}
    return run.raw.split("\n") == list(offers.write(replace(offer, parts=parts)))


def _is_around(parts: Mapping[str, str]) -> bool:
    return any(name in AROUND for name in parts)


def _wanted(
    mine: Side,
    theirs: Side,
    news: Mapping[str, str],
    standing: Sequence[tuple[int, Offer]],
    *,
    is_conflict: bool,
    around: bool,
) -> Offer | None:
    """The offer of a kind that is to stand now: what is news, and what was offered and still differs."""
    whys: dict[str, None] = {}
    found: dict[str, str] = {}
    for name, (disputed, why) in _open(mine, theirs, news, standing).items():
        if disputed == is_conflict and (name in AROUND) == around:
            found[name] = theirs.text(name)
            whys |= {said: None for said in why.split("; ") if said}
    return Offer(is_conflict, "; ".join(whys), found) if found else None


def _open(
    mine: Side, theirs: Side, news: Mapping[str, str], standing: Sequence[tuple[int, Offer]]
) -> Mapping[str, tuple[bool, str]]:
    """By name the parts that are to be offered: whether each has to be settled, and why."""
    before = dict(_before(standing))
    found = defaultdict[str, tuple[bool, str]](lambda: (False, ""))
    for name, (disputed, why) in before.items():
        if name != _STORY and name not in news and mine.text(name) != theirs.text(name):
            found[name] = (disputed, why)
    for name, why in news.items():
        disputed, old = before.get(name, (False, ""))
        found[name] = (bool(why) or disputed, why or old)
    return found


def _before(standing: Sequence[tuple[int, Offer]]) -> Iterator[tuple[str, tuple[bool, str]]]:
    for _, offer in standing:
        for name in offer.parts:
            yield name, (offer.is_conflict, offer.why)
