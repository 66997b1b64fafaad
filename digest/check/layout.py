"""Room: one calm column on a wide screen, and nothing that sticks out of a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from digest.check.document import Document, css
from digest.check.document.cascade import Cascade
from digest.check.document.views import LIGHT, NARROW
from digest.check.family import Family, Fault

LAYOUT = Family("layout")

WIDEST = 640
"""Width of the column in px: what the reading panes of desktop programs show."""
ROOM = 288
"""Room for words on a screen of 320 px, px: 16 px are left free on each side."""

_ADVANCE = 0.56  # mean width of a letter of a system font, as a share of the size
_OVERFLOW = "a phone of 320 px would show it cut, or make all text small"
# A line may break at spaces, after hyphens and dashes, and between signs of scripts without spaces.
_BREAK = re.compile(
    "[\\s\xad\u200b\u2010-\u2015/?&\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0003ffff-]+"
)


@LAYOUT.mail(
    "wide", "the mail is wider than a reading pane", why="600 to 640 px is what Outlook and Yahoo show"
)
def wide(document: Document) -> Iterator[Fault]:
    """No width in px passes `WIDEST`, neither as an attribute nor in CSS."""
    for node in _inside(document):
        for name, width in _widths(document, node):
            if width > WIDEST:
                reason = f"{name} is {width:.0f} px, and {WIDEST} is what a reading pane shows"
                yield Fault(document.spot(node, name), reason, f"set it to {WIDEST} px or less")


@LAYOUT.mail(
    "rigid", "something does not shrink on a phone", why="WCAG 1.4.10: no scrolling sideways at 320 px"
)
def rigid(document: Document) -> Iterator[Fault]:
    """What has a width or least width of more than `ROOM` px has a greatest width beside it."""
    for node in _inside(document):
        own = document.seen(NARROW).of(node).own
        least = css.pixels(own.get("min-width", "")) if _is_fixed(own.get("min-width", "")) else None
        fixed = next((width for name, width in _widths(document, node) if name == "width"), 0)
        shrinks = own.get("max-width", "none") not in ("none", "") and not _too_wide(own["max-width"])
        if (least or 0) > ROOM or (fixed > ROOM and not shrinks):
            reason = f"it stays {max(least or 0, fixed):.0f} px wide: {_OVERFLOW}"
            yield Fault(document.spot(node), reason, "write width:100% and a max-width instead")


@LAYOUT.mail(
    "word", "a long word cannot break", why="WCAG 1.4.10; addresses and compounds do not fit a phone"
)
def unbreakable(document: Document) -> Iterator[Fault]:
    """A word wider than `ROOM` px stands where long words may break."""
    for within, words in document.texts:
        shown = document.seen(NARROW).of(within)
        if shown.hidden or shown.breaks:
            continue
        longest = max(_BREAK.split(words), key=len)
        if _width(longest, shown.size) > ROOM:
            spot = document.spot(within, longest)
            yield Fault(spot, f"{len(longest)} letters in a row: {_OVERFLOW}", "write word-break:break-word")


@LAYOUT.mail(
    "line", "a line that may not break is too long", why="WCAG 1.4.10: no scrolling sideways at 320 px"
)
def unbroken(document: Document) -> Iterator[Fault]:
    """What stands under `white-space: nowrap` fits a phone."""
    for within, words in document.texts:
        shown = document.seen(NARROW).of(within)
        line = " ".join(words.split())
        if shown.nowrap and not shown.hidden and _width(line, shown.size) > ROOM:
            reason = f"{len(line)} letters on one line: {_OVERFLOW}"
            yield Fault(document.spot(within, line), reason, "let it break, or say it in fewer words")


@LAYOUT.mail("hidden", "words of a story are not shown everywhere", why="who reads there would not miss them")
def hidden(document: Document) -> Iterator[Fault]:
    """What a story says is seen in every view, and in Outlook."""
    told: set[str] = set()
    light = document.seen(LIGHT)
    for view in document.ways:
        cascade = document.seen(view)
        yield from _gone(document, told, view.name, _hidden_in(cascade))
    yield from _gone(document, told, "Outlook", lambda node: light.of(node).hidden_in_outlook)


def _hidden_in(cascade: Cascade) -> Callable[[LexborNode], bool]:
    return lambda node: cascade.of(node).hidden


def _gone(
    document: Document, told: set[str], where: str, is_hidden: Callable[[LexborNode], bool]
) -> Iterator[Fault]:
    """The first words of each story, but for those in `told`, that nobody sees, here or elsewhere in it."""
    stories = [(document.telling(within), within, words) for within, words in document.texts]
    seen = {(story, words) for story, within, words in stories if story and not is_hidden(within)}
    for story, within, words in stories:
        if story and story[0] not in told and is_hidden(within) and (story, words) not in seen:
            told.add(story[0])
            spot = document.spot(within, " ".join(words.split())[:80])
            yield Fault(spot, f"nobody sees these words ({where})", "take away what hides them")


def _inside(document: Document) -> Iterator[LexborNode]:
    """The elements of the body."""
    return (
        node
        for node in document.elements
        if node.tag not in ("html", "head", "meta", "style", "title", "link")
    )


def _widths(document: Document, node: LexborNode) -> Iterator[tuple[str, float]]:
    """The widths of `node` that are given in px, as a phone reads them; CSS beats the attribute."""
    own = document.seen(NARROW).of(node).own
    for name in ("width", "min-width", "max-width"):
        value = own.get(name) or ((node.attributes.get("width") or "") if name == "width" else "")
        width = css.pixels(f"{value}px" if value.isdecimal() else value) if _is_fixed(value) else None
        if width is not None:
            yield name, width


def _is_fixed(value: str) -> bool:
    return bool(value) and not value.endswith("%")


def _too_wide(value: str) -> bool:
    width = css.pixels(value) if _is_fixed(value) else None
    return width is not None and width > ROOM


def _width(words: str, size: float) -> float:
    return len(words) * size * _ADVANCE
