"""The book of a run: what every line does is written here before it does it, many lines with one commit.

Whoever has something to write puts it onto the pile and then waits for the pen. Who gets the pen writes all
that lies there in one transaction, so that one trip to the disk serves everybody who came meanwhile. First
the database is committed, then the ledger is on the disk, and only then does anybody go on.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digest.deliver.breaker import Breaker
from digest.deliver.states import State
from digest.deliver.transport import Answer, Verdict
from digest.errors import DigestError
from digest.readers.deliveries import Deliveries, Settled, Task
from digest.sending import ending
from digest.sending.ledger import Entry, Ledger, Word
from digest.sqlitefile import Database


@dataclass(eq=False, slots=True)
class _Note:
    """What one line wants written: that the text of its mail goes, that it wants another, how one ended."""

    end: Settled | None = None
    wants: bool = False
    handing: Task | None = None
    task: Task | None = None
    is_written: bool = False
    error: BaseException | None = None


@dataclass
class Course:
    """How a run goes on, seen by all lines.

    Attributes:
        left: mails that may still be claimed; None for no limit.
        stopped: why no further mail is claimed; "" while it goes on.
        is_lasting: whether a person has to change something before it can go on.
        trouble: why a line could not be opened the last time; "" where all could.
        handed: mails that were taken by the server in this run.
    """

    left: int | None = None
    stopped: str = ""
    is_lasting: bool = False
    trouble: str = ""
    handed: int = 0
    breaker: Breaker = field(default_factory=Breaker)

    def stop(self, why: str, *, is_lasting: bool = False) -> None:
        """Lets no further mail begin; the first reason counts."""
        if why and not self.stopped:
            self.stopped, self.is_lasting = why, is_lasting


class Recorder:
    """The book of one run.

    Args:
        database: of readers; nobody else uses it while the run goes on.
        clock: gives the moment, aware.
    """

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        deliveries: Deliveries,
        send: str,
        course: Course,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._ledger, self._deliveries, self._send = database, ledger, deliveries, send
        self._clock, self.course = clock, course
        self._pile: list[_Note] = []
        self._pen = threading.Lock()
        self._heard = threading.Lock()
        self._unnoted: list[Entry] = []  # ends, for the ledger; they need not be on the disk at once
        self.counts: Counter[str] = Counter()

    def first(self) -> Task | None:
        """Claims a mail; None where there is none to be had.

        Raises:
            DigestError: it cannot be written. Nothing more may go out.
        """
        note = _Note(wants=True)
        self._written(note)
        return note.task

    def handing(self, task: Task) -> Task | None:
        """Writes that the text of `task` is about to go, and claims the mail that may follow it.

        Both are on the disk when this returns.

        Raises:
            DigestError: it cannot be written. The text must not go.
        """
        note = _Note(handing=task, wants=True)
        self._written(note)
        return note.task

    def ended(self, task: Task, answer: Answer, *, is_fresh: bool = True) -> None:
        """Takes in what became of `task`, and writes it as soon as the pen is free, or somebody else does.

        `is_fresh`: the line had brought no mail before.
        """
        self._put(self._settled(task, answer, self._clock(), is_fresh=is_fresh))

    def release(self, task: Task) -> None:
        """Gives back a mail that was claimed and not touched."""
        with self._heard:
            if self.course.left is not None:
                self.course.left += 1
        self._put(
            Settled(task.reader, State.CLAIMED, State.QUEUED, task.attempts, task.recoveries, "", task.words)
        )

    def close(self) -> None:
        """Writes all that was taken in, and puts the last ends into the ledger."""
        with self._pen:
            if self._pile:
                self._write()
            for note in self._taken():  # what could not be written; why is known, and one may yet go
                with suppress(DigestError):
                    self._commit([note])
            self._ledger.append(self._ends())

    def _put(self, end: Settled) -> None:
        """Puts an end onto the pile: whoever waits for the pen writes it too."""
        self._pile.append(_Note(end=end))
        if self._pen.acquire(blocking=False):
            try:
                self._write()
            finally:
                self._pen.release()

    def _written(self, note: _Note) -> None:
        self._pile.append(note)
        with self._pen:
            if not note.is_written and note.error is None:
                self._write()
        if note.error is not None:
            raise note.error

    def _write(self) -> None:
        """Writes all that lies on the pile."""
        notes = self._taken()
        try:
            self._commit(notes)
        except BaseException as error:
            self.course.stop(str(error) or type(error).__name__)
            for note in notes:
                note.error = error
            # An answer that was heard is not lost because the disk was busy: who writes next takes it too.
            self._pile[:0] = [note for note in notes if note.end and not note.is_written]
            if not isinstance(error, Exception):
                raise
        else:
            for note in notes:
                note.is_written = True

    def _taken(self) -> list[_Note]:
        """Takes all that lies on the pile; others may put more there meanwhile, which is for the next."""
        count = len(self._pile)
        notes, self._pile[:count] = self._pile[:count], []
        return notes

    def _ends(self) -> list[Entry]:
        """Takes the ends that the ledger does not have yet."""
        with self._heard:
            ends, self._unnoted = self._unnoted, []
        return ends

    def _commit(self, notes: list[_Note]) -> None:
        now = self._clock()
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        ended = [note.end for note in notes if note.end]
        handing = [note.handing for note in notes if note.handing]
        wanting = [note for note in notes if note.wants]
        with self._database.writing() as db:
            if ended:
                self._deliveries.settled(db, ended, at)
            if handing:
                self._deliveries.handing(db, [task.reader for task in handing], at)
            skipped = self._claimed(db, wanting, at)
        for note in notes:
            note.is_written = note.end is not None
        self._count(ended, handing, wanting, skipped)
        if handing:
            self._noted(handing, now, at)

    def _claimed(self, db: sqlite3.Connection, wanting: list[_Note], at: str) -> int:
        course = self.course
        most = len(wanting) if course.left is None else min(len(wanting), course.left)
        if not most or course.stopped:
            return 0
        tasks, skipped = self._deliveries.claimed(db, most, at)
        for note, task in zip(wanting, tasks, strict=False):
            note.task = task
        with self._heard:
            if course.left is not None:
                course.left -= len(tasks)
        return skipped

    def _count(self, ended: list[Settled], handing: list[Task], wanting: list[_Note], skipped: int) -> None:
        """Keeps the tally of states, so that nobody has to ask the database for it."""
        counts = self.counts
        for one in ended:
            counts[one.before] -= 1
            counts[one.state] += 1
        claimed = sum(1 for note in wanting if note.task)
        counts[State.CLAIMED] += claimed - len(handing)
        counts[State.HANDING] += len(handing)
        counts[State.SKIPPED] += skipped
        counts[State.QUEUED] -= claimed + skipped  # or of those that waited: the end is counted anew

    def _noted(self, handing: list[Task], now: datetime, at: str) -> None:
        """Puts the handings into the ledger. What it does not take does not go out, and was not handed."""
        entries = [Entry(self._send, task.reader, Word.HANDING, task.handings + 1, now) for task in handing]
        ends = self._ends()
        try:
            self._ledger.append([*ends, *entries])
        except BaseException:
            with self._heard:
                self._unnoted[:0] = ends
            with suppress(DigestError), self._database.writing() as db:
                self._deliveries.withdrawn(db, [task.reader for task in handing], at)
            raise

    def _settled(self, task: Task, answer: Answer, now: datetime, *, is_fresh: bool) -> Settled:
        """What becomes of a mail by what the server said to it, and what that means for the others."""
        course, is_taken = self.course, answer.verdict is Verdict.ACCEPTED
        with self._heard:
            course.stop(course.breaker.heard(answer.verdict, answer.words), is_lasting=True)
            course.handed += is_taken
            if answer.verdict is Verdict.TROUBLE and course.left is not None:
                course.left += 1
        settled = ending.settled(task, answer, now, is_fresh=is_fresh)
        if settled.before == State.HANDING and settled.state != State.IN_DOUBT:
            word = Word.ACCEPTED if is_taken else Word.BACK
            with self._heard:
                self._unnoted.append(Entry(self._send, task.reader, word, task.handings + 1, now))
        return settled
