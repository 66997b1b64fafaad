"""What parsers give, and how it becomes entries.

A parser knows its format and nothing else: it gives an `Item` with the words as they stand in the
document. Here they are made safe, dated, cut to size and told apart, the same for every format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest import text, urls, words
from digest.collect import dates
from digest.model import SILENT, Entry, Hints, stable_id

MOST_ITEMS = 500
LONGEST_TITLE = 300  # characters, as all of these
LONGEST_NAME = 200
LONGEST_SUMMARY = 2_000
LONGEST_TEXT = 20_000
LONGEST_HTML = 40_000
DEEPEST_HTML = 40  # open tags
_TITLE_FROM_TEXT = 80
_AT_THE_LIMIT = 64
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it stands in a document; every word of it is hostile.

    Attributes:
        link: address, may be relative to `base`.
        title, author, publisher: HTML or plain text.
        summary: the teaser, HTML.
        html, text: the fullest version in the form that the document gives; the other is "".
        dates: what the document says about its time, best first, in any form of `dates.moment`.
        base: address that relative links start from.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    html: str = ""
    text: str = ""
    author: str = ""
    publisher: str = ""
    language: str = ""
    dates: tuple[str, ...] = ()
    base: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What one body holds.

    Attributes:
        title: of the feed or file, HTML or plain text.
        complete: False where the body ends in the middle; then it is not remembered as seen.
        notes: what was mended or left out, in words.
        wishes: how often it wants to be asked for.
        links: further documents that it names, each with the date that it gives or "".
    """

    title: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()
    wishes: Hints = SILENT
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from.

    Attributes:
        source: name of the source; part of every entry's id.
        url: final address of the document, "" for a file.
        now: moment of collection, aware UTC.
        publisher: name to use where items name none; "" takes the document's own title.
        written: date for items without one (a file's time); None for none.
        charset: what the transport says about the encoding, or "".
    """

    source: str
    url: str
    now: datetime
    publisher: str = ""
    written: datetime | None = None
    charset: str = ""


def entries(document: Document, origin: Origin) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The document's items as entries, newest first, and notes on what was cut or left out."""
    publisher = origin.publisher or text.headline(document.title, LONGEST_NAME) or origin.source
    dated = [(dates.first(item.dates, origin.now) or origin.written, item) for item in document.items]
    if any(moment for moment, _ in dated):
        dated.sort(key=lambda pair: pair[0] or _NEVER, reverse=True)
    made = [_entry(item, moment, publisher, document.language, origin) for moment, item in dated[:MOST_ITEMS]]
    full = [entry for entry in made if entry.title]
    kept = apart(full)
    notes = [*document.notes]
    if len(dated) > MOST_ITEMS:
        notes.append(f"lists more than {MOST_ITEMS} items; the newest {MOST_ITEMS} were taken")
    if len(full) < len(made):
        notes.append(f"{words.counted(len(made) - len(full), 'item')} without title, link and text left out")
    if len(kept) < len(full):
        notes.append(f"{words.counted(len(full) - len(kept), 'item')} listed twice")
    if cut := sum(map(_was_cut, kept)):
        notes.append(f"the text of {words.counted(cut, 'long item')} was cut")
    return kept, tuple(notes)


def _entry(item: Item, published: datetime | None, publisher: str, language: str, origin: Origin) -> Entry:
    """`item` made safe; without a title where there is nothing to make one of."""
    base = urls.safe(item.base, origin.url) or origin.url
    url = urls.safe(item.link.strip().replace(" ", "%20"), base)
    html = text.safe_html(item.html, url or base, LONGEST_HTML, DEEPEST_HTML) if item.html else ""
    summary = _summary(item)
    body = "" if html else text.prose(item.text, LONGEST_TEXT) or summary
    guid = text.one_line(item.guid, 500)
    title = text.headline(item.title, LONGEST_TITLE) or _first_words(summary or body, html)
    return Entry(
        id=stable_id(origin.source, guid, urls.canonical(url)),
        source=origin.source,
        publisher=(text.headline(item.publisher, LONGEST_NAME) if item.publisher else "") or publisher,
        guid=guid,
        url=url,
        title=title or url,
        summary=summary,
        html=html,
        text=body,
        author=text.headline(item.author, LONGEST_NAME),
        language=_language(item.language or language),
        published=published,
        seen_at=origin.now,
    )


def _first_words(body: str, html: str) -> str:
    """Something to call an item without a title."""
    return text.one_line(body or text.plain_of_safe(html, LONGEST_SUMMARY), _TITLE_FROM_TEXT)


def _was_cut(entry: Entry) -> bool:
    """Whether a version fills its room: cutting ends at a word or a tag, so close below the limit."""
    return len(entry.text) > LONGEST_TEXT - _AT_THE_LIMIT or len(entry.html) > LONGEST_HTML - _AT_THE_LIMIT


def _summary(item: Item) -> str:
    if item.summary in {"", item.html, item.text}:  # no teaser beside the text
        return ""
    return text.plain(item.summary, LONGEST_SUMMARY)


def _language(tag: str) -> str:
    """A BCP 47 tag in its usual form, or ""."""
    tag = tag.strip().replace("_", "-")[:35]
    return tag if tag.replace("-", "").isalnum() and tag.isascii() and tag[:2].isalpha() else ""


def apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with ids of their own: where guid and link are shared, the title tells them apart."""
    entries = tuple(entries)
    shared = Counter(entry.id for entry in entries)
    by_id: dict[str, Entry] = {}
    for entry in entries:
        own = entry
        if shared[entry.id] > 1:
            own = replace(
                entry, id=stable_id(entry.source, entry.guid, urls.canonical(entry.url), entry.title)
            )
        by_id.setdefault(own.id, own)
    return tuple(by_id.values())


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by date, undated ones last; equal dates keep their order."""
    return tuple(sorted(entries, key=lambda entry: entry.published or _NEVER, reverse=True))
