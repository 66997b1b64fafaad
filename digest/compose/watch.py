"""What texts expect by a date, kept until the edition in which it falls due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from digest import markup, words
from digest.deals import identity
from digest.figures import dates
from digest.messages import ENGLISH, Messages
from digest.model import Deal, Due, Edition, Entry, Period, Piece, Story, Watch

_ENDED = {"closed", "withdrawn"}
_ENTRIES = 4  # of a story, for what it expects
_READ = 10  # sentences of an entry
_LONGEST = 260  # characters of a sentence that is printed again
_DATED = timedelta(days=95)  # a quarter; "by 2030" falls due on no day that a reader would wait for
_MOST = 3  # expectations of a story
_LINES = 8  # of the watch list


def stories(found: Iterable[Story]) -> tuple[Story, ...]:
    """The stories with what their reports expect by a date."""
    return tuple(replace(story, due=_due(story)) for story in found)


def falling_due(
    earlier: Iterable[Edition], period: Period, known: Iterable[Deal] = (), messages: Messages = ENGLISH
) -> tuple[Watch, ...]:
    """What `earlier` editions expected and falls due in `period`, by date; each expectation once.

    What has come about or was called off since is not expected any more: a deal that a later edition, or
    one `known` now, tells as closed or withdrawn. `messages` are the words of the publication.
    """
    first, last = period.days
    found: dict[tuple[str, str], Watch] = {}
    editions = sorted(earlier, key=lambda edition: edition.number)
    for place, edition in enumerate(editions):
        later = (deal for after in editions[place + 1 :] for piece in after.pieces for deal in piece.deals)
        ended = [deal for deal in (*later, *known) if deal.status in _ENDED]
        for piece, due in _expected(edition):
            over = any(identity.same(deal, told) for deal in ended for told in piece.deals)
            if first <= due.last <= last and not over:
                found[piece.id, due.phrase] = _line(edition, piece, due, messages)
    lines = sorted(found.items(), key=lambda line: (line[1].due.last if line[1].due else last, line[0]))
    return tuple(line for _, line in lines[:_LINES])


def _expected(edition: Edition) -> Iterator[tuple[Piece, Due]]:
    for piece in edition.pieces:
        for due in piece.story.due if piece.story else ():
            yield piece, due


def _line(edition: Edition, piece: Piece, due: Due, messages: Messages) -> Watch:
    when = "edition.due_on" if due.first == due.last else "edition.due_by"
    text = messages.say(
        "edition.due",
        day=messages.say(when, day=messages.day(due.last)),
        sentence=markup.escape(due.sentence),
        number=messages.say("edition.number", number=edition.number),
        headline=markup.link(piece.headline, piece.url),
    )
    return Watch(text, edition.key, edition.number, due)


def _due(story: Story) -> tuple[Due, ...]:
    found: dict[tuple[object, object], Due] = {}
    for entry in story.entries[:_ENTRIES]:
        for due in _of_entry(entry):
            found.setdefault((due.first, due.last), due)
    return tuple(found.values())[:_MOST]


def _of_entry(entry: Entry) -> Iterator[Due]:
    said = entry.dated.date()
    for sentence in _sentences(entry):
        for start, end, first, last in dates.due(sentence, said):
            if last - first > _DATED:
                continue
            yield Due(entry.id, sentence, sentence[start:end], first, last)


def _sentences(entry: Entry) -> Sequence[str]:
    prose = (*words.sentences(entry.summary), *words.sentences(entry.text[: _READ * _LONGEST]))
    told = (*filter(words.is_whole, prose), entry.title)
    return [one for one in dict.fromkeys(told) if len(one) <= _LONGEST and not one.endswith("?")][:_READ]
