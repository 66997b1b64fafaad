"""The store in one SQLite file: all SQL of the project stands here and in `schema`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.errors import BusyError, StoreError
from digest.model import Collected, Entry, Memory
from digest.store.records import BuiltEdition, Kept, SourceTotals, Store
from digest.store.schema import APPLICATION_ID, STEPS

_ENTRY = tuple(field.name for field in fields(Entry))
_MEMORY = tuple(field.name for field in fields(Memory))
_LOCKED_WAIT_S = 30.0
_PAGE = 16384  # bytes; an article fits into one, which saves a quarter of the time of keeping it

_KEEP_ENTRY = f"""
    INSERT INTO entries ({", ".join(_ENTRY)}, content_hash)
    VALUES ({", ".join("?" * len(_ENTRY))}, ?)
    ON CONFLICT (id) DO UPDATE SET
        publisher = excluded.publisher, guid = excluded.guid, url = excluded.url, title = excluded.title,
        summary = excluded.summary, text = excluded.text, html = excluded.html, author = excluded.author,
        language = excluded.language,
        published = min(coalesce(published, excluded.published), coalesce(excluded.published, published)),
        content_hash = excluded.content_hash, changed_at = excluded.seen_at
"""  # noqa: S608 - only our own column names; seen_at and the earliest date stay, as publishers re-date
_KEEP_MEMORY = f"""
    INSERT INTO sources (name, {", ".join(_MEMORY)}) VALUES ({", ".join("?" * (len(_MEMORY) + 1))})
    ON CONFLICT (name) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _MEMORY)}
"""  # noqa: S608 - only our own column names are put in
_ENTRIES = f"""
    SELECT {", ".join(_ENTRY)} FROM entries WHERE published >= :since OR seen_at >= :since
    ORDER BY coalesce(published, seen_at), id
"""  # noqa: S608 - only our own column names are put in


def open_store(path: Path) -> Store:
    """The store in the file `path`, made or brought up to date as needed.

    Raises:
        StoreError: the file cannot be opened, is no store of ours, is damaged or from a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"the folder cannot be made: {error.strerror}"
        raise StoreError(str(path.parent), problem, "choose another folder for `out`") from error
    return SqliteStore(path)


class SqliteStore:
    """`digest.store.Store` on a SQLite file in WAL mode."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._spoken():
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
        with self._writing() as db:
            (done,) = db.execute("PRAGMA user_version").fetchone()  # again: another run may have been first
            for step in STEPS[done:]:
                for statement in step.split(";"):
                    if statement.strip():
                        db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {len(STEPS)}")

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """SQLite's errors in the words of this program."""
        try:
            yield
        except sqlite3.Error as error:
            raise _spoken(error, self._path) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. IMMEDIATE, since a read that turns into a write fails at once when locked."""
        with self._spoken():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._spoken():
            return self._db.execute(sql, values).fetchall()

    def keep(self, collected: Collected) -> Kept:
        """Remembers one source's answer, entries and memory together or not at all."""
        with self._writing() as db:
            known = dict(self._hashes(db, collected.source))
            rows = {entry.id: entry for entry in reversed(collected.entries)}  # a double id: the first listed
            fresh = [entry for entry in rows.values() if known.get(entry.id) != entry.content_hash]
            db.executemany(_KEEP_ENTRY, ((*_row(entry, _ENTRY), entry.content_hash) for entry in fresh))
            db.execute(_KEEP_MEMORY, (collected.source, *_row(collected.memory, _MEMORY)))
        new = sum(entry.id not in known for entry in fresh)
        return Kept(new, len(fresh) - new, len(rows) - len(fresh))

    def adopt(self, places: Mapping[str, str]) -> None:
        """Takes the configured sources as those that there are; what was renamed goes on under its name."""
        with self._writing() as db:
            known = dict(db.execute("SELECT name, place FROM sources ORDER BY name").fetchall())
            gone = {place: name for name, place in known.items() if place and name not in places}
            for name, place in places.items():
                if name not in known and place in gone:
                    names = (name, gone.pop(place))
                    db.execute("UPDATE sources SET name = ? WHERE name = ?", names)
                    db.execute("UPDATE entries SET source = ? WHERE source = ?", names)
            db.executemany("UPDATE sources SET place = ? WHERE name = ?", ((p, n) for n, p in places.items()))

    @staticmethod
    def _hashes(db: sqlite3.Connection, source: str) -> list[tuple[str, str]]:
        return db.execute("SELECT id, content_hash FROM entries WHERE source = ?", (source,)).fetchall()

    def memories(self) -> Mapping[str, Memory]:
        """What is remembered of each source, by name."""
        rows = self._rows(f"SELECT name, {', '.join(_MEMORY)} FROM sources ORDER BY name")  # noqa: S608
        return {row[0]: Memory(*row[1:4], *map(_time, row[4:7]), *row[7:]) for row in rows}

    def totals(self) -> Mapping[str, SourceTotals]:
        """How much is kept of each source, by name."""
        sql = "SELECT source, count(*), max(coalesce(published, seen_at)) FROM entries GROUP BY source"
        return {source: SourceTotals(count, _time(newest)) for source, count, newest in self._rows(sql)}

    def entries(self, since: datetime) -> tuple[Entry, ...]:
        """All entries published or first seen at or after `since`, in a stable order."""
        rows = self._rows(_ENTRIES, {"since": _text(since)})
        return tuple(_entry(row) for row in rows)

    def number(self, key: str) -> int:
        """The edition's number: its own when built before, else one more than the highest."""
        sql = """SELECT coalesce((SELECT number FROM editions WHERE key = :key),
                                 (SELECT coalesce(max(number), 0) + 1 FROM editions))"""
        return int(self._rows(sql, {"key": key})[0][0])

    def save(self, edition: BuiltEdition) -> None:
        """Remembers a build, in place of an earlier one of the same key."""
        row = (edition.key, edition.number, _text(edition.built_at), edition.edition, edition.draft)
        with self._writing() as db:
            db.execute("DELETE FROM editions WHERE key = ?", (edition.key,))
            db.execute(
                "INSERT INTO editions (key, number, built_at, edition, draft) VALUES (?, ?, ?, ?, ?)", row
            )

    def edition(self, key: str) -> BuiltEdition | None:
        """The last build of `key`."""
        sql = "SELECT key, number, built_at, edition, draft FROM editions WHERE key = ?"
        rows = self._rows(sql, (key,))
        if not rows:
            return None
        key, number, built_at, edition, draft = rows[0]
        return BuiltEdition(key, number, _known(built_at), edition, draft)

    def editions(self) -> tuple[tuple[str, datetime], ...]:
        """Keys and times of all builds, newest key first."""
        rows = self._rows("SELECT key, built_at FROM editions ORDER BY key DESC")
        return tuple((key, _known(built_at)) for key, built_at in rows)

    def settle(self, key: str, state: str, at: datetime) -> bool:
        """Claims the slot `key` for ever; False when it was settled before."""
        with self._writing() as db:
            sql = "INSERT OR IGNORE INTO slots (key, state, at) VALUES (?, ?, ?)"
            return db.execute(sql, (key, state, _text(at))).rowcount == 1

    def settled(self) -> Mapping[str, str]:
        """State of every slot that the scheduler has dealt with."""
        return {key: state for key, state in self._rows("SELECT key, state FROM slots ORDER BY key")}  # noqa: C416

    def collected(self, at: datetime) -> None:
        """Remembers that a whole collect ended."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES ('last_collected', ?)", (_text(at),))

    def last_collected(self) -> datetime | None:
        """When a whole collect last ended."""
        rows = self._rows("SELECT value FROM facts WHERE name = 'last_collected'")
        return _time(rows[0][0]) if rows else None

    def first_run(self, now: datetime) -> datetime:
        """When this store was first used; `now` on the first call ever."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('first_run', ?)", (_text(now),))
        return _known(self._rows("SELECT value FROM facts WHERE name = 'first_run'")[0][0])

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()


def _text(moment: datetime) -> str:
    """ISO 8601 in UTC to the second: sorts as text in the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time(text: str | None) -> datetime | None:
    return _known(text) if text else None


def _row(record: Entry | Memory, names: tuple[str, ...]) -> tuple[Any, ...]:
    values = (getattr(record, name) for name in names)
    return tuple(_text(value) if isinstance(value, datetime) else value for value in values)


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_ENTRY, row, strict=True))
    return Entry(**values | {"published": _time(values["published"]), "seen_at": _known(values["seen_at"])})


def _spoken(error: sqlite3.Error, path: Path) -> StoreError | BusyError:
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
