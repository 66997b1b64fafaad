"""The card of an edition: the picture shown where its address is shared (Open Graph, 1200 x 630 pixels).

It is drawn with the two fonts in `digest/fonts`, the same on every machine. What they have no letters for is
not drawn half: a title in another script is left out, and the card tells number, days and figures.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest import bundled, text
from digest.messages import Messages
from digest.model import Edition
from digest.publish import facts
from digest.render import bars, clean, deals, palette

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""Width and height in pixels."""

_MARGIN = 72
_SIZES = (68, 60, 52, 46, 40)  # of the title, the largest that fits
_MOST_LINES = 4
_TITLE_ROOM = 264  # pixels of height
_MOST_FIGURES = 3
_LONGEST = 300  # characters of a title
_COLOURS = 64


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card.

    Attributes:
        figures: the largest sums of the week: who, and how much; three that can be drawn are.
        stripes: how the stories are shared out among sections: colour, and share in percent.
        accent: colour of the publication.
    """

    masthead: str
    title: str
    line: str
    figures: tuple[tuple[str, str], ...]
    stripes: tuple[tuple[str, int], ...]
    accent: str
    is_rtl: bool = False

    @property
    def words(self) -> str:
        """The same for who cannot see it."""
        told = (f"{value} {who}" for who, value in self.figures[:_MOST_FIGURES])
        return ". ".join(filter(None, (self.masthead, self.title, self.line, ", ".join(told))))


def of(edition: Edition, theme: str, words: Messages, *, is_rtl: bool) -> Card:
    """The card of `edition`, in the colours of `theme` and the language of `words`."""
    hues = palette.hues((section.id for section in edition.sections), theme)
    told = [(section, len(section.pieces)) for section in edition.sections if section.pieces]
    shares = bars.ribbon((number, count) for number, (_, count) in enumerate(told, 1))
    stripes = tuple((hues[told[one.section - 1][0].id].light, one.percent) for one in shares)
    line = [words.say("masthead.number", number=edition.number), words.span(*edition.period.days)]
    if edition.pieces:
        line.append(words.count("opening.stories", len(edition.pieces)))
    found = deals.table(edition, words)
    rows = [row for row in found.rows if row.usd][: 2 * _MOST_FIGURES] if found else []
    return Card(
        clean.line(edition.title),
        facts.of(edition).title,
        " · ".join(line),
        tuple((row.who, row.amount) for row in rows),
        stripes,
        palette.accent(theme).light,
        is_rtl,
    )


def png(card: Card) -> bytes:
    """`card` as a PNG; the same bytes for the same card."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # only where one is drawn

    image = Image.new("RGB", SIZE, palette.LIGHT.paper)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    draw.rectangle((0, 0, width, 11), fill=card.accent)
    _say(draw, card, 60, card.masthead, "card-sans", 30, palette.LIGHT.muted)
    draw.rectangle((_MARGIN, 116, width - _MARGIN, 117), fill=palette.LIGHT.rule)
    _title(draw, card)
    _figures(draw, card)
    _say(draw, card, 546, card.line, "card-sans", 28, palette.LIGHT.muted)
    _ribbon(draw, card, height - 18)
    packed = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(packed, "PNG")
    return packed.getvalue()


def drawable(written: str) -> str:
    """`written` in letters that the fonts have, on one line; "" where a letter or a currency is missing.

    Emoji and loose marks are left out; what says something is never, as the rest would say something else.
    """
    line = unicodedata.normalize("NFC", text.one_line(written, _LONGEST)).replace("\u2011", "-")
    known = _letters()
    if any(_says(letter) and ord(letter) not in known for letter in line):
        return ""
    kept = (letter for letter in line if ord(letter) in known and not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def _says(letter: str) -> bool:
    """Whether a text without it would say something else."""
    return letter.isalnum() or unicodedata.category(letter) == "Sc"


def wrapped(words: Sequence[str], widths: Sequence[float], space: float, room: float) -> list[list[str]]:
    """`words`, as wide as `widths`, in lines of at most `room`; a longer word has a line of its own."""
    lines: list[list[str]] = []
    left = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and width + space <= left:
            lines[-1].append(word)
            left -= width + space
        else:
            lines.append([word])
            left = room - width
    return lines


def _title(draw: ImageDraw, card: Card) -> None:
    said = drawable(card.title) or drawable(card.masthead)
    size, lines = _fitted(said.split())
    step = round(size * 1.2)
    for number, line in enumerate(lines):
        _say(draw, card, 150 + number * step, line, "card-serif", size, palette.LIGHT.ink)


def _fitted(words: Sequence[str]) -> tuple[int, list[str]]:
    """The largest size in which the words fit, and their lines; at the smallest they are cut."""
    room = SIZE[0] - 2 * _MARGIN
    for size in _SIZES:
        font = _font("card-serif", size)
        widths = [font.getlength(word) for word in words]
        lines = wrapped(words, widths, font.getlength(" "), room)
        many = min(_MOST_LINES, _TITLE_ROOM // round(size * 1.2))
        if len(lines) <= many and max(widths, default=0.0) <= room:
            return size, [" ".join(line) for line in lines]
    kept = [_cut(" ".join(line), size, room) for line in lines[:many]]
    if len(lines) > many:
        kept[-1] = _cut(f"{kept[-1]} …", size, room)
    return size, kept


def _cut(line: str, size: int, room: float) -> str:
    """`line` in at most `room` pixels."""
    font = _font("card-serif", size)
    while line and font.getlength(line) > room:
        line = f"{line.rstrip('… ')[:-1].rstrip()}…"
    return line


def _figures(draw: ImageDraw, card: Card) -> None:
    """The sums beside one another, each above those whose it is."""
    column = (SIZE[0] - 2 * _MARGIN) // _MOST_FIGURES
    whole = [pair for pair in card.figures if _is_whole(*pair, column - 24)][:_MOST_FIGURES]
    for number, (who, value) in enumerate(whole):
        at = (_MOST_FIGURES - 1 - number) * column + 24 if card.is_rtl else number * column
        _say(draw, card, 432, value, "card-serif", 44, palette.LIGHT.ink, column - 24, at)
        _say(draw, card, 488, who, "card-sans", 24, palette.LIGHT.muted, column - 24, at)


def _is_whole(who: str, value: str, room: float) -> bool:
    """Whether a sum can be drawn to its last character: cut, it would be another sum."""
    said = drawable(value)
    return bool(said and drawable(who)) and _font("card-serif", 44).getlength(said) <= room


def _say(
    draw: ImageDraw,
    card: Card,
    top: int,
    written: str,
    name: str,
    size: int,
    colour: str,
    room: int = SIZE[0] - 2 * _MARGIN,
    indent: int = 0,
) -> None:
    """A line of text in a column, cut where it has no room; at its right side where text runs from there."""
    font, said = _font(name, size), drawable(written)
    while said and font.getlength(said) > room:
        said = f"{said.rstrip('… ')[:-1].rstrip()}…"
    left = _MARGIN + indent + (room - font.getlength(said) if card.is_rtl else 0)
    draw.text((left, top), said, font=font, fill=colour)


def _ribbon(draw: ImageDraw, card: Card, top: int) -> None:
    stripes: Iterable[tuple[str, int]] = reversed(card.stripes) if card.is_rtl else card.stripes
    left = 0.0
    for colour, percent in stripes:
        right = left + SIZE[0] * percent / 100
        draw.rectangle((round(left), top, round(right), SIZE[1]), fill=colour)
        left = right


@cache
def _font(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    file = bundled.path(f"fonts/{name}.ttf")
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letters() -> frozenset[int]:
    """The letters that both fonts have."""
    ranges = (line.split("-") for line in bundled.lines("card_letters.txt"))
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))
