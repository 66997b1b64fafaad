"""Mails as files of this machine: each whole and lasting or not there at all, and never twice.

What the kinds `maildir` and `eml` share: a line that writes a file a mail, under a name that the mail itself
gives it. The same mail gets the same name, so that a second try changes nothing and a doubt can be settled.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from digest.deliver.transport.kinds import Answer, NotSentError, Parcel, Verdict
from digest.files import unwritable

_REMEDY = "free some space, or check who may write there"
_ID = re.compile(rb"(?im)^message-id:\s*<([^<>@\r\n]{1,200})@[^<>\r\n]*>")
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){0,2}")
_LASTING = frozenset({1, 13, 20, 30})  # EPERM, EACCES, ENOTDIR, EROFS: so until somebody changes it


class Staged(NamedTuple):
    """A mail that is on the disk and not yet where it belongs."""

    temporary: Path
    final: Path


class Shelf:
    """A line into a folder, as `kinds.Line` asks for it.

    Args:
        stage: writes a mail aside; raises OSError.
        find: where a mail lies already; None where it does not; raises OSError.
    """

    def __init__(self, stage: Callable[[Parcel], Staged], find: Callable[[Parcel], Path | None]) -> None:
        self._stage, self._find = stage, find

    def hand_over(self, parcel: Parcel, before_text: Callable[[], None]) -> Answer:
        """Writes `parcel`; see `kinds.Line`. A full disk is found before, the last step is a new name."""
        try:
            found = self._find(parcel)
            staged = None if found else self._stage(parcel)
        except OSError as error:
            return Answer(Verdict.TROUBLE, _told(error), "DATA", is_over=True)
        try:
            before_text()
            return Answer(Verdict.ACCEPTED, f"put into {found or (staged and settle(staged))}")
        except OSError as error:
            return Answer(Verdict.LATER, _told(error), "the text", is_over=True)
        finally:
            if staged:
                with suppress(OSError):
                    staged.temporary.unlink(missing_ok=True)

    def knows(self, parcel: Parcel) -> bool | None:
        """Whether it lies there."""
        try:
            return self._find(parcel) is not None
        except OSError:
            return None


def _told(error: OSError) -> str:
    told = unwritable(error, Path())
    return f"{told.subject}: {told.problem}"


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Tells what goes wrong with the files of `folder`.

    Raises:
        NotSentError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        told = unwritable(error, folder)
        is_lasting = error.errno in _LASTING
        raise NotSentError(told.subject, told.problem, _REMEDY, is_lasting=is_lasting) from error


def name(parcel: Parcel) -> str:
    """A file name for `parcel`, always the same: from its Message-ID, which no other mail has."""
    found = _ID.search(parcel.content.partition(b"\r\n\r\n")[0])
    if not found:
        return sha256(parcel.content).hexdigest()[:32]
    given = found[1].decode("ascii", "replace")
    if _PLAIN.fullmatch(given):
        return given
    return f"{re.sub(r'[^A-Za-z0-9-]+', '-', given)[:100]}-{sha256(found[1]).hexdigest()[:12]}"


def stage(content: bytes, temporary: Path, final: Path) -> Staged:
    """Writes `content` aside, for the owner alone and onto the disk."""
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return Staged(temporary, final)


def settle(staged: Staged) -> Path:
    """Puts it where it belongs, to outlive a power cut."""
    staged.temporary.replace(staged.final)
    _sync(staged.final.parent)
    return staged.final


def _sync(folder: Path) -> None:
    """Makes a new name in `folder` outlive a power cut; a system that cannot is left alone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
