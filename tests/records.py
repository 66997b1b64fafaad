"""Small records for tests, with every field that a test does not care about filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from digest import markup
from digest.model import (
    Edition,
    Entry,
    Link,
    Period,
    Piece,
    Reason,
    Score,
    Section,
    Sentence,
    SourceNote,
    Story,
    stable_id,
)

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PERIOD = Period("2026-W47", NOW - timedelta(weeks=1), NOW, "UTC")


def entry(
    title: str,
    *,
    source: str = "Ledger Wire",
    url: str | None = None,
    text: str = "",
    summary: str = "",
    published: datetime | None = NOW - timedelta(days=1),
    seen_at: datetime = NOW,
) -> Entry:
    """An entry of `source`; its address follows from the title."""
    slug = stable_id(title)
    address = f"https://{source.lower().replace(' ', '')}.example/{slug}" if url is None else url
    return Entry(
        id=stable_id(source, address, title),
        source=source,
        publisher=source,
        guid=address,
        url=address,
        title=title,
        summary=summary,
        text=text,
        html="",
        author="",
        language="en",
        published=published,
        seen_at=seen_at,
    )


def story(*entries: Entry, section: str = "deals", sentences: Iterable[str] = ()) -> Story:
    """A story told by `entries`, with a summary taken from its lead."""
    lead = entries[0]
    return Story(
        id=stable_id("story", lead.id),
        entries=entries,
        section=section,
        filed_by=(Reason("keyword", 1.0, "stake in the headline"),),
        score=Score((Reason("coverage", float(len(entries)), f"{len(entries)} newsrooms"),)),
        summary=tuple(Sentence(text, lead.id) for text in sentences),
    )


def piece(
    headline: str = "Northwind takes a stake in Tall Pines", *sentences: str, **changes: object
) -> Piece:
    """A piece resting on a story of one entry."""
    told = story(entry(headline), sentences=sentences)
    blurb = markup.escape(" ".join(sentences))
    values = {
        "id": told.id,
        "headline": headline,
        "url": told.lead.url,
        "blurb": blurb,
        "also": (Link("The Circuit", "https://circuit.example/a"),),
        "summary": told.summary,
        "story": told,
    }
    return Piece(**values | changes)  # type: ignore[arg-type]


def edition(*sections: Section, **changes: object) -> Edition:
    """An edition with the given sections, or with two small ones."""
    if not sections:
        deals = Section(
            "deals", "Deals", "Who buys whom", (piece("First deal", "It is large."), piece("A brief"))
        )
        labor = Section("labor", "Labor & regulation", "Work and law", (piece("A ruling", "It binds all."),))
        sections = (deals, labor)
    values = {
        "period": PERIOD,
        "number": 3,
        "title": "AI Scale-Up Weekly",
        "tagline": "Scale, weekly",
        "language": "en",
        "subject": "First deal, and two more stories",
        "preheader": "A ruling that binds all",
        "intro": "Three stories this week.",
        "sections": sections,
        "sources": (SourceNote("Ledger Wire", 4, 3), SourceNote("The Circuit", 0, 0, "answered 500")),
        "built_at": NOW,
    }
    return Edition(**values | changes)  # type: ignore[arg-type]
