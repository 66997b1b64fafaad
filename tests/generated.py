"""Two hundred editions by number: every kind of text in every field, from no story to five hundred.

    edition(17)     # always the same

The number decides everything, so a failing edition is made again by its number alone. `planted` makes an
edition of any strings, for lists that are not ours to ship.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.model import (
    KINDS as DEALS,
)
from digest.model import (
    QUALIFIERS,
    STATUSES,
    Claim,
    Deal,
    Difference,
    Edition,
    Entry,
    Figure,
    Link,
    Money,
    Piece,
    Section,
    Since,
    SourceNote,
    Stated,
    Stationery,
    Story,
    Voices,
    Watch,
    stable_id,
)
from digest.render import clean
from tests import editions
from tests.naughty import ENGLISH, KINDS, Kind
from tests.pens import Pen

COUNT = 200
_SIZES = (5, 40, 1, 5, 5, 0, 40, 5, 1, 40, 5, 5)
_HUGE = 500
_HEDGES = dict(zip(QUALIFIERS, ("", "about ", "at least ", "up to "), strict=True))


def edition(number: int) -> Edition:
    """The edition of that number, 0 to 199."""
    return _edition(number, kind(number), size(number))


def size(number: int) -> int:
    """How many stories it has: 0, 1, 5, 40 or 500."""
    return _HUGE if number % 50 == 49 else _SIZES[number // len(KINDS) % len(_SIZES)]


def kind(number: int) -> Kind:
    """What it is written in."""
    return KINDS[number % len(KINDS)]


def stationery(number: int) -> Stationery:
    """What it is printed on; address and reason are of the same kind of text."""
    pen = Pen(kind(number), random.Random(f"paper {number}"))  # noqa: S311
    return Stationery(
        sender="Scale Notes <weekly@scale-notes.press>",
        list_id="weekly.scale-notes.press",
        address=pen.line(20, 90),
        reason=pen.line(20, 120) if number % 2 else "",
        unsubscribe="https://scale-notes.press/leave/{token}",
        unsubscribe_mail="leave@scale-notes.press",
    )


def planted(strings: Sequence[str]) -> Edition:
    """An edition with a story for each of `strings`, which also go round through all other fields."""
    return _edition(
        len(strings), Kind("planted", "en", ENGLISH, tuple(strings)), len(strings), tuple(strings)
    )


def _edition(number: int, written: Kind, stories: int, headlines: Sequence[str] = ()) -> Edition:
    draw = random.Random(number)  # noqa: S311 (the same each time is what is wanted)
    if not stories:  # no report could prove a figure
        written = replace(written, words=_unnumbered(written.words), planted=_unnumbered(written.planted))
    pen = Pen(written, draw)
    pieces = [_piece(pen, n, headlines[n] if headlines else "") for n in range(stories)]
    pieces = [_judged(pen, piece, pieces) for piece in pieces]
    rooms = min(len(pieces), draw.randint(1, 6))
    made = editions.edition(
        number=number + 1,
        title=pen.line(6, 50),
        tagline=pen.line(10, 70),
        language=written.language,
        subject=pen.strict_line(20, 60),
        preheader=pen.strict_line(45, 100),
        intro=pen.blurb() if number % 3 and stories else "",
        rooms=tuple(
            Section(f"s{n}", pen.line(5, 30), pen.line(10, 60), tuple(pieces[n::rooms])) for n in range(rooms)
        ),
        sources=tuple(_notes(pen, draw.randint(0, 12))),
        watch=tuple(Watch(pen.line(20, 120), "2025-W20", n) for n in range(draw.randint(0, 3))),
        sample=number % 4 == 0,
    )
    return _proved(made)


def _unnumbered(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if not any(map(str.isdigit, text)))


def _proved(made: Edition) -> Edition:
    """`made`, its first report saying all that stands outside of the stories: no figure is made up."""
    if not made.pieces:
        return made
    said = (made.title, made.tagline, made.subject, made.preheader, made.intro)
    rooms = (text for room in made.sections for text in (room.title, room.description))
    first, *others = made.sections[0].pieces
    assert first.story
    text = "\n\n".join((first.story.lead.text, *said, *rooms, *(watch.text for watch in made.watch)))
    told = replace(first.story, entries=(replace(first.story.lead, text=text), *first.story.entries[1:]))
    room = replace(made.sections[0], pieces=(replace(first, story=told), *others))
    return made.with_sections((room, *made.sections[1:]))


def _piece(pen: Pen, number: int, headline: str) -> Piece:
    draw = pen.draw
    headline = headline if clean.line(headline) else pen.new_line(20, 110)
    blurb = "" if draw.random() < pen.silence else pen.blurb()
    name = pen.line(5, 30)
    url = f"https://news.example/{number}/report"
    report = _report(headline, name, url, number, f"{headline}.\n\n{blurb}")
    others = [
        _report(pen.new_line(20, 90), pen.line(5, 25), f"https://other.example/{number}/{n}", number, blurb)
        for n in range(draw.choice((0, 0, 1, 3)))
    ]
    if draw.random() < 0.1:
        report = replace(report, within=Link(pen.line(10, 40), f"https://letters.example/{number}"))
    story = Story(id=report.id, entries=(report, *others), section="s1")
    also = tuple(Link(other.publisher, other.url) for other in others)
    return Piece(story.id, headline, url, blurb, also, (), story)


def _report(title: str, publisher: str, url: str, number: int, text: str) -> Entry:
    plain = editions.entry("", number=number)
    identity = stable_id(title, publisher, url)
    return replace(plain, id=identity, publisher=publisher, title=title, url=url, text=text, guid=url)


def _judged(pen: Pen, piece: Piece, all_of_it: Sequence[Piece]) -> Piece:
    """`piece` with what the judgement and the figures may say of it."""
    draw, story = pen.draw, piece.story
    assert story
    deals = tuple(_deal(pen) for _ in range(draw.choice((0, 0, 0, 1, 2))))
    names = [entry.publisher for entry in story.entries]
    text = "\n\n".join((story.lead.text, *map(_told, deals)))
    story = replace(story, entries=(replace(story.lead, text=text), *story.entries[1:]))
    changes = {
        "deals": deals,
        "claims": tuple(_claim(story.lead, deal, draw) for deal in deals),
        "related": (draw.choice(all_of_it).id,) if draw.random() < 0.1 else (),
        "voices": Voices(tuple(dict.fromkeys(names)), (), (pen.line(5, 20),)) if len(names) > 2 else Voices(),
        "since": _since(pen) if draw.random() < 0.15 else None,
        "differences": _differences(pen, story) if len(story.entries) > 1 and draw.random() < 0.4 else (),
    }
    return replace(piece, deals=deals, story=replace(story, **changes))  # type: ignore[arg-type]


def _deal(pen: Pen) -> Deal:
    draw = pen.draw
    sums = [Money(round(10 ** draw.uniform(6, 11), -5), draw.choice(("USD", "EUR")), q) for q in QUALIFIERS]
    return Deal(
        draw.choice(DEALS),
        pen.line(5, 30),
        tuple(pen.line(5, 25) for _ in range(draw.randint(0, 2))),
        draw.choice((*sums, None)),
        draw.choice((sums[0], None)),
        draw.choice((None, None, 4.5, 49.0)),
        draw.choice(("", "Series B", pen.line(4, 12))),
        draw.choice(STATUSES),
    )


def _told(deal: Deal) -> str:
    """What a report says of `deal`, so that its row is proved."""
    sums = [f"{_HEDGES[sum_.qualifier]}{sum_.currency} {sum_.value:.0f}" for sum_ in _sums(deal)]
    stake = f" for {deal.stake_percent:g} %" if deal.stake_percent else ""
    return f"{deal.company} {deal.round} {', '.join(deal.counterparties)}: {' at '.join(sums)}{stake}."


def _sums(deal: Deal) -> Iterator[Money]:
    yield from (sum_ for sum_ in (deal.amount, deal.valuation) if sum_)


def _claim(lead: Entry, deal: Deal, draw: random.Random) -> Claim:
    figure = Figure("money", draw.randint(1, 900) * 1e6, "USD", 0, 0)
    return Claim(lead.id, "", figure, draw.choice(("revenue", "fine", "valuation")), deal.company)


def _since(pen: Pen) -> Since:
    change = pen.draw.choice(("", "developed", "corrected", "closed", "withdrawn"))
    return Since("2025-W20", 1, pen.line(15, 80), pen.line(15, 80), change)


def _differences(pen: Pen, story: Story) -> tuple[Difference, ...]:
    stated = tuple(Stated(entry.id, f"${n + 1}B", pen.line(5, 30)) for n, entry in enumerate(story.entries))
    return (Difference(pen.line(5, 40), stated),)


def _notes(pen: Pen, count: int) -> Iterator[SourceNote]:
    for n in range(count):
        yield SourceNote(
            pen.line(5, 30), pen.draw.randint(0, 90) if n % 4 else 0, n % 3, pen.line(8, 40) if n == 3 else ""
        )
