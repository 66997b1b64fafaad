"""Pictures off, as many programs show a mail at first: a box of the picture's size with its words in it."""

from __future__ import annotations

import re
from html import escape

from digest.preview.views import pieces, styles
from digest.preview.views.pieces import Tag

NOTE = "No picture is loaded: in its place stands what its alt text says."

_LENGTH = re.compile(r"(\d{1,4})(?:px)?|(\d{1,3})%")
_BOX = (
    "display:inline-block;box-sizing:border-box;overflow:hidden;vertical-align:middle;max-width:100%;"
    "border:1px solid #8a929b;padding:2px 4px"
)
_BARE = "display:inline-block;vertical-align:middle;max-width:100%"
_SMALLEST_PX = 4  # what is no larger shows nothing, with pictures or without


def html(document: str) -> str:
    """`document` with a box for each picture, and nothing where one lies behind text."""
    return pieces.rewritten(document, tag=_tag, sheet=_unpainted)


def _tag(tag: Tag) -> Tag | str | None:
    if tag.name == "img" and not tag.is_end:
        return _box(tag)
    if "background" in tag.attributes:
        tag = tag.without("background")
    if "url(" in (style := tag.attributes.get("style", "")):
        tag = tag.having("style", styles.kept(style, _declaration))
    return tag


def _box(tag: Tag) -> str | None:
    width, height = (_length(tag, name) for name in ("width", "height"))
    words = tag.attributes.get("alt", "").strip()
    if any(size.endswith("px") and int(size[:-2]) <= _SMALLEST_PX for size in (width, height)):
        return None
    sizes = (f"{name}:{size}" for name, size in (("width", width), ("min-height", height)) if size)
    own = tag.attributes.get("style", "")
    drawn = [part for part in (styles.kept(own, _lettering), _BOX if words else _BARE, *sizes) if part]
    return f'<span role="img" style="{escape(";".join(drawn))}">{escape(words)}</span>'


def _length(tag: Tag, name: str) -> str:
    """The size that an attribute says, or the style where it is plain; "" for none."""
    own = dict(styles.declarations(tag.attributes.get("style", "")))
    match = _LENGTH.fullmatch(tag.attributes.get(name, "").strip()) or _LENGTH.fullmatch(own.get(name, ""))
    if match is None:
        return ""
    return f"{match[1]}px" if match[1] else f"{match[2]}%"


def _lettering(name: str, value: str) -> str | None:
    """Programs write the words in the letters of the picture's own style."""
    return value if name in ("color", "line-height") or name.startswith(("font", "background-c")) else None


def _declaration(name: str, value: str) -> str | None:
    return None if name in ("background-image", "list-style-image") else _unpainted(value)


def _unpainted(css: str) -> str:
    return re.sub(r"url\([^()]{0,20000}\)", "none", css, flags=re.IGNORECASE)
