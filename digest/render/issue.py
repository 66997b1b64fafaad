"""What an issue shows, in which order and in which words: worked out once, printed by every output.

The templates see an `Issue` and nothing else. All text in it is cleaned, all addresses are safe or "".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from digest.model import BLANK, Edition, Piece, Section, Stationery
from digest.render import bars, clean, comparison, dates, deals, filled, item, notes, palette, reminders
from digest.render.bars import Bar
from digest.render.comparison import Comparison
from digest.render.deals import DealTable
from digest.render.item import Item
from digest.render.palette import Hue
from digest.render.reminders import Reminder
from digest.render.rollcall import RollCall, roll_call

_WORDS_PER_MINUTE = 220
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_MOST_IN_SHORT = 5
SAMPLE = "Sample: the outlets and their reports are invented."


@dataclass(frozen=True, slots=True)
class Block:
    """A section with something in it.

    Attributes:
        number: 1 for the first of the issue; templates name colours by it.
        anchor: where it stands on the page.
        count: `6 stories`; "" where there are only words before the first.
        intro: Markdown before the first piece; mostly "".
        told: the pieces with text, the lead first.
        briefs: the pieces of one line.
        deals: the deal table of the whole issue, in one block of it; None in the others.
        comparison: companies side by side, likewise.
    """

    number: int
    anchor: str
    title: str
    description: str
    hue: Hue
    count: str
    intro: str
    told: tuple[Item, ...]
    briefs: tuple[Item, ...]
    deals: DealTable | None
    comparison: Comparison | None

    @property
    def items(self) -> tuple[Item, ...]:
        """All pieces in printed order."""
        return self.told + self.briefs


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition as a reader meets it.

    Attributes:
        direction: `ltr` or `rtl`, from the language.
        facts: number, period and reading time, for the line under the title.
        notice: that this is a sample; "" when it is not.
        intro: Markdown.
        short: the blocks whose first piece stands in "In short".
        watch: what falls due.
        sums: bars of the largest sums; may be empty.
        volumes: bars of how many stories each block holds; empty for a single block.
        counts: `28 stories from 19 newsrooms`; "" for a quiet week.
        stationery: what it is printed on.
        record: the edition itself, uncleaned; not for templates.
    """

    title: str
    tagline: str
    subject: str
    preheader: str
    language: str
    direction: str
    key: str
    period: str
    facts: tuple[str, ...]
    url: str
    notice: str
    intro: str
    blocks: tuple[Block, ...]
    short: tuple[Block, ...]
    watch: tuple[Reminder, ...]
    sums: tuple[Bar, ...]
    volumes: tuple[Bar, ...]
    counts: str
    sources: RollCall
    built: str
    stationery: Stationery
    record: Edition

    @property
    def quiet(self) -> str:
        """What to say when there is nothing to tell; "" when there is."""
        if self.blocks:
            return ""
        if self.sources.used or self.sources.unused:
            return "Our sources reported nothing this time that belongs here. The next issue comes as usual."
        return "There is nothing to report this time. The next issue comes as usual."


def of(edition: Edition, stationery: Stationery = BLANK) -> Issue:
    """The issue that `edition` makes; sections without pieces are left out."""
    hues = palette.hues(section.id for section in edition.sections)
    zone = edition.period.timezone
    see = notes.pointers(edition)

    def printed(piece: Piece) -> Item:
        return item.of(piece, zone, see.get(piece.id, ()))

    table, compared = deals.table(edition), comparison.of(edition)
    home = deals.home(edition) if table else 0
    blocks = tuple(
        replace(
            _block(n, section, hues[section.id], printed),
            deals=table if n == home else None,
            comparison=compared if compared and n == compared.section else None,
        )
        for n, section in filled.sections(edition)
    )
    return Issue(
        title=clean.line(edition.title),
        tagline=clean.line(edition.tagline),
        subject=clean.line(edition.subject),
        preheader=clean.line(edition.preheader),
        language=clean.line(edition.language) or "en",
        direction=direction(edition.language),
        key=clean.line(edition.key),
        period=clean.line(edition.period.label),
        facts=_facts(edition),
        url=clean.url(edition.url),
        notice=SAMPLE if edition.sample else "",
        intro=clean.text(edition.intro).strip(),
        blocks=blocks,
        short=tuple(block for block in blocks if block.items)[:_MOST_IN_SHORT] if len(blocks) > 1 else (),
        watch=reminders.of(edition),
        sums=bars.sums(table),
        volumes=bars.volumes((block.title, len(block.items), block.anchor) for block in blocks),
        counts=_counts(edition),
        sources=roll_call(edition.sources),
        built=dates.full(edition.built_at, zone),
        stationery=stationery,
        record=edition,
    )


def direction(language: str) -> str:
    """`rtl` for Arabic, Hebrew, Persian and Urdu, else `ltr`."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def counted(number: int, one: str, many: str) -> str:
    """`1 story`, `6 stories`."""
    return f"{number} {one if number == 1 else many}"


def _block(number: int, section: Section, hue: Hue, printed: Callable[[Piece], Item]) -> Block:
    return Block(
        number=number,
        anchor=clean.anchor(section.id, "section"),
        title=clean.line(section.title),
        description=clean.line(section.description),
        hue=hue,
        count=counted(len(section.pieces), "story", "stories") if section.pieces else "",
        intro=clean.text(section.intro).strip(),
        told=tuple(map(printed, section.told)),
        briefs=tuple(map(printed, section.briefs)),
        deals=None,
        comparison=None,
    )


def _facts(edition: Edition) -> tuple[str, ...]:
    facts = [f"No. {edition.number}", clean.line(edition.period.label)]
    if edition.pieces:
        facts.append(f"{_minutes(edition)} min read")
    return tuple(facts)


def _minutes(edition: Edition) -> int:
    intros = (edition.intro, *(section.intro for section in edition.sections))
    texts = (*intros, *(f"{piece.headline} {piece.blurb}" for piece in edition.pieces))
    return max(1, ceil(sum(len(text.split()) for text in texts) / _WORDS_PER_MINUTE))


def _counts(edition: Edition) -> str:
    if not edition.pieces:
        return ""
    stories = counted(len(edition.pieces), "story", "stories")
    return f"{stories} from {counted(edition.publishers, 'newsroom', 'newsrooms')}"
