"""Editions by week for tests of the ledger: week 1 closes on Sunday, 11 January 2026, at 18:00 UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest.model import (
    Claim,
    Deal,
    Edition,
    Entry,
    Figure,
    Money,
    Period,
    Piece,
    Section,
    Statement,
    Story,
    stable_id,
)
from tests import records

B = 1e9
Said = tuple[str, Deal]  # an outlet, and the deal as it states it


def closing(week: int) -> datetime:
    """The moment at which the edition of `week` closes."""
    return datetime(2026, 1, 4, 18, tzinfo=UTC) + timedelta(weeks=week)


def told_on(week: int, number: int = 0) -> date:
    """The day of the report `number` in the edition of `week`."""
    return (closing(week) - timedelta(days=6 - number)).date()


def key(week: int) -> str:
    """The key of the edition of `week`."""
    return f"{closing(week):%G-W%V}"


def edition(week: int, *pieces: Piece) -> Edition:
    """The edition of `week` with `pieces` in one section."""
    end = closing(week)
    period = Period(key(week), end - timedelta(weeks=1), end, "UTC")
    room = Section("deals", "Deals", "", pieces)
    return records.edition(room, period=period, number=week, built_at=end)


def piece(week: int, deal: Deal, *said: Said, claims: tuple[Claim, ...] = ()) -> Piece:
    """A piece on `deal` with a report a day, the first on Monday, that state it as `said`.

    Without any, one report states it as it is.
    """
    reports = said or (("Wire", deal),)
    entries = tuple(
        _report(f"{deal.company} {deal.kind} {week}", outlet, week, n)
        for n, (outlet, _) in enumerate(reports)
    )
    statements = tuple(
        Statement(entry.id, f"{entry.title}.", "", one)
        for entry, (_, one) in zip(entries, reports, strict=True)
    )
    story = replace(records.story(*entries), claims=tuple(replace(c, entry=entries[0].id) for c in claims))
    return made(story, replace(deal, statements=statements))


def made(story: Story, *deals: Deal) -> Piece:
    """A piece of `story` with `deals` in the deal table."""
    lead = story.lead
    return records.piece(lead.title, id=story.id, url=lead.url, story=story, deals=deals)


def claim(company: str, value: float, sentence: str, stage: str = "", qualifier: str = "exact") -> Claim:
    """A claim of a valuation, whose figure stands at `#` in `sentence`."""
    start = sentence.index("#")
    figure = Figure("money", value, "USD", start, start + 1, qualifier=qualifier)
    return Claim("", sentence, figure, "valuation", company, stage)


def dollars(billions: float, qualifier: str = "exact") -> Money:
    """So many billions of US dollars."""
    return Money(billions * B, "USD", qualifier)


def _report(title: str, outlet: str, week: int, number: int) -> Entry:
    at = closing(week) - timedelta(days=6 - number)
    report = records.entry(title, source=outlet, published=at, seen_at=at)
    return replace(report, id=stable_id(title, outlet, str(number)))
