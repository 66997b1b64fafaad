"""Somebody is forgotten: in the database of readers, in the receipts, and what else names them is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest import words
from digest.config import Config
from digest.readers.people import People
from digest.sending import receipts

_HEAD = 16_384  # bytes of a mail in which its reader stands


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done.

    Attributes:
        was_known: whether anything was known of them.
        words: what was done besides, and what is left to a person, a line each.
    """

    was_known: bool
    words: tuple[str, ...]


def erase(config: Config, people: People, address: str, now: datetime) -> Erased:
    """Forgets whoever has `address`; receipts lose it, and mails that lie in files are told.

    Raises:
        BusyError: another run holds a copy of it; do it once more.
        DigestError: a receipt cannot be written.
    """
    mended = sum(receipts.forget(folder, address) for folder in _folders(config.root))
    was_known = people.erase(address, now)
    return Erased(was_known, tuple(_words(config.root, address, mended)))


def _folders(out: Path) -> Iterator[Path]:
    """The folders that hold editions: `out`, and those below it where a project has several."""
    yield out
    yield from sorted(path for path in out.iterdir() if path.is_dir())


def _words(out: Path, address: str, mended: int) -> Iterator[str]:
    if mended:
        yield f"Taken out of {mended} receipt{'s' if mended > 1 else ''}."
    mails = list(_mails(out, address))
    if mails:
        lie = "lies in a file; delete it:" if len(mails) == 1 else "lie in files; delete them:"
        yield f"{words.counted(len(mails), 'mail')} to that address {lie}"
        yield from (f"  {path}" for path in mails)
    yield "Copies that you made of out/ yourself, and what mail servers noted, are not reached from here."


def _mails(out: Path, address: str) -> Iterator[Path]:
    """Files below a mailbox folder in `out` whose head names the address."""
    wanted = address.casefold().encode("ascii")
    for box in sorted(out.glob("**/outbox*")):
        for path in sorted(box.rglob("*") if box.is_dir() else ()):
            if path.is_file():
                with path.open("rb") as file:
                    if wanted in file.read(_HEAD).lower():
                        yield path
