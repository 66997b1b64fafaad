"""Forced dark, as programs do it to mails that they do not trust to be dark: lightness is turned over.

Outlook and Gmail on telephones do so, each in its own way; here every colour keeps its hue and its strength,
and what was light becomes as dark. Pictures stay. The mail's own dark style is left out before
(`frames.in_scheme`), since those programs do not read it.
"""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

from digest.check.document import css as colours
from digest.preview.views import pieces, styles
from digest.preview.views.pieces import Tag

NOTE = (
    "Every colour is turned over, light for dark, as Outlook and Gmail do on telephones to mails without a "
    "dark style. Each does it a little differently."
)

_PAPER = "<style>:where(html){background-color:#000000;color:#ffffff}:where(a:link){color:#8f8fff}</style>"
_PAINTED = re.compile(
    r"(?:-webkit-)?(?:color|background(?:-color)?|border(?:-(?:top|right|bottom|left))?(?:-color)?|outline"
    r"(?:-color)?|text-decoration(?:-color)?|box-shadow|text-shadow|fill|stroke|caret-color|column-rule(?:-color)?)"
)
_COLOUR = re.compile(
    r"""(?P<kept>url\([^)]*\)|"[^"]*"|'[^']*'|var\([^)]*\))
    |\#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]{0,80}\)|(?<![\w-])[a-z]{3,30}(?![\w(-])""",
    re.IGNORECASE | re.VERBOSE,
)
_STYLED = re.compile(r"(?<=[{;\s])([a-z-]{4,30})(\s{0,9}:)([^;{}]{1,2000})", re.IGNORECASE)
_ATTRIBUTES = (
    "bgcolor",
    "color",
    "text",
    "link",
    "vlink",
    "alink",
    "bordercolor",
    "fillcolor",
    "strokecolor",
)


def html(document: str) -> str:
    """`document` with the lightness of all its colours turned over, those that nobody set too."""
    turned = pieces.rewritten(document, tag=_tag, sheet=_sheet)
    at = turned.lower().find("<head")
    at = turned.find(">", at) + 1 if at >= 0 else 0
    return turned[:at] + _PAPER + turned[at:]


@lru_cache(maxsize=4096)
def colour(value: str) -> str:
    """A colour with its lightness turned over, `#eeeeee` for `#111111`; what is none stays as it is."""
    found = colours.colour(value.lower())
    if found is None or value.lower() == "transparent":
        return value
    red, green, blue, share = found
    hue, lightness, strength = colorsys.rgb_to_hls(*(min(1.0, max(0.0, part)) for part in (red, green, blue)))
    turned = "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, 1 - lightness, strength))
    return f"#{turned}" + (f"{round(255 * share):02x}" if share < 1 else "")


def _tag(tag: Tag) -> Tag:
    for name in _ATTRIBUTES:
        if name in tag.attributes:
            tag = tag.having(name, colour(_hashed(tag.attributes[name].strip())))
    if style := tag.attributes.get("style"):
        turned = styles.kept(style, _declaration)
        tag = tag.having("style", turned)
    return tag


def _hashed(value: str) -> str:
    """Attributes also hold `ffffff` (HTML, rules for parsing a legacy colour value)."""
    return f"#{value}" if re.fullmatch(r"[0-9a-fA-F]{6}", value) else value


def _declaration(name: str, value: str) -> str:
    if not _PAINTED.fullmatch(name):
        return value
    return _COLOUR.sub(lambda match: match[0] if match["kept"] else colour(match[0]), value)


def _sheet(css: str) -> str:
    return _STYLED.sub(lambda match: match[1] + match[2] + _declaration(match[1].lower(), match[3]), css)
