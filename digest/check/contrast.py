"""Contrast, computed for every word in light and in dark; not guessed from samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from digest.check.document import Document, css
from digest.check.document.shown import Colour, Shown, over
from digest.check.document.views import DARK, DARK_NARROW, LIGHT, NARROW, View
from digest.check.family import Family, Fault

CONTRAST = Family("contrast")

LEAST = 4.5
"""Ratio of luminances; 3 would do for large text, and nothing here needs it."""

_COLOURS = ("color", "background-color")
_PLAIN = "write it as #rrggbb"
_WHY = "WCAG 1.4.3; it fails in 59 % of mails (EMC 2025)"


@dataclass(frozen=True, slots=True)
class Pair:
    """Some words as they are shown in one view.

    Attributes:
        node: the element that they stand right in.
        ink, ground: the colour of the words, and the colour behind them; neither is transparent.
        hidden: nobody sees them.
    """

    node: LexborNode
    words: str
    view: View
    ink: Colour
    ground: Colour
    hidden: bool = False

    @property
    def colours(self) -> str:
        """`#565d66 on #ffffff`."""
        return f"{written(self.ink)} on {written(self.ground)}"

    @property
    def ratio(self) -> float:
        """Its contrast."""
        return ratio(self.ink, self.ground)


@CONTRAST.mail("light", "words are hard to read in light", why=_WHY)
def light(document: Document) -> Iterator[Fault]:
    """Every word has a contrast of `LEAST`, hidden ones too: SpamAssassin scores what hides by colour."""
    yield from _weak(document, LIGHT, NARROW)


@CONTRAST.mail("dark", "words are hard to read in dark", why=_WHY)
def dark(document: Document) -> Iterator[Fault]:
    """The same where the reader prefers dark, by the rules of the head for it."""
    yield from _weak(document, DARK, DARK_NARROW)


@CONTRAST.page("page", "words of the page are hard to read", why=_WHY)
def page(document: Document) -> Iterator[Fault]:
    """The same on the page, light and dark."""
    yield from _weak(document, LIGHT, NARROW, DARK, DARK_NARROW)


@CONTRAST.mail("unknown", "a colour cannot be read", why="no contrast is computed where it stands")
def unknown(document: Document) -> Iterator[Fault]:
    """What colours are set to comes to red, green and blue."""
    told: set[str] = set()
    cascade = document.seen(LIGHT)
    for node in document.elements:
        own = cascade.of(node).own
        for name in _COLOURS:
            value = own.get(name, "")
            if value not in told and not css.is_told(value):
                told.add(value)
                yield Fault(document.spot(node, value[:200]), _unread(name, value), _PLAIN, "warning")
    for rule in document.sheets.rules:
        for name in _COLOURS:
            value = rule.declarations[name].text if name in rule.declarations else ""
            if "var(" not in value and value not in told and not css.is_told(value):
                told.add(value)
                yield Fault(document.whole(rule.selector), _unread(name, value), _PLAIN, "warning")


def _unread(name: str, value: str) -> str:
    return f"{name} is “{value[:80]}”, which comes to no colour that mail programs know"


@lru_cache(maxsize=1024)
def ratio(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def pairs(document: Document, *views: View) -> Iterator[Pair]:
    """The colours of all words in reading order, in each of `views` that does not colour as one before it."""
    unlike = {(view.dark, document.sheets.colouring(view)): view for view in reversed(views)}
    shades = [(view, document.seen(view)) for view in reversed(unlike.values())]
    for within, words in document.texts:
        for view, cascade in shades:
            shown = cascade.of(within)
            yield Pair(within, words, view, _ink(shown), shown.ground, shown.hidden)


def _weak(document: Document, *views: View) -> Iterator[Fault]:
    """The first text of each element and each pair of colours below `LEAST`."""
    told: set[tuple[int, str]] = set()
    for pair in pairs(document, *views):
        if pair.ratio < LEAST and (pair.node.mem_id, pair.colours) not in told:
            told.add((pair.node.mem_id, pair.colours))
            reason = f"{pair.colours} is {pair.ratio:.2f}:1 ({pair.view.name}), and {LEAST}:1 is the least"
            yield Fault(document.spot(pair.node), reason, _remedy(pair.ground))


def _ink(shown: Shown) -> Colour:
    *rgb, share = shown.colour
    return over((rgb[0], rgb[1], rgb[2], share * shown.opacity), shown.ground)


def _remedy(ground: Colour) -> str:
    darker = _luminance(ground) > 0.18  # where black and white stand out alike
    return f"make the text {'darker' if darker else 'lighter'}, or change what is behind it"


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def written(colour: Colour) -> str:
    """A colour as `#rrggbb`."""
    return "#" + "".join(f"{round(255 * min(1, max(0, share))):02x}" for share in colour[:3])
