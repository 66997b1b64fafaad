"""A folder that changes as a whole: whoever looks at it sees the old files or the new ones, never both.

The new folder is made beside it, with hard links to all that stays, and both change places in one step. What
a person saves into the old one while that goes on is carried over. A run that dies leaves a folder beside it,
which the next one takes away.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from digest.exchange import exchanged

_FEW = 200  # files that are each put onto the disk; for more the whole disk is told to
_REFUSALS = frozenset(
    (errno.EPERM, errno.EACCES, errno.EROFS, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
)  # a second name for a file is not to be had: another disk, FAT, a file of somebody else's (proc(5))
_Seen = dict[str, tuple[int, int]]  # inode and time of each file, by name


def can(folder: Path) -> bool:
    """Whether `folder` may change places with another one.

    Not so where it is a link or another disk, holds links to folders or folders that are not ours to read
    and change, where this process works in it, or where it is a work tree of git: there a commit is what
    publishes, and what git keeps must not move.
    """
    if not folder.exists():
        return not folder.is_symlink()
    if folder.is_symlink() or os.path.ismount(folder) or (folder / ".git").exists():
        return False
    if Path.cwd().is_relative_to(folder.resolve()):
        return False
    return all(map(_is_ours, (folder.parent.resolve(), folder, *_below(folder))))


def put(folder: Path, contents: Mapping[str, bytes], without: Collection[str]) -> bool:
    """Lets `folder` hold `contents`, by name, and no file of `without`; False where that cannot be done.

    Nothing has changed then, nor where an error is raised. Folders keep mode, time and owner.

    Raises:
        OSError: something cannot be written.
    """
    new = _beside(folder)
    tidy(folder)
    try:
        try:
            seen = _linked(folder, new, {*contents, *without})
        except OSError as error:
            if error.errno in _REFUSALS:
                return False
            raise
        _written(new, contents)
        if not folder.exists():
            new.rename(folder)
        elif not exchanged(new, folder):
            return False
        else:
            _carry_over(new, folder, seen, {*contents, *without})
        _flush(folder.parent)
    finally:
        tidy(folder)
    return True


def tidy(folder: Path) -> None:
    """Takes away what a run that died has left beside `folder`."""
    with suppress(OSError):
        shutil.rmtree(_beside(folder))


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, _ in os.walk(folder):
        yield from (Path(at, name) for name in folders)


def _is_ours(folder: Path) -> bool:
    return not folder.is_symlink() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _beside(folder: Path) -> Path:
    folder = folder.absolute()  # "." has no name
    return folder.with_name(f".{folder.name}.digest-new")


def _linked(folder: Path, new: Path, left_out: Collection[str]) -> _Seen:
    """Makes `new` as `folder` is, but for the files `left_out`; tells what every file was like."""
    new.mkdir(parents=True)
    seen: _Seen = {}
    if not folder.exists():
        return seen
    for empty in _empty(folder):
        (new / empty).mkdir(parents=True)
    made = {""}
    for at, name in _files(folder):
        path = f"{at}/{name}" if at else name
        source = f"{folder}/{path}"  # a Path for each of thousands would take longer than the link
        seen[path] = _state(source)
        if path not in left_out:
            if at not in made:
                (new / at).mkdir(parents=True, exist_ok=True)
                made.add(at)
            os.link(source, f"{new}/{path}", follow_symlinks=False)
    _keep(folder, new)
    return seen


def _keep(folder: Path, new: Path) -> None:
    """Gives the folders of `new` the owner, mode and times that they have in `folder`."""
    for inner in (path.relative_to(new) for path in (*_below(new), new)):
        there, here = folder / inner, new / inner
        if there.is_dir():
            _give(here, there.stat())
            shutil.copystat(there, here)


def _give(folder: Path, like: os.stat_result) -> None:
    """Makes the owners of `folder` those of another one; a run by root must not take it from its owner."""
    mine = folder.stat()
    if (mine.st_uid, mine.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.chown(folder, like.st_uid, like.st_gid)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder: the folder each lies in, seen from there, and its name."""
    for at, _, names in os.walk(folder):
        inner = Path(at).relative_to(folder).as_posix()
        yield from (("" if inner == "." else inner, name) for name in names)


def _empty(folder: Path) -> Iterator[Path]:
    """The folders in which nothing lies."""
    for at, folders, names in os.walk(folder):
        if not (folders or names) and Path(at) != folder:
            yield Path(at).relative_to(folder)


def _state(path: str) -> tuple[int, int]:
    found = os.lstat(path)
    return found.st_ino, found.st_mtime_ns


def _written(new: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            if len(contents) <= _FEW:
                file.flush()
                os.fsync(file.fileno())
    if len(contents) > _FEW:
        os.sync()


def _carry_over(old: Path, folder: Path, seen: _Seen, ours: Collection[str]) -> None:
    """Brings what a person saved into the old folder meanwhile into the new one.

    A file that was written in place is the same file in both; of ours only a newer one is a person's.
    """
    for at, name in _files(old):
        path = f"{at}/{name}" if at else name
        known, now = seen.get(path), _state(f"{old}/{path}")
        is_theirs = known is None or (now != known if path in ours else now[0] != known[0])
        if is_theirs:
            (folder / at).mkdir(parents=True, exist_ok=True)
            (old / path).replace(folder / path)


def _flush(folder: Path) -> None:
    with suppress(OSError):  # not on Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
