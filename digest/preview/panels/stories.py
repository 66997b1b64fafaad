"""The stories of the draft, to be moved, dropped, pinned, reworded: the desk itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from digest import markup
from digest.draft import deals, form
from digest.draft.drafted import NEW, PINNED, Draft, DraftPiece, DraftSection
from digest.draft.moves import choosing
from digest.draft.moves.sheet import Leaf, Sheet
from digest.draft.offers import Offer
from digest.errors import DigestError, DraftError
from digest.preview.desk import OUTPUTS
from digest.preview.sight import Sight

_NAMES = {
    "story": "The whole story",
    "heading": "Headline",
    "blurb": "Text",
    "intro": "Text",
    "deals": "Deals",
    "also": "Further reports",
    "title": "Title",
    "subject": "Subject",
    "preheader": "Preheader",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A text that can be edited in place.

    Attributes:
        part: what `act("reword")` calls it; "headline" for `act("retitle")`.
        id: of its field in the page.
        rows: lines of its field; 1 for one that has no line breaks.
    """

    part: str
    id: str
    label: str
    words: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """What the machine would write now, beside what the editor wrote: names and texts of the parts."""

    is_conflict: bool
    why: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A story of the draft.

    Attributes:
        id: names it for every action.
        line: of its heading in the draft.
        says: what its marks say, in words.
        fields: its texts.
        news: what is new since the editor changed it.
    """

    id: str
    headline: str
    line: int
    says: tuple[str, ...]
    is_pinned: bool
    is_new: bool
    is_brief: bool
    fields: tuple[Field, ...]
    news: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A section with its stories; `id` is its title where it has no other, `number` its colour's."""

    id: str
    title: str
    number: int
    line: int
    fields: tuple[Field, ...]
    news: tuple[News, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A story of the machine's that the draft has no more."""

    id: str
    headline: str
    section: str


@dataclass(frozen=True, slots=True)
class Stories:
    """All of the draft.

    Attributes:
        around: the words around the mail.
        conflicts: how many have to be settled.
        problem: why the draft cannot be read; then there is nothing else.
    """

    around: tuple[Field, ...] = ()
    news: tuple[News, ...] = ()
    columns: tuple[Column, ...] = ()
    held: tuple[Card, ...] = ()
    dropped: tuple[Gone, ...] = ()
    conflicts: int = 0
    problem: str = ""
    places: tuple[tuple[str, str], ...] = field(default=())


def data(sight: Sight) -> Stories:
    """The draft as it stands now, rendered or not."""
    text = sight.desk.read(OUTPUTS["draft"].filename)
    if text is None:
        return Stories()
    try:
        sheet = Sheet.of(text)
    except (DraftError, ValueError, RecursionError) as error:
        return Stories(problem=str(error))
    sections = [section.id for section in sight.facts.sections]
    columns = tuple(_columns(sheet, sections))
    return Stories(
        tuple(_around(form.read(text))),
        _news(sheet, 0),
        columns,
        tuple(_card(sheet, n) for n, leaf in enumerate(sheet.leaves) if leaf.piece and leaf.is_held),
        tuple(_dropped(sheet, sight)),
        _conflicts(sheet),
        places=tuple((column.id, column.title) for column in columns),
    )


def _around(draft: Draft) -> Iterator[Field]:
    for part, label, rows in (
        ("subject", "Subject", 2),
        ("preheader", "Preheader", 2),
        ("title", "Title", 1),
        ("intro", "Introduction", 4),
    ):
        yield Field(part, f"around-{part}", label, str(getattr(draft, part)), rows)


def _columns(sheet: Sheet, known: list[str]) -> Iterator[Column]:
    for number, leaf in enumerate(sheet.leaves):
        section = leaf.section
        if section is None or leaf.piece or leaf.is_held:
            continue
        cards = tuple(_card(sheet, at) for at in range(number + 1, sheet.end(number)))
        hue = known.index(section.id) + 1 if section.id in known else len(known) or 1
        name = section.id or section.title
        yield Column(name, section.title, hue, section.line, _opening(section), _news(sheet, number), cards)


def _opening(section: DraftSection) -> tuple[Field, ...]:
    name = section.id or section.title
    return (
        Field("section title", f"section-{name}-title", "Title", section.title),
        Field("section intro", f"section-{name}-intro", "Words before its first story", section.intro, 3),
    )


def _card(sheet: Sheet, number: int) -> Card:
    leaf = sheet.leaves[number]
    piece = leaf.piece
    assert piece is not None, "only stories become cards"  # noqa: S101
    news = _news(sheet, number)
    return Card(
        leaf.key,
        piece.headline,
        piece.line,
        tuple(_says(leaf, news)),
        PINNED in piece.marks,
        NEW in piece.marks,
        not piece.blurb,
        (
            Field("headline", f"{leaf.key}-headline", "Headline", piece.headline, 2),
            Field("blurb", f"{leaf.key}-blurb", "Text", piece.blurb, 6),
            Field("deals", f"{leaf.key}-deals", "Deals", _deals(piece), 2),
            Field("also", f"{leaf.key}-also", "Further reports", _also(piece), 2),
        ),
        news,
    )


def _deals(piece: DraftPiece) -> str:
    return "\n".join(f"{deals.LABEL} {row.text}" for row in piece.deals)


def _also(piece: DraftPiece) -> str:
    return ", ".join(markup.link(link.name, link.url) for link in piece.also)


def _says(leaf: Leaf, news: tuple[News, ...]) -> Iterator[str]:
    piece = leaf.piece
    if piece is None:
        return
    if any(one.is_conflict for one in news):
        yield "conflict"
    elif news:
        yield "news"
    if NEW in piece.marks:
        yield "new"
    if PINNED in piece.marks:
        yield "pinned"
    if not piece.id:
        yield "your own"
    if not piece.blurb:
        yield "one line"


def _news(sheet: Sheet, number: int) -> tuple[News, ...]:
    return tuple(_told(offer) for offer in choosing.offers_of(sheet, number))


def _told(offer: Offer) -> News:
    parts = tuple((_NAMES.get(name, name), _shown(name, text)) for name, text in offer.parts.items())
    return News(offer.is_conflict, offer.why, parts)


def _shown(name: str, text: str) -> str:
    """A part as a person reads it: of a heading the words, without its signs and its link."""
    if name != "heading":
        return text or "none"
    words = text.lstrip("#").strip()
    link = markup.LINK.fullmatch(words)
    return markup.read_link(link)[0] if link else markup.unescape(words)


def _conflicts(sheet: Sheet) -> int:
    return sum(
        offer.is_conflict
        for number in range(len(sheet.leaves))
        for offer in choosing.offers_of(sheet, number)
    )


def _dropped(sheet: Sheet, sight: Sight) -> Iterator[Gone]:
    """What the machine's last draft has and this one has not; held stories are there."""
    try:
        machine = Sheet.of(sight.studio.machine(sight.desk.key))
    except (DigestError, ValueError, RecursionError):
        return
    standing = {leaf.key for leaf in sheet.leaves} | {leaf.piece.url for leaf in sheet.leaves if leaf.piece}
    for leaf in machine.leaves:
        if leaf.piece and leaf.section and leaf.key not in standing and leaf.piece.url not in standing:
            yield Gone(leaf.key, leaf.piece.headline, leaf.section.title)
