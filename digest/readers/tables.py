"""A list of readers as a file: read as any program may have written it, whatever is wrong in it.

    table = opened(path)
    for line in table.lines: print(line.number, line.address)

The file is read twice and never held in memory: once to see how it is written, once for its lines.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from digest import bundled
from digest.errors import UsageError
from digest.ledger.sheet import restored

_SEPARATORS = ",;\t|"
_SAMPLE = 200  # lines that are looked at before the columns are chosen
_LONGEST = 12  # lines of one row: more is a quotation mark that nobody closed
_BLOCK = 1 << 20
_NAMES = bundled.pairs("list_columns.txt")
_ADDRESS = re.compile(r"[^\s,;|<>@]+@[^\s,;|<>@]+")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file; what it does not have is "".

    Attributes:
        number: of its first line in the file, from 1.
        address: as it stands there.
        status: what another program says about the reader, such as `unsubscribed`.
        left: when, or that, they left there.
    """

    number: int
    address: str
    status: str = ""
    left: str = ""
    consent_at: str = ""
    consent_source: str = ""
    consent_text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file, and how it is written.

    Attributes:
        columns: what is used, by what it holds: the name of the column, or its number.
        ignored: the names of columns that are not.
    """

    path: Path
    encoding: str
    separator: str
    has_head: bool
    places: Mapping[str, int] = field(default_factory=dict)
    heads: Sequence[str] = ()

    @property
    def columns(self) -> dict[str, str]:
        """The name of each column that is used, or its number, by what it holds."""
        return {what: self._name(place) for what, place in self.places.items()}

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns that are not used."""
        used = set(self.places.values())
        return tuple(self._name(place) for place, _ in enumerate(self.heads) if place not in used)

    def _name(self, place: int) -> str:
        name = self.heads[place].strip() if self.has_head and place < len(self.heads) else ""
        return f"“{name}”" if name else f"number {place + 1}"

    @property
    def lines(self) -> Iterator[Line]:
        """Its rows, the empty ones left out."""
        rows = _rows(self.path, self.encoding, self.separator)
        for number, row in islice(rows, int(self.has_head), None):
            cells = {
                what: restored(row[place].strip()) for what, place in self.places.items() if place < len(row)
            }
            yield Line(number, cells.pop("email", ""), **cells)


def opened(path: Path) -> Table:
    """How the list at `path` is written.

    Raises:
        UsageError: it cannot be read, is empty, or no column of it holds addresses.
    """
    if path.exists() and not path.is_file():  # it is read twice, which a pipe cannot be
        raise UsageError(str(path), "is no plain file", "save the list as a file first")
    try:
        encoding = _encoding(path)
        samples = {
            mark: list(islice((row for _, row in _rows(path, encoding, mark)), _SAMPLE))
            for mark in _SEPARATORS
        }
    except OSError as error:
        words = (error.strerror or str(error)).lower()
        raise UsageError(str(path), f"cannot be read: {words}", "give the file with the addresses") from error
    separator = max(_SEPARATORS, key=lambda mark: sum(_has_address(row) for row in samples[mark]))
    rows = samples[separator]
    if not rows:
        raise UsageError(str(path), "holds nothing", "give a file with an address in each line")
    named = [_NAMES.get(_plain(cell), "") for cell in rows[0]]
    has_head = not any("@" in cell for cell in rows[0]) and ("email" in named or len(rows[0]) > 1)
    places = _places(named if has_head else [""] * len(rows[0]), rows[has_head:])
    if "email" not in places:
        remedy = "call the column with the addresses “email” in the first line"
        raise UsageError(str(path), "has no column with mail addresses", remedy)
    return Table(path, encoding, separator, has_head, places, rows[0])


def _places(named: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Which column holds what. That with the addresses is known by its name, else by what stands in it."""
    found = {what: place for place, what in reversed(list(enumerate(named))) if what and what != "email"}
    width = max((len(row) for row in rows), default=len(named))
    counts = [sum(place < len(row) and _is_address(row[place]) for row in rows) for place in range(width)]
    called = [place for place, what in enumerate(named) if what == "email"]
    filled = [place for place, count in enumerate(counts) if count]
    best = [place for place in called if place in filled] or filled
    if best:  # a column called "address" may hold a street
        return {**found, "email": max(best, key=lambda place: (counts[place], -place))}
    if called or width == 1:
        return {**found, "email": called[0] if called else 0}
    return found


def _plain(cell: str) -> str:
    return " ".join(cell.replace("_", " ").casefold().split()).rstrip(":")


def _is_address(cell: str) -> bool:
    text = cell.strip()
    inner = text.rpartition("<")[2][:-1] if text.endswith(">") else text
    return bool(_ADDRESS.fullmatch(inner.strip()))


def _has_address(row: Sequence[str]) -> bool:
    return any(map(_is_address, row))


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 where the file is that; else what Windows writes in the west, which fits any bytes."""
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        for mark, name in _MARKS:
            if block.startswith(mark):
                return name
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _rows(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something, with the number of its first line.

    A quotation mark that nobody closes must not swallow the rest of the file, as it does for a plain reader:
    a row goes over several lines only where its quotes are closed soon, and no second address is in it.
    """
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        waiting: list[str] = []
        number = 1
        while True:
            waiting += islice(file, _LONGEST - len(waiting))
            if not waiting:
                return
            length = _length(waiting)
            row = _cells("".join(waiting[:length]), separator)
            if any(cell.strip() for cell in row):
                yield number, row
            del waiting[:length]
            number += length


def _length(lines: Sequence[str]) -> int:
    """How many of `lines` are the first row."""
    if lines[0].count('"') % 2 == 0:
        return 1
    for length in range(2, len(lines) + 1):
        if lines[length - 1].count('"') % 2:
            whole = sum("@" in line for line in lines[:length]) < 2
            return length if whole else 1
    return 1


def _cells(text: str, separator: str) -> list[str]:
    line = [text.rstrip("\n")]
    try:
        if text.count('"') % 2:  # a quotation mark that nobody closes is none
            return next(csv.reader(line, delimiter=separator, quoting=csv.QUOTE_NONE), [])
        return next(csv.reader(line, delimiter=separator), [])
    except csv.Error:  # a cell of more than 128 KiB: no address is that long
        return text[:200].split(separator)
