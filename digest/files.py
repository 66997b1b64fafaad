"""Files written whole or not at all, and one run at a time."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from digest.errors import BusyError, DigestError
from digest.exchange import exchanged

try:
    import fcntl
except ImportError:  # Windows has no flock; there the store's own lock is the only guard
    fcntl = None  # type: ignore[assignment]


_PRIVATE = ("subscribers.*", "receipt.csv", "outbox*/", "*.log")
_LOOK_S = 0.05  # between two looks whether a lock is free


def write(
    folder: Path, texts: Mapping[str, str], without: Iterable[str] = (), *, is_durable: bool = True
) -> None:
    """Puts `texts` (by file name) into `folder`, each file old or new and never half of it.

    All of them are on the disk before the first takes its place, so that a full disk changes nothing. The
    files called `without`, which are no longer made, are gone before. What can be made again in a moment need
    not be durable: it is written whole too, but a power failure may take it.

    Raises:
        DigestError: the folder or a file cannot be written; nothing there has changed.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            final = folder / name
            temporary = folder / f".{name}.new"
            staged.append((temporary, final))
            _store(temporary, text, is_durable=is_durable)
        for name in without:
            (folder / name).unlink(missing_ok=True)
        for temporary, final in staged:
            temporary.replace(final)
    except OSError as error:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise unwritable(error, folder) from error


def swap(path: Path, before: str, after: str) -> bool:
    """Puts `after` into the file at `path` if it still holds `before`; whether it did.

    What it took the place of is looked at once more: where somebody saved in just that instant, or is about
    to, their file is put back. Only where the system cannot exchange two files such a save is overlooked.

    Raises:
        DigestError: it cannot be written; nothing there has changed.
    """
    path = path.resolve()  # a link goes on leading where it led
    temporary = path.with_name(f".{path.name}.new")
    try:
        with one_hand(path.parent):
            try:
                return _swapped(path, temporary, before, after)
            finally:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, path) from error


def _swapped(path: Path, temporary: Path, before: str, after: str) -> bool:
    _store(temporary, after)
    temporary.chmod(path.stat().st_mode)
    if path.read_bytes() != before.encode():
        return False
    if not exchanged(temporary, path):
        temporary.replace(path)
    elif temporary.read_bytes() != before.encode():
        _given_back(temporary, path, after)
        return False
    return True


def _given_back(displaced: Path, path: Path, ours: str) -> None:
    """Puts at `path` what somebody saved there: the file that was displaced, or one that came after it."""
    exchanged(displaced, path)
    if displaced.read_bytes() != ours.encode():
        exchanged(displaced, path)


def _store(path: Path, text: str, *, is_durable: bool = True) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        if is_durable:
            os.fsync(file.fileno())


def unwritable(error: OSError, path: Path) -> DigestError:
    """An error of the file system in words, with what to do."""
    subject = str(error.filename or path)
    problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
    return DigestError(subject, problem, f"{_remedy(error)}; what was there is unchanged")


def _remedy(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "free some space"
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return "a file lies where a folder should be: move it away, or choose another `out`"
    return "check who may write there, or choose another `out`"


@contextmanager
def private(path: Path) -> Iterator[IO[str]]:
    """A file of text that only its owner may read, in the place of an older one when all of it is written.

    Raises:
        DigestError: it cannot be written; what was there is unchanged.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)  # one of a run that was killed may have another mode
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
    except OSError as error:
        raise unwritable(error, path) from error


def kept_out_of_git(out: Path) -> None:
    """Has git leave out what in the folder `out` names readers, unless somebody decided that already."""
    lines = ("# Addresses of readers, and what opens their links.", *_PRIVATE)
    with suppress(OSError):  # it protects from a slip; nothing depends on it
        out.mkdir(parents=True, exist_ok=True)
        with (out / ".gitignore").open("x", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))


@contextmanager
def one_hand(folder: Path) -> Iterator[None]:
    """Lets one at a time change what stands in `folder`, for the moment that it takes; the others wait.

    It must not be entered twice: whoever holds it would wait for themselves.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def only_run(out: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Holds the lock of `out` for as long as the block runs; the system frees it when the process dies.

    Raises:
        BusyError: another run holds it, still so after `wait_s` seconds.
        DigestError: the lock file cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(out / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(error, out) from error
    try:
        if fcntl is not None:
            _claim(descriptor, out, wait_s)
        yield
    finally:
        os.close(descriptor)


def _claim(descriptor: int, out: Path, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                remedy = "try again when it has ended"
                raise BusyError(str(out), "another run is at work there", remedy) from None
            time.sleep(_LOOK_S)
        else:
            return
