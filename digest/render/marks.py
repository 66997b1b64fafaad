"""Links of published Markdown: only safe addresses, and none that an entity could change."""

from __future__ import annotations

import re

from digest import markup
from digest.render import clean

_ENTITY = re.compile(r"&(?=#?\w+;)")


def link(text: str, address: str) -> str:
    """`[text](address)`, or the text alone when the address leads nowhere safe."""
    return linked(markup.inline(text), address)


def linked(markdown: str, address: str) -> str:
    """The same for text that is Markdown already."""
    return markup.linked(markdown, _ENTITY.sub("&amp;", clean.url(address)))
