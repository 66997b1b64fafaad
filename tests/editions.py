"""Sample editions for tests: a realistic week, any number of plain stories, and a hostile one."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from digest.model import (
    Correction,
    Edition,
    Entry,
    Link,
    Period,
    Piece,
    Reason,
    Score,
    Section,
    Sentence,
    Since,
    SourceNote,
    Story,
    Tie,
    Voices,
    Watch,
    stable_id,
)
from tests import records
from tests.render import told

WEEK = Period(
    "2025-W24",
    datetime(2025, 6, 8, 17, tzinfo=UTC),
    datetime(2025, 6, 15, 17, tzinfo=UTC),
    "Europe/London",
)
ROUNDUP = Link("The week in *chips* & power", "https://letters.example/week-24")
_WEEKLY = Path(__file__).parent / "render" / "weekly.toml"

HOSTILE = (
    "<script>alert(1)</script> raises $1 billion",
    "[Click](javascript:alert(1)) *now* _or_ `never` <b>bold</b> | # 1. - + > =",
    '"><img src=x onerror=alert(1)> {{ 7*7 }} {% include "x" %} &lt;i&gt; &copy; AT&T',
    "مايكروسوفت تستثمر مليار دولار في مراكز البيانات",
    "人工智能公司融资十亿美元，估值翻倍",
    "🚀🚀 Rocket 👩‍👩‍👧‍👦 raises 💰",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "Controls \x00\x07\x1b\x85 bidi \u202eevil\u202c line\u2028two\x0bthree",
    "~~struck~~ ![img](http://x.example/t.gif) <https://auto.example> C# & F# \\ back\\slash",
)


def edition(
    sections: int = 2, stories: int = 3, *, rooms: tuple[Section, ...] | None = None, **changes: Any
) -> Edition:
    """A plain edition, or one of `rooms`; a section's last story is a brief when there are three or more."""
    plain = tuple(_section(n, stories) for n in range(1, sections + 1))
    fields: dict[str, Any] = {
        "period": WEEK,
        "number": 3,
        "title": "Scale Notes",
        "tagline": "A small weekly",
        "language": "en",
        "subject": "Three sums that matter",
        "preheader": "And one that does not",
        "intro": "What **moved** this week.",
        "sections": plain if rooms is None else rooms,
        "sources": (SourceNote("Outlet 1", 9, 4), SourceNote("Silent Times", 0, 0, "timed out")),
        "built_at": WEEK.end,
        "url": "https://notes.example/2025-W24/",
    }
    return Edition(**{**fields, **changes})


def nasty() -> Edition:
    """Hostile titles, right-to-left, CJK, emoji, very long words and addresses that must not be links."""
    pieces = tuple(
        replace(piece(headline, blurb=headline, number=n), deals=(told.nasty_deal(headline, n),))
        for n, headline in enumerate(HOSTILE)
    )
    briefs = tuple(piece(headline, number=n + 50) for n, headline in enumerate(HOSTILE))
    bad_links = (
        piece("Bad scheme", url="javascript:alert(1)", blurb="[x](javascript:alert(2)) [y](//evil.example)"),
        piece("Bad quotes", url='https://q.example/"><script>alert(3)</script>', blurb="<a <a <a"),
        piece("Nowhere", url="", blurb="[" * 5000),
    )
    return edition(
        title=HOSTILE[0],
        tagline=HOSTILE[2],
        subject=HOSTILE[1],
        preheader=HOSTILE[7],
        intro="\n\n".join(HOSTILE),
        sample=True,
        rooms=(
            Section("odd", HOSTILE[1], HOSTILE[0], pieces),
            Section("briefs-only", HOSTILE[3], "", briefs),
            Section("empty", "Nobody sees this", "", ()),
            Section("bad", HOSTILE[2], "", bad_links),
        ),
        sources=tuple(SourceNote(title, 3, n % 2, title if n > 6 else "") for n, title in enumerate(HOSTILE)),
        watch=tuple(Watch(headline, "2025-W20", 1) for headline in HOSTILE),
    )


def judged(**changes: Any) -> Edition:
    """The plain edition with everything that the judgement knows about its first section's three stories.

    The first has voices, an earlier telling and the third, a brief, as a related story; its further report
    was cut from a roundup. The second was cut from a roundup itself and tells what was told before. The
    third was told before.
    """
    plain = edition(**changes)
    first, second, brief, *_ = plain.pieces
    assert first.story
    assert second.story
    assert brief.story
    later = replace(first.story.entries[1], url=first.also[0].url, within=ROUNDUP)
    copy = first.story.copies[0]
    one = replace(
        first.story,
        entries=(first.story.lead, later),
        ties=(
            Tie(later.id, first.story.lead.id, (Reason("headline", 0.62, "shares 4 of 6 telling words"),)),
            Tie(copy.id, later.id, (Reason("same text", 1.0),)),
        ),
        related=(brief.story.id, "a-story-that-is-not-printed"),
        runner_up="s2",
        against=(Reason("keywords", 0.25, '"filing"'),),
        voices=Voices(("Outlet 1", "Other Post"), ("Wire A",), ("Copy & Paste", "Daily Copy"), ("The Firm",)),
        since=Since("2025-W20", 1, "Company 1.1 is said to sell 1 %", "The sale is signed."),
    )
    repeated = Since("2025-W23", 2, "Company 1.2 talks", "Company 1.2 sells 2 % of itself.")
    two = replace(second.story, entries=(replace(second.story.lead, within=ROUNDUP),), since=repeated)
    three = replace(brief.story, since=Since("2025-W23", 2, "Company 1.3 may sell", "It sells 3 %, not 2 %."))
    judged = (changed(first, story=one), changed(second, story=two), changed(brief, story=three))
    room = plain.sections[0]
    return plain.with_sections((replace(room, pieces=(*judged, *room.pieces[3:])), *plain.sections[1:]))


def corrected(**changes: Any) -> Edition:
    """The plain edition, corrected as a whole, in its first story and its first brief; and earlier ones."""
    plain = edition(**changes)
    lead, _, brief, *_ = plain.pieces
    found = (
        Correction(date(2025, 6, 19), "We wrote that it pays $9 billion; it pays **$14 billion**.", lead.id),
        Correction(date(2025, 6, 17), "We counted a story twice, see [the list](https://list.example/2)."),
        Correction(date(2025, 6, 18), "The mine lies in *Chile*.", brief.id),
        Correction(
            date(2025, 6, 10),
            "Northwind employs 900 people; we wrote 9,000.",
            "1a2b",
            "2025-W23",
            "Northwind hires for its desert site",
            "https://notes.example/2025-W23/",
            2,
        ),
        Correction(date(2025, 6, 11), "The intro named the wrong week.", edition="2025-W22"),
    )
    return replace(plain, corrections=found)


def quiet() -> Edition:
    """A week without a story."""
    return edition(sections=0, intro="", sources=(SourceNote("Outlet 1", 4, 0),))


def weekly(sample: bool = True) -> Edition:  # noqa: FBT001, FBT002
    """The realistic week of `render/weekly.toml`."""
    week = tomllib.loads(_WEEKLY.read_text("utf-8"))
    sections = tuple(
        Section(room["id"], room["title"], room["description"], tuple(map(_told, room["stories"])))
        for room in week["sections"]
    )
    used = Counter(outlet for room in week["sections"] for s in room["stories"] for outlet in s["outlets"])
    notes = (SourceNote(s["name"], s["seen"], used[s["name"]], s.get("problem", "")) for s in week["sources"])
    words = {name: week[name].strip() for name in ("title", "tagline", "subject", "preheader", "intro")}
    return edition(
        **words,
        number=week["number"],
        watch=tuple(Watch(**expected) for expected in week["watch"]),
        rooms=sections,
        sources=tuple(notes),
        url="https://scale-up.example/2025-W24/",
        sample=sample,
    )


def piece(headline: str, blurb: str = "", url: str | None = None, number: int = 1) -> Piece:
    """A piece with one report behind it and two further ones of one newsroom."""
    report = entry(headline, number=number)
    story = Story(
        id=report.id,
        entries=(report, entry(headline, "Other Post", number)),
        copies=(entry(headline, "Copy & Paste", number),),
        section="s1",
        filed_by=(Reason("keyword", 0.5, "deal"),),
        score=Score((Reason("coverage", 1.25), Reason("weight", 0.1, "Outlet 1"))),
        summary=(Sentence(f"{headline}.", report.id),),
    )
    also = tuple(Link("Other Post", f"https://other-post.example/{number}/{n}") for n in (1, 2))
    address = report.url if url is None else url
    return Piece(story.id, headline, address, blurb, also if blurb else (), story.summary, story)


def changed(made: Piece, **changes: Any) -> Piece:
    """`made` with other values."""
    return replace(made, **changes)


def entry(title: str, publisher: str = "Outlet 1", number: int = 1) -> Entry:
    """One report, without the fields that `edition.json` leaves to the store."""
    address = f"https://{publisher.lower().replace(' ', '-').replace('&', 'and')}.example/{number}"
    when = WEEK.start + timedelta(hours=7 * (number % 20))
    report = records.entry(
        title, source=publisher, url=address, published=when, seen_at=when + timedelta(minutes=5)
    )
    return replace(report, id=stable_id(publisher, title, str(number)), guid=f"tag:{number}")


def _section(room: int, stories: int) -> Section:
    pieces = tuple(
        piece(
            f"Company {room}.{n} sells {n} % of itself",
            ""
            if n == stories > 2
            else f"It says so *itself*. The [filing](https://filings.example/{n}) agrees.",
            number=10 * room + n,
        )
        for n in range(1, stories + 1)
    )
    return Section(f"s{room}", f"Section {room}", "", pieces)


def _told(story: dict[str, Any]) -> Piece:
    headline, outlets = story["headline"], story["outlets"]
    slug = "-".join("".join(c if c.isalnum() else " " for c in headline.lower()).split()[:7])
    moment = datetime(2025, 6, story["day"], 9, tzinfo=UTC)
    entries = []
    for n, outlet in enumerate(outlets):
        host = outlet.lower().replace(" & ", "-and-").replace(" ", "-")
        suffix = f"-{n}" if outlet in outlets[:n] else ""
        address = f"https://{host}.example/2025/06/{story['day']:02}/{slug}{suffix}"
        report = entry(headline, outlet, n)
        ahead = timedelta(days=dict(enumerate(story.get("earlier", ()))).get(n, 0))
        entries.append(_dated(report, address, moment + timedelta(hours=n) - ahead))
    if "roundup" in story:
        entries[0] = replace(entries[0], within=Link(story["roundup"], entries[0].url))
    found = Story(
        stable_id(headline),
        tuple(entries),
        score=Score((Reason("coverage", len(outlets) / 2),)),
        related=tuple(map(stable_id, story.get("related", ()))),
        voices=Voices(*map(tuple, story.get("voices", ()))),
        since=Since(**story["since"]) if "since" in story else None,
        claims=tuple(told.claim(claim, entries) for claim in story.get("claims", ())),
        deals=tuple(map(told.deal, story.get("deals", ()))),
        differences=tuple(
            told.difference(difference, entries) for difference in story.get("differences", ())
        ),
    )
    links = tuple(Link(report.publisher, report.url) for report in entries[1:])
    blurb = story.get("blurb", "").strip()
    return Piece(found.id, headline, entries[0].url, blurb, links, (), found, found.deals)


def _dated(report: Entry, address: str, moment: datetime) -> Entry:
    return replace(report, id=stable_id(address), url=address, published=moment, seen_at=moment)
