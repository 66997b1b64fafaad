"""`sent.log`: what was handed to a server, on the disk before the first byte of it goes.

It lies beside the database and only ever grows. A database that was rolled back, deleted or copied says less
than what is written here, and so nobody gets a mail twice because of it. A line is one JSON object:

    {"ledger": "k3…", "home": "5f…", "host": "ada", "folder": "/srv/d", "at": "…"}      where it lives
    {"send": "readers/2026-W47", "reader": "ab…", "handing": 1, "at": "…"}    its text goes
    {"send": "readers/2026-W47", "reader": "ab…", "accepted": 1, "at": "…"}   the server took it
    {"send": "readers/2026-W47", "reader": "ab…", "back": 1, "at": "…"}       it did not: nothing arrived
    {"send": "readers/2026-W47", "closed": "…", "at": "…"}                   nobody gets it from here again

No address stands here. The law between the two, for every reader of a send: handings here <= handings in the
database <= handings here + 1; and what the database calls accepted was handed over here.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from digest.errors import BusyError, StoreError

try:
    import fcntl
except ImportError:  # Windows has no flock; there the lock of the project is the only guard
    fcntl = None  # type: ignore[assignment]

FILE = "sent.log"
_MODE = 0o600
_RESTORE = "restore your copy of it; without it nobody can say who has had which mail"


class Word(StrEnum):
    """What is noted about one mail to one reader."""

    HANDING = "handing"
    """Its text is about to go. On the disk before it does."""
    ACCEPTED = "accepted"
    BACK = "back"
    """It certainly did not arrive: refused, put off, or the line broke before the final dot."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about one mail.

    Attributes:
        send: `readers/2026-W47`.
        reader: id of the reader.
        number: which handing over of this mail to this reader it is about, from 1.
        at: aware.
    """

    send: str
    reader: str
    word: Word
    number: int
    at: datetime

    @property
    def line(self) -> str:
        """As it is written."""
        return _line(
            {"send": self.send, "reader": self.reader, self.word: self.number, "at": moment(self.at)}
        )


class Ledger:
    """The open file; one process at a time."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger at `path`, made where there is none; half a line of a power cut at its end is taken off.

        The text of a mail goes only after its whole line is on the disk, so half a line is of none that went.

        Raises:
            BusyError: another process sends.
            StoreError: it cannot be opened.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _MODE)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            _claim(descriptor, path)
            _mend(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise _unwritable(path, error) from error
        except BaseException:
            os.close(descriptor)
            raise
        return cls(path, descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back, and with it the right to send."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def append(self, entries: Iterable[Entry]) -> None:
        """Writes `entries` in one go; they are on the disk when this returns.

        Raises:
            StoreError: the disk does not take them; nothing of them may go out.
        """
        self.write(entry.line for entry in entries)

    def write(self, lines: Iterable[str]) -> None:
        """The same with whole lines."""
        content = "".join(lines).encode("ascii")
        if not content:
            return
        try:
            _write_all(self._descriptor, content)
            os.fsync(self._descriptor)
        except OSError as error:
            with suppress(OSError):
                _mend(self._descriptor)  # else the next line would begin in the middle of this one
            raise _unwritable(self.path, error) from error

    def records(self) -> Iterator[dict[str, Any]]:
        """What is written, line by line. Raises `StoreError` for a line that is none."""
        return records(self.path)

    def handings(self, send: str) -> Mapping[str, int]:
        """How often a mail of `send` was handed over, by reader."""
        return handings(self.records(), send)

    def last_words(self, send: str) -> Mapping[str, Word]:
        """The last that is known of each reader of `send`; `HANDING` means that no answer was noted."""
        return last_words(self.records(), send)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """What is written in the ledger at `path`, for whoever only reads; nothing where there is none.

    Raises:
        StoreError: it cannot be read, or a line is damaged. Half a line at the end is left out.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.endswith(b"\n"):
                    yield _record(line, path, number)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            str(path), f"cannot be read: {error.strerror or error}", "check who may read it"
        ) from error


def handings(found: Iterable[Mapping[str, Any]], send: str) -> Counter[str]:
    """How often a mail of `send` was handed over, by reader, among the records `found`."""
    counted: Counter[str] = Counter()
    for record in found:
        if record.get("send") == send and Word.HANDING in record:
            counted[record["reader"]] = max(counted[record["reader"]], record[Word.HANDING])
    return counted


def last_words(found: Iterable[Mapping[str, Any]], send: str) -> dict[str, Word]:
    """The last word about each reader of `send` among the records `found`."""
    last: dict[str, Word] = {}
    for record in found:
        if record.get("send") == send and "reader" in record:
            last[record["reader"]] = next(word for word in Word if word in record)
    return last


def home_line(ledger: str, home: str, host: str, folder: str, at: datetime) -> str:
    """The line that says where this ledger lives from now on."""
    return _line({"ledger": ledger, "home": home, "host": host, "folder": folder, "at": moment(at)})


def closed_line(send: str, why: str, at: datetime) -> str:
    """The line after which nobody gets `send` from here any more."""
    return _line({"send": send, "closed": why, "at": moment(at)})


def moment(at: datetime) -> str:
    """A time as the database and the ledger write it: ISO 8601, UTC, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, separators=(",", ":")) + "\n"


def _record(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not (_is_about_mail(found) or "home" in found or "closed" in found):
        raise StoreError(str(path), f"line {number} is damaged", _RESTORE)
    return found


def _is_about_mail(found: Mapping[str, object]) -> bool:
    return (
        isinstance(found.get("send"), str)
        and isinstance(found.get("reader"), str)
        and sum(isinstance(found.get(word), int) for word in Word) == 1
    )


def _claim(descriptor: int, path: Path) -> None:
    """Lets one process send; the system frees the lock when it dies."""
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(
            str(path.parent), "another run is sending from there", "try again when it has ended"
        ) from None


def _mend(descriptor: int) -> None:
    """Takes half a line off the end."""
    size = os.fstat(descriptor).st_size
    start = size
    tail = b""
    while start and b"\n" not in tail:
        start = max(0, start - 4096)
        tail = _read_at(descriptor, start, size - start)
    whole = start + tail.rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(descriptor, whole)
        os.fsync(descriptor)


def _read_at(descriptor: int, start: int, length: int) -> bytes:
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)


def _write_all(descriptor: int, content: bytes) -> None:
    """All of it: a disk that is nearly full takes a part and says so only the next time."""
    while content:
        content = content[os.write(descriptor, content) :]


def _unwritable(path: Path, error: OSError) -> StoreError:
    problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
    return StoreError(
        str(path), problem, "free some space, or check who may write there; nothing more is sent"
    )
