"""A piece as it is printed: its words, who tells it, and the quiet lines beneath it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.messages import ENGLISH, Messages
from digest.model import Entry, Link, Piece, Story
from digest.render import clean, dates, differences, notes
from digest.render.corrections import Note
from digest.render.differences import Dispute
from digest.render.notes import Before, Pointer


@dataclass(frozen=True, slots=True)
class Also:
    """A newsroom that tells the story too: its name, the addresses of its reports, and their roundup."""

    name: str
    urls: tuple[str, ...]
    roundup: Link | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A piece as it is printed.

    Attributes:
        anchor: where it stands on the page, `s-…`.
        headline: one line of plain text.
        url: where the headline leads; "" for nowhere.
        blurb: Markdown.
        newsroom: who is quoted; "" for the editor's own.
        newsrooms: the same in words: `Ledger Wire and 5 more newsrooms`, where `voices` does not count them.
        roundup: what the quoted report was cut from; its address may be "". None for most.
        date: `12 June`; "" where none is known.
        also: further reports by newsroom.
        voices: `4 newsrooms, 1 primary document`; "" for a lone newsroom.
        before: since when it is told; None for a new story.
        see: related stories of this issue.
        disputes: figures on which the outlets differ.
        corrected: what was wrong in it when it first went out.
    """

    anchor: str
    headline: str
    url: str
    blurb: str
    newsroom: str
    newsrooms: str
    roundup: Link | None
    date: str
    also: tuple[Also, ...]
    voices: str
    before: Before | None
    see: tuple[Pointer, ...]
    disputes: tuple[Dispute, ...]
    corrected: tuple[Note, ...] = ()


def of(piece: Piece, zone: str, see: tuple[Pointer, ...] = (), words: Messages = ENGLISH) -> Item:
    """`piece` as it is printed with dates in `zone`; `see` are the stories that it points at."""
    story = piece.story
    voices = notes.voices(story.voices, words) if story else ""
    return Item(
        anchor=clean.anchor(piece.id),
        headline=clean.line(piece.headline) or words.say("stories.untitled"),
        url=clean.url(piece.url),
        blurb=clean.text(piece.blurb).strip(),
        newsroom=clean.line(story.lead.publisher) if story else "",
        newsrooms=_newsrooms(story, words, counted=bool(voices)) if story else "",
        roundup=_quoted_from(story, clean.url(piece.url)) if story else None,
        date=dates.day(story.lead.dated, zone, words) if story else "",
        also=also(piece.also, story.entries[1:] if story else (), words),
        voices=voices,
        before=notes.before(piece, words),
        see=see,
        disputes=differences.of(story, zone, words) if story else (),
    )


def also(links: Iterable[Link], reports: Iterable[Entry] = (), words: Messages = ENGLISH) -> tuple[Also, ...]:
    """The links by name, in the order of first mention; those that lead nowhere safe keep their name.

    `reports` tell which of them were cut from a roundup.
    """
    roundups = {clean.url(report.url): cut for report in reports if (cut := _roundup(report))}
    urls_by_name: dict[str, list[str]] = {}
    for link in links:
        address = clean.url(link.url)
        found = urls_by_name.setdefault(clean.line(link.name) or words.say("stories.another"), [])
        if address and address not in found:
            found.append(address)
    return tuple(
        Also(name, tuple(urls), next((roundups[url] for url in urls if url in roundups), None))
        for name, urls in urls_by_name.items()
    )


def _quoted_from(story: Story, url: str) -> Link | None:
    """The roundup of the quoted report; its name alone where the headline, beside it, leads there already."""
    found = _roundup(story.lead)
    return Link(found.name, "") if found and found.url == url else found


def _roundup(report: Entry) -> Link | None:
    """Name and safe address of the roundup; without a name there is nothing to say."""
    name = clean.line(report.within.name) if report.within else ""
    return Link(name, clean.url(report.within.url)) if report.within and name else None


def _newsrooms(story: Story, words: Messages, *, counted: bool) -> str:
    first, *others = (clean.line(name) for name in story.publishers)
    if counted or not others:
        return first
    if len(others) == 1:
        return words.say("stories.and_one", first=first, other=others[0])
    return words.count("stories.and_more", len(others), first=first)
