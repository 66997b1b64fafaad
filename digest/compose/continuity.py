"""What ran before: an article never runs twice, and a story that goes on says since when and what is new.

Earlier editions are what was printed: headlines, the names of the entries behind them, the sentences of
their summaries. Whether an entry is an article that ran is what `digest.sameness` says. Whether a story is
one that was told is decided here: they share a name of their headlines, and their words by rarity. Rather
none than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digest import words
from digest.model import Edition, Entry, Fate, Piece, Since, Story
from digest.novelty import Known
from digest.sameness import Habits, Look, Shelf
from digest.similarity import Bag, Rarity, cosine

_ALIKE = 0.4  # cosine of what was told and what is; right in nine of ten, found in four of ten
_COMMON = 0.1  # share of headlines beyond which a name, such as AI, tells no story apart
_COMMON_LEAST = 4  # the same as a number, for few headlines
_LEAD_CHARS = 300
_NEWS_CHARS = 2500
_LONGEST_LINE = 280  # characters of the line that says what is new
_ENTRIES_READ = 5  # of a story, for that line
_LINK = re.compile(r"\]\([^)]*\)|https?://\S+")


@dataclass(frozen=True, slots=True)
class Told:
    """A story as an earlier edition printed it.

    Attributes:
        edition, number: key and number of that edition.
        headline: as it was printed.
        entries: what told it and what repeated that; `summary` holds the sentences printed from it.
        summary: all that was printed under the headline.
    """

    edition: str
    number: int
    headline: str
    entries: tuple[Entry, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Entries that did not run before, or are news again, and the fates of the others."""

    entries: tuple[Entry, ...]
    fates: tuple[Fate, ...]


def told(edition: Edition) -> tuple[Told, ...]:
    """The stories that `edition` printed, the editor's own among them."""
    return tuple(_told(edition, piece) for piece in edition.pieces)


def entries(found: Iterable[Entry], earlier: Iterable[Told]) -> Fresh:
    """`found` without what ran in an `earlier` edition and says nothing new since."""
    found, earlier = tuple(found), tuple(earlier)
    if not any(story.entries for story in earlier):
        return Fresh(found, ())
    looks = [Look(entry) for entry in found]
    printed = _Printed(earlier, looks)
    kept, fates = [], []
    for entry, look in zip(found, looks, strict=True):
        ran = printed.ran(look)
        if ran and not _is_news_again(entry, *ran):
            place = f"ran in edition {ran[0].number} ({ran[0].edition})"
            fates.append(Fate(entry.id, entry.source, entry.title, entry.url, "ran before", place))
        else:
            kept.append(entry)
    return Fresh(tuple(kept), tuple(fates))


def stories(found: Iterable[Story], earlier: Iterable[Told]) -> tuple[Story, ...]:
    """The stories, with `since` set on those that develop one that was told; of several the last telling."""
    found, earlier = tuple(found), tuple(earlier)
    if not earlier:
        return found
    memory = _Memory(earlier, found)
    return tuple(replace(story, since=memory.since(story)) for story in found)


def _told(edition: Edition, piece: Piece) -> Told:
    story = piece.story
    said: defaultdict[str, list[str]] = defaultdict(list)
    sentences = (*piece.summary, *(story.summary if story else ()))
    for sentence in dict.fromkeys(sentences):
        said[sentence.entry or ""].append(sentence.text)
    reports = (*story.entries, *story.copies) if story else ()
    behind = tuple(replace(entry, summary=" ".join(said[entry.id]) or entry.summary) for entry in reports)
    printed = dict.fromkeys((_LINK.sub(" ", piece.blurb), *(sentence.text for sentence in sentences)))
    return Told(edition.key, edition.number, piece.headline, behind, " ".join(printed))


class _Printed:
    """All entries behind earlier editions, to be asked for one that is the same article."""

    def __init__(self, earlier: Sequence[Told], found: Sequence[Look]) -> None:
        latest_first = sorted(earlier, key=lambda story: (-story.number, story.edition, story.headline))
        self._stories: dict[str, Told] = {}
        self._by_mark: dict[tuple[str, str], Entry] = {}
        looks = []
        for story in latest_first:
            for entry in story.entries:
                if entry.id not in self._stories:
                    self._stories[entry.id] = story
                    self._by_mark.setdefault((entry.source, entry.guid), entry)
                    looks.append(Look(entry))
        self._shelf = Shelf(Habits((*looks, *found)))
        for look in looks:
            self._shelf.put(look)

    def ran(self, look: Look) -> tuple[Told, Entry] | None:
        """The story in which the article of `look` ran, and the entry that it was then."""
        entry = look.entry
        before = self._by_mark.get((entry.source, entry.guid)) if entry.guid and not entry.within else None
        if before is None:
            match = self._shelf.first(look)
            before = match[0].entry if match else None
        return (self._stories[before.id], before) if before else None


def _is_news_again(entry: Entry, story: Told, before: Entry) -> bool:
    """The headline changed and says something that nothing of the story said then.

    Of its text only what is known of the earlier text can be new: an edition keeps no texts, and against
    nothing every figure is a new one.
    """
    if Look(entry).heading == Look(before).heading:
        return False
    known = Known(_said(story))
    if known.news(entry.title, proof=entry.opening(_NEWS_CHARS)):
        return True
    return bool(before.text) and any(known.news(line) for line in words.sentences(entry.text[:_NEWS_CHARS]))


class _Memory:
    """Earlier tellings, found again by the names in their headlines."""

    def __init__(self, earlier: Sequence[Told], found: Sequence[Story]) -> None:
        self._told = sorted(earlier, key=lambda story: (-story.number, story.edition, story.headline))
        counts = [Counter(words.terms(" \n".join((told.headline, *_said(told))))) for told in self._told]
        self._rarity = Rarity((*counts, *(words.terms(story.lead.title) for story in found)))
        self._bags = [self._rarity.counted(count) for count in counts]
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, told in enumerate(self._told):
            for name in _name_terms(told.headline, *(entry.title for entry in told.entries)):
                by_name[name].append(number)
        most = max(_COMMON_LEAST, _COMMON * len(self._told))
        self._by_name = {name: held for name, held in by_name.items() if len(held) <= most}

    def since(self, story: Story) -> Since | None:
        """The last edition that told `story`, and what is new."""
        before = self._before(story)
        if before is None:
            return None
        return Since(before.edition, before.number, before.headline, _new(story, before))

    def _before(self, story: Story) -> Told | None:
        """Of those alike enough the one in the latest edition, there the most alike."""
        titles = [entry.title for entry in story.entries[:_ENTRIES_READ]]
        near = {number for name in _name_terms(*titles) for number in self._by_name.get(name, ())}
        if not near:
            return None
        bag = self._bag(story, titles)
        alike = {number: round(cosine(bag, self._bags[number]), 6) for number in near}
        same = [number for number in sorted(near) if alike[number] >= _ALIKE]
        return self._told[max(same, key=lambda at: (self._told[at].number, alike[at], -at))] if same else None

    def _bag(self, story: Story, titles: Sequence[str]) -> Bag:
        said = (story.lead.title, story.lead.opening(_LEAD_CHARS), *titles)
        return self._rarity.counted(Counter(words.terms(" \n".join(said))))


def _said(told: Told) -> Iterator[str]:
    """All that is known of what was said then."""
    yield from (told.headline, told.summary)
    for entry in told.entries:
        yield from (entry.title, entry.summary, entry.text)


def _name_terms(*titles: str) -> frozenset[str]:
    return frozenset(words.stem(name) for title in titles for name in words.names(title))


def _new(story: Story, before: Told) -> str:
    """The sentence, else the headline, that says most that was not said before; word for word."""
    known = Known(_said(before))
    best: tuple[int, str] = (0, "")
    for entry in story.entries[:_ENTRIES_READ]:
        for said in (*words.sentences(entry.opening(_NEWS_CHARS)), entry.title):
            if len(said) > _LONGEST_LINE or not (said == entry.title or words.is_whole(said)):
                continue
            news = known.news(said, proof=entry.opening(_NEWS_CHARS))
            best = max(best, (news, said), key=lambda line: line[0])
    return best[1] or story.lead.title
