"""What a post and a feed entry say of an edition besides its text, in strings that any theme may print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from digest.model import Edition
from digest.publish.slugs import slug
from digest.render import clean

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LONGEST_TAG = 60
_MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """An edition as a list of posts has it; each string is one clean line.

    Attributes:
        title: the subject of its mail, or its title where it has none.
        date: when it closed, or when it was built where that was before; in its own time zone.
        modified: the day of its last correction, at noon there; None where nothing was corrected.
        slug: its name in addresses and files.
        day: the last day that it covers, `2026-11-22`; it stays when the edition is built again.
        description: the line that an inbox shows after the subject.
        tags: its sections that hold a story, then the companies of its deals.
        canonical: where its page is on the web; "" for nowhere.
        category: the name of the publication.
    """

    title: str
    date: datetime
    modified: datetime | None
    slug: str
    day: str
    description: str
    tags: tuple[str, ...]
    canonical: str
    category: str
    number: int

    @property
    def updated(self) -> datetime:
        """When it was last changed."""
        return self.modified or self.date


def of(edition: Edition) -> Facts:
    """The facts of `edition`."""
    zone = ZoneInfo(edition.period.timezone)
    date = min(edition.built_at, edition.period.end).astimezone(zone)  # Hugo and Jekyll leave out the future
    return Facts(
        printable(edition.subject) or printable(edition.title) or edition.key,
        date,
        _modified(edition, date),
        slug(edition.key),
        edition.period.days[1].isoformat(),
        printable(edition.preheader),
        tuple(_tags(edition)),
        clean.url(edition.url),
        printable(edition.title),
        edition.number,
    )


def printable(text: str) -> str:
    """`text` on one clean line, which is no HTML: themes print titles as they stand.

    What would begin a tag (WHATWG HTML 13.2.5.6) begins with another sign instead; `5 < 6` stays.
    """
    return _TAG.sub("‹", clean.line(text))


def _modified(edition: Edition, date: datetime) -> datetime | None:
    days = [correction.at for correction in edition.corrections if not correction.edition]
    if not days:
        return None
    return max(date, datetime.combine(max(days), time(12), date.tzinfo))


def _tags(edition: Edition) -> Iterator[str]:
    """No two of them have the same name in an address: there Eleventy stops, and Pelican mixes them up."""
    seen: set[str] = set()
    for name in _names(edition):
        tag = printable(name)
        plain = re.sub(r"[\W_]+", "-", tag.casefold()).strip("-")
        if plain and plain not in seen and len(tag) <= _LONGEST_TAG and len(seen) < _MOST_TAGS:
            seen.add(plain)
            yield tag


def _names(edition: Edition) -> Iterable[str]:
    yield from (section.title for section in edition.sections if section.pieces)
    for piece in edition.pieces:
        for deal in piece.deals:
            yield deal.company
            yield from deal.counterparties
