"""When an edition goes out by itself: pure decisions about what is known of each.

An edition has one time to go out, the first send slot at or after its cut, and may go out a while later: a
person approves it late, or the machine was off. Whatever happens it goes out once, and of two editions whose
time has come only the newer one starts, so that nobody gets a burst of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from digest import periods
from digest.config import ScheduleSettings
from digest.model import Period


class Standing(StrEnum):
    """How far an edition is from going out."""

    EMPTY = "empty"
    """It has no story: a quiet period."""
    DRAFT = "draft"
    HELD = "held"
    """A person has to look at it: most sources failed, or it has a conflict, or changed once approved."""
    APPROVED = "approved"
    SENDING = "sending"
    """Begun, and not over."""
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Slot:
    """What is known of one edition whose period is closed.

    Attributes:
        note: why it is held; "" otherwise.
    """

    period: Period
    standing: Standing
    note: str = ""

    @property
    def key(self) -> str:
        """Of the edition."""
        return self.period.key


class Act(StrEnum):
    """What is done about an edition."""

    WAIT = "wait"
    RESUME = "resume"
    SEND = "send"
    APPROVE = "approve"
    """The gate decides: it is approved and sent, or held."""
    HOLD = "hold"
    QUIET = "quiet"
    """Settle it: nothing is sent."""
    TOO_LATE = "too late"
    """Settle it: it does not go out by itself any more."""
    SENT = "sent"
    """Settle it: it is out."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done about one edition, and why.

    Attributes:
        at: its time to go out.
    """

    slot: Slot
    act: Act
    at: datetime
    note: str = ""


def send_at(period: Period, schedule: ScheduleSettings) -> datetime:
    """When the edition of `period` goes out: the first send slot at or after its cut.

    Daylight saving is met as at the cut: in the spring gap at the first minute that exists, in the repeated
    hour at the first of the two.
    """
    sends = schedule.model_copy(update={"build": schedule.send})
    return periods.containing(period.end - timedelta(minutes=1), sends, period.timezone).end


def deeds(
    slots: Sequence[Slot], schedule: ScheduleSettings, now: datetime, since: datetime
) -> tuple[Deed, ...]:
    """What is done about each of `slots`, which are in the order of time, at `now`.

    Args:
        slots: of editions that are closed and not settled.
        schedule: with a time to send.
        now: aware.
        since: when sending by itself was turned on; what had its time before is a person's to send.
    """
    return tuple(_deeds(slots, schedule, now, since))


def _deeds(
    slots: Sequence[Slot], schedule: ScheduleSettings, now: datetime, since: datetime
) -> Iterator[Deed]:
    for slot in slots:
        at = send_at(slot.period, schedule)
        if slot.standing is Standing.SENDING:
            yield Deed(slot, Act.RESUME, at)
        elif slot.standing is Standing.SENT:
            yield Deed(slot, Act.SENT, at)
        elif at > since:
            act, note = _act(slot, schedule, now, at)
            yield Deed(slot, act, at, note)


def _act(slot: Slot, schedule: ScheduleSettings, now: datetime, at: datetime) -> tuple[Act, str]:
    if now < at:
        return Act.WAIT, ""
    if slot.standing is Standing.EMPTY:
        return Act.QUIET, ""
    if now > at + schedule.late or _is_overtaken(slot.period, schedule, now, at):
        return Act.TOO_LATE, slot.note
    if slot.standing is Standing.APPROVED:
        return Act.SEND, ""
    if slot.standing is Standing.DRAFT and schedule.approval == "auto":
        return Act.APPROVE, ""
    return Act.HOLD, slot.note or "waits for your approval"


def _is_overtaken(period: Period, schedule: ScheduleSettings, now: datetime, at: datetime) -> bool:
    """Whether the time of the next edition has come."""
    following = send_at(periods.containing(period.end, schedule, period.timezone), schedule)
    return now >= following > at


def next_send(
    deeds_: Iterable[Deed], open_period: Period, schedule: ScheduleSettings
) -> tuple[str, datetime]:
    """Key and time of the edition that goes out next: one that waits, else that of the open period."""
    waiting = [(deed.at, deed.slot.key) for deed in deeds_ if deed.act is Act.WAIT]
    at, key = min(waiting, default=(send_at(open_period, schedule), open_period.key))
    return key, at
