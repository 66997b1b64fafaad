"""What the desk may ask of the project that it shows: reading, and what a person decides.

The desk knows nothing of stores and folders; who serves it hands it a `Studio`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from digest.errors import DigestError
from digest.preview.desk import Desk


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in the list.

    Attributes:
        label: the days that it covers.
        number: of the edition, 1 for the first.
        state: `draft`, `approved` …, in a word or two.
        note: more on the state, "" for nothing.
        stories: how many it prints.
    """

    key: str
    label: str
    number: int
    state: str
    note: str = ""
    stories: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did, in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a step that leads out of the house would do.

    Attributes:
        words: sentences for the person who is asked.
        agreed: names exactly this plan; it is carried out only as long as it would still be the same.
        problem: why it cannot be done now, with what to do; "" where it can.
        refused: the rules that stand against it and that a person may let pass.
    """

    words: tuple[str, ...]
    agreed: str
    problem: str = ""
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was seen this period.

    Attributes:
        id: names it for `act("restore")`.
        outlet: who published it.
        fate: what became of it, in a word.
        reason: why, in one line.
        notes: more lines.
        story, section: headline and title where it is printed; "" for nowhere.
        can_come_in: there is something of it to bring in.
    """

    id: str
    title: str
    url: str
    outlet: str
    fate: str
    reason: str
    notes: tuple[str, ...] = ()
    story: str = ""
    section: str = ""
    can_come_in: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: the best of all that were found."""

    shown: tuple[Hit, ...] = ()
    found: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story below the line: `score` as it is printed elsewhere, `reason` what kept it out."""

    id: str
    headline: str
    outlets: str
    score: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a linked page answered when it was last asked: in words, and when."""

    words: str
    is_fault: bool
    at: str


@dataclass(frozen=True, slots=True)
class Supplier:
    """A source and how it is: `facts` in one line, `trouble` what a person should look at, "" for nothing."""

    name: str
    facts: str
    trouble: str = ""


class ClashError(DigestError):
    """The part of the draft that was to be changed was changed meanwhile; both are kept apart here.

    Attributes:
        now: what stands in the draft.
        wanted: what the person wrote.
    """

    def __init__(self, error: DigestError, now: str, wanted: str) -> None:
        super().__init__(error.subject, error.problem, error.remedy)
        self.now, self.wanted = now, wanted


class Studio(Protocol):
    """A project as the desk sees it. All methods are called in threads; each may raise `DigestError`."""

    @property
    def title(self) -> str:
        """Name of the publication."""
        ...

    def editions(self) -> Sequence[Listed]:
        """All editions, the newest first."""
        ...

    def suppliers(self) -> Sequence[Supplier]:
        """The configured sources and how they are now."""
        ...

    def desk(self, key: str) -> Desk | None:
        """The desk of an edition; None where there is none of that key."""
        ...

    def machine(self, key: str) -> str:
        """The draft of an edition as the machine last wrote it; "" where it never did."""
        ...

    def act(self, key: str, action: str, values: Mapping[str, str]) -> Done:
        """An editorial move on the draft: `move`, `drop`, `pin`, `retitle` … (may raise `ClashError`)."""
        ...

    def last(self, key: str) -> str:
        """What the last action did that can be taken back, in words; "" for none."""
        ...

    def undo(self, key: str) -> Done:
        """Takes the last action back, whatever else changed since."""
        ...

    def plan(self, key: str, step: str, values: Mapping[str, str]) -> Plan:
        """What `approve`, `withdraw`, `test` or `publish` would do; changes nothing."""
        ...

    def carry_out(self, key: str, step: str, values: Mapping[str, str], agreed: str) -> Done:
        """Does it, where the plan is still the one that was agreed to."""
        ...

    def search(self, key: str, words: str) -> Hits:
        """What became of the items that `words` name."""
        ...

    def below(self, key: str) -> Mapping[str, Sequence[Waiting]]:
        """The next candidates of each section, by its id."""
        ...

    def since_edition(self, key: str) -> Sequence[tuple[str, Sequence[str]]]:
        """What leads from the edition before to this one: titles, each with its lines."""
        ...

    def answers(self, key: str) -> Mapping[str, Answer]:
        """What linked pages answered, by address; asks nobody."""
        ...

    def sheets(self, key: str) -> Mapping[str, str]:
        """The tabs that are no files, by name."""
        ...
