"""What an issue shows, in which order and in which words: worked out once, printed by every output.

The templates see an `Issue` and nothing else. All text in it is cleaned, all addresses are safe or "".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from markupsafe import Markup, escape

from digest import messages
from digest.messages import Messages
from digest.model import BLANK, Edition, Piece, Section, Stationery
from digest.render import (
    bars,
    clean,
    comparison,
    corrections,
    dates,
    deals,
    filled,
    footer,
    item,
    notes,
    palette,
    reminders,
)
from digest.render.bars import Bar, Stripe
from digest.render.comparison import Comparison
from digest.render.corrections import Note
from digest.render.deals import DealTable
from digest.render.footer import Footer
from digest.render.item import Item
from digest.render.palette import Hue
from digest.render.reminders import Reminder
from digest.render.rollcall import RollCall, roll_call

_WORDS_PER_MINUTE = 220
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


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
        more: how many stories the mail has no room for, in words; "" where it holds all.
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
    more: str = ""

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
        contents: the blocks that hold a piece, for "In this issue"; empty for a single block.
        ribbon: how the pieces are shared out among them.
        watch: what falls due.
        sums: bars of the largest sums; may be empty.
        largest: what stands above them: whether funds and plans are left out.
        counts: `28 stories from 19 newsrooms`; "" for a quiet week.
        footer: why a reader gets the mail and how they leave; only the mail prints it.
        accent: the colour of the edition's theme.
        stationery: what it is printed on.
        words: the language: `issue.say("stories.also")` and `issue.count("opening.stories", 6)` in templates.
        record: the edition itself, uncleaned; not for templates.
        cut: how many stories the mail has no room for.
        untold: anchors of the stories for whose text it has none.
        corrected: what was wrong in this edition when it first went out.
        corrections: what was wrong in earlier ones.
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
    contents: tuple[Block, ...]
    ribbon: tuple[Stripe, ...]
    watch: tuple[Reminder, ...]
    sums: tuple[Bar, ...]
    largest: str
    counts: str
    sources: RollCall
    built: str
    footer: Footer
    accent: Hue
    stationery: Stationery
    words: Messages
    record: Edition
    cut: int = 0
    untold: frozenset[str] = frozenset()
    corrected: tuple[Note, ...] = ()
    corrections: tuple[Note, ...] = ()

    @property
    def quiet(self) -> str:
        """What to say when there is nothing to tell; "" when there is, or when nobody was asked.

        A letter, such as the correction of an issue, has words of its own and rests on no source.
        """
        if self.blocks or (self.intro and not self.record.sources):
            return ""
        if self.sources.used or self.sources.unused:
            return self.say("opening.quiet_nothing")
        return self.say("opening.quiet_silence")

    def say(self, key: str, /, **values: object) -> str:
        """The message `key` in the language of the issue, see `templates/messages/en.toml`.

        With HTML among `values` it is HTML itself, and all that is not is escaped.
        """
        if any(isinstance(value, Markup) for value in values.values()):
            return escape(self.words.table[key]).format_map(values)
        return self.words.say(key, **values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The message `key` in the form that `number` asks for."""
        return self.words.count(key, number, **values)


def of(edition: Edition, stationery: Stationery = BLANK, words: Messages | None = None) -> Issue:
    """The issue that `edition` makes; sections without pieces are left out.

    `words` are those of its language, as shipped where none are given.
    """
    words = words or messages.of(edition.language)
    hues = palette.hues((section.id for section in edition.sections), stationery.theme)
    zone = edition.period.timezone
    see, corrected = notes.pointers(edition), corrections.by_story(edition, words)

    def printed(piece: Piece) -> Item:
        made = item.of(piece, zone, see.get(piece.id, ()), words)
        return replace(made, corrected=corrected.get(piece.id, ()))

    table, compared = deals.table(edition, words), comparison.of(edition, words)
    home = deals.home(edition) if table else 0
    blocks = tuple(
        replace(
            _block(n, section, hues[section.id], printed, words),
            deals=table if n == home else None,
            comparison=compared if compared and n == compared.section else None,
        )
        for n, section in filled.sections(edition)
    )
    sums = bars.sums(table)
    contents = tuple(block for block in blocks if block.items) if len(blocks) > 1 else ()
    return Issue(
        title=clean.line(edition.title),
        tagline=clean.line(edition.tagline),
        subject=clean.line(edition.subject),
        preheader=clean.line(edition.preheader),
        language=clean.line(edition.language) or "en",
        direction=direction(edition.language),
        key=clean.line(edition.key),
        period=words.span(*edition.period.days),
        facts=_facts(edition, _texts(edition), words),
        url=clean.url(edition.url),
        notice=words.say("masthead.sample") if edition.sample else "",
        intro=clean.text(edition.intro).strip(),
        blocks=blocks,
        contents=contents,
        ribbon=bars.ribbon((block.number, len(block.items)) for block in contents),
        watch=reminders.of(edition, words),
        sums=sums,
        largest=words.say("opening.largest_aside" if bars.leaves_out(table, sums) else "opening.largest"),
        counts=_counts(edition, words),
        sources=roll_call(edition.sources, words),
        built=dates.full(edition.built_at, zone, words),
        footer=footer.of(edition, stationery, words),
        accent=palette.accent(stationery.theme),
        stationery=stationery,
        words=words,
        record=edition,
        corrected=corrections.own(edition, words),
        corrections=corrections.earlier(edition, words),
    )


def direction(language: str) -> str:
    """`rtl` for Arabic, Hebrew, Persian and Urdu, else `ltr`."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _block(
    number: int, section: Section, hue: Hue, printed: Callable[[Piece], Item], words: Messages
) -> Block:
    return Block(
        number=number,
        anchor=clean.anchor(section.id, "section"),
        title=clean.line(section.title),
        description=clean.line(section.description),
        hue=hue,
        count=words.count("opening.stories", len(section.pieces)) if section.pieces else "",
        intro=clean.text(section.intro).strip(),
        told=tuple(map(printed, section.told)),
        briefs=tuple(map(printed, section.briefs)),
        deals=None,
        comparison=None,
    )


def facts(shown: Issue) -> tuple[str, ...]:
    """Number, period and reading time of what is left of an issue, for the line under its title."""
    texts = [shown.intro, *(block.intro for block in shown.blocks)]
    for block in shown.blocks:
        texts += (item.headline for item in block.items)
        texts += (item.blurb for item in block.told if item.anchor not in shown.untold)
    return _facts(shown.record, texts, shown.words)


def _facts(edition: Edition, texts: Iterable[str], words: Messages) -> tuple[str, ...]:
    number = words.say("masthead.number", number=edition.number)
    found = [number, words.span(*edition.period.days)]
    if edition.pieces:
        minutes = ceil(sum(len(text.split()) for text in texts) / _WORDS_PER_MINUTE)
        found.append(words.count("masthead.minutes", max(1, minutes)))
    return tuple(found)


def _texts(edition: Edition) -> Iterator[str]:
    yield edition.intro
    yield from (section.intro for section in edition.sections)
    yield from (f"{piece.headline} {piece.blurb}" for piece in edition.pieces)


def _counts(edition: Edition, words: Messages) -> str:
    if not edition.pieces:
        return ""
    stories = words.count("opening.stories", len(edition.pieces))
    newsrooms = words.count("opening.newsrooms", edition.publishers)
    return words.say("opening.counts", stories=stories, newsrooms=newsrooms)
