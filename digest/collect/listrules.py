"""How a list page is to be read, as the worker is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """CSS selectors as configured, "" for what is to be recognised.

    `item` is looked for in the page, the others in an item. "@name" behind a selector means that attribute
    instead of what the element says: `time@datetime`.
    """

    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
