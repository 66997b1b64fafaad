"""A mailbox with newsletters: on an IMAP server, in a Maildir or in an mbox. It is read and never changed."""

from __future__ import annotations

import asyncio
import heapq
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from digest import imap, words
from digest.collect import imapbox
from digest.collect.items import Origin, apart, newest_first
from digest.collect.kinds import Door, body_hash, failed, fresh, unchanged
from digest.collect.newsletters import Rules
from digest.collect.reading import Job, Reading
from digest.config import SourceSettings
from digest.model import Collected, Memory
from digest.settings import Line

LONGEST = 2_000_000  # bytes of one mail that are read
MOST_MAILS = 50  # at a look, of a server; the others wait for the next
MOST_FILES = 300  # of any sender, the newest
LARGEST_MBOX = 30_000_000  # bytes; of a larger file the end


def _sender(value: str) -> str:
    name, at, domain = value.strip().lower().rpartition("@")
    if not at or not domain or "@" in name or not value.isascii() or not value.isprintable() or '"' in value:
        raise PydanticCustomError("sender", 'should be an address or a domain, like "@letters.example"')
    return value.strip().lower()


class Settings(SourceSettings):
    """`[[sources]]` with `kind = "mailbox"`: where it is, and whose mails in it are newsletters."""

    form: Literal["imap", "maildir", "mbox"]
    senders: Annotated[tuple[Annotated[Line, AfterValidator(_sender)], ...], Field(min_length=1)]
    verified: bool = False
    path: Line = ""
    host: Line = ""
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    user: Line = ""
    password_file: Line = ""
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: Annotated[Line, Field(min_length=1)] = "INBOX"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = ("host", "user") if self.form == "imap" else ("path",)
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise PydanticCustomError("mailbox", f'form = "{self.form}" needs {" and ".join(missing)}')
        if self.form == "imap" and self.security == "none" and self.host not in imap.HERE:
            raise PydanticCustomError("mailbox", 'would send the password in clear; write security = "tls"')
        return self

    @property
    def place(self) -> str:
        """Its path, or who signs in where."""
        return self.path or f"{self.user} at {self.host}, {self.folder}"

    @property
    def is_recorded(self) -> bool:
        """Never: mails are private."""
        return False


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """The links of the newsletters; a mail that cannot be read is a note."""
    try:
        mails, after, left = await asyncio.to_thread(_found, settings, door.folder, memory)
    except OSError as error:
        problem = f"{settings.place}: {error.strerror or error}"
        return failed(settings.name, "read", problem, memory, door.now)
    if memory.succeeded_at and after == memory:
        return unchanged(settings.name, memory, door)
    readings = [await _reading(settings, one, door) for one in mails]
    notes = list(dict.fromkeys(chain.from_iterable(map(_notes, readings))))
    if left:
        notes.append(f"{words.counted(left, 'more mail')} will be read the next time")
    entries = newest_first(apart(chain.from_iterable(reading.entries for reading in readings)))
    return fresh(settings.name, entries, after, door, tuple(notes))


def _found(settings: Settings, home: Path, memory: Memory) -> tuple[Sequence[Path | bytes], Memory, int]:
    """The mails to read, what is remembered once they are, and how many wait for the next time."""
    if settings.form == "imap":
        asked = imapbox.Wanted(memory.etag, MOST_MAILS, LONGEST)
        bodies, mark, left = imapbox.unread(settings, home, asked)
        return bodies, replace(memory, etag=mark), left
    path, rules = home / settings.path, repr(settings).encode()
    if settings.form == "mbox":
        mails = _in_mbox(path)
        return mails, replace(memory, body_hash=body_hash(rules, *mails)), 0
    files = _in_maildir(path)
    names = (
        one.name.partition(":")[0].encode() for one in files
    )  # what follows are flags, which readers set
    return files, replace(memory, body_hash=body_hash(rules, *names)), 0


async def _reading(settings: Settings, mail: Path | bytes, door: Door) -> Reading:
    try:
        body = mail if isinstance(mail, bytes) else await asyncio.to_thread(_start, mail)
    except OSError:  # it was moved meanwhile: it is found again the next time
        return Reading()
    return await door.workers.read(_job(settings, body, door))


def _job(settings: Settings, body: bytes, door: Door) -> Job:
    rules = Rules(settings.senders, settings.verified)
    return Job("newsletter", body, Origin(settings.name, "", door.now), rules=rules)


def _notes(reading: Reading) -> Sequence[str]:
    return [*([f"a mail was {reading.problem}"] if reading.problem else []), *reading.notes]


def _in_maildir(path: Path) -> list[Path]:
    """The newest mails, newest first.

    Raises:
        OSError: it is not there, or no Maildir.
    """
    if not (path / "new").is_dir() or not (path / "cur").is_dir():
        raise FileNotFoundError("is no Maildir: it has no folders new and cur")
    files = [one for part in ("new", "cur") for one in os.scandir(path / part)]
    plain = [one for one in files if one.is_file(follow_symlinks=False) and not one.name.startswith(".")]
    newest = heapq.nlargest(MOST_FILES, plain, key=lambda one: (one.stat().st_mtime, one.name))
    return [Path(one.path) for one in newest]


def _start(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LONGEST)


def _in_mbox(path: Path) -> list[bytes]:
    if not path.is_file():
        raise FileNotFoundError("is no file")
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LARGEST_MBOX))
        parts = (b"\n" + file.read(LARGEST_MBOX)).split(b"\nFrom ")[1:]
    # Behind "From " stands the envelope, to the end of its line.
    return [part.partition(b"\n")[2][:LONGEST] for part in reversed(parts[-MOST_FILES:])]
