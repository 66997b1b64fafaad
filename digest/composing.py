"""What is kept, turned into an edition: one call per step, from the window of time to the figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digest import (
    archive,
    bookkeeping,
    corrections,
    desk,
    holding,
    judgement,
    messages,
    periods,
    reserve,
    scheduler,
    sourcestates,
    thin,
)
from digest.compose import edition, place, summarise, watch, window
from digest.config import Config
from digest.holding import Held
from digest.learned import readings
from digest.listening import Listener, counted
from digest.messages import ENGLISH, Messages
from digest.model import Edition, Entry, Fate, Lesson, Memory, Period, Section
from digest.project import Project
from digest.render import strays
from digest.thin import Thin

_REMEMBERED = 10  # editions back in which a story is looked for
_RECALLED = 60  # editions back in which a deal is looked for
_MOST_KEPT = 20_000  # entries of which it is kept what was read out of them, at two kilobytes each


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition and what became of every entry that was looked at for it.

    Attributes:
        notes: what could not be read on the way.
        readings: what the next build of these entries need not read again; empty unless asked for.
        reserve: the sections with the next stories below the line.
        held: what earlier editions had left to this one.
        thin: the sections that have far fewer stories than usual.
    """

    edition: Edition
    fates: tuple[Fate, ...]
    notes: tuple[str, ...] = ()
    readings: Mapping[str, bytes] = field(default_factory=dict)
    reserve: tuple[Section, ...] = ()
    held: Held = field(default_factory=Held)
    thin: tuple[Thin, ...] = ()


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
    known: Collection[str] | None = None,
    late: timedelta | None = None,
) -> Composed:
    """The edition of `period` out of `candidates`: pure, the same for the same arguments.

    `lessons` are what the editor did with earlier stories; they shift where new ones are filed;
    `earlier` are the editions before this one, the last first: what they told is not news again. `memo` is
    what was read out of entries before, which changes nothing but the time; with one, `readings` say what to
    keep. `words` are those of the publication's language. `held` is told whatever its rank. `known` are ids
    of entries that an earlier edition looked at; None where there was none. `late` is how much older than
    the period an entry may be; None for what the configuration says.
    """
    sources = {settings.name: settings.source for settings in config.sources}
    memories = {name: memories.get(name, Memory()) for name in sources}
    step = counted(listen, "Composing", 6)

    candidates = tuple({entry.id: entry for entry in (*held.entries.values(), *candidates)}.values())
    reach = config.selection.late if late is None else late
    windowed = window.entries(candidates, period, memories, reach, held.entries, known)
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


def composed(project: Project, period: Period, now: datetime, listen: Listener) -> Composed:
    """What the edition of `period` would be with what is in the store; writes nothing."""
    known = desk.lessons(project)
    words = messages.of(project.config.edition.language, project.config.templates)
    late = _late(project, period)
    found = project.store.entries(period.start - late)
    earlier = archive.before(project, period, _RECALLED)
    done = compose(
        project.config,
        found,
        project.store.memories(),
        period=period,
        number=project.store.number(period.key),
        now=now,
        listen=listen,
        # What was done with this edition itself stands in its draft; what the machine makes of it must not
        # depend on a draft that may be another by now.
        lessons=[lesson for lesson in known.lessons if lesson.edition != period.key],
        earlier=earlier,
        memo=project.store.readings() if len(found) <= _MOST_KEPT else None,
        words=words,
        held=holding.of(project, earlier),
        known=_known(project, found, period, late),
        late=late,
    )
    made = replace(done.edition, corrections=corrections.due(project, period.key, earlier))
    done = replace(done, edition=made, thin=_thin(project, made, earlier, now))
    notes = (*known.notes, *strays.notes(project.config.templates))
    return replace(done, notes=notes if words.is_known else (*notes, _english(words.language)))


def _thin(project: Project, made: Edition, earlier: Sequence[Edition], now: datetime) -> tuple[Thin, ...]:
    troubles = {name: state.condition.trouble for name, state in sourcestates.of(project, now).items()}
    return thin.of(made, earlier, troubles)


def _late(project: Project, period: Period) -> timedelta:
    """How much older than `period` an entry may be: all of the one before, where most sources failed then.

    That one may have gone out as it was, by a person's word; what they could not see comes late, and what
    was missed before it too.
    """
    schedule, late = project.config.schedule, project.config.selection.late
    before, settled = periods.before(period, schedule), project.store.settled()
    if settled.get(before.key) != "held":
        return late
    whole = scheduler.carried(
        before, schedule, lambda key: settled.get(key) not in {"missed", "quiet", "held"}
    )
    return max(late, period.start - whole.start)


def _known(
    project: Project, found: Iterable[Entry], period: Period, late: timedelta
) -> frozenset[str] | None:
    """Which of the entries from before the period an earlier edition looked at; None where there was none."""
    number = project.store.number(period.key)
    if number == 1:
        return None
    reach = period.start - late
    before = [entry.id for entry in found if reach <= entry.dated < period.start]
    verdicts, settled = project.store.fates(before), project.store.settled()
    open_ = {key for key, state in settled.items() if not took(project, key, state)}
    return frozenset(
        id_
        for id_, told in verdicts.items()
        if any(
            verdict.number < number and verdict.edition not in open_ and verdict.fate.fate != "next edition"
            for verdict in told
        )
    )


def took(project: Project, key: str, state: str) -> bool:
    """Whether the items of that period had their edition, as `state` says, or by a person's hand."""
    if state not in {"missed", "quiet", "held"}:
        return True
    if project.store.approvals(key):
        return True
    made = archive.edition(project, key)
    return state != "held" and made is not None and bool(made.pieces)


def _english(language: str) -> str:
    """That an edition in `language` says its own words in English."""
    file, known = f"templates/{messages.FOLDER}/{language}.toml", ", ".join(messages.shipped())
    return f'language "{language}": headings and dates are in English; write {file}, or choose of {known}'
