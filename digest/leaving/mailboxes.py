"""The mailbox of `[mailbox]`, whichever kind it is: its mails, and a place for those that were heeded.

A mail that is for a person stays as it is, unread: answers of readers may arrive in the same mailbox.
"""

from __future__ import annotations

import mailbox as formats
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from digest.config import Config
from digest.errors import DigestError, UsageError
from digest.leaving import imap
from digest.leaving.mime import LONGEST

_FLAGS = ":2,"  # the info part of a file's name in a Maildir


def _stays() -> None:
    """Nothing is changed where it lies."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that lies in a mailbox.

    Attributes:
        id: by which it is known again, whatever happens around it.
        read: its first `LONGEST` bytes; raises OSError where it is gone.
        file: puts it away, since it was heeded.
        leave: notes that it is for a person; changes nothing that they see.
    """

    id: str
    read: Callable[[], bytes] = field(repr=False)
    file: Callable[[], None] = field(repr=False)
    leave: Callable[[], None] = field(repr=False, default=_stays)


class Mailbox(Protocol):
    """Something that holds mails."""

    def mails(self) -> Iterator[Mail]:
        """Those that were not yet put away."""


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder with a file a mail, as most mail servers on Unix deliver."""

    folder: Path

    def mails(self) -> Iterator[Mail]:
        """Those that nobody has read: in `new`, and in `cur` without the flag S."""
        for path in sorted([*self._in("new"), *self._in("cur")]):
            base, _, flags = path.name.partition(_FLAGS)
            if path.parent.name == "new" or "S" not in flags:
                yield Mail(_id("maildir", base), partial(_read, path), partial(self._file, path))

    def _in(self, name: str) -> list[Path]:
        folder = self.folder / name
        return [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]

    def _file(self, path: Path) -> None:
        base, _, flags = path.name.partition(_FLAGS)
        path.rename(self.folder / "cur" / f"{base}{_FLAGS}{''.join(sorted({*flags, 'S'}))}")


@dataclass(frozen=True, slots=True)
class Mbox:
    """One file with all mails. It is only read: a server may be writing to it; what was heeded is known."""

    file: Path

    def mails(self) -> Iterator[Mail]:
        """All of them."""
        box = formats.mbox(self.file, create=False)
        try:
            for key in box.iterkeys():
                raw = box.get_bytes(key)[:LONGEST]
                yield Mail(_id("mbox", sha256(raw).hexdigest()), partial(bytes, raw), _stays)
        finally:
            box.close()


@contextmanager
def opened(config: Config, environ: Mapping[str, str]) -> Iterator[Mailbox]:
    """The mailbox of a project.

    Raises:
        UsageError: none is configured.
        DigestError: it is not there, or does not open.
    """
    settings = config.mailbox
    if not settings.kind:
        remedy = 'say under [mailbox] where mails come back: kind = "maildir", "mbox" or "imap"'
        raise UsageError(str(config.file), "names no mailbox", remedy)
    if settings.kind == "imap":
        with imap.opened(config, environ) as inbox:
            yield _Imap(inbox)
        return
    path = config.folder / settings.path
    found = (
        (path / "new").is_dir() and (path / "cur").is_dir() if settings.kind == "maildir" else path.is_file()
    )
    if not settings.path or not found:
        raise UsageError(str(path), f"is no {settings.kind}", "check path under [mailbox]")
    try:
        yield Maildir(path) if settings.kind == "maildir" else Mbox(path)
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise DigestError(str(path), problem, "check path under [mailbox], and who may read it") from error


@dataclass(frozen=True, slots=True)
class _Imap:
    inbox: imap.Inbox

    def mails(self) -> Iterator[Mail]:
        for uid in self.inbox.uids():
            yield Mail(
                _id("imap", f"{self.inbox.place} {uid}"),
                partial(self.inbox.fetch, uid, LONGEST),
                partial(self.inbox.move, uid),
                partial(self.inbox.mark, uid),
            )


def _id(kind: str, name: str) -> str:
    return f"{kind} {sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:40]}"


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST)
