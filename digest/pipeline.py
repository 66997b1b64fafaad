"""The run, from sources to files, one call per step.

On a Sunday evening: `collect` asks every source for what is new and keeps it; `composing` turns what is
kept into an edition; `build` writes its draft and every output; `digest.desk` does so again from the draft
as the editor left it. `tick` does of this what is due.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
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
    heartbeat,
    holding,
    lease,
    periods,
    press,
    redrafting,
    report,
    reserve,
    rounds,
    scheduler,
    sendout,
    sourcestates,
)
from digest import collect as collecting
from digest.collect import recording, replaying
from digest.collect.asking import Asking
from digest.collect.recording import Recorder
from digest.collect.replaying import Replayer
from digest.collect.round import Round
from digest.collect.running import Way, straight
from digest.composing import Composed
from digest.config import Config, SourceSettings
from digest.courier import CARRIER
from digest.desk import Rendered
from digest.draft.merging import Merged
from digest.errors import UsageError
from digest.heartbeat import Beat
from digest.listening import Listener, Work, counted
from digest.model import Collected, Memory, Period
from digest.project import Project
from digest.redrafting import Redraft
from digest.sendout import Courier, Outcome
from digest.store import BuiltEdition, Kept


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one collect brought: the result of each source, and what keeping them did, by source."""

    results: tuple[Collected, ...]
    by_source: Mapping[str, Kept]
    at: datetime

    @property
    def kept(self) -> Kept:
        """What keeping all results did."""
        return sum(self.by_source.values(), Kept())

    @property
    def failed(self) -> tuple[Collected, ...]:
        """The sources that could not be read."""
        return tuple(result for result in self.results if result.failure)

    @property
    def mostly_failed(self) -> bool:
        """More than half of the sources failed: that is not a quiet week but a broken one.

        A source that was left alone stands as it stood when it was asked last; one that is gone for good
        does not count.
        """
        alive = [result for result in self.results if result.memory.retired is None]
        sick = sum(bool(result.failure or result.memory.error) for result in alive)
        return sick * 2 > len(alive)


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


def collect(
    project: Project,
    now: datetime,
    listen: Listener,
    *,
    is_wanted: bool = True,
    record: Path | None = None,
    way: Way = collecting.by_kind,
) -> Gathered:
    """Asks every source for what is new and keeps it, each source's answer as soon as it is there.

    Those that want to be left alone are, and so is, unless `is_wanted`, who is not due yet. With `record` the
    run is written down in that folder. `way` is how sources are asked.

    Raises:
        UsageError: `record` is there and not empty.
    """
    config = project.config
    places = {name: source.place for name, source in project.sources().items()}
    project.store.adopt(places)
    watch = Round(len(config.sources))
    step = counted(listen, Work("Collecting", watch.words), len(config.sources))
    kept: dict[str, Kept] = {}

    def keep(result: Collected) -> None:
        if result.is_asked:
            kept[result.source] = project.store.keep(result)
        watch.finished(result, kept.get(result.source, Kept()).new)
        step()

    memories = project.store.memories()
    through = _recorded(config, memories, now, record, is_wanted=is_wanted) if record else straight
    results = collecting.entries(
        config.sources,
        memories,
        config.fetching,
        config.folder,
        now,
        keep,
        is_wanted=is_wanted,
        forgets=True,
        known=project.store.known,
        watch=watch,
        through=through,
        way=way,
    )
    project.store.adopt(places)  # again, now that the new ones are known
    project.store.collected(now)
    failed = any(result.failure for result in results)
    heartbeat.noted(project, (result.served_at for result in results), now, is_cut_off=failed)
    gathered = Gathered(results, kept, now)
    rounds.save(config.out, rounds.record(results, kept, now))
    return gathered


def _recorded(
    config: Config, memories: Mapping[str, Memory], now: datetime, folder: Path, *, is_wanted: bool
) -> Callable[[Asking], Asking]:
    """What stands between the sources and the network to write down what comes in."""
    recording.begin(folder, config.sources, memories, now, config.folder, is_wanted=is_wanted)
    return lambda asked: Recorder(asked, folder)


def replay(config: Config, folder: Path, listen: Listener) -> Gathered:
    """The recorded run in `folder` once more, without a network; nothing is kept.

    Raises:
        DigestError: it is no recording, is damaged, or was made by a newer version.
    """
    kinds = {name: kind.Settings for name, kind in collecting.KINDS.items()}
    recorded, replayer = replaying.load(folder, kinds), Replayer(folder)
    watch = Round(len(recorded.sources))
    step = counted(listen, Work("Replaying", watch.words), len(recorded.sources))

    def heard(result: Collected) -> None:
        watch.finished(result, len(result.entries))
        step()

    results = collecting.entries(
        recorded.sources,
        recorded.memories,
        config.fetching,
        folder,
        recorded.now,
        heard,
        is_wanted=recorded.is_wanted,
        watch=watch,
        through=lambda _network: replayer,
    )
    return Gathered(results, {}, recorded.now)


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
    gathered = None if offline else collect(project, now, listen)
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
    gathered = collect(project, now, listen, is_wanted=is_wanted) if looks else None
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


def chosen(config: Config, names: Sequence[str]) -> tuple[SourceSettings, ...]:
    """The sources called `names`, or all where none is named. Raises `UsageError` where a name is unknown."""
    known = {settings.name: settings for settings in config.sources}
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            remedy = f'did you mean "{close[0]}"?' if close else "digest sources list names them"
            raise UsageError(f'"{name}"', "is no configured source", remedy)
    return tuple(known[name] for name in names) if names else config.sources


def trial(config: Config, names: Sequence[str], now: datetime, listen: Listener) -> Gathered:
    """Asks the sources called `names`, or all, in full, and keeps nothing.

    Raises:
        UsageError: there is no source of a name.
    """
    sources = chosen(config, names)
    watch = Round(len(sources))
    step = counted(listen, Work("Trying", watch.words), len(sources))

    def tried(result: Collected) -> None:
        watch.finished(result, 0)
        step()

    results = collecting.entries(sources, {}, config.fetching, config.folder, now, tried, watch=watch)
    return Gathered(results, {}, now)
