"""How one element is shown: from what is set on it and how the element around it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from digest.check.document import css

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each 0 to 1."""

BLACK, WHITE, NONE = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0)
_LINK = (0.0, 0.0, 0.933, 1.0)  # of browsers, on a light ground
_UNSEEN = frozenset({"head", "title", "style", "script", "meta", "link", "template"})
_BIG = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67, "small": 0.83}


@dataclass(frozen=True, slots=True)
class Shown:
    """How one element is shown; what is inherited is what its text would have.

    Attributes:
        colour: of its text.
        ground: the colour behind it, none of it transparent.
        coloured: a colour of text was set on it or on an element around it, the body left out.
        grounded: likewise a background.
        opacity: of all of it.
        size: of its text, px.
        leading: height of a line as a multiple of `size`.
        stretches: larger or smaller text inside keeps that multiple; else it keeps the height.
        hidden: nobody sees it.
        hidden_in_outlook: nobody sees it in Outlook on Windows.
        lines: what its own `text-decoration` draws.
        nowrap: lines of it do not break.
        breaks: a long word of it breaks.
        own: what is set on it, by property.
    """

    colour: Colour = BLACK
    ground: Colour = WHITE
    coloured: bool = False
    grounded: bool = False
    opacity: float = 1.0
    size: float = 16.0
    leading: float = 1.2
    stretches: bool = True
    hidden: bool = False
    hidden_in_outlook: bool = False
    lines: str = ""
    nowrap: bool = False
    breaks: bool = False
    own: Mapping[str, str] = field(default_factory=dict)


def shown(node: LexborNode, own: Mapping[str, str], above: Shown) -> Shown:
    """How `node` is shown with `own` set on it, inside of what is shown as `above`."""
    tag = str(node.tag)
    inside = tag not in ("html", "body", "head")
    colour, set_here = _ink(own.get("color", ""), tag, node, above)
    ground = css.colour(own.get("background-color", "")) or NONE
    size = _size(own.get("font-size", ""), tag, above)
    leading, stretches = _leading(own.get("line-height", ""), size, above)
    return replace(
        above,
        colour=colour,
        ground=over(ground, above.ground),
        coloured=above.coloured or (set_here and inside),
        grounded=above.grounded or (ground[3] == 1 and inside),
        opacity=above.opacity * _share(own.get("opacity", "")),
        size=size,
        leading=leading,
        stretches=stretches,
        hidden=above.hidden or tag in _UNSEEN or _is_hidden(own),
        hidden_in_outlook=above.hidden_in_outlook or own.get("mso-hide") == "all",
        lines=own.get("text-decoration-line", "underline" if tag in ("a", "u", "ins") else ""),
        nowrap=_nowrap(own.get("white-space", "pre" if tag == "pre" else ""), above),
        breaks=_breaks(own, above),
        own=own,
    )


def _ink(value: str, tag: str, node: LexborNode, above: Shown) -> tuple[Colour, bool]:
    """The colour of text, and whether it is set here."""
    found = css.colour(value)
    if found:
        return found, True
    if tag == "a" and not value and "href" in node.attributes:
        return _LINK, False
    return above.colour, False


def _size(value: str, tag: str, above: Shown) -> float:
    found = css.font_size(value, above.size) if value else None
    return found if found is not None else above.size * _BIG.get(tag, 1.0)


def _leading(value: str, size: float, above: Shown) -> tuple[float, bool]:
    """The height of a line as a multiple of `size`, and whether it is inherited as a multiple."""
    if value == "normal":
        return 1.2, True
    if re.fullmatch(r"\d*\.?\d+", value):
        return float(value), True
    length = css.pixels(value, size) if value else None
    if length is None:
        if above.stretches:
            return above.leading, True
        length = above.leading * above.size
    return (length / size, False) if size else (above.leading, above.stretches)


def _share(value: str) -> float:
    return min(1.0, float(value)) if re.fullmatch(r"\d*\.?\d+", value) else 1.0


def _is_hidden(own: Mapping[str, str]) -> bool:
    gone = own.get("display") == "none" or own.get("visibility") == "hidden"
    flat = any(own.get(name) in ("0", "0px") for name in ("height", "max-height"))
    return gone or (flat and own.get("overflow") == "hidden")


def _nowrap(value: str, above: Shown) -> bool:
    return value in ("nowrap", "pre") if value and value != "inherit" else above.nowrap


def _breaks(own: Mapping[str, str], above: Shown) -> bool:
    """`word-break` and `overflow-wrap` both may allow it; each is inherited by itself, and rarely mixed."""
    values = [own[name] for name in ("word-break", "overflow-wrap", "word-wrap") if name in own]
    if not values:
        return above.breaks
    return any(value in ("break-word", "break-all", "anywhere") for value in values)


def over(front: Colour, back: Colour) -> Colour:
    """`front` laid onto `back`, which is not transparent."""
    share = front[3]
    mixed = [share * ours + (1 - share) * theirs for ours, theirs in zip(front[:3], back[:3], strict=True)]
    return mixed[0], mixed[1], mixed[2], 1.0
