"""What the pages that are shared by all editions know of each: one small record an edition, kept beside them.

The record is made once, when an edition is published, so that ten years of editions can be listed, filed by
section and company, and searched without opening them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from digest import text
from digest.model import Edition, Entry, Piece, Section, Story
from digest.render import clean, prose

FOLDER = "shelf"
"""Where the records lie, in the folder of all editions: never inside of what is published."""

OPENING = 240
"""Characters of a story that a list of stories shows."""

_VALUED = "valuation"


@dataclass(frozen=True, slots=True)
class Shelved:
    """An edition as the shared pages know it.

    Attributes:
        version: digest of the approval that was published.
        edition: with everything left out that these pages do not show: of each piece headline, address and
            opening, of its reports those that state a deal or a valuation, and the one that is quoted.
        about: names of the companies of each piece, by its id.
    """

    version: str
    edition: Edition
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the edition."""
        return self.edition.key


def of(edition: Edition, version: str) -> Shelved:
    """The record of `edition`, of which `version` is published."""
    sections = tuple(_section(section) for section in edition.sections)
    about = {piece.id: names for piece in edition.pieces if (names := tuple(dict.fromkeys(_about(piece))))}
    slim = replace(edition, sections=sections, intro="", watch=(), held=())
    return Shelved(version, slim, about)


def write(shelved: Shelved) -> bytes:
    """`shelved` as JSON."""
    return _adapter().dump_json(shelved)


def read(content: bytes) -> Shelved | None:
    """What `write` wrote; None for anything else, such as a record of an older version: it is made anew."""
    try:
        return _adapter().validate_json(content)
    except ValidationError:
        return None


def newest_first(shelf: Iterable[Shelved]) -> tuple[Shelved, ...]:
    """The records by the time at which their edition closed."""
    return tuple(sorted(shelf, key=lambda one: (one.edition.period.end, one.key), reverse=True))


@cache
def _adapter() -> TypeAdapter[Shelved]:
    return TypeAdapter(Shelved)


def _section(section: Section) -> Section:
    return replace(section, intro="", pieces=tuple(map(_piece, section.pieces)))


def _piece(piece: Piece) -> Piece:
    story = _story(piece.story, piece) if piece.story else None
    opening = text.plain(prose.html(clean.text(piece.blurb)), OPENING)
    return replace(piece, blurb=" ".join(opening.split()), also=(), summary=(), story=story)


def _story(story: Story, piece: Piece) -> Story:
    claims = tuple(claim for claim in story.claims if claim.role == _VALUED)
    cited = {statement.entry for deal in piece.deals for statement in deal.statements}
    cited |= {claim.entry for claim in claims}
    kept = tuple(_entry(entry) for entry in story.entries[1:] if entry.id in cited)
    copies = tuple(_entry(entry) for entry in story.copies if entry.id in cited)
    return Story(story.id, (_entry(story.lead), *kept), copies, section=story.section, claims=claims)


def _entry(entry: Entry) -> Entry:
    return replace(entry, html="", text="", summary="", author="")


def _about(piece: Piece) -> Iterator[str]:
    for deal in piece.deals:
        yield from filter(None, (deal.company, *deal.counterparties))
    for claim in piece.story.claims if piece.story else ():
        if claim.company:
            yield claim.company
