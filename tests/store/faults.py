"""What can befall a store: each fault lasts as long as its block, and its cause is gone afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from digest.store.schema import FORM, STEPS

LARGE = "Words that fill a page of the store. " * 250
HOLD = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], isolation_level=None).execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
Fault = Callable[[Path], AbstractContextManager[None]]


def store_of(folder: Path) -> Path:
    """Where the project in `folder` remembers."""
    return folder / "out" / "digest.db"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process is writing."""
    command = [sys.executable, "-c", HOLD, str(store_of(folder))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        yield
        process.kill()


def damaged(change: Callable[[Path], object]) -> Fault:
    """The store is not what it was; a copy takes its place again later. It is as damaged as before then."""

    @contextmanager
    def fault(folder: Path) -> Iterator[None]:
        path = store_of(folder)
        shutil.copyfile(path, folder / "copy.db")
        change(path)
        before = path.read_bytes()
        yield
        assert path.read_bytes() == before
        shutil.copyfile(folder / "copy.db", path)

    return fault


def scribble(path: Path) -> None:
    """Everything behind the first page is noise, as after a disk has failed."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(16_384)
        file.write(b"\xa5" * (size - 16_384))


def foreign(path: Path) -> None:
    """The database of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")


def newer(path: Path) -> None:
    """A later version of Digest was here."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """The folder and what is in it may be read, not written; root, who may anything, is somebody else."""
    out = folder / "out"
    modes = {path: path.stat().st_mode for path in (out, *out.iterdir())}
    for path in modes:
        path.chmod(0o555 if path == out else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


def pages_left(more: int) -> Fault:
    """The store may grow by so many pages only."""

    @contextmanager
    def fault(folder: Path) -> Iterator[None]:
        with closing(sqlite3.connect(store_of(folder))) as db:
            (pages,) = db.execute("PRAGMA page_count").fetchone()
        connect = sqlite3.connect

        def bounded(*args: Any, **options: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(*args, **options)
            made.execute(f"PRAGMA max_page_count = {pages + more}")
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", bounded)
            yield

    return fault


FAULTS = {
    "locked": (locked, 5, "another run is using it; try again when that one has ended"),
    "no page left": (pages_left(0), 1, "the disk is full; free some space"),
    "few pages left": (pages_left(5), 1, "the disk is full; free some space"),
    "half is left": (
        damaged(lambda path: os.truncate(path, path.stat().st_size // 2)),
        1,
        "restore a backup",
    ),
    "the head is left": (damaged(lambda path: os.truncate(path, 50)), 1, "restore a backup"),
    "noise": (damaged(scribble), 1, "restore a backup"),
    "a text": (damaged(lambda path: path.write_text(LARGE)), 1, "restore a backup"),
    "another program's": (damaged(foreign), 1, "choose another folder for `out`"),
    "a newer one": (damaged(newer), 1, "install that version"),
    "guarded": (guarded, 1, "check who may write there"),
}


def aged(path: Path, steps: int) -> None:
    """The store as a version of Digest would have left it that knew so many steps only."""
    copy = path.with_name("aged.db")
    with closing(sqlite3.connect(copy)) as db:
        db.executescript("".join(STEPS[:steps]))
        db.execute("ATTACH ? AS now", (str(path),))
        for table in ("entries", "sources"):
            names = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM now.{table}")  # noqa: S608
        db.execute(f"PRAGMA application_id = {FORM.owner}")
        db.execute(f"PRAGMA user_version = {steps}")
        db.commit()
    copy.replace(path)
