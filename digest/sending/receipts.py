"""The receipt of a send: how many mails are in which state, adding up to everybody who was looked at.

`receipt.json` lies beside the edition and names nobody. `receipt.csv` has each address that was not accepted,
and why. Only the owner may read them.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from digest.deliver.states import State
from digest.errors import StoreError
from digest.files import unwritable
from digest.sending.ledger import moment

FILE, TABLE = "receipt.json", "receipt.csv"
HEADS = ("address", "state", "why", "at", "next_try_at", "tries")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One reader whose mail was not accepted.

    Attributes:
        address: "" of somebody who asked to be forgotten.
        why: what the server said, or why there is no mail, on one line.
        at: when it came to that; ISO 8601, UTC.
        next_at: when it is tried again; "" for never.
        tries: how often it was tried.
    """

    address: str
    state: State
    why: str
    at: str
    next_at: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a send stands.

    Attributes:
        send: `readers/2026-W47`.
        revision: SHA-256 of the approved version, in hex.
        state: a `SendState`, in words of the database.
        reason: why it is paused; "" otherwise.
        candidates: everybody who was looked at when the send was prepared.
        exclusions: who of them gets no mail, by reason.
        mails: the others by state.
        prepared_at: aware.
        at: aware; the moment that this tells of.
        took_s: how long the last run worked; None for none.
        handed: mails that were handed over in it.
        assumed: accepted ones of which no server said so, and a person did.
        place: where they went, in words.
    """

    send: str
    revision: str
    subject: str
    state: str
    reason: str
    candidates: int
    exclusions: Mapping[str, int]
    mails: Mapping[State, int]
    prepared_at: datetime
    at: datetime
    place: str = ""
    took_s: float | None = None
    handed: int = 0
    assumed: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether everybody is in just one place: mails by state and exclusions make all candidates."""
        return sum(self.mails.values()) + sum(self.exclusions.values()) == self.candidates

    @property
    def accepted(self) -> int:
        """Mails that a server has taken."""
        return self.mails.get(State.ACCEPTED, 0)

    @property
    def per_minute(self) -> int:
        """Mails a minute of the last run; 0 where nothing went."""
        return round(self.handed * 60 / self.took_s) if self.took_s and self.handed else 0

    @property
    def values(self) -> dict[str, Any]:
        """The receipt for a machine."""
        return {
            "send": self.send,
            "revision": self.revision,
            "subject": self.subject,
            "state": self.state,
            "reason": self.reason,
            "prepared_at": moment(self.prepared_at),
            "at": moment(self.at),
            "place": self.place,
            "candidates": self.candidates,
            "excluded": dict(sorted(self.exclusions.items())),
            "mails": {state.value: self.mails[state] for state in State if self.mails.get(state)},
            "assumed": self.assumed,
            "last_run": {
                "handed": self.handed,
                "seconds": round(self.took_s or 0.0, 1),
                "per_minute": self.per_minute,
            },
        }


def taken(folder: Path, send: str) -> int:
    """How many mails of `send` the receipt in `folder` says were accepted; 0 where there is none of it."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return int(found["mails"].get(State.ACCEPTED, 0)) if found["send"] == send else 0
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0


def write(folder: Path, receipt: Receipt, rows: Iterable[Row]) -> Path:
    """Puts both files into `folder`, and says where the first is. They are whole, or as they were.

    Raises:
        StoreError: it does not add up: somebody was forgotten, or counted twice.
        DigestError: they cannot be written.
    """
    if not receipt.adds_up:
        mails, out = sum(receipt.mails.values()), sum(receipt.exclusions.values())
        problem = f"{mails} mails and {out} without one do not make {receipt.candidates} candidates"
        raise StoreError(receipt.send, problem, "the database of readers is damaged: restore a backup of it")
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _private(folder / TABLE) as file:
            table = csv.writer(file, lineterminator="\r\n")  # RFC 4180
            table.writerow(HEADS)
            table.writerows(map(_cells, rows))
        with _private(path) as file:
            file.write(json.dumps(receipt.values, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise unwritable(error, folder) from error
    return path


def forget(out: Path, address: str) -> int:
    """Takes somebody who asked to be forgotten out of all tables below `out`; how many there were.

    Raises:
        DigestError: one of them cannot be read or written.
    """
    wanted = address.casefold()
    try:
        return sum(_struck(path, wanted) for path in sorted(out.glob(f"*/{TABLE}")))
    except OSError as error:
        raise unwritable(error, out) from error


def _struck(path: Path, wanted: str) -> bool:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    # A server's words may repeat the address.
    left = [[("" if wanted in cell.casefold() else cell) for cell in row] for row in rows]
    if left == rows:
        return False
    with _private(path) as file:
        csv.writer(file, lineterminator="\r\n").writerows(left)
    return True


def _cells(row: Row) -> list[str]:
    return [*map(_inert, (row.address, row.state.value, row.why, row.at, row.next_at)), str(row.tries)]


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a server's words are a stranger's."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@contextmanager
def _private(path: Path) -> Iterator[IO[str]]:
    """A file that only its owner may read, in the place of an older one when all of it is written."""
    temporary = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError):
        temporary.unlink()  # one of a run that was killed may have another mode
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
