"""The run, from sources to files, one call per step.

On a Sunday evening: `collect` asks every source for what is new and keeps it; `compose` turns what is
kept into an edition; `build` writes its draft and every output; `digest.desk` does so again from the draft
as the editor left it. `tick` does of this what is due.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from digest import (
    archive,
    bookkeeping,
    checking,
    corrections,
    decisions,
    desk,
    draft,
    drafts,
    editionjson,
    files,
    holding,
    judgement,
    messages,
    press,
    redrafting,
    report,
    reserve,
    scheduler,
)
from digest import collect as collecting
from digest.compose import edition, place, summarise, watch, window
from digest.config import Config
from digest.desk import Rendered
from digest.draft.merging import Merged
from digest.errors import UsageError
from digest.holding import Held
from digest.learned import readings
from digest.messages import ENGLISH, Messages
from digest.model import Collected, Edition, Entry, Fate, Lesson, Memory, Period, Section
from digest.project import Project
from digest.redrafting import Redraft
from digest.render import strays
from digest.store import BuiltEdition, Kept

Listener = Callable[[str, int, int], None]  # (what is being done, how many done, of how many)

_REMEMBERED = 10  # editions back in which a story is looked for
_RECALLED = 60  # editions back in which a deal is looked for
_MOST_KEPT = 20_000  # entries of which it is kept what was read out of them, at two kilobytes each


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one collect brought."""

    results: tuple[Collected, ...]
    kept: Kept

    @property
    def failed(self) -> tuple[Collected, ...]:
        """The sources that could not be read."""
        return tuple(result for result in self.results if result.failure)

    @property
    def mostly_failed(self) -> bool:
        """More than half of the sources failed: that is not a quiet week but a broken one."""
        return len(self.failed) * 2 > len(self.results)


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition and what became of every entry that was looked at for it.

    Attributes:
        notes: what could not be read on the way.
        readings: what the next build of these entries need not read again; empty unless asked for.
        reserve: the sections with the next stories below the line.
        held: what earlier editions had left to this one.
    """

    edition: Edition
    fates: tuple[Fate, ...]
    notes: tuple[str, ...] = ()
    readings: Mapping[str, bytes] = field(default_factory=dict)
    reserve: tuple[Section, ...] = ()
    held: Held = field(default_factory=Held)


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


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did; all empty when nothing was due."""

    gathered: Gathered | None = None
    built: Built | None = None
    missed: tuple[Period, ...] = ()


def collect(project: Project, now: datetime, listen: Listener) -> Gathered:
    """Asks every source for what is new and keeps it, each source's answer as soon as it is there."""
    config = project.config
    places = {name: source.place for name, source in project.sources().items()}
    project.store.adopt(places)
    step = _counted(listen, "Collecting", len(config.sources))
    kept: list[Kept] = []

    def keep(result: Collected) -> None:
        kept.append(project.store.keep(result))
        step()

    memories = project.store.memories()
    results = collecting.entries(config.sources, memories, config.fetching, config.folder, now, keep)
    project.store.adopt(places)  # again, now that the new ones are known
    project.store.collected(now)
    return Gathered(results, sum(kept, Kept()))


def compose(
    config: Config,
    candidates: Sequence[Entry],
    memories: Mapping[str, Memory],
    *,
    period: Period,
    number: int,
    now: datetime,
    listen: Listener,
    lessons: Sequence[Lesson] = (),
    earlier: Sequence[Edition] = (),
    memo: Mapping[str, bytes] | None = None,
    words: Messages = ENGLISH,
    held: Held = Held(),  # noqa: B008 - it is frozen
) -> Composed:
    """The edition of `period` out of `candidates`: pure, the same for the same arguments.

    `lessons` are what the editor did with earlier stories; they shift where new ones are filed;
    `earlier` are the editions before this one, the last first: what they told is not news again. `memo` is
    what was read out of entries before, which changes nothing but the time; with one, `readings` say what to
    keep. `words` are those of the publication's language. `held` is told whatever its rank.
    """
    sources = {settings.name: settings.source for settings in config.sources}
    memories = {name: memories.get(name, Memory()) for name in sources}
    step = _counted(listen, "Composing", 6)

    candidates = tuple({entry.id: entry for entry in (*held.entries.values(), *candidates)}.values())
    windowed = window.entries(candidates, period, memories, config.selection.late, held.entries)
    judged = judgement.of(
        config,
        windowed.entries,
        sources,
        period,
        lessons=lessons,
        earlier=earlier[:_REMEMBERED],
        memo=memo,
        step=step,
    )
    joined = holding.joined(judged, held, config, sources, period)
    placed = place.stories(joined.judged.ranked, config.selection, joined.judged.traits, joined.rules)
    told = bookkeeping.stories(holding.told(summarise.stories(placed.told, reserve.SENTENCES), held), earlier)
    step()
    briefs = bookkeeping.stories(placed.briefs, earlier)
    waiting = summarise.stories(place.waiting(placed, reserve.MOST), reserve.SENTENCES)
    below = bookkeeping.stories(waiting, earlier)
    now_known = [deal for story in (*told, *briefs) for deal in story.deals]
    made = edition.edition(
        told,
        briefs,
        period=period,
        number=number,
        settings=config.edition,
        themes=config.sections,
        sources=place.source_notes(sources, judged.entries, placed, memories),
        built_at=now,
        watch=watch.falling_due(earlier, period, now_known, words),
        words=words,
    )
    kept = {} if memo is None else readings.kept(judged.entries, judged.traits, memo)
    fates = (*joined.others((*windowed.fates, *judged.fates)), *place.fates(placed))
    return Composed(
        holding.with_own(made, held),
        fates,
        readings=kept,
        reserve=edition.sections(below, config.sections),
        held=held,
    )


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
    done = _continued(project, composed(project, period, now, listen))
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
    sources, memories = project.sources(), project.store.memories()
    decided = decisions.of(made, redraft.edition)
    told = report.write(redraft.edition, done.fates, sources, memories, findings, decided)
    texts = {drafts.FILE: redraft.text, **redraft.aside, desk.REPORT: told, **printed.texts}
    files.write(folder, texts, without=printed.unmade)
    _remember(project, done, redraft, now)
    _settle(project, period, "held" if broken else "built", now)
    rendered = Rendered(redraft.edition, tuple(folder / name for name in texts), findings=findings)
    return Built(done, gathered, rendered, None, redraft.merged)


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


def composed(project: Project, period: Period, now: datetime, listen: Listener) -> Composed:
    """What the edition of `period` would be with what is in the store; writes nothing."""
    known = desk.lessons(project)
    words = messages.of(project.config.edition.language, project.config.templates)
    found = project.store.entries(period.start - project.config.selection.late)
    earlier = archive.before(project, period, _RECALLED)
    done = compose(
        project.config,
        found,
        project.store.memories(),
        period=period,
        number=project.store.number(period.key),
        now=now,
        listen=listen,
        lessons=known.lessons,
        earlier=earlier,
        memo=project.store.readings() if len(found) <= _MOST_KEPT else None,
        words=words,
        held=holding.of(project, earlier),
    )
    made = replace(done.edition, corrections=corrections.due(project, period.key, earlier))
    done = replace(done, edition=made)
    notes = (*known.notes, *strays.notes(project.config.templates))
    return replace(done, notes=notes if words.is_known else (*notes, _english(words.language)))


def _english(language: str) -> str:
    """That an edition in `language` says its own words in English."""
    file, known = f"templates/{messages.FOLDER}/{language}.toml", ", ".join(messages.shipped())
    return f'language "{language}": headings and dates are in English; write {file}, or choose of {known}'


def _settle(project: Project, period: Period, state: str, now: datetime) -> None:
    """Tells the scheduler, once the period is over, that this edition is made or waits for a person."""
    if now >= period.end:
        project.store.settle(period.key, state, now)


def _remember(project: Project, done: Composed, redraft: Redraft, now: datetime) -> None:
    """Keeps what the machine made, what it had before and has no more, and every fate."""
    made, before = done.edition, project.store.edition(done.edition.key)
    project.store.save(
        BuiltEdition(
            made.key,
            made.number,
            now,
            editionjson.write(made),
            draft.write(made),
            editionjson.write(redraft.earlier) if redraft.earlier else "",
            reserve.record(made, done.reserve, before, redraft.text),
        )
    )
    project.store.keep_fates(made.key, made.number, done.fates)
    project.store.keep_readings(done.readings)


def tick(project: Project, now: datetime, listen: Listener) -> Ticked:
    """Does what is due at `now`: a build with its collect, or a collect alone.

    A build settles its slot when it has succeeded, so that one that fails is tried again at the next tick
    until its grace is over.
    """
    store, config = project.store, project.config
    since = store.first_run(now)
    last, zone = store.last_collected(), config.edition.timezone
    due = scheduler.due(config.schedule, zone, now, last, store.settled().keys(), since)
    for period in due.missed:
        store.settle(period.key, "missed", now)
    if due.build:
        built = build(project, due.build, now, listen)
        return Ticked(built.gathered, built, due.missed)
    gathered = collect(project, now, listen) if due.collect else None
    return Ticked(gathered, None, due.missed)


def trial(config: Config, names: Sequence[str], now: datetime, listen: Listener) -> Gathered:
    """Asks the sources called `names`, or all, in full, and keeps nothing.

    Raises:
        UsageError: there is no source of a name.
    """
    known = {settings.name: settings for settings in config.sources}
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            remedy = f'did you mean "{close[0]}"?' if close else "digest sources list names them"
            raise UsageError(f'"{name}"', "is no configured source", remedy)
    chosen = tuple(known[name] for name in names) if names else config.sources
    step = _counted(listen, "Trying", len(chosen))
    results = collecting.entries(chosen, {}, config.fetching, config.folder, now, lambda _: step())
    return Gathered(results, Kept())


def _counted(listen: Listener, name: str, total: int) -> Callable[[], None]:
    """A call that tells the listener that one more of `total` is done; it hears of the start at once."""
    done = 0
    listen(name, 0, total)

    def step() -> None:
        nonlocal done
        done += 1
        listen(name, done, total)

    return step
