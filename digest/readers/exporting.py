"""A list as a table that other programs read, and this one takes in again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO

from digest.ledger.sheet import guarded
from digest.readers.importing import Answer
from digest.readers.people import People
from digest.readers.records import moment

HEADS = ("email", "list", "standing", "since", "consent_at", "consent_source", "consent_text", "suppressed")
REPORT_HEADS = ("line", "address", "result", "why")


def rows(people: People, name: str) -> Iterator[tuple[str, ...]]:
    """Everybody who is known to a list, by address: a cell for each of `HEADS`."""
    for reader in people.readers(name):
        held = people.suppression(reader.address, name)
        consent = reader.consent
        yield (
            reader.address,
            name,
            reader.standing.value,
            moment(reader.since),
            moment(consent.at),
            consent.source,
            consent.text,
            held.reason.value if held else "",
        )


def report(answers: Iterable[Answer]) -> Iterator[tuple[str, ...]]:
    """What became of each line: a cell for each of `REPORT_HEADS`."""
    for answer in answers:
        yield str(answer.number), answer.typed, answer.fate.value, answer.why


def write(
    file: IO[str], heads: Iterable[str], table: Iterable[Iterable[str]], *, is_plain: bool = False
) -> None:
    """Writes a table as CSV (RFC 4180).

    A cell that a spreadsheet would run as a formula begins with an apostrophe, unless it `is_plain`.
    """
    written = csv.writer(file, lineterminator="\r\n")
    written.writerow(heads)
    for row in table:
        written.writerow(row if is_plain else map(guarded, row))
