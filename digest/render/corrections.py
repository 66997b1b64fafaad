"""What was wrong and was put right: notes on this edition, and those on earlier ones that it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest import markup
from digest.messages import ENGLISH, Messages
from digest.model import Correction, Edition
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Note:
    """One correction as it is printed.

    Attributes:
        markdown: day and words in one line: `**Corrected on 24 November 2026:** We wrote …`; of an earlier
            edition its number too, linked where it can be read.
        headline: of the story that it is about; "" for the edition as a whole.
        anchor: where that story stands on the page; "" where it is not printed.
        url: where it can be read otherwise; "" for nowhere.
        said: fixed words and names that every output must hold.
    """

    markdown: str
    headline: str
    anchor: str
    url: str
    said: tuple[str, ...]


def own(edition: Edition, words: Messages = ENGLISH) -> tuple[Note, ...]:
    """The corrections of `edition` itself, the earliest first."""
    return tuple(note for _, note in _own(edition, words))


def by_story(edition: Edition, words: Messages = ENGLISH) -> Mapping[str, tuple[Note, ...]]:
    """The same for each printed story, by its id."""
    found: dict[str, tuple[Note, ...]] = {}
    for story, note in _own(edition, words):
        if note.anchor:
            found[story] = (*found.get(story, ()), note)
    return found


def earlier(edition: Edition, words: Messages = ENGLISH) -> tuple[Note, ...]:
    """The corrections of earlier editions that `edition` tells, in the order in which they stand there."""
    return tuple(_earlier(one, words) for one in edition.corrections if one.edition)


def _own(edition: Edition, words: Messages) -> Iterator[tuple[str, Note]]:
    headlines = {piece.id: clean.line(piece.headline) for piece in edition.pieces}
    found = (one for one in edition.corrections if not one.edition)
    for one in sorted(found, key=lambda one: one.at):
        label = words.say("corrections.on", date=words.date(one.at))
        is_printed = one.story in headlines
        headline = headlines[one.story] if is_printed else clean.line(one.headline)
        anchor = clean.anchor(one.story) if is_printed and headline else ""
        note = Note(
            _told(markup.escape(label), one, words),
            headline,
            anchor,
            "" if anchor else clean.url(one.url),
            tuple(filter(None, (clean.line(label), headline))),
        )
        yield one.story, note


def _earlier(one: Correction, words: Messages) -> Note:
    day = words.date(one.at)
    name = words.say("masthead.number", number=one.number) if one.number else clean.line(one.edition)
    address = clean.url(one.url)
    if address and one.story:
        address = f"{address.partition('#')[0]}#{clean.anchor(one.story)}"
    label = markup.escape(words.say("corrections.earlier", edition="\0", date=day))
    label = label.replace("\0", markup.link(name, address) if address else markup.escape(name))
    headline = clean.line(one.headline)
    said = tuple(filter(None, map(clean.line, (name, day, headline))))
    return Note(_told(label, one, words), headline, "", "", said)


def _told(label: str, one: Correction, words: Messages) -> str:
    return f"**{label}{words.say('marks.colon').rstrip()}** {clean.line(one.text)}"
