"""What results look like in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest import rounds, words
from digest.adding import Candidate
from digest.approval import SHOWN, State
from digest.check import LEVELS, SETUP
from digest.check.numbers import retold
from digest.checkup import Checked, Checkup
from digest.config import Config
from digest.desk import Rendered
from digest.gathering import Gathered
from digest.lengths import ago, percent, span
from digest.model import Edition, Source
from digest.pipeline import Built, Ticked
from digest.sendtimes import Act
from digest.sourcestates import SourceState
from digest.status import EditionState, Status
from digest.terminal import Terminal

if TYPE_CHECKING:
    from digest.sendout import Outcome

DONE, HELD, PARTLY = 0, 3, 4
_EDITIONS = 5  # told one by one
_MOST_OTHERS = 5  # feeds beside the one that was found
_WAITING = {
    Act.HOLD: "for you",
    Act.RESUME: "is being sent; the next run goes on with it",
    Act.SEND: "the next run sends it",
    Act.APPROVE: "the next run looks whether the gate lets it go",
}
_CHANGED = "changed since it was approved"
_SHOWN = 12  # failing sources named one by one; the rest is a count and `digest status`

Command = Callable[[str], str]  # "build" -> "digest build --config …"


def exit_code(gathered: Gathered | None, built: Built | None = None) -> int:
    """0 done, 3 when a person has to look (conflict, kept draft, most sources down), 4 if a source failed."""
    if built and (built.held or (built.merged and built.merged.conflicts)):
        return HELD
    if not gathered or not gathered.failed:
        return DONE
    return HELD if gathered.mostly_failed else PARTLY


def tick_code(done: Ticked) -> int:
    """What `digest run --once` ends with: 3 where a person has to look, 4 where something failed."""
    if done.doubt or done.sent.held or done.sent.late:
        return HELD
    code = exit_code(done.gathered, done.built)
    missed = any(sent.missed or not sent.begun.is_over for sent in done.sent.sent)
    return PARTLY if missed and code == DONE else code


def gathered(terminal: Terminal, found: Gathered) -> None:
    """One collect: a line of counts, then each failure on its own line."""
    kept, failed = found.kept, found.failed
    still = sum(result.unchanged for result in found.results)
    left = sum(not result.is_asked for result in found.results)
    parts = [
        f"{words.counted(kept.new, 'new item')}",
        f"{kept.changed} changed" if kept.changed else "",
        f"{words.counted(still, 'source')} unchanged" if still else "",
        f"{words.counted(left, 'source')} left alone" if left else "",
        f"{words.counted(len(failed), 'source')} failed" if failed else "",
    ]
    terminal.say(f"Collected {words.counted(len(found.results), 'source')}: {', '.join(filter(None, parts))}")
    for result in failed[:_SHOWN]:
        terminal.warn(f"  {result.failure}")
    if len(failed) > _SHOWN:
        terminal.warn(f"  and {len(failed) - _SHOWN} more; digest status lists them")
    for result in found.results:
        if result.left_alone:
            terminal.detail(f"  {result.source} {result.left_alone}")
        for note in result.notes:
            terminal.detail(f"  {result.source}: {note}")
    if noted := sum(bool(result.notes) for result in found.results):
        terminal.say(f"  {words.counted(noted, 'source')} with a note; digest sources check shows them")
    if failed and all("could not be reached" in str(result.failure) for result in failed):
        terminal.warn("  None of them could be reached: is this machine online?")


_LOOKED = {
    "section": "told",
    "merged": "merged into others",
    "copy": "copies of others",
    "split": "split up",
    "empty": "without words",
    "next edition": "left to the next edition",
}


def built(terminal: Terminal, made: Built) -> None:
    """One build: what came in, what became of it, what it amounts to."""
    if made.gathered:
        gathered(terminal, made.gathered)
    fates = Counter(fate.fate for fate in made.composed.fates)
    looked = ", ".join(f"{count} {_LOOKED.get(name, name)}" for name, count in fates.most_common())
    terminal.say(f"Looked at {words.counted(sum(fates.values()), 'item')}: {looked or 'nothing there'}")
    edition = made.composed.edition
    for section in edition.sections:
        told, briefs = len(section.told), len(section.briefs)
        brief = f"{briefs:>4} in brief" if briefs else ""
        terminal.say(f"  {section.title:<22}{told:>3} told{brief}")
    for thin in made.composed.thin:
        terminal.say(f"Thin: {thin.sentence}")
    merged(terminal, made)
    gate(terminal, made.rendered)
    for fate in made.composed.fates:
        terminal.detail(f"  {fate.fate}: {fate.title or fate.url or fate.entry} ({fate.reason})")


def _mute(made: Built) -> str:
    """Which sources gave nothing because something is wrong with them; "" for none."""
    results = made.gathered.results if made.gathered else ()
    sick = [one.source for one in results if one.failure or one.memory.error or one.memory.retired]
    if not sick:
        return ""
    more = f" and {len(sick) - _SHOWN} more" if len(sick) > _SHOWN else ""
    total = words.counted(len(results), "source")
    return f"Of {total}, {len(sick)} could not be read ({', '.join(sick[:_SHOWN])}{more}). "


def merged(terminal: Terminal, made: Built) -> None:
    """What a build did to a draft that was there; nothing where it changed nothing and nothing is open."""
    found = made.merged
    if found is None:
        return
    counts = (
        (len(found.refreshed), "refreshed"),
        (len(found.arrived), "new"),
        (len(found.removed), "gone"),
        (len(found.offered), "with something new beside your text"),
    )
    parts = [f"{count} {what}" for count, what in counts if count]
    file = shown(made.rendered.files[0].parent / "draft.md")
    if parts:
        terminal.say(f"Into your draft {file}: {', '.join(parts)}")
    for twice in retold.pairs(made.rendered.edition):
        if twice.newer.id in found.arrived and twice.older.id not in found.arrived:
            terminal.warn(
                f"“{twice.newer.headline}” is new, and has the deal of your “{twice.older.headline}” "
                f"{twice.has}, not {twice.had}: drop one, or make one of the two"
            )
    if found.conflicts:
        places = ", ".join(f"{file}:{conflict.line}" for conflict in found.conflicts[:_SHOWN])
        terminal.warn(
            f"{words.counted(len(found.conflicts), 'conflict')} to settle before it can go out: {places}"
        )


def gate(terminal: Terminal, made: Rendered) -> None:
    """What the gates found in what is new, in one line; nothing where they found no more than notes."""
    counts = Counter(finding.level for finding in made.findings if finding.rule not in SETUP)
    if counts.keys() & {"error", "warning"}:
        listed = ", ".join(words.counted(counts[level], level) for level in LEVELS if counts[level])
        terminal.warn(f"To look at before it goes out: {listed}; digest check names each with its place")


def next_step(terminal: Terminal, made: Built, command: Command) -> None:
    """The last line of a build."""
    key, folder = made.composed.edition.key, made.rendered.files[0].parent
    if made.gathered and made.gathered.mostly_failed:
        kept = f"; {shown(folder / 'draft.md')} was kept" if made.held else ""
        terminal.result(
            f"Held: most sources failed, so this is not the whole of {key}{kept}. Mend that, then "
            f"{command(f'build {key}')}"
        )
    elif made.held:
        terminal.warn(f"{made.refused or 'The draft cannot be changed'}")
        terminal.result(
            f"Held: {shown(folder / 'draft.md')} and its outputs stay as they are; the new draft is "
            f"{shown(made.held)}. After that: {command(f'build {key}')}"
        )
    elif not made.rendered.edition.pieces:
        report = shown(folder / "report.json")
        terminal.result(f"A quiet period: no story for {key}. {_mute(made)}{report} says why.")
    else:
        terminal.result(
            f"{_stories(made.rendered.edition)} in {shown(folder)}; next: {command(f'preview {key}')}"
        )


def demo_made(terminal: Terminal, made: Built, command: Command) -> None:
    """The last lines of the demo: where to look and what to try."""
    folder = made.rendered.files[0].parent
    terminal.say("\nA sample: real companies, invented outlets. Read it, change it, make your own:")
    terminal.result(
        f"  read   {shown(folder / 'index.html')} (the page), {shown(folder / 'email.html')} (the mail)"
    )
    terminal.say(f"  edit   {shown(folder / 'draft.md')}, then {command('render')}")
    terminal.say(f"  watch  {command('preview')}")
    terminal.say("  start  digest init my-digest")


def project_made(terminal: Terminal, config: Config, command: Command) -> None:
    """What `init` wrote and what to do now."""
    edition = config.edition
    size = f"{words.counted(len(config.sections), 'section')}, {words.counted(len(config.sources), 'source')}"
    terminal.say(f"Wrote {shown(config.file)}: {edition.title}, {size}, time zone {edition.timezone}.")
    terminal.result(f"Edit it, then: {command('build')}")


def rendered(terminal: Terminal, made: Rendered) -> None:
    """One render: the files, with their sizes."""
    for file in made.files:
        terminal.say(f"  {file.name:<14}{file.stat().st_size / 1000:>8.1f} kB")
    gate(terminal, made)
    terminal.result(f"{_stories(made.edition)} in {shown(made.files[0].parent)}")


def ticked(terminal: Terminal, done: Ticked, command: Command, stamp: datetime | None = None) -> None:
    """One tick of the scheduler; quiet when nothing was due and nobody asked."""
    sent, nothing = done.sent, Ticked()
    if stamp and done != nothing:
        terminal.say(clock(stamp))
    if done.doubt:
        terminal.warn(f"Held: {done.doubt}. Nothing is built or sent until the clock is right.")
    for period in done.missed:
        terminal.warn(f"Missed {period.key} ({period.label}): its time of grace was over; its items flow on.")
    if done.built:
        built(terminal, done.built)
        next_step(terminal, done.built, command)
    elif done.gathered:
        gathered(terminal, done.gathered)
    elif not stamp and sent == nothing.sent:
        terminal.say("Nothing is due.")
    sendings(terminal, sent, command)


def sendings(terminal: Terminal, sent: Outcome, command: Command) -> None:
    """What the clock sent, and what it did not and why."""
    for key in sent.approved:
        terminal.say(f"Approved {key}: the gate found no error.")
    for run in sent.sent:
        for line in run.words:
            terminal.result(line)
    for key in sent.quiet:
        terminal.result(f"A quiet period: {key} has no story, so nothing is sent.")
    for key, note in sent.late:
        why = f" ({note})" if note else ""
        by_hand = command(f"send {key}")
        terminal.warn(f"Too late for {key}{why}: it does not go out by itself any more; by hand: {by_hand}")
    for key, note in sent.held:
        terminal.warn(f"Held: {key}: {note}")


_NO_SOURCE = "no source yet; digest sources add ADDRESS looks for the feed of a site"


def status(terminal: Terminal, found: Status, config: Config, now: datetime) -> None:
    """Sources, editions and what is next, as tables."""
    zone = ZoneInfo(config.edition.timezone)
    heads = ("source", "items", "newest", "usual gap", "told", "copies", "errors", "")
    if found.sources:
        terminal.table(heads, (_source_row(state, now) for state in found.sources), right=(1, 3, 4, 5, 6))
    else:
        terminal.say(_NO_SOURCE)
    terminal.say("")
    for number, edition in enumerate(found.editions[:_EDITIONS]):
        terminal.say(f"{'' if number else 'editions':<14}{_edition(edition, zone)}")
    if not found.editions:
        terminal.say("editions      none yet; digest build makes one")
    if more := len(found.editions[_EDITIONS:]):
        terminal.say(f"{'':<14}and {more} earlier; digest status --json lists them")
    for number, send in enumerate(found.sends[:_EDITIONS]):
        terminal.say(f"{'' if number else 'sends':<14}{send.words}")
    last = f"{ago(found.last_collected, now)}" if found.last_collected else "never"
    following = (
        "now" if found.next_collect <= now else found.next_collect.astimezone(zone).strftime("%a %H:%M")
    )
    terminal.say(f"last collect  {last}; digest run would collect next: {following}")
    clockworks(terminal, found, zone, now)
    closes = found.next_build.end.astimezone(zone)
    due = "; its time has come, digest run or digest build makes it" if found.next_build.end <= now else ""
    terminal.result(
        f"next build    {found.next_build.key}, {closes:%A %d %B %Y %H:%M} ({config.edition.timezone}){due}"
    )


def clockworks(terminal: Terminal, found: Status, zone: ZoneInfo, now: datetime) -> None:
    """When `digest run` was last at work, what waits for whom, and when the next edition goes out."""
    if found.beat:
        note = f" ({found.beat.note})" if found.beat.note else ""
        terminal.say(f"last run      {ago(found.beat.at, now)}, {found.beat.word}{note}")
    if found.doubt:
        terminal.warn(f"clock         {found.doubt}")
    for deed in found.deeds:
        if deed.act in _WAITING:
            terminal.say(f"waiting       {deed.slot.key}: {_first(deed.note) or _WAITING[deed.act]}")
    if found.next_send:
        key, at = found.next_send
        terminal.say(f"next send     {key}, {at.astimezone(zone):%A %d %B %Y %H:%M}")


def _first(text: str) -> str:
    """The first line of it."""
    return text.partition("\n")[0]


def _edition(found: EditionState, zone: ZoneInfo) -> str:
    """`2026-W47  approved 2026-11-22 18:05, version 1a2b3c4d5e6f`."""
    state = found.state
    at = (state.at or found.built_at).astimezone(zone)
    version = f", version {state.digest[:SHOWN]}" if state.digest else ""
    told = {"draft": "draft, built", "conflicts": "conflicts, built", "changed since approval": _CHANGED}
    note = f" ({state.note})" if state.note else ""
    note += "; too late to go out by itself" if found.is_late else ""
    return f"{found.key}  {told.get(state.word, state.word)} {at:%Y-%m-%d %H:%M}{version}{note}"


def reopened(terminal: Terminal, key: str, state: State, command: Command) -> None:
    """That an edition is not any more what was approved; nothing where it is, or never was."""
    if state.word == "changed since approval":
        again = command(f"approve {key}")
        terminal.warn(
            f"{key} was approved before this ({state.note}); to let it go out as it is now: {again}"
        )


def _source_row(state: SourceState, now: datetime) -> Sequence[str]:
    found = state.condition
    return (
        state.source.name,
        str(state.entries),
        ago(found.newest, now),
        span(found.usual_gap) if found.usual_gap else "",
        percent(found.told),
        percent(found.copies),
        percent(found.error_rate),
        found.trouble,
    )


def sources(terminal: Terminal, found: Iterable[Source]) -> None:
    """The configured sources as a table."""
    rows = [(s.name, s.kind, f"{s.weight:g}", s.section or "", s.place) for s in found]
    if not rows:
        terminal.result(_NO_SOURCE)
        return
    terminal.table(("name", "kind", "weight", "section", "place"), rows, right=(2,))


def candidate(terminal: Terminal, found: Candidate, now: datetime) -> None:
    """A source that could be added: what it is, its three newest items, and what would be written."""
    feed = found.found
    gap = f", one every {span(feed.usual_gap)}" if feed.usual_gap else ""
    terminal.say(f"{feed.title or found.name}: {words.counted(len(feed.entries), 'item')}{gap}")
    terminal.say(f"{feed.url} ({feed.how})")
    for entry in feed.entries[:3]:
        terminal.say(f"  {ago(entry.published, now) or 'undated':>10}  {entry.title}")
    for note in feed.notes:
        terminal.say(f"  note: {note}")
    for url, title in feed.others[:_MOST_OTHERS]:
        terminal.say(f"  also there: {title} ({url})")
    terminal.say("")
    for line in found.block.rstrip().splitlines():
        terminal.say(f"  {line}")


def replayed(terminal: Terminal, found: Gathered) -> None:
    """A recorded run that was run again: what each source gave, or what went wrong with it."""
    rows = (
        (
            result.source,
            str(result.listed) if result.listed else "",
            "unchanged" if result.unchanged else "",
            result.failure.error if result.failure else result.left_alone or "; ".join(result.notes),
        )
        for result in found.results
    )
    terminal.table(("source", "items", "", ""), rows, right=(1,))
    terminal.result(f"Run again as of {found.at:%Y-%m-%d %H:%M} UTC; nothing was kept.")


def last_run(terminal: Terminal, told: Mapping[str, Any], now: datetime) -> None:
    """The report of a collect: a line for each source, those that failed first, and the sum."""
    found = rounds.rows(told)
    cells = map(_run_row, found)
    heads = ("source", "outcome", "items", "new", "changed", "kB", "took", "")
    terminal.table(heads, cells, right=(2, 3, 4, 5, 6))
    at = datetime.fromisoformat(told["at"])
    parts = ", ".join(f"{count} {word}" for word, count in told["outcomes"].items())
    amount = f"{words.counted(told['new'], 'new item')}, {told['bytes'] / 1000:,.0f} kB"
    terminal.result(f"{words.counted(len(found), 'source')} {ago(at, now)}: {parts}; {amount}")


def _run_row(row: rounds.Row) -> Sequence[str]:
    numbers = (str(count) if count else "" for count in (row.listed, row.new, row.changed))
    size = f"{row.size / 1000:,.1f}" if row.size else ""
    took = f"{row.seconds:.1f} s" if row.seconds else ""
    return row.name, row.outcome, *numbers, size, took, row.remark


def checkup(terminal: Terminal, found: Checkup, now: datetime) -> None:
    """A trial of sources: what each gives, then what is to be known and done, the faults first."""
    if not found.sources:
        terminal.result(_NO_SOURCE)
        return
    heads = ("source", "items", "newest", "every", "")
    terminal.table(heads, (_checked_row(one, now) for one in found.sources), right=(1,))
    troubled = sorted((one for one in found.sources if one.findings), key=lambda one: one.is_well)
    for remedy, lines in _by_remedy(troubled).items():
        terminal.say("")
        for line in lines:
            terminal.say(line)
        if remedy:
            terminal.say(f"  {remedy}")
    if troubled:
        terminal.say("")
    good = len(found.sources) - len(found.gathered.failed)
    mute = sum(not one.is_well for one in found.sources) - len(found.gathered.failed)
    more = f" Of these {mute} {'gives' if mute == 1 else 'give'} nothing new." if mute > 0 else ""
    terminal.result(f"{good} of {words.counted(len(found.sources), 'source')} can be read.{more}")


def _by_remedy(checked: Iterable[Checked]) -> Mapping[str, Sequence[str]]:
    """What was seen, with the name of the source; what one thing helps against stands together."""
    found: dict[str, list[str]] = {}
    for one in checked:
        for finding in one.findings:
            found.setdefault(finding.remedy, []).append(f"{one.source.name}: {finding.said}")
    last = {"": found.pop("")} if "" in found else {}
    return found | last


def _checked_row(one: Checked, now: datetime) -> Sequence[str]:
    gap = span(one.usual_gap) if one.usual_gap else ""
    state = ", ".join(dict.fromkeys(finding.word for finding in one.findings)) or "well"
    return one.source.name, str(len(one.result.entries)), ago(one.newest, now), gap, state


def shown(path: Path) -> str:
    """A path as the user would type it from where they are."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def clock(moment: datetime) -> str:
    """Date and time on the machine's own clock, for a line of a log."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _stories(edition: Edition) -> str:
    count = len(edition.pieces)
    return "1 story" if count == 1 else f"{count} stories"
