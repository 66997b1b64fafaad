"""That the clockwork is alive: when it last ran, how that ended, and whether its clock can be believed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from digest import files
from digest.project import Project

FILE = "heartbeat.json"
"""In `out`, for whoever watches over files."""
OFF = timedelta(hours=1)
"""So far from the clocks of the sources a clock is wrong; servers themselves are minutes off at times."""
_SLACK = timedelta(minutes=5)  # a clock that is put right by some minutes is nothing to speak of
_FACT, _SKEW, _SURE = "heartbeat", "clock off", "clock sure"


@dataclass(frozen=True, slots=True)
class Beat:
    """One run of the clockwork: when, and how it ended.

    Attributes:
        word: `done`, `held`, `partly` or `failed`.
        note: what a person should know; "" for nothing.
    """

    at: datetime
    word: str
    note: str = ""


def last(project: Project) -> Beat | None:
    """The last run; None where there was none."""
    text = project.store.fact(_FACT)
    if not text:
        return None
    said = json.loads(text)
    return Beat(datetime.fromisoformat(said["at"]), said["state"], said["note"])


def beat(project: Project, made: Beat) -> None:
    """Remembers a run, in the store and in a file."""
    said = {
        "at": made.at.astimezone(UTC).isoformat(timespec="seconds"),
        "state": made.word,
        "note": made.note,
    }
    project.store.note(_FACT, json.dumps(said))
    text = json.dumps(said, ensure_ascii=False) + "\n"
    files.write(project.config.out, {FILE: text}, is_durable=False)


def noted(
    project: Project, served: Iterable[datetime | None], now: datetime, *, is_cut_off: bool = False
) -> None:
    """Remembers how far the clocks of the sources are from `now`; nothing where none said.

    `is_cut_off` says that sources failed. Where none failed and none said, there is none that could: files
    do not know what time it is, and then the clock has to do.
    """
    known = [moment for moment in served if moment]
    if known:
        project.store.note(_SKEW, str(round(skew(known, now).total_seconds())))
    if known or not is_cut_off:
        project.store.note(_SURE, now.astimezone(UTC).isoformat(timespec="seconds"))


def doubt(project: Project, now: datetime) -> str:
    """Why the clock cannot be believed, in words; "" where nothing speaks against it."""
    before, off = last(project), project.store.fact(_SKEW)
    return wrong(now, before.at if before else None, timedelta(seconds=int(off)) if off else None)


def is_sure(project: Project, now: datetime) -> bool:
    """Whether no more than an hour lies between `now` and the last run that could be sure of its clock."""
    text = project.store.fact(_SURE)
    return bool(text) and -_SLACK <= now - datetime.fromisoformat(text) <= OFF


def unsure(project: Project, now: datetime) -> str:
    """Why it is not known what time it is, in words; "" where it is, which is remembered.

    Runs that follow each other within the hour vouch for one another. After a longer gap, in which the
    machine was off or its clock was changed, a source has to say the time.
    """
    if not is_sure(project, now):
        return "this machine was off, or its clock was changed, and no source could be asked for the time"
    project.store.note(_SURE, now.astimezone(UTC).isoformat(timespec="seconds"))
    return ""


def skew(served: Iterable[datetime], now: datetime) -> timedelta:
    """How far ahead of `now` the middle one of `served` is: one server's wrong clock does not count."""
    return timedelta(seconds=median((moment - now).total_seconds() for moment in served))


def wrong(now: datetime, before: datetime | None, off: timedelta | None) -> str:
    """Why a clock that says `now` cannot be believed; "" where nothing speaks against it.

    `before` is the time of the run before; `off` how far ahead the sources were when they were last asked.
    """
    if before and before > now + _SLACK:
        return f"the run before was at {before:%Y-%m-%d %H:%M} UTC, which is still to come by this clock"
    if off is not None and abs(off) > OFF:
        minutes = round(abs(off).total_seconds() / 60)
        hours, rest = divmod(minutes, 60)
        way = "behind" if off > timedelta(0) else "ahead of"
        return f"this machine's clock is {hours} h {rest} min {way} those of the sources"
    return ""
