"""The steps by which a mail that is too heavy is cut, in order, and the issue after any of them."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from digest import markup
from digest.render import issue as issues
from digest.render import prose
from digest.render.bare import with_blocks
from digest.render.deals import DealTable
from digest.render.issue import Block, Issue
from digest.render.item import Item

TEXT, STORY, AROUND = "text", "story", "around"
"""What a step takes: the text of a story, the story, or something that stands around the stories."""

_MOST_SMALLER = 12
_TAG, _BRIEF = (
    70,
    300,
)  # bytes: what a tag gains when styles are put onto it; a line of its own with its styles


def weight(html: str) -> int:
    """Bytes of `html` in a mail: in UTF-8 or as quoted-printable with CRLF (RFC 2045), whichever is more."""
    raw = html.encode()
    encoded = binascii.b2a_qp(raw, istext=True)
    return max(len(raw), len(encoded) + encoded.count(b"\n"))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a mail can do without.

    Attributes:
        block: number of the block, from 0; 0 for what stands around the stories.
        place: of the story in its block, or of the thing in `_AROUND`, from 0.
    """

    takes: str
    block: int
    place: int


class Cuts:
    """All steps by which an issue can be cut; a text that weighs more than `share` bytes goes first."""

    def __init__(self, issue: Issue, share: int) -> None:
        self._issue = issue
        texts = [
            Step(TEXT, n, place) for n, block in enumerate(issue.blocks) for place in _places(block.told)
        ]
        fat = [step for step in texts if self.estimate(step) > share]
        self._fat = frozenset(fat)
        lean = [step for step in texts if step not in self._fat]
        stories = (Step(STORY, n, p) for n, block in enumerate(issue.blocks) for p in _places(block.items))
        self.steps: tuple[Step, ...] = (
            *sorted(fat, key=lambda step: (-self.estimate(step), -step.place, -step.block)),
            *_from_the_tails(step for step in lean if step.place),
            *_from_the_tails(step for step in stories if step.place),
            *_from_the_tails(step for step in lean if not step.place),
            *(Step(AROUND, 0, number) for number in range(len(_AROUND))),
        )

    def estimate(self, step: Step) -> int:
        """About so many bytes of the mail are what a step takes; 0 for what stands around the stories."""
        if step.takes == AROUND:
            return 0
        item = self._issue.blocks[step.block].items[step.place]
        if step.takes == TEXT:
            found = prose.html(item.blurb)
            return weight(found) + _TAG * (found.count("<") - found.count("</"))
        links = "".join(url for other in item.also for url in other.urls)
        return _BRIEF + weight(item.headline + item.url + links)

    def after(self, gone: Collection[Step]) -> Issue:
        """The issue after these steps."""
        shown = _without_long_lines(self._issue) if gone else self._issue
        gone = frozenset(gone)
        blocks = [self._cut(number, block, gone) for number, block in enumerate(shown.blocks)]
        shown = with_blocks(shown, _without_dead_ends(blocks))
        untold = {self._item(step).anchor for step in gone if step.takes == TEXT}
        shown = replace(shown, untold=frozenset(untold))
        for number, step in enumerate(_AROUND):
            shown = step(shown) if Step(AROUND, 0, number) in gone else shown
        return self._told(shown)

    def _item(self, step: Step) -> Item:
        return self._issue.blocks[step.block].items[step.place]

    def _cut(self, number: int, block: Block, gone: frozenset[Step]) -> Block:
        """`block` without what is gone of it; its stories keep their order."""
        ends = self._end_of_told(number, block, gone)
        kept = [
            self._without_text(item) if place < ends and Step(TEXT, number, place) in gone else item
            for place, item in enumerate(block.items)
        ]
        here = [place for place in _places(kept) if Step(STORY, number, place) not in gone]
        more = ""
        if dropped := len(kept) - len(here):
            more = self._issue.count("mail.more" if self._issue.url else "mail.more_alone", dropped)
        told = tuple(kept[place] for place in here if place < ends)
        return replace(
            block, told=told, briefs=tuple(kept[place] for place in here if place >= ends), more=more
        )

    def _end_of_told(self, number: int, block: Block, gone: frozenset[Step]) -> int:
        """The place after the last story with its text, and after those too long for it that come next."""
        here = [step for place in _places(block.told) if (step := Step(TEXT, number, place)) not in gone]
        ends = max((step.place + 1 for step in here if replace(step, takes=STORY) not in gone), default=0)
        while Step(TEXT, number, ends) in self._fat:
            ends += 1
        return ends

    def _without_text(self, item: Item) -> Item:
        """`item` with a word, in the place of its text, on where that stands."""
        return replace(item, blurb=self._elsewhere(item.anchor))

    def _elsewhere(self, anchor: str) -> str:
        address = self._issue.url.partition("#")[0]
        if not address:
            return markup.escape(self._issue.say("mail.textless_alone"))
        return markup.link(self._issue.say("mail.textless"), f"{address}#{anchor}")

    @cached_property
    def _number(self) -> int:
        return sum(len(block.items) for block in self._issue.blocks)

    def _told(self, shown: Issue) -> Issue:
        """`shown` with a word on what it lacks, and the time that it takes to read."""
        left = sum(len(block.items) for block in shown.blocks)
        key = "mail.shortened" if self._issue.url else "mail.shortened_alone"
        said = self._issue.say(key, shown=left, number=self._number)
        return replace(shown, facts=(*issues.facts(shown), said), cut=self._number - left)


def _places(items: Collection[object]) -> range:
    return range(len(items))


def _from_the_tails(steps: Iterable[Step]) -> Iterator[Step]:
    """The deepest places first, and the last block's before others'."""
    return iter(sorted(steps, key=lambda step: (step.place, step.block), reverse=True))


def _without_long_lines(issue: Issue) -> Issue:
    """Without the line of smaller deals where it is an endless one; it still says how many they are."""
    table = next((block.deals for block in issue.blocks if block.deals), None)
    return _with_deals(issue, smaller=0) if table and len(table.smaller) > _MOST_SMALLER else issue


def _with_deals(issue: Issue, rows: int | None = None, smaller: int | None = None) -> Issue:
    """`issue` with at most so many rows of its deal table, and deals in its line of smaller ones."""

    def fewer(found: DealTable | None) -> DealTable | None:
        return found and replace(found, rows=found.rows[:rows], smaller=found.smaller[:smaller])

    return replace(issue, blocks=tuple(replace(block, deals=fewer(block.deals)) for block in issue.blocks))


_AROUND: tuple[Callable[[Issue], Issue], ...] = (
    lambda issue: replace(issue, sources=replace(issue.sources, used=(), unused=())),
    lambda issue: _with_deals(issue, smaller=0),
    lambda issue: replace(issue, blocks=tuple(replace(block, comparison=None) for block in issue.blocks)),
    lambda issue: replace(issue, sums=()),
    lambda issue: _with_deals(issue, rows=3),
    lambda issue: replace(issue, sources=replace(issue.sources, absent=())),
    lambda issue: replace(issue, watch=()),
    lambda issue: replace(issue, contents=(), ribbon=()),
)
"""What goes from around the stories, the first first; most issues never come to this."""


def _without_dead_ends(blocks: list[Block]) -> list[Block]:
    """`blocks` in which no story points at one that is gone."""
    here = {item.anchor for block in blocks for item in block.items}

    def pointing(item: Item) -> Item:
        return replace(item, see=tuple(other for other in item.see if other.anchor in here))

    return [
        replace(block, told=tuple(map(pointing, block.told)), briefs=tuple(map(pointing, block.briefs)))
        for block in blocks
    ]
