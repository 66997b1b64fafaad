"""A roundup, one entry whose text tells many events, cut into its events.

Strict: an article with headings about one event stays whole. A text is cut where several parts each tell
an event of their own, with a name of their own, and no single name runs through most of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from digest import blocks, parts, text, urls, words
from digest.events import Ear
from digest.model import Entry, Fate, Link, stable_id
from digest.parts import Event, Part

_SHORTEST = 500  # characters of a text that may hold several events
_LEAST_BOUNDS = 4  # paragraphs, bullets or headings in it
_LEAST_EVENTS, _LEAST_ITEMS = 3, 4  # under headings of their own, or in a declared roundup; as bullets alone
_OWN = 0.75  # share of the events with a name that no other event has
_COMMON = 0.6  # share of the events that one name may stand in
_OWN_IF_SAID, _COMMON_IF_SAID = 0.6, 0.75  # the same where the title says that it is a roundup
_COVERED = 0.4  # share of the text that tells them
_LONGEST_TITLE = 200
_TOLD_APART = 80  # characters of the text that tell two events of one title apart
_SAYS_ROUNDUP = re.compile(
    r"\b(?:round-?up|digest|newsletter|briefing|brief on|recap|in brief|in the news|top stories|stories you|"
    r"(?:today|week)['’]s headlines|(?:week|month|year) in review|(?:this|last) week(?:['’]s)? in|"
    r"(?:weekly|daily)\b[^:|]{0,12} (?:news|brief|update|summary)|news (?:and updates|summary|of the \w+)|"
    r"issue #?\d+)\b|\b(?:weekly|daily)(?:$|[:#|–—-])|^(?:the|this) week\b",
    re.IGNORECASE,
)
_SAYS_LIST = re.compile(
    r"^(?:the |our |my )?(?:(?:top|best) \d+|"
    r"\d+\+? (?:of the )?(?:\w+ ){0,3}(?:best|top|ways|tools|tips|"
    r"things|reasons|startups|companies|products|gadgets|apps|books|lessons|examples|steps|questions|trends|"
    r"predictions)|best |how to |what is |why )|\b(?:guide|tutorial|explained|explainer|review|faq)\b",
    re.IGNORECASE,
)
_SAYS_RELEASE = re.compile(
    r"\bv\d+(?:\.\d+)+|\b\d+\.\d+\.\d+|\brelease (?:notes\b|\d)|\bchange ?log\b", re.IGNORECASE
)
_MOSTLY = (
    0.55  # share of headed parts that are heard as events, from which the others are taken for events too
)
_FULL_STOP = re.compile(r"(?<=[a-z0-9]{4})\.$")  # of a sentence that becomes a headline, not of "Inc."
_ROW = re.compile(r"[,;|•·] | \+ ")


@dataclass(frozen=True, slots=True)
class Split:
    """Entries of one event each, and what became of the roundups that some were cut from."""

    entries: tuple[Entry, ...]
    fates: tuple[Fate, ...]


def split(entries: Iterable[Entry]) -> Split:
    """Each roundup among `entries` replaced by an entry for each of its events; all else unchanged."""
    kept: list[Entry] = []
    fates: list[Fate] = []
    for entry in entries:
        events = _events(entry) if _may_be(entry) else []
        if len(events) < 2:
            kept.append(entry)
            continue
        kept += _entries(entry, events)
        reason = f"a roundup: split into its {len(events)} events"
        fates.append(Fate(entry.id, entry.source, entry.title, entry.url, "split", reason))
    return Split(tuple(kept), tuple(fates))


def _may_be(entry: Entry) -> bool:
    """A cheap look: long enough, of many pieces, by its title neither a list nor a release."""
    if entry.within or len(entry.text) < _SHORTEST:
        return False
    bounds = entry.text.count("\n\n") + entry.text.count("\n• ")
    if bounds < _LEAST_BOUNDS or _SAYS_RELEASE.search(entry.title):
        return False
    return bool(_SAYS_ROUNDUP.search(entry.title)) or not _SAYS_LIST.search(entry.title)


def _events(entry: Entry) -> list[Event]:
    """The events of `entry`; none where it is no roundup."""
    pieces = blocks.of(entry.html, entry.text)
    if not parts.may_tell_several(pieces):
        return []
    found = list(parts.of(pieces))
    said = [block.text for part in found for block in part.body]
    under = parts.news_level(found)
    says = bool(under or _SAYS_ROUNDUP.search(entry.title) or _names_several(entry.title))
    reader = parts.Reader(Ear(said), entry.dated.year, says=says)
    events = list(reader.events(found, under))
    told = [event for event in events if event.strong or says]
    common = 1.0 if under else _COMMON_IF_SAID if says else _COMMON
    covered = sum(len(block.text) for event in events for block in event.body)
    if (
        len(told) < _least(told, says=says)
        or covered < _COVERED * sum(map(len, said))
        or len(told) < _silent(found, told)
        or not _stand_alone(told, _OWN_IF_SAID if says else _OWN, common)
    ):
        return []
    return events if under else list(reader.events(found, _usual_level(events, found)))


def _names_several(title: str) -> bool:
    """Whether a title is a row of headlines: "Acme buys a rival, Court fines Northwind, Chips run short"."""
    pieces = _ROW.split(title)
    return len(pieces) >= 3 and all(len(piece.split()) >= 3 for piece in pieces)


def _least(told: list[Event], *, says: bool) -> int:
    headed = any(event.level for event in told)
    return _LEAST_EVENTS if says or headed else _LEAST_ITEMS


def _silent(found: list[Part], told: list[Event]) -> int:
    """How many parts with a heading that could open an event, and running text, tell none."""
    headed = (
        part
        for part in found
        if part.heading
        and part.body
        and part.body[0].kind == "prose"
        and not parts.role_of(part.heading.text)
    )
    return sum(1 for _ in headed) - sum(event.level > 0 for event in told)


def _stand_alone(told: list[Event], own: float, common: float) -> bool:
    """Whether the share `own` of the events has a name of its own, and no name is in more than `common`."""
    spread = Counter(chain.from_iterable(event.names for event in told))
    alone = sum(any(spread[name] == 1 for name in event.names) for event in told)
    return alone >= own * len(told) and max(spread.values(), default=0) <= common * len(told)


def _usual_level(events: list[Event], found: list[Part]) -> int:
    """The level of heading that most events stand under, whose other parts are events as well; 0 for none.

    Lines that only their shape makes headings are one where few of them tell nothing.
    """
    levels = Counter(event.level for event in events if event.level)
    marked = [level for level in sorted(levels) if level < blocks.BOLD_LINE]
    if marked:
        return max(marked, key=lambda level: levels[level])
    headed = sum(event.level > 0 for event in events)
    return max(levels, default=0) if headed >= _MOSTLY * (headed + max(0, _silent(found, events))) else 0


def _entries(parent: Entry, events: Iterable[Event]) -> Iterator[Entry]:
    """The events as entries that point at their roundup, each with an id of its own."""
    seen: set[str] = set()
    for event in events:
        name = " ".join(words.words(event.title)) or event.title
        own = stable_id(parent.id, "part", name)
        if own in seen:
            own = stable_id(parent.id, "part", name, event.body[0].text[:_TOLD_APART])
        if own not in seen:
            seen.add(own)
            yield _entry(parent, event, own)


def _entry(parent: Entry, event: Event, own: str) -> Entry:
    first, *others = event.body
    told = [first.text, *(f"• {block.text}" if block.kind == "bullet" else block.text for block in others)]
    return replace(
        parent,
        id=own,
        guid=f"{parent.guid}#{own}",
        url=_url(parent, event.link),
        title=text.clip(_FULL_STOP.sub("", event.title), _LONGEST_TITLE),
        summary=first.text,
        html="",
        text="\n\n".join(told).replace("\n\n• ", "\n• "),
        within=Link(parent.title, parent.url),
    )


def _url(parent: Entry, link: str) -> str:
    """The event's own address, unless it only leads back into the roundup."""
    link = urls.untracked(link)
    return link if link and urls.canonical(link) != urls.canonical(parent.url) else parent.url
