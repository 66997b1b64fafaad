"""What the clock sends: each edition whose time has come, once, and nothing that a person has to look at.

`survey` says what is to be done and writes nothing; `step` does it. How a mail reaches a reader is the
courier's business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from digest import approval, archive, drafts, scheduler
from digest.errors import BusyError, DigestError, HeldError
from digest.listening import Listener
from digest.model import Period
from digest.project import Project
from digest.sendtimes import Act, Deed, Slot, Standing, deeds

TRY_AGAIN = timedelta(minutes=15)
"""So long what failed is not tried again: the gate, unless the draft was saved, and sources."""
PREFIX = "send/"
"""Of the name of a slot that tells of sending, before the key."""
_SINCE, _REFUSED = "sends since", "refused"


@dataclass(frozen=True, slots=True)
class Begun:
    """A send that was begun.

    Attributes:
        is_over: nothing more becomes of it by itself.
        next_at: when it is gone on with; None for at once.
        held: why a person has to look first; "" where nobody has to.
    """

    is_over: bool
    next_at: datetime | None = None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of a send came to.

    Attributes:
        words: for a person, a line each.
        missed: addresses that no server has taken and none will.
    """

    key: str
    begun: Begun
    words: tuple[str, ...]
    missed: int = 0


class Courier(Protocol):
    """Who carries an approved edition to its readers."""

    def begun(self, project: Project, key: str) -> Begun | None:
        """How the send of `key` stands; None where it was not begun."""

    def hindrance(self, project: Project, key: str) -> str:
        """Why a person has to agree before the approved edition `key` is sent; "" for no reason."""

    def send(self, project: Project, key: str, now: datetime, listen: Listener) -> Sent:
        """Begins the send of `key`, which is approved, or goes on with it.

        Raises:
            HeldError: a person has to agree: it is the first to this list, or the list has changed much.
        """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the clock sent, and what it did not; each edition by its key.

    Attributes:
        approved: those that the gate let pass without a person.
        quiet: those that had nothing to tell.
        late: those whose time is over, and why.
        held: those that wait for a person, and why.
    """

    sent: tuple[Sent, ...] = ()
    approved: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    late: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.sent + other.sent,
            self.approved + other.approved,
            self.quiet + other.quiet,
            self.late + other.late,
            self.held + other.held,
        )


def survey(project: Project, now: datetime, courier: Courier) -> tuple[Deed, ...]:
    """What is to be done about each edition that is closed and has not gone out, in the order of time."""
    schedule, since = project.config.schedule, project.store.fact(_SINCE)
    if not schedule.send or not since:
        return ()
    found = deeds(tuple(_slots(project, now, courier)), schedule, now, datetime.fromisoformat(since))
    return tuple(_unless_held(project, _unless_refused(project, deed, now), courier) for deed in found)


def _unless_held(project: Project, deed: Deed, courier: Courier) -> Deed:
    """What a person has to agree to waits for them."""
    held = courier.hindrance(project, deed.slot.key) if deed.act is Act.SEND else ""
    return replace(deed, act=Act.HOLD, note=held) if held else deed


def is_due(project: Project, now: datetime, courier: Courier) -> bool:
    """Whether something would be begun or settled at `now`."""
    idle = {Act.WAIT, Act.HOLD, Act.RESUME, Act.SENT}
    return any(deed.act not in idle for deed in survey(project, now, courier))


def _unless_refused(project: Project, deed: Deed, now: datetime) -> Deed:
    """What the gate refused a moment ago waits for a person."""
    refused = _refused(project, deed.slot.key, now) if deed.act is Act.APPROVE else ""
    return replace(deed, act=Act.HOLD, note=refused) if refused else deed


def step(project: Project, now: datetime, listen: Listener, courier: Courier, doubt: str = "") -> Outcome:
    """Does what is due; `doubt` says why the clock is not believed, and then nothing is begun or settled.

    The first time that it is asked, every edition that has had its time is left to a person.
    """
    store = project.store
    if not project.config.schedule.send:
        if store.fact(_SINCE):
            store.note(_SINCE, "")
        return Outcome()
    if not store.fact(_SINCE):
        store.note(_SINCE, now.isoformat())
    done = Outcome()
    for deed in survey(project, now, courier):
        done += _done(project, deed, now, listen, courier, doubt)
    return done


def _slots(project: Project, now: datetime, courier: Courier) -> Iterator[Slot]:
    schedule, zone = project.config.schedule, project.config.edition.timezone
    settled, since = project.store.settled(), project.store.first_run(now)
    closed = scheduler.watched(schedule, zone, now, since)
    for period in reversed(tuple(closed)):
        state = settled.get(period.key, "missed")
        if state != "missed" and _name(period.key) not in settled:
            yield _slot(project, period, state, courier)


def _name(key: str) -> str:
    """Of the slot in which it is settled that the edition of `key` went out, or will not."""
    return f"{PREFIX}{key}"


def _slot(project: Project, period: Period, state: str, courier: Courier) -> Slot:
    key, begun = period.key, courier.begun(project, period.key)
    if begun:
        return Slot(period, Standing.SENT if begun.is_over else Standing.SENDING)
    if any(release.kind == "sent" for release in project.store.releases(key)):
        return Slot(period, Standing.SENT)
    made = archive.edition(project, key)
    if state != "held" and not (made and made.pieces):
        return Slot(period, Standing.EMPTY)
    return _by_approval(period, approval.state(project, key), is_held=state == "held")


def _by_approval(period: Period, stands: approval.State, *, is_held: bool) -> Slot:
    if stands.word in {"approved", "published"}:
        return Slot(period, Standing.APPROVED)
    if stands.word != "draft":
        return Slot(period, Standing.HELD, f"{stands.word}: {stands.note}")
    if is_held:
        return Slot(period, Standing.HELD, "was held when it was built; look at it and approve it")
    return Slot(period, Standing.DRAFT)


def _done(
    project: Project, deed: Deed, now: datetime, listen: Listener, courier: Courier, doubt: str
) -> Outcome:
    key, act = deed.slot.key, deed.act
    if act in {Act.WAIT, Act.HOLD}:
        return Outcome(held=((key, deed.note),) if act is Act.HOLD else ())
    if act is Act.RESUME:
        return _resumed(project, key, now, listen, courier)
    if doubt and act is not Act.SENT:
        return Outcome(held=((key, doubt),))
    if act in {Act.SEND, Act.APPROVE}:
        begin = _approved if act is Act.APPROVE else _sent
        return begin(project, key, now, listen, courier)
    project.store.settle(_name(key), act, now)
    quiet, late = act is Act.QUIET, act is Act.TOO_LATE
    return Outcome(quiet=(key,) if quiet else (), late=((key, deed.note),) if late else ())


def _resumed(project: Project, key: str, now: datetime, listen: Listener, courier: Courier) -> Outcome:
    begun = courier.begun(project, key)
    if begun and begun.held:
        return Outcome(held=((key, begun.held),))
    if begun and begun.next_at and begun.next_at > now:
        return Outcome()
    return _sent(project, key, now, listen, courier)


def _approved(project: Project, key: str, now: datetime, listen: Listener, courier: Courier) -> Outcome:
    """Approved where the gate finds no error and no conflict stands, and sent; else held."""
    try:
        approval.approve(project, key, now)
    except HeldError as error:
        words = str(error.problem)
        _note_refused(project, key, words, now)
        return Outcome(held=((key, words),))
    return Outcome(approved=(key,)) + _sent(project, key, now, listen, courier)


def _sent(project: Project, key: str, now: datetime, listen: Listener, courier: Courier) -> Outcome:
    try:
        sent = courier.send(project, key, now, listen)
    except BusyError:
        raise
    except DigestError as error:  # whatever it is, a person has to know, and the next edition must come
        words = "; ".join(filter(None, (error.problem, error.remedy)))
        return Outcome(held=((key, words if error.subject == key else f"{error}"),))
    if sent.begun.is_over:
        project.store.settle(_name(key), "sent", now)
    held = ((key, sent.begun.held),) if sent.begun.held else ()
    return Outcome(sent=(sent,), held=held)


def _refused(project: Project, key: str, now: datetime) -> str:
    """Why the gate refused just this draft a moment ago; "" where it is to be asked."""
    text = project.store.fact(_REFUSED)
    said = json.loads(text) if text else {}
    same = said.get("key") == key and said.get("draft") == _seen(project, key)
    recent = bool(said) and timedelta(0) <= now - datetime.fromisoformat(said["at"]) < TRY_AGAIN
    return str(said["words"]) if same and recent else ""


def _note_refused(project: Project, key: str, words: str, now: datetime) -> None:
    said = {"key": key, "draft": _seen(project, key), "at": now.isoformat(), "words": words}
    project.store.note(_REFUSED, json.dumps(said))


def _seen(project: Project, key: str) -> str:
    """What tells one draft from another."""
    return hashlib.sha256((drafts.current(project.folder(key)) or "").encode()).hexdigest()
