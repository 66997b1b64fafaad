"""How things stand: sources with their health, editions, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from digest import approval, heartbeat, scheduler, sending, sendout, sendtimes, sourcestates
from digest.approval import State
from digest.courier import CARRIER
from digest.errors import UsageError
from digest.heartbeat import Beat
from digest.model import Period
from digest.project import Project
from digest.sending import Standing, naming
from digest.sendtimes import Act, Deed
from digest.settings import Wait
from digest.sourcestates import SourceState


@dataclass(frozen=True, slots=True)
class EditionState:
    """One edition: when it was built, how it stands, and whether its time to go out by itself is over."""

    key: str
    built_at: datetime
    state: State
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """How a project stands at one moment.

    Attributes:
        editions: newest first.
        sends: newest first.
        next_collect: when `digest run` collects next; in the past means at once.
        next_build: the period that closes next.
        deeds: what is to be done about the editions that are closed and have not gone out.
        next_send: key and time of the edition that goes out next by itself; None where none does.
        beat: the last run of the clockwork; None where there was none.
        doubt: why the clock is not believed; "" where it is.
        last_out: key and time of the last edition that came as it should: made, or where the clock sends it,
            sent. A quiet period counts.
    """

    sources: tuple[SourceState, ...]
    editions: tuple[EditionState, ...]
    sends: tuple[Standing, ...]
    last_collected: datetime | None
    next_collect: datetime
    next_build: Period
    deeds: tuple[Deed, ...] = ()
    next_send: tuple[str, datetime] | None = None
    beat: Beat | None = None
    doubt: str = ""
    last_out: tuple[str, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How things stand for a monitor: exit code 0 fine, 1 too old, 3 held; and one plain line."""

    code: int
    words: str


def of(project: Project, now: datetime) -> Status:
    """The status of `project` at `now`."""
    last = project.store.last_collected()
    config, settled, late = project.config, project.store.settled(), Act.TOO_LATE.value
    closing = scheduler.next_build(config.schedule, config.edition.timezone, now, settled.keys())
    deeds = sendout.survey(project, now, CARRIER)
    coming = sendtimes.next_send(deeds, closing, config.schedule) if config.schedule.send else None
    return Status(
        sources=tuple(sourcestates.of(project, now).values()),
        editions=tuple(
            EditionState(key, at, approval.state(project, key), late == settled.get(f"{sendout.PREFIX}{key}"))
            for key, at in project.store.editions()
        ),
        sends=tuple(one for one in sending.standings(config.people) if naming.is_of(one.send.id, config)),
        last_collected=last,
        next_collect=scheduler.next_collect(config.schedule, now, last),
        next_build=closing,
        deeds=deeds,
        next_send=coming,
        beat=heartbeat.last(project),
        doubt=heartbeat.doubt(project, now),
        last_out=_last_out(project),
    )


def length(text: str) -> timedelta:
    """`8d` as a length of time. Raises `UsageError` where it is none."""
    try:
        return TypeAdapter(Wait).validate_python(text)
    except ValidationError:
        raise UsageError(f'"{text}"', "is no length of time", 'write it like "8d" or "36h"') from None


def health(found: Status, now: datetime, longest: timedelta) -> Health:
    """Whether an edition came in the last `longest`, and nothing waits for a person."""
    held = [f"{deed.slot.key} {_first(deed.note)}" for deed in found.deeds if deed.act is Act.HOLD]
    if found.doubt or held:
        return Health(3, f"held: {'; '.join(filter(None, (found.doubt, *held)))}")
    if found.last_out is None:
        return Health(1, "never: no edition has come yet")
    key, at = found.last_out
    told = f"{key}, {at:%Y-%m-%d %H:%M} UTC"
    if now - at > longest:
        ran = f"; the last run was {found.beat.at:%Y-%m-%d %H:%M} UTC" if found.beat else ""
        return Health(1, f"too old: the last edition that came is {told}{ran}")
    return Health(0, f"fine: {told}")


def _first(text: str) -> str:
    """The first line of it."""
    return text.partition("\n")[0]


def _last_out(project: Project) -> tuple[str, datetime] | None:
    prefix = sendout.PREFIX if project.config.schedule.send else ""
    good = ("built", "quiet", "sent")
    came = [
        (at, key.removeprefix(prefix))
        for key, (state, at) in project.store.slots().items()
        if state in good and key.startswith(prefix) and bool(prefix) == ("/" in key)
    ]
    at, key = max(came, default=(None, ""))
    return (key, at) if at else None
