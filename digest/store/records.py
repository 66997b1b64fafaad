"""The records that only the store gives, and the Protocol that any store fulfils."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest.condition import History
from digest.model import Collected, Entry, Fate, Memory


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping one answer did: entries that were new, that changed, that were known already."""

    new: int = 0
    changed: int = 0
    known: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.new + other.new, self.changed + other.changed, self.known + other.known)


@dataclass(frozen=True, slots=True)
class SourceTotals:
    """How much of a source is in the store, and how new the newest of it is."""

    entries: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """One built edition.

    Attributes:
        number: 1 for the first; kept when the edition is built again.
        edition: what the machine composed, as `digest.editionjson` writes it.
        draft: the Markdown that the machine wrote for it, to tell a person's changes from its own.
        basis: an edition, as `digest.editionjson` writes it, with the stories that earlier builds had and
            this one has not: a person deleted them or keeps them in their draft; "" for none.
        reserve: an edition, as `digest.editionjson` writes it, whose sections hold pieces that are known and
            not printed: they can be brought in with their evidence; "" for none.
    """

    key: str
    number: int
    built_at: datetime
    edition: str
    draft: str
    basis: str = ""
    reserve: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """One version of an edition as a person let it go out.

    Attributes:
        edition: its key.
        digest: SHA-256 in hex over all that is frozen.
        at: when it was approved; aware UTC.
        draft: the text of the draft as it stood.
        allowed: the rules of the gate whose errors the person let pass.
        files: a zip archive of all that is frozen.
    """

    edition: str
    digest: str
    at: datetime
    draft: str
    allowed: tuple[str, ...]
    files: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """That an approved version went out.

    Attributes:
        edition: its key.
        kind: `published` or `sent`.
        digest: of the approval.
        at: when; aware UTC.
        place: where to, in words.
    """

    edition: str
    kind: str
    digest: str
    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an edition made of an entry."""

    edition: str
    number: int
    fate: Fate


class Store(Protocol):
    """Everything that a run remembers. Times are aware UTC and kept to the second.

    Every method raises `digest.errors.StoreError` when the store cannot be read or written.
    """

    def keep(self, collected: Collected) -> Kept:
        """Remembers one source's answer, entries and memory together or not at all."""
        ...

    def adopt(self, places: Mapping[str, str]) -> None:
        """Takes the configured sources, name to place, as those that there are.

        A known source whose name is gone and whose place a new name has was renamed: its entries and
        memory go on under the new name.
        """
        ...

    def memories(self) -> Mapping[str, Memory]:
        """What is remembered of each source, by name."""
        ...

    def totals(self) -> Mapping[str, SourceTotals]:
        """How much is kept of each source, by name."""
        ...

    def known(self, source: str) -> Mapping[str, str]:
        """The ids of the entries of `source`, each with the hash of what it said of it."""
        ...

    def histories(self, since: datetime) -> Mapping[str, History]:
        """What is kept of each source since `since`, by name, as far as it tells how the source is."""
        ...

    def entries(self, since: datetime) -> tuple[Entry, ...]:
        """All entries published or first seen at or after `since`, in a stable order."""
        ...

    def entries_by_id(self, ids: Collection[str]) -> Mapping[str, Entry]:
        """The entries of these ids, however many and however old; an id that is not kept is left out."""
        ...

    def find(self, text: str) -> tuple[Entry, ...]:
        """The entries that a person means, newest first.

        Those whose id is `text` or whose address is another spelling of it; where there is none, up to ten
        whose title holds every word of it.
        """
        ...

    def number(self, key: str) -> int:
        """The edition's number: its own when built before, else one more than the highest."""
        ...

    def save(self, edition: BuiltEdition) -> None:
        """Remembers a build, in place of an earlier one of the same key."""
        ...

    def keep_fates(self, edition: str, number: int, fates: Iterable[Fate]) -> None:
        """Remembers what the edition of that key and number made of each entry, in place of what it said."""
        ...

    def fates(self, ids: Collection[str]) -> Mapping[str, tuple[Verdict, ...]]:
        """What every edition made of the entries `ids`, by id, newest edition first; each id is a key."""
        ...

    def fates_of(self, edition: str) -> tuple[Fate, ...]:
        """What the edition of that key made of each entry that it looked at, in the order it told them."""
        ...

    def publishers(self, edition: str) -> Mapping[str, str]:
        """Who published what the edition of that key looked at, by entry, where that is not the source."""
        ...

    def readings(self) -> Mapping[str, bytes]:
        """What the last build read out of its entries, by key."""
        ...

    def keep_readings(self, readings: Mapping[str, bytes]) -> None:
        """Remembers what a build read, in place of what the one before it read."""
        ...

    def edition(self, key: str) -> BuiltEdition | None:
        """The last build of `key`."""
        ...

    def editions(self) -> tuple[tuple[str, datetime], ...]:
        """Keys and times of all builds, newest key first."""
        ...

    def reserve(self, key: str, reserve: str) -> None:
        """Remembers what is in reserve for the edition of `key`, which is built, in place of what was."""
        ...

    def approve(self, approval: Approval) -> None:
        """Remembers an approval; earlier ones of its edition stay."""
        ...

    def approvals(self, key: str) -> tuple[Approval, ...]:
        """The approvals of the edition of `key` that were not withdrawn, newest first."""
        ...

    def withdraw(self, key: str, at: datetime) -> bool:
        """Withdraws all approvals of the edition of `key`; False when there was none."""
        ...

    def release(self, release: Release) -> None:
        """Remembers that an approved version went out."""
        ...

    def releases(self, key: str) -> tuple[Release, ...]:
        """What went out of the edition of `key`, newest first."""
        ...

    def settle(self, key: str, state: str, at: datetime) -> bool:
        """Claims the slot `key` for ever; False when it was settled before."""
        ...

    def settled(self) -> Mapping[str, str]:
        """State (`built`, `quiet`, `held`, `missed`) of every slot that the scheduler has dealt with."""
        ...

    def slots(self) -> Mapping[str, tuple[str, datetime]]:
        """State of every slot and since when it is so."""
        ...

    def restate(self, key: str, state: str, at: datetime) -> None:
        """Says of the slot `key`, which is settled, how it stands now."""
        ...

    def fact(self, name: str) -> str:
        """What was noted under `name`; "" for nothing."""
        ...

    def note(self, name: str, value: str) -> None:
        """Notes `value` under `name`, in place of what was; "" forgets it."""
        ...

    def exchange(self, name: str, change: Callable[[str], str]) -> str:
        """Notes what `change` makes of the value of `name`, while nobody else writes; gives the new one."""
        ...

    def collected(self, at: datetime) -> None:
        """Remembers that a whole collect ended."""
        ...

    def last_collected(self) -> datetime | None:
        """When a whole collect last ended."""
        ...

    def first_run(self, now: datetime) -> datetime:
        """When this store was first used; `now` on the first call ever."""
        ...

    def close(self) -> None:
        """Gives the file back."""
        ...
