"""One SQLite file of ours: opened, brought up to date, and its errors said in the words of this program."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from digest.errors import BusyError, StoreError

_LOCKED_WAIT_S = 30.0
_LONGEST_WORDS = 200  # of SQLite's, in a line of ours
_AT_ONCE = 500  # values in one query; old builds of SQLite take no more than 999


@dataclass(frozen=True, slots=True)
class Form:
    """What makes a SQLite file one of ours.

    Attributes:
        owner: the application id in the header of the file, which tells it from other SQLite files.
        steps: SQL that brings a file of any age up to date. A step is never edited once it has shipped; a
            change is a new one at the end. The number of steps done is kept in `PRAGMA user_version`.
        synchronous: `FULL` where what was committed must outlive a power cut; `NORMAL` where a restart may
            lose the last moments, and they can be had again.
        mode: of the file, where nobody else may read it.
        page: bytes that are read and written together; heeded while the file is empty.
    """

    owner: int
    steps: Sequence[str]
    synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    mode: int | None = None
    page: int = 4096


class Database:
    """A SQLite file in WAL mode with the tables of its form."""

    def __init__(self, path: Path, form: Form) -> None:
        self._path, self._form = path, form
        if form.mode is not None:
            self._guard(form.mode)
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

    def _guard(self, mode: int) -> None:
        """Makes the file what only its owner may read, before there is anything in it."""
        try:
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, mode))
            if os.name == "posix" and self._path.stat().st_mode & 0o777 & ~mode:
                self._path.chmod(mode)  # SQLite gives the files beside it the same
        except OSError as error:
            remedy = "check who may write there, or choose another folder for `out`"
            raise StoreError(str(self._path), "cannot be opened for writing", remedy) from error

    def _prepare(self) -> None:
        owned, steps = self._form.owner, self._form.steps
        self._db.execute("PRAGMA foreign_keys = ON")
        (done,) = self._db.execute("PRAGMA user_version").fetchone()
        (owner,) = self._db.execute("PRAGMA application_id").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if owner != owned and (owner or tables):
            raise StoreError(
                str(self._path), "is not a store of this program", "choose another folder for `out`"
            )
        if done > len(steps):
            remedy = "install that version, or start with an empty `out`"
            raise StoreError(str(self._path), "was written by a newer version of Digest", remedy)
        self._db.execute(f"PRAGMA page_size = {self._form.page}")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(f"PRAGMA synchronous = {self._form.synchronous}")
        if done < len(steps):
            self._migrate()

    def _migrate(self) -> None:
        with self.writing() as db:
            (done,) = db.execute("PRAGMA user_version").fetchone()  # again: another run may have been first
            for step in self._form.steps[done:]:
                for statement in step.split(";"):
                    if statement.strip():
                        db.execute(statement)
            db.execute(f"PRAGMA application_id = {self._form.owner}")
            db.execute(f"PRAGMA user_version = {len(self._form.steps)}")

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """SQLite's errors in the words of this program."""
        try:
            yield
        except sqlite3.Error as error:
            raise _in_words(error, self._path) from error
        except UnicodeDecodeError as error:  # SQLite's own message, which quotes what is damaged
            raise damaged(str(self._path), "") from error

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

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """For several questions in a row, outside of a transaction."""
        with self.spoken():
            yield self._db

    def rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows that `sql` gives."""
        with self.spoken():
            return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that `sql` gives, one by one: for what need not lie in memory together."""
        with self.spoken():
            yield from self._db.execute(sql, values)

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
    if any(word in words for word in ("not a database", "malformed", "decode")):
        return damaged(str(path), words.partition(" with text ")[0])  # it would be the damaged one
    return StoreError(str(path), words)


def damaged(subject: str, words: str) -> StoreError:
    """That a file, or what it holds, is not what was written; `words` tell more, and may be damaged too."""
    told = "".join(letter if letter.isprintable() else "?" for letter in words[:_LONGEST_WORDS])
    problem = "is damaged or no store" + (f" ({told})" if told else "")
    return StoreError(subject, problem, "restore a backup, or move it away")
