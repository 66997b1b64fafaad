"""Files put into a folder that is a person's too: each old or new, and none outside of the folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from digest import treeswap
from digest.errors import DigestError
from digest.files import unwritable

_FORBIDDEN = frozenset("\\:\x00")  # what Windows takes for a way to another folder, drive or stream


def inside(folder: Path, name: str) -> Path:
    """The file `name` of `folder`, through links that lead to another place in it.

    Raises:
        DigestError: the name, or a link on the way, leads out of the folder.
    """
    if any(part in ("", ".", "..") or _FORBIDDEN & set(part) for part in name.split("/")):
        raise DigestError(f'"{name}"', "is no name of a file inside a folder")
    try:
        path, root = (folder / name).resolve(), folder.resolve()
    except (OSError, RuntimeError) as error:  # a ring of links
        raise DigestError(str(folder / name), f"cannot be followed: {error}", "mend the link") from error
    if not path.is_relative_to(root):
        remedy = "put a folder there instead of the link, or publish into the folder that it leads to"
        raise DigestError(str(folder / name), f"is a link out of {folder}", remedy)
    return path


def content(folder: Path, name: str) -> bytes | None:
    """What the file `name` of `folder` holds; None where there is none.

    Raises:
        DigestError: it leads out of the folder, or cannot be read.
    """
    path = inside(folder, name)
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise DigestError(str(path), problem, "no file can be put there; move it away") from error


def names(folder: Path) -> set[str]:
    """The files that lie in `folder` and below it, by name; links are not followed."""
    found: set[str] = set()
    for at, _, files in os.walk(folder):
        ahead = Path(at).relative_to(folder).as_posix()
        found.update(files if ahead == "." else (f"{ahead}/{name}" for name in files))
    return found


def put(folder: Path, contents: Mapping[str, bytes], without: Iterable[str] = ()) -> None:
    """Puts `contents`, by name, into `folder`; all are on the disk before the first takes its place.

    Afterwards the files `without` are gone, with the folders that they leave empty.

    Raises:
        DigestError: one leads out of the folder or cannot be written; then nothing has changed.
    """
    finals = {name: inside(folder, name) for name in contents}
    gone = [inside(folder, name) for name in without]
    staged = {final: final.with_name(f".{final.name}.part") for final in finals.values()}
    try:
        for name, final in finals.items():
            final.parent.mkdir(parents=True, exist_ok=True)
            _store(staged[final], contents[name])
        for final, temporary in staged.items():
            temporary.replace(final)
        for path in gone:
            path.unlink(missing_ok=True)
            _prune(path.parent, folder.resolve())
    except OSError as error:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise unwritable(error, folder) from error


def put_whole(folder: Path, contents: Mapping[str, bytes], without: Iterable[str] = ()) -> None:
    """The same in one step for all files, where the folder allows that (see `treeswap`).

    Raises:
        DigestError: as `put` does.
    """
    gone = list(without)
    for name in (*contents, *gone):
        inside(folder, name)
    try:
        if treeswap.can(folder) and treeswap.put(folder, contents, gone):
            return
    except OSError as error:
        raise unwritable(error, folder) from error
    put(folder, contents, gone)


def tidy(folder: Path, names: Iterable[str]) -> None:
    """Takes away what `put` of a run that died has left in `folder` beside the files `names`."""
    for name in names:
        with suppress(OSError, DigestError):
            final = inside(folder, name)
            final.with_name(f".{final.name}.part").unlink()


def _store(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # what a run that died left, or a link that somebody laid
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _prune(folder: Path, root: Path) -> None:
    """Removes `folder` and those above it, up to `root`, for as long as they are empty."""
    while folder != root and not (folder.is_dir() and any(folder.iterdir())):
        with suppress(FileNotFoundError):
            folder.rmdir()
        folder = folder.parent
