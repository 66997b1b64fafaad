"""The run, from sources to files, one call per step.

On a Sunday evening: `collect` asks every source for what is new and keeps it; `composing` turns what is
kept into an edition; `build` writes its draft and every output; `digest.desk` does so again from the draft
as the editor left it. `tick` does of this what is due.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from digest import (
    checking,
    composing,
    decisions,
    desk,
    draft,
    drafts,
    editionjson,
    files,
    gathering,
    heartbeat,
    holding,
    lease,
    periods,
    press,
    redrafting,
    report,
    reserve,
    scheduler,
    sendout,
    sourcestates,
)
from digest.composing import Composed
from digest.courier import CARRIER
from digest.desk import Rendered
from digest.draft.merging import Merged
from digest.errors import UsageError
from digest.gathering import Gathered
from digest.heartbeat import Beat
from digest.listening import Listener
from digest.model import Period
from digest.project import Project
from digest.redrafting import Redraft
from digest.sendout import Courier, Outcome
from digest.store import BuiltEdition


@dataclass(frozen=True, slots=True)
class Built:
    """One build.

    Attributes:
        held: the draft that is there was kept with its outputs; the new one lies here. None when not.
        merged: how the draft that was there and the new one went together; None where there was none.
        refused: why the draft was kept; "" where it was not, or because most sources failed.
    """

    composed: Composed
    gathered: Gathered | None
    rendered: Rendered
    held: Path | None
    merged: Merged | None = None
    refused: str = ""

    @property
    def is_broken(self) -> bool:
        """Most sources failed."""
        return self.gathered is not None and self.gathered.mostly_failed

    @property
    def is_quiet(self) -> bool:
        """There is nothing to tell, and the sources were asked."""
        return not (self.held or self.is_broken or self.rendered.edition.pieces)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did; all empty when nothing was due.

    Attributes:
        doubt: why the clock is not believed, so that nothing was made or begun; "" where it is.
    """

    gathered: Gathered | None = None
    built: Built | None = None
    missed: tuple[Period, ...] = ()
    sent: Outcome = field(default_factory=Outcome)
    doubt: str = ""


def build(
    project: Project,
    period: Period,
    now: datetime,
    listen: Listener,
    *,
    offline: bool = False,
    overwrite: bool = False,
) -> Built:
    """Collects unless `offline`, composes the edition of `period`, writes its draft and all outputs.

    What the machine found since goes into the draft that is there (`digest.redrafting`), unless `overwrite`
    is set: then that is put aside as `draft.old.md`. Where the draft cannot be read, or the edition is
    approved, the draft stays with its outputs, and the new one is put beside it. Where most sources failed
    too: half a week must not replace a whole one.
    """
    gathered = None if offline else gathering.collect(project, now, listen)
    return _built(project, period, now, listen, gathered, overwrite=overwrite)


def _built(
    project: Project,
    period: Period,
    now: datetime,
    listen: Listener,
    gathered: Gathered | None,
    *,
    overwrite: bool = False,
) -> Built:
    """A build of what is kept, `gathered` being what was collected for it."""
    period = _with_carried(project, period)
    done = _continued(project, composing.composed(project, period, now, listen))
    made, folder = done.edition, project.folder(period.key)
    broken = gathered is not None and gathered.mostly_failed
    offered = _offered(project, done, overwrite=overwrite)
    if broken and (folder / drafts.FILE).exists():
        return _kept(project, period, Built(done, gathered, Rendered(made, ()), None), offered, now)
    for redraft in redrafting.of(project, made, offered, done.reserve, overwrite=overwrite):
        if redraft.refused:
            refused = Built(done, gathered, Rendered(made, ()), None, refused=redraft.refused)
            return _kept(project, period, refused, offered, now)
        printed = press.printed(project, redraft.edition)
        findings = checking.of(project, redraft.edition, printed)
    states, decided = sourcestates.of(project, now), decisions.of(made, redraft.edition)
    told = report.write(redraft.edition, done.fates, states, findings, decided, done.thin)
    texts = {drafts.FILE: redraft.text, **redraft.aside, desk.REPORT: told, **printed.texts}
    files.write(folder, texts, without=printed.unmade)
    _remember(project, done, redraft, now)
    rendered = Rendered(redraft.edition, tuple(folder / name for name in texts), findings=findings)
    built = Built(done, gathered, rendered, None, redraft.merged)
    _settle(project, period, "held" if broken else "quiet" if built.is_quiet else "built", now)
    return built


def _with_carried(project: Project, period: Period) -> Period:
    """`period` with the time before it whose items no edition took; one of the user's own stays as it is."""
    schedule, settled = project.config.schedule, project.store.settled()
    try:
        if periods.of_key(period.key, schedule, period.timezone) != period:
            return period
    except UsageError:
        return period
    return scheduler.carried(period, schedule, lambda key: composing.took(project, key, settled.get(key, "")))


def _continued(project: Project, done: Composed) -> Composed:
    """The same with the ids that its stories had in the build before."""
    made, fates, waiting = redrafting.continued(project, done.edition, done.fates, done.reserve)
    return replace(done, edition=made, fates=fates, reserve=waiting)


def _kept(project: Project, period: Period, built: Built, offered: str, now: datetime) -> Built:
    """A build that leaves the draft and its outputs as they are, with the new draft beside it."""
    folder = project.folder(period.key)
    files.write(folder, {redrafting.ASIDE: offered})
    _settle(project, period, "held", now)
    aside = folder / redrafting.ASIDE
    return replace(built, rendered=replace(built.rendered, files=(aside,)), held=aside)


def _offered(project: Project, done: Composed, *, overwrite: bool) -> str:
    """The draft as a person gets it: what was held for this edition stands there in their own words.

    A story that the build before told already is not worded again, unless the draft is put aside.
    """
    base = None if overwrite else project.store.edition(done.edition.key)
    before = editionjson.read(base.edition) if base and done.held.pieces else None
    holding.bring_pictures(project, done.held, done.edition.key)
    return draft.write(holding.worded(done.edition, done.held, before))


def _settle(project: Project, period: Period, state: str, now: datetime) -> None:
    """Tells the scheduler, once the period is over, that this edition is made or waits for a person."""
    if now >= period.end and not project.store.settle(period.key, state, now) and state == "built":
        project.store.restate(period.key, state, now)


def _remember(project: Project, done: Composed, redraft: Redraft, now: datetime) -> None:
    """Keeps what the machine made, what it had before and has no more, and every fate."""
    made, before = done.edition, project.store.edition(done.edition.key)
    project.store.save(
        BuiltEdition(
            made.key,
            made.number,
            now,
            editionjson.write(made),
            redrafting.remembered(project, made, redraft.text, before),
            editionjson.write(redraft.earlier) if redraft.earlier else "",
            reserve.record(made, done.reserve, before, redraft.text),
        )
    )
    project.store.keep_fates(made.key, made.number, done.fates)
    project.store.keep_readings(done.readings)


def tick(project: Project, now: datetime, listen: Listener, courier: Courier = CARRIER) -> Ticked:
    """Does what is due at `now`: collects, builds the edition that closed, sends the one whose time has come.

    A build settles its slot when it has succeeded, so that one that fails is tried again at the next tick
    until its grace is over. Nothing is built, settled or begun by a clock that is not believed.

    Raises:
        BusyError: another machine is at work on this folder.
    """
    with lease.held(project.store, now, listen) as working:
        try:
            done = _ticked(project, now, working, courier)
        except Exception as error:
            heartbeat.beat(project, Beat(now, "failed", f"{error}"))
            raise
        heartbeat.beat(project, Beat(now, _word(done), done.doubt))
    return done


def _ticked(project: Project, now: datetime, listen: Listener, courier: Courier) -> Ticked:
    store, config = project.store, project.config
    since = store.first_run(now)
    last, zone = store.last_collected(), config.edition.timezone
    due = scheduler.due(config.schedule, zone, now, last, store.settled().keys(), since)
    # What settles a slot has asked the sources for the time.
    is_wanted = bool(due.build or due.missed) or _must_ask(project, now, last, courier)
    looks = due.collect or is_wanted
    gathered = gathering.collect(project, now, listen, is_wanted=is_wanted) if looks else None
    doubt = heartbeat.doubt(project, now)
    if doubt:
        return Ticked(gathered, doubt=doubt, sent=sendout.step(project, now, listen, courier, doubt))
    # When the sources did not answer, nobody has said that the time is right: it is settled the next time.
    missed = () if gathered and gathered.mostly_failed else due.missed
    for period in missed:
        store.settle(period.key, "missed", now)
    closed = due.build or _mended(project, now, gathered)
    built = _built(project, closed, now, listen, gathered) if closed else None
    unsure = heartbeat.unsure(project, now)
    return Ticked(gathered, built, missed, sendout.step(project, now, listen, courier, unsure))


def _must_ask(project: Project, now: datetime, last: datetime | None, courier: Courier) -> bool:
    """Whether something of a send would be settled by a clock of which nobody is sure."""
    if heartbeat.is_sure(project, now):
        return False
    was_just_asked = last is not None and timedelta(0) <= now - last < sendout.TRY_AGAIN
    return not was_just_asked and sendout.is_due(project, now, courier)


def _mended(project: Project, now: datetime, gathered: Gathered | None) -> Period | None:
    """The edition that was held, once the sources answer again and while it is not too late."""
    if gathered is None or gathered.mostly_failed:
        return None
    schedule, zone = project.config.schedule, project.config.edition.timezone
    newest = periods.before(periods.containing(now, schedule, zone), schedule)
    held = project.store.settled().get(newest.key) == "held" and not project.store.approvals(newest.key)
    return newest if held and now - newest.end <= schedule.grace else None


def _word(done: Ticked) -> str:
    """How a tick ended, in the word of a heartbeat."""
    held = done.built is not None and bool(done.built.held or done.built.is_broken)
    if held or done.doubt or done.sent.held or done.sent.late:
        return "held"
    failed = done.gathered is not None and bool(done.gathered.failed)
    return (
        "partly"
        if failed or any(sent.missed or not sent.begun.is_over for sent in done.sent.sent)
        else "done"
    )
