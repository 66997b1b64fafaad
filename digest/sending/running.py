"""A send runs: some lines, each taking the next mail that is due, until none is.

Everything about who is next, and what was done, is in the book (`recorder`); a run that was killed leaves a
database from which the next one goes on.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

from digest.approval import kept
from digest.config import DeliverySettings
from digest.deliver import dkim, transport
from digest.deliver.states import SendState, State
from digest.deliver.transport import Answer, Door, Line, NotSentError, Verdict
from digest.errors import HeldError
from digest.project import Project
from digest.readers.deliveries import Deliveries, Task
from digest.readers.people import REFUSED, People
from digest.readers.sends import Send, Sends
from digest.sending import mould, recovering
from digest.sending.engine import Ran, Tally
from digest.sending.ledger import Ledger
from digest.sending.mould import Caster
from digest.sending.pace import Pace
from digest.sending.recorder import Course, Recorder
from digest.sending.recovering import Cast, Opener

_LOOK_S = 0.2
"""Between two looks at how it goes."""

_UNFINISHED = {State.QUEUED, State.RETRY_WAIT, State.CLAIMED, State.HANDING}
_MISSED = {State.REJECTED, State.EXPIRED, State.IN_DOUBT}


class Run:
    """One run of one send.

    Args:
        opened: opens a line.
        cast: gives the mails.
        book: where everything is written.
        pace: how fast they may go.
    """

    def __init__(self, opened: Opener, cast: Cast, book: Recorder, pace: Pace) -> None:
        self._opened, self._cast, self._book, self._pace = opened, cast, book, pace
        self._course = book.course
        self._is_over = threading.Event()
        self._errors: list[BaseException] = []

    def stop(self, why: str) -> None:
        """Lets the mails that are on their way end, and no further one begin."""
        self._course.stop(why)
        self._is_over.set()

    def go(self, lines: int, look: Callable[[], None]) -> None:
        """Hands over mails over that many lines until none is due; `look` is called now and then.

        Raises:
            DigestError: something could not be written.
        """
        threads = [threading.Thread(target=self._guarded, name=f"line {n}") for n in range(1, lines + 1)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(_LOOK_S)
                    look()
        except KeyboardInterrupt:
            self.stop("stopped by you")
            for thread in threads:
                thread.join()
        if self._errors:
            raise self._errors[0]

    def _guarded(self) -> None:
        try:
            while self._worked():
                pass
        except BaseException as error:  # noqa: BLE001 - raised again where the run was started
            self._errors.append(error)
            self.stop(str(error))

    def _worked(self) -> bool:
        """Uses one line until it ends; whether another should be opened."""
        if self._course.stopped:
            return False
        with ExitStack() as stack:
            try:
                line = self._opened(stack)
            except NotSentError as error:
                if error.is_lasting:
                    self._course.stop(str(error), is_lasting=True)
                self._course.trouble = str(error)  # a server may let in fewer than we would like
                return False
            return self._used(line)

    def _used(self, line: Line) -> bool:
        """Hands over mail after mail; whether the line ended before there was none left."""
        task, taken = self._book.first(), 0
        while task:
            self._pace.wait(self._is_over)
            if self._course.stopped:  # while it waited for its turn
                self._book.release(task)
                return False
            following: list[Task | None] = []
            answer = self._handed(line, task, following)
            self._book.ended(task, answer, is_fresh=not taken)
            taken += answer.verdict is Verdict.ACCEPTED
            ahead = following[0] if following else None
            if ahead and answer.is_over:
                self._book.release(ahead)
            if answer.is_over:
                if not taken:
                    self._course.stop(self._course.breaker.closed(answer.words))
                return True
            task = ahead if following else self._book.first()
        return False

    def _handed(self, line: Line, task: Task, following: list[Task | None]) -> Answer:
        """Hands one mail over; `following` gets the one that may come after it."""
        parcel = self._cast(task.reader, task.address)
        return line.hand_over(parcel, lambda: following.append(self._book.handing(task)))


def run(
    project: Project,
    people: People,
    ledger: Ledger,
    send: str,
    now: datetime,
    tally: Tally,
    environ: Mapping[str, str],
    limit: int = 0,
) -> Ran:
    """Hands over what is due of `send`, at most `limit` mails (0 for all), and leaves it in its state.

    Raises:
        HeldError: what was approved is not there any more.
        DigestError: something of it cannot be read or written.
    """
    found = Sends(people.database).get(send)
    assert found is not None, "prepared before"  # noqa: S101
    config = project.config
    cast = _caster(project, people, found, dkim.signer(config, environ)).parcel
    door = Door(config.folder, config.out, now, environ)

    def opened(stack: ExitStack) -> Line:
        return stack.enter_context(transport.line(config.delivery, door))

    return over(people, ledger, found, cast, opened, config.delivery, now, tally, limit)


def over(
    people: People,
    ledger: Ledger,
    found: Send,
    cast: Cast,
    opened: Opener,
    settings: DeliverySettings,
    now: datetime,
    tally: Tally,
    limit: int = 0,
) -> Ran:
    """The same over lines that `opened` opens, with mails that `cast` gives."""
    began_s = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began_s)

    deliveries = Deliveries(found.id, found.list, people.list_number(found.list))
    course = Course(left=limit or None)
    book = Recorder(people.database, ledger, deliveries, found.id, course, clock)
    recovering.recover(people, ledger, deliveries, found.id, cast, opened, now)
    with people.database.writing() as db:
        book.counts.update(deliveries.counts(db))
        due = deliveries.due(db, now.astimezone(UTC).isoformat(timespec="seconds"))
    running = Run(opened, cast, book, Pace(settings.per_minute))
    with _stoppable(running):
        try:
            running.go(min(settings.connections, due), lambda: tally(book.counts))
        finally:
            book.close()
            _close(people, deliveries, course, now, clock())
    tally(book.counts)
    return Ran(course.handed, time.monotonic() - began_s)


def _caster(project: Project, people: People, found: Send, sign: Callable[[bytes], bytes] | None) -> Caster:
    """Casts the mails of the version with which the send began, whatever the draft says by now."""
    approvals = project.store.approvals(found.edition)
    approval = next((one for one in approvals if one.digest == found.revision), None)
    if approval is None:
        problem = f"version {found.revision[:12]} is not approved any more"
        raise HeldError(found.id, problem, f"approve {found.edition} and send it anew")
    return mould.caster(project, people, kept.unsealed(approval), found.content, sign)


def _close(people: People, deliveries: Deliveries, course: Course, began: datetime, now: datetime) -> None:
    """Notes how the send stands, and whom the server does not know."""
    since = began.astimezone(UTC).isoformat(timespec="seconds")
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    with people.database.writing() as db:
        counts = deliveries.counts(db)
        # What everybody is told says nothing about the few who were told it first.
        unknown = [] if course.breaker.blames_nobody else deliveries.unknown_readers(db, since)
        state, reason = _standing(counts, course)
        deliveries.state(db, state, reason, at, is_lasting=course.is_lasting)
    for reader, words in unknown:
        people.bounced(reader, deliveries.send, REFUSED, _status(words), words, now)


def _status(words: str) -> str:
    """The enhanced status code in a server's words, else its reply code (RFC 3463, RFC 5321 4.2)."""
    found = re.search(r"\b5\.\d{1,3}\.\d{1,3}\b", words) or re.match(r"5\d\d\b", words)
    return found[0] if found else ""


def _standing(counts: Mapping[str, int], course: Course) -> tuple[SendState, str]:
    """How the send stands after a run, and why it is paused."""
    if not any(counts.get(state) for state in _UNFINISHED):
        return (SendState.DONE_WITH_FAILURES if any(counts.get(s) for s in _MISSED) else SendState.DONE), ""
    if course.stopped:
        return SendState.PAUSED, course.stopped
    if course.trouble and counts.get(State.QUEUED):
        return SendState.PAUSED, course.trouble
    if course.left == 0 and counts.get(State.QUEUED):
        return SendState.PAUSED, "as many as were to go for now"
    return SendState.SENDING, ""  # the rest waits for its next attempt


@contextmanager
def _stoppable(course: Run) -> Iterator[None]:
    """Lets SIGTERM end the run between two mails, where nobody else listens to it."""
    is_ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )
    if not is_ours:
        yield
        return
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=course.stop, args=("stopped",)).start())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
