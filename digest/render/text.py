"""The issue as plain text for readers without HTML: `templates/email.txt`."""

from __future__ import annotations

import re

from digest.render.issue import Issue
from digest.render.templating import Templates

FILENAME = "email.txt"
MEDIA_TYPE = "text/plain"


class References:
    """Addresses that are listed at the end of the mail and called by number in the text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, address: str) -> str:
        """`[3]`: the number of `address`, the same each time."""
        return f"[{self._numbers.setdefault(address, len(self._numbers) + 1)}]"

    def link(self, text: str, address: str) -> str:
        """`text [3]`, or the address alone where it is its own text."""
        bare = address.removeprefix("mailto:")
        return bare if text in {address, bare} else f"{text} {self.number(address)}"

    @property
    def all(self) -> tuple[tuple[int, str], ...]:
        """Number and address, in order."""
        return tuple((number, address) for address, number in self._numbers.items())


def render(issue: Issue, templates: Templates) -> str:
    """Text wrapped at `wording.WIDTH`; at most one empty line between blocks, two before a section."""
    text = templates.render("email.txt", issue=issue, references=References())
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", lines).strip() + "\n"
