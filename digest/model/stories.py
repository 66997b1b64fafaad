"""What the entries amount to: events with their evidence, and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.model.entries import Entry, Link
from digest.model.figures import Claim, Deal, Difference, Due
from digest.model.reasons import NO_SCORE, Reason, Score


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence and the id of the entry that it was taken from (None: the editor's own)."""

    text: str
    entry: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Why an entry stands with a story: the entry of it that it is nearest to, and what they share."""

    entry: str
    to: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who tells a story, by how independent they are; names of publishers, each once.

    Attributes:
        newsrooms: newsrooms that report in their own words, a family of outlets counted once.
        wires: agencies whose text is carried; each is one voice, however many outlets print it.
        rewrites: outlets that carry a wire's text.
        documents: those whom it is about, or an authority, speaking for themselves: a primary document.
    """

    newsrooms: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def independent(self) -> int:
        """How many confirm it: newsrooms and wires, a wire that is also among the newsrooms once."""
        return len({*self.newsrooms, *self.wires})


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier edition that told this story, and what is new.

    Attributes:
        edition: key of that edition.
        number: its number.
        headline: how it was told then.
        new: what is new, in one line.
        change: `developed`, `corrected`, `closed` or `withdrawn`, as its figures say; "" for nothing.
    """

    edition: str
    number: int
    headline: str
    new: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an editor did with a story, remembered.

    Attributes:
        title, lead, publisher: of the story's lead entry; `lead` is its opening.
        was: id of the section where the machine had put it.
        now: id of the section where the editor put it; "" where they dropped it.
        edition: key of the edition.
        at: aware UTC.
    """

    title: str
    lead: str
    publisher: str
    was: str
    now: str
    edition: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """One event: a lead entry and the other entries about it.

    Attributes:
        id: id of the story, taken from its lead.
        entries: all that tell it, the lead first; near copies are in `copies` instead.
        copies: entries that repeat one of `entries` and count as no voice of their own.
        section: id of the section it is filed under; "" while unfiled.
        filed_by: what spoke for that section.
        relevance: how probable it is that the story is for this digest at all, 0 to 1.
        score: what decides its place.
        summary: sentences taken word for word from the entries.
        ties: why each entry but the lead, and each copy, stands here.
        related: ids of stories that are connected with it and yet events of their own.
        runner_up: id of the section that came second; "" for none, or where leaving out came second.
        against: what spoke for the runner-up.
        voices: who tells it.
        since: the earlier edition that told it; None for a new story.
        claims: the figures that its reports state.
        deals: the transactions that they tell, the largest first.
        differences: figures on which the outlets differ.
        due: what they expect by a date.
    """

    id: str
    entries: tuple[Entry, ...]
    copies: tuple[Entry, ...] = ()
    section: str = ""
    filed_by: tuple[Reason, ...] = ()
    relevance: float = 0.0
    score: Score = NO_SCORE
    summary: tuple[Sentence, ...] = ()
    ties: tuple[Tie, ...] = ()
    related: tuple[str, ...] = ()
    runner_up: str = ""
    against: tuple[Reason, ...] = ()
    voices: Voices = Voices()
    since: Since | None = None
    claims: tuple[Claim, ...] = ()
    deals: tuple[Deal, ...] = ()
    differences: tuple[Difference, ...] = ()
    due: tuple[Due, ...] = ()

    @property
    def lead(self) -> Entry:
        """The entry that the headline links to."""
        return self.entries[0]

    @property
    def publishers(self) -> tuple[str, ...]:
        """The newsrooms that tell it, each once, the lead's first."""
        return tuple(dict.fromkeys(entry.publisher for entry in self.entries))


@dataclass(frozen=True, slots=True)
class Piece:
    """A story as it is printed: words that a person may change, and the story that they rest on.

    Attributes:
        id: the story's id; for the editor's own pieces a hash of the headline.
        headline: plain text.
        url: where the headline leads; "" for none.
        blurb: Markdown under the headline; "" makes the piece a brief of one line.
        also: further reports, printed as "Also: …".
        summary: the sentences of the blurb and where each is from.
        story: the evidence; None for a piece that the editor wrote.
        deals: the transactions that stand in the deal table for it.
    """

    id: str
    headline: str
    url: str
    blurb: str
    also: tuple[Link, ...] = ()
    summary: tuple[Sentence, ...] = ()
    story: Story | None = None
    deals: tuple[Deal, ...] = ()

    @property
    def is_brief(self) -> bool:
        """A piece without text is one line in the list at the end of its section."""
        return not self.blurb
