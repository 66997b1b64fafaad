"""The pictures of an issue in its HTML: how large each is shown, and where a mail has it from.

`prose` writes each as `<img class="picture" src="chart.png" alt="…" />`; nothing else is touched here, so
a template may hold images of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from digest.model import Picture, path_within

IN_MAIL = 572
"""The width of the mail's text column in px: 620, less 24 on each side."""

_IMG = re.compile(r'<img\b(?:"[^"]*"|[^">])*>')
_SRC = re.compile(r'(?<=\ssrc=")[^"]*(?=")')
_MARK = ' class="picture"'


def sized(html: str, pictures: Iterable[Picture], widest: int | None = None) -> str:
    """`html` with the width and height of each picture in px, scaled down to `widest`.

    They keep its place while it loads; Outlook for Windows goes by nothing else. With `widest` it may grow to
    that width and shrinks with its column: `max-width: 100%` alone does not hold a picture that was not
    loaded within a table.
    """
    known = {picture.path: picture for picture in pictures}

    def with_size(image: str, path: str) -> str:
        if path not in known:
            return image
        width, height = shown_size(known[path], widest)
        style = f' style="max-width:{width}px"' if widest else ""
        return image.replace(_MARK, f'{_MARK} width="{width}" height="{height}"{style}', 1)

    return _each(html, with_size) if known else html


def shown_size(picture: Picture, widest: int | None = None) -> tuple[int, int]:
    """Width and height in px at which `picture` is shown where there is room for `widest`."""
    width = min(picture.width, widest or picture.width)
    return width, max(1, round(picture.height * width / picture.width))


def moved(html: str, addresses: Mapping[str, str]) -> str:
    """`html` with each picture taken from the address that `addresses` have for its path."""

    def elsewhere(image: str, path: str) -> str:
        address = addresses.get(path)
        return _SRC.sub(lambda _: escape(address), image, count=1) if address else image

    return _each(html, elsewhere) if addresses else html


def _each(html: str, change: Callable[[str, str], str]) -> str:
    """`html` with every picture of a draft as `change` has it, which gets the element and the path."""

    def changed(match: re.Match[str]) -> str:
        source = _SRC.search(match[0]) if _MARK in match[0] else None
        path = path_within(unescape(source[0])) if source else ""
        return change(match[0], path) if path else match[0]

    return _IMG.sub(changed, html)
