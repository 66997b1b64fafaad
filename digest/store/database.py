"""One SQLite file of ours: opened, brought up to date, and its errors said in the words of this program."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from digest.errors import BusyError, StoreError
from digest.store.schema import APPLICATION_ID, STEPS

_LOCKED_WAIT_S = 30.0
_PAGE = 16384  # bytes; an article fits into one, which saves a quarter of the time of keeping it
_AT_ONCE = 500  # values in one query; old builds of SQLite take no more than 999


class Database:
    """A SQLite file in WAL mode with the tables of `digest.store.schema`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self.spoken():
            # Results are kept one at a time from a thread beside the one that collects.
            self._db = sqlite3.connect(
                path, timeout=_LOCKED_WAIT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        (done,) = self._db.execute("PRAGMA user_version").fetchone()
        (owner,) = self._db.execute("PRAGMA application_id").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if owner != APPLICATION_ID and (owner or tables):
            raise StoreError(
                str(self._path), "is not a store of this program", "choose another folder for `out`"
            )
        if done > len(STEPS):
            remedy = "install that version, or start with an empty `out`"
            raise StoreError(str(self._path), "was written by a newer version of Digest", remedy)
        self._db.execute(f"PRAGMA page_size = {_PAGE}")  # heeded while the file is empty
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if done < len(STEPS):
            self._migrate()

    def _migrate(self) -> None:
        with self.writing() as db:
            (done,) = db.execute("PRAGMA user_version").fetchone()  # again: another run may have been first
            for step in STEPS[done:]:
                for statement in step.split(";"):
                    if statement.strip():
                        db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {len(STEPS)}")

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """SQLite's errors in the words of this program."""
        try:
            yield
        except sqlite3.Error as error:
            raise _in_words(error, self._path) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. IMMEDIATE, since a read that turns into a write fails at once when locked."""
        with self.spoken():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows that `sql` gives."""
        with self.spoken():
            return self._db.execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that `sql` gives, one by one: for what need not lie in memory together."""
        with self.spoken():
            yield from self._db.execute(sql)

    def rows_among(self, sql: str, values: Collection[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of `sql`, whose `{}` stands for the `values`, however many these are."""
        ordered = sorted(values)
        for start in range(0, len(ordered), _AT_ONCE):
            some = tuple(ordered[start : start + _AT_ONCE])
            yield from self.rows(sql.format(", ".join("?" * len(some))), some)

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()


def _in_words(error: sqlite3.Error, path: Path) -> StoreError | BusyError:
    words = str(error)
    if "locked" in words or "busy" in words:
        return BusyError(str(path), "another run is using it", "try again when that one has ended")
    if "disk I/O" in words:
        problem = "the disk does not take what is written to it; it may be full"
        return StoreError(str(path), problem, "free some space and run the same command again")
    if "full" in words:
        return StoreError(str(path), "the disk is full", "free some space and run the same command again")
    if "unable to open" in words or "readonly" in words or "read-only" in words:
        remedy = "check who may write there, or choose another folder for `out`"
        return StoreError(str(path), "cannot be opened for writing", remedy)
    if "not a database" in words or "malformed" in words:
        return StoreError(str(path), f"is damaged or no store ({words})", "restore a backup, or move it away")
    return StoreError(str(path), words)
