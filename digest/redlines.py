"""Changes as one sees them on paper: what went and what came, story by story, in lines and for machines."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict

from digest.differing import Editions, Told
from digest.draft.changes import BROUGHT, DROPPED, HELD, MOVED, ORDER, OWN, PIN, Change, Changes, Reworded
from digest.draft.offers import CALL
from digest.draft.rewording import CAME, GONE, KEPT, Run
from digest.terminal import Terminal

UNTOUCHED = "The draft is as the machine wrote it."

_AROUND = 6  # words that are shown on each side of a change
_SIGNS = {GONE: ("[-", "-]", "\x1b[31m"), CAME: ("{+", "+}", "\x1b[32m")}
_PLAIN = "\x1b[0m"
_WORD = re.compile(r"\S+\s*|\s+")
_DONE = {
    OWN: "your own story",
    BROUGHT: "brought in",
    ORDER: "at another place in its section",
    PIN: "pinned",
    DROPPED: "dropped",
}

Line = Callable[[str], None]


def draft_lines(terminal: Terminal, key: str, found: Changes) -> None:
    """What was done with the draft of `key`, or that nothing was."""
    if not found:
        terminal.result(UNTOUCHED)
        return
    terminal.say(f"{key}: the draft against what the machine wrote last")
    colours = _has_colours()
    for one in found.around:
        _part(terminal.result, one, colours=colours, indent="")
    for change in found.stories:
        terminal.result(f"{change.headline}{_where(change)}: {_done(change)}")
        for one in change.reworded:
            _part(terminal.result, one, colours=colours, indent="  ")
    for conflict in found.conflicts:
        terminal.result(f"Conflict in line {conflict.line}: {conflict.text.partition(CALL)[0]}")


def _has_colours() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _where(change: Change) -> str:
    if change.section and HELD not in change.done:
        return f" ({change.section})"
    return f" ({change.was})" if change.was and change.section != change.was else ""


def _done(change: Change) -> str:
    told = [_DONE.get(word, word) for word in change.done]
    if MOVED in change.done:
        told[change.done.index(MOVED)] = f"moved from {change.was}"
    if HELD in change.done:
        told[change.done.index(HELD)] = "held for the next edition"
    return ", ".join([*told, *(["reworded"] if change.reworded else [])])


def _part(say: Line, one: Reworded, *, colours: bool, indent: str) -> None:
    say(f"{indent}{one.part}: {' '.join(shown(one.runs, colours=colours).split())}")


def shown(runs: Sequence[Run], *, colours: bool) -> str:
    """Runs in one text, the changed ones between their signs, the others as far as they are near."""
    return "".join(
        _kept(run.text, is_first=number == 0, is_last=number == len(runs) - 1)
        if run.sign == KEPT
        else _changed(run, colours=colours)
        for number, run in enumerate(runs)
    )


def _changed(run: Run, *, colours: bool) -> str:
    """The words between their signs, spaces outside of them."""
    opens, closes, colour = _SIGNS[run.sign]
    text = run.text.strip() or run.text
    before, _, after = run.text.partition(text)
    marked = f"{opens}{text}{closes}"
    return f"{before}{colour}{marked}{_PLAIN}{after}" if colours else f"{before}{marked}{after}"


def _kept(text: str, *, is_first: bool, is_last: bool) -> str:
    told = _WORD.findall(text)
    start = [] if is_first else told[:_AROUND]
    end = [] if is_last else told[-_AROUND:]
    if len(told) <= len(start) + len(end):
        return text
    return f"{''.join(start)}{'' if is_first else ' '}…{'' if is_last else ' '}{''.join(end)}"


def draft_row(key: str, found: Changes) -> dict[str, object]:
    """The same for a machine."""
    return {"edition": key, "changed": bool(found)} | asdict(found)


def edition_lines(terminal: Terminal, found: Editions) -> None:
    """What leads from one edition to another."""
    terminal.say(f"{found.now} against {found.before}")
    for title, stories in (("New", found.new), ("Told again", found.again), ("Not told again", found.gone)):
        if stories:
            terminal.result(f"{title} ({len(stories)})")
            for told in stories:
                _say_all(terminal.result, _told(told))
    if found.deals:
        terminal.result("Deals that moved")
        _say_all(terminal.result, (f"  {one.company}, {one.kind}: {one.how}" for one in found.deals))
    if found.fresh_deals:
        terminal.result("New deals")
        _say_all(terminal.result, (f"  {one}" for one in found.fresh_deals))
    terminal.result("Stories by section")
    _say_all(terminal.result, (f"  {c.section:<22}{c.before:>3} → {c.now}" for c in found.counts))


def _say_all(say: Line, lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _told(told: Told) -> Iterator[str]:
    yield f"  {told.headline} ({told.section})"
    if told.was:
        yield f"      then: {told.was}"
    if told.since:
        yield f"      since {told.since}{': ' if told.news else ''}{told.news}"


def edition_row(found: Editions) -> dict[str, object]:
    """The same for a machine."""
    return asdict(found)
