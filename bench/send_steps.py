"""Kills a send at every named stage and at every database statement, then asks the mail server.

    python -m bench.send_steps [--readers N] [--lines N] [--every K] [--offset K] [--times N ...]
                               [--only stages|statements] [--json]

`digest send` runs as its user types it and is killed with SIGKILL at one place; then it runs once more and is
left alone. Counts who got no mail although the program says so or is not said to be missing one, who got two,
and doubts: at most one for each line, every one named in the last lines. Processes are forked from one that
has everything loaded, and each place has a fresh copy of the project.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench import send_kills
from digest import cli
from digest.deliver.transport.handing import Handing
from digest.readers.deliveries import Deliveries
from digest.readers.sends import Sends
from digest.sending import dispatching, ledger, preparing, receipts, recovering, running
from digest.sending.ledger import Ledger
from digest.sending.recorder import Recorder
from tests.sending.sink import sink, took

_ENDED = {0, 3}  # all accepted; or a doubt to look at
TIMES = (1, 2, 5)
"""At which time that a stage is reached the plug is pulled."""


def die() -> None:
    """What pulling the plug does to a process."""
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> Callable[[int], None]:
    """Before the call of `name` of that number."""
    return partial(_put, owner, name, is_made=False)


def _after(owner: Any, name: str) -> Callable[[int], None]:
    """After the call of `name` of that number."""
    return partial(_put, owner, name, is_made=True)


def _put(owner: Any, name: str, times: int, *, is_made: bool) -> None:
    true, left = getattr(owner, name), [times]

    def called(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if not left[0] and not is_made:
            die()
        result = true(*args, **named)
        if not left[0]:
            die()
        return result

    setattr(owner, name, called)


def _half_a_line(times: int) -> None:
    """The ledger is cut in the middle of a line."""
    true, left = ledger._write_all, [times]  # noqa: SLF001

    def written(descriptor: int, content: bytes) -> None:
        left[0] -= 1
        if not left[0]:
            os.write(descriptor, content[: len(content) // 2])
            die()
        true(descriptor, content)

    ledger._write_all = written  # noqa: SLF001


def _text(share: float) -> Callable[[int], None]:
    """Only that share of a mail goes; 1 for all but its dot."""

    def place(times: int) -> None:
        true, left = Handing._sent, [times]  # noqa: SLF001

        def sent(self: Handing, text: bytes) -> None:
            left[0] -= 1
            if not left[0]:
                wire: socket.socket = self._sock
                wire.sendall(text[: int((len(text) - 3) * share)])
                die()
            true(self, text)

        Handing._sent = sent  # type: ignore[method-assign]  # noqa: SLF001

    return place


STAGES: dict[str, Callable[[int], None]] = {
    "the mails are looked through": _before(preparing, "written"),
    "before all is written down": _before(Sends, "prepare"),
    "all is written down": _after(Sends, "prepare"),
    "before what was left is put in order": _before(recovering, "recover"),
    "what was left is put in order": _after(recovering, "recover"),
    "claimed, not committed": _after(Deliveries, "claimed"),
    "on its way, not committed": _after(Deliveries, "handing"),
    "committed, not in the ledger": _before(Ledger, "append"),
    "half a line in the ledger": _half_a_line,
    "in the ledger, not on the disk": _before(os, "fsync"),
    "on the disk": _after(Ledger, "append"),
    "no byte of the text": _before(Handing, "_give"),
    "half of the text": _text(0.5),
    "all but the dot": _text(1.0),
    "the dot is gone": _after(Handing, "_sent"),
    "answered": _after(Handing, "_give"),
    "its end is not committed": _after(Deliveries, "settled"),
    "its end is taken in": _after(Recorder, "ended"),
    "the lines are closed": _before(Recorder, "close"),
    "the last ends are written": _after(Recorder, "close"),
    "the send is over": _after(running, "_close"),
    "before the receipt": _before(receipts, "write"),
    "the receipt is written": _after(receipts, "write"),
    "before the store knows": _before(dispatching, "_release"),
    "the store knows": _after(dispatching, "_release"),
}
"""Where a send can be killed, by name; each is given the number of the time at which."""


def at_statement(number: int) -> None:
    """Dies before the statement of that number, over all databases."""
    true, left = sqlite3.connect, [number]

    def counted(_statement: str) -> None:
        left[0] -= 1
        if not left[0]:
            die()

    def connect(*args: Any, **named: Any) -> sqlite3.Connection:
        found: sqlite3.Connection = true(*args, **named)
        found.set_trace_callback(counted)
        return found

    sqlite3.connect = connect  # type: ignore[assignment]


@dataclass
class Found:
    """What came of all places.

    Attributes:
        wrong: the places at which something came out as it must not, and what.
    """

    places: int = 0
    kills: int = 0
    mails: int = 0
    lost: int = 0
    doubled: int = 0
    in_doubt: int = 0
    most_in_doubt: int = 0
    unnamed: int = 0
    wrong: list[str] = field(default_factory=list)


def forked(folder: Path, place: Callable[[], None]) -> tuple[int, str]:
    """Sends in a process of its own; its exit code, negative for a signal, and what it said."""
    told = folder.with_suffix(".told")
    child = os.fork()
    if not child:
        code = 70
        with (
            told.open("w", encoding="utf-8") as file,
            contextlib.redirect_stdout(file),
            contextlib.redirect_stderr(file),
        ):
            code = _sent(folder, place)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told.read_text(encoding="utf-8")


def _sent(folder: Path, place: Callable[[], None]) -> int:
    try:
        place()
        words = ["send", send_kills.KEY, "--yes", "--config", str(folder / "sources.toml")]
        cli.main(words, prog_name="digest")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 70
    return 0


@dataclass
class Trial:
    """A project whose readers wait for their mail, and a server that takes it."""

    source: Path
    scratch: Path
    log: Path
    lines: int
    found: Found = field(default_factory=Found)

    def killed(self, name: str, place: Callable[[], None]) -> bool:
        """Sends with the plug pulled there, and then in peace; False where it was not pulled."""
        folder = self.scratch / "round"
        shutil.copytree(self.source, folder)
        before = len(took(self.log)) if self.log.exists() else 0
        first, said = forked(folder, place)
        code = first
        if first == -signal.SIGKILL:
            code, said = forked(folder, lambda: None)
        self._audit(name, folder, before, code, said)
        shutil.rmtree(folder)
        self.found.places += 1
        self.found.kills += first == -signal.SIGKILL
        return first == -signal.SIGKILL

    def _audit(self, name: str, folder: Path, before: int, code: int, said: str) -> None:
        with sqlite3.connect(folder / "subscribers.db") as db:
            rows = db.execute("SELECT address, state FROM deliveries").fetchall()
        got = Counter(mail.to for mail in took(self.log)[before:]) if self.log.exists() else Counter()
        doubts = [address for address, state in rows if state == "in_doubt"]
        bad = {
            "lost": sum(not got[who] for who, state in rows if state == "accepted")
            + sum(state not in {"accepted", "in_doubt"} for _, state in rows),
            "doubled": sum(count > 1 for count in got.values()),
            "unnamed": sum(who not in said for who in doubts),
            "too many doubts": max(0, len(doubts) - self.lines),
            "no rows": int(not rows),
            f"exit code {code}": int(code not in _ENDED or (code == 0) != (not doubts)),
        }
        found = self.found
        found.mails += len(rows)
        found.lost, found.doubled = found.lost + bad["lost"], found.doubled + bad["doubled"]
        found.unnamed += bad["unnamed"]
        found.in_doubt += len(doubts)
        found.most_in_doubt = max(found.most_in_doubt, len(doubts))
        found.wrong += [f"{name}: {what} {count}\n{said}" for what, count in bad.items() if count]


@contextlib.contextmanager
def trial(readers: int, lines: int) -> Iterator[Trial]:
    """A trial with that many readers and lines to the server."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        os.environ["XDG_STATE_HOME"] = str(scratch / "state")
        send_kills.approved(scratch / "approved")
        with sink(scratch / "log") as port:
            send_kills.peopled(scratch / "approved", scratch / "source", port, readers)
            send_kills.configured(scratch / "source", connections=lines)
            _warmed(scratch)
            yield Trial(scratch / "source", scratch, scratch / "log", lines)


def _warmed(scratch: Path) -> None:
    """Sends once here, so that each fork has all modules and templates."""
    shutil.copytree(scratch / "source", scratch / "warm")
    with (scratch / "warm.told").open("w", encoding="utf-8") as told, contextlib.redirect_stdout(told):
        _sent(scratch / "warm", lambda: None)


def stages(on: Trial, every_time: Sequence[int]) -> None:
    """Each stage, at the times `every_time` that it is reached."""
    for name, place in STAGES.items():
        for times in every_time:
            if not on.killed(f"{name} ({times})", partial(place, times)):
                on.found.wrong += [f"{name}: was never reached"] * (times == every_time[0])
                break


def statements(on: Trial, every: int, offset: int) -> None:
    """Each `every`-th statement, until there is none."""
    number = 1 + offset
    while on.killed(f"statement {number}", partial(at_statement, number)):
        number += every


def measure(
    readers: int, lines: int, every: int = 1, offset: int = 0, only: str = "", times: Sequence[int] = TIMES
) -> Found:
    """What came of it."""
    with trial(readers, lines) as on:
        if only != "statements":
            stages(on, times)
        if only != "stages":
            statements(on, every, offset)
        return on.found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=12)
    parser.add_argument("--lines", type=int, default=3)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--only", choices=("stages", "statements"), default="")
    parser.add_argument("--times", type=int, nargs="+", default=TIMES)
    parser.add_argument("--json", action="store_true", help="print the result and write no file")
    given = parser.parse_args()
    asked = (given.readers, given.lines, given.every, given.offset, given.only, given.times)
    found = asdict(measure(*asked))
    if given.json:
        json.dump(found, sys.stdout)
        return
    for name, value in found.items():
        print(f"{name:14} {value}")
    result = {"asked": vars(given), **found}
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
