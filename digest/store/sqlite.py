"""The store in one SQLite file: all SQL of the project stands here and in `schema`."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from digest import urls
from digest.condition import History
from digest.errors import StoreError
from digest.model import Collected, Entry, Fate, Memory
from digest.sqlitefile import Database, damaged
from digest.store import identity
from digest.store.identity import Known
from digest.store.records import Approval, BuiltEdition, Kept, Release, SourceTotals, Store, Verdict
from digest.store.schema import FORM

_ENTRY = tuple(field.name for field in fields(Entry) if field.name != "within")  # that is found on composing
_MEMORY = tuple(field.name for field in fields(Memory))
_MOMENTS = frozenset(field.name for field in fields(Memory) if "datetime" in str(field.type))

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
_FORGET = """
    UPDATE sources SET etag = '', last_modified = '', body_hash = '', failures = 0, error = '', idle = '',
        next_at = NULL, barred_until = NULL, moved_to = '', moved_since = NULL, retired = NULL, empties = 0,
        every_s = 0
    WHERE name = ?
"""
_MOMENTS_OF = """
    SELECT source, coalesce(published, seen_at) FROM entries WHERE published >= :since OR seen_at >= :since
"""
_TRIES_OF = (
    "SELECT source, count(*), sum(outcome = 'failed') FROM attempts WHERE at >= :since GROUP BY source"
)
_FATES_OF = """
    SELECT source, fate, count(*) FROM (
        SELECT source, entry, CASE WHEN max(fate IN ('section', 'merged')) THEN 'section'
            WHEN max(fate = 'copy') THEN 'copy' ELSE min(fate) END AS fate
        FROM fates GROUP BY source, entry
    ) GROUP BY source, fate
"""  # an entry is looked at by several editions; what counts is the best that became of it
_TELLING = ("guid", "url", "title")
_RECOGNISE = f"""
    SELECT id, guid, url, title, published FROM entries WHERE source = ?
        AND ({" OR ".join(f"{name} IN (SELECT value FROM json_each(?))" for name in _TELLING)})
"""  # noqa: S608 - only our own column names are put in
_FATE = tuple(field.name for field in fields(Fate) if field.name != "notes")
_KEEP_FATE = f"""
    INSERT INTO fates (edition, number, {", ".join(_FATE)}, notes)
    VALUES ({", ".join("?" * (len(_FATE) + 3))})
"""  # noqa: S608 - only our own column names are put in
_EDITION = "key, number, built_at, edition, draft, basis, reserve"
_APPROVAL = ("edition", "digest", "at", "draft")
ATTEMPTS_FOR = timedelta(days=90)
"""How long it is remembered how a source fared."""

_MOST_FOUND = 10  # titles that hold some words
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
    return SqliteStore(Database(path, FORM))


class SqliteStore:
    """`digest.store.Store` on a SQLite file."""

    def __init__(self, file: Database) -> None:
        self._file = file

    def keep(self, collected: Collected) -> Kept:
        """Remembers one source's answer, entries and memory together or not at all."""
        with self._file.writing() as db:
            known = dict(self._hashes(db, collected.source))
            rows = {entry.id: entry for entry in reversed(collected.entries)}  # a double id: the first listed
            said = [collected.said.get(id_, entry.content_hash) for id_, entry in rows.items()]
            named = self._recognised(db, collected.source, rows, known)
            fresh = [pair for pair in zip(named, said, strict=True) if known.get(pair[0].id) != pair[1]]
            db.executemany(_KEEP_ENTRY, ((*_row(entry, _ENTRY), words) for entry, words in fresh))
            db.execute(_KEEP_MEMORY, (collected.source, *_row(collected.memory, _MEMORY)))
            new = sum(entry.id not in known for entry, _ in fresh)
            self._keep_attempt(db, collected, new)
        return Kept(new, len(fresh) - new, len(rows) - len(fresh))

    def adopt(self, places: Mapping[str, str]) -> None:
        """Takes the configured sources as those that there are; what was renamed goes on under its name."""
        with self._file.writing() as db:
            known = dict(db.execute("SELECT name, place FROM sources ORDER BY name").fetchall())
            gone = {place: name for name, place in known.items() if place and name not in places}
            for name, place in places.items():
                if name not in known and place in gone:
                    names = (name, gone.pop(place))
                    db.execute("UPDATE sources SET name = ? WHERE name = ?", names)
                    db.execute("UPDATE entries SET source = ? WHERE source = ?", names)
                    db.execute("UPDATE attempts SET source = ? WHERE source = ?", names)
                elif known.get(name) not in {None, "", place}:  # it is pointed elsewhere
                    db.execute(_FORGET, (name,))
            db.executemany("UPDATE sources SET place = ? WHERE name = ?", ((p, n) for n, p in places.items()))

    @staticmethod
    def _keep_attempt(db: sqlite3.Connection, collected: Collected, new: int) -> None:
        at = collected.memory.checked_at
        if at is None:
            return
        outcome = "failed" if collected.failure else "unchanged" if collected.unchanged else "read"
        row = (collected.source, _text(at), outcome, new, collected.size)
        db.execute("INSERT INTO attempts (source, at, outcome, new, size) VALUES (?, ?, ?, ?, ?)", row)
        gone = (collected.source, _text(at - ATTEMPTS_FOR))
        db.execute("DELETE FROM attempts WHERE source = ? AND at < ?", gone)

    @staticmethod
    def _recognised(
        db: sqlite3.Connection, source: str, rows: Mapping[str, Entry], known: Mapping[str, str]
    ) -> Iterator[Entry]:
        """The entries of an answer; those that are known under another id bear that one."""
        unknown = [entry for entry in rows.values() if entry.id not in known] if known else []
        if not unknown or known.keys() <= rows.keys():
            return iter(rows.values())
        values = [json.dumps([getattr(entry, name) for entry in unknown]) for name in _TELLING]
        rows_like = db.execute(_RECOGNISE, (source, *values))
        found = (Known(id_, guid, url, title, _time(at)) for id_, guid, url, title, at in rows_like)
        aliases = identity.same(unknown, found, rows.keys())
        return (
            replace(entry, id=aliases[entry.id]) if entry.id in aliases else entry for entry in rows.values()
        )

    @staticmethod
    def _hashes(db: sqlite3.Connection, source: str) -> list[tuple[str, str]]:
        return db.execute("SELECT id, content_hash FROM entries WHERE source = ?", (source,)).fetchall()

    def known(self, source: str) -> Mapping[str, str]:
        """The ids of the entries of `source`, each with the hash of what it said of it."""
        with self._file.reading() as db:
            return dict(self._hashes(db, source))

    def memories(self) -> Mapping[str, Memory]:
        """What is remembered of each source, by name."""
        rows = self._file.rows(f"SELECT name, {', '.join(_MEMORY)} FROM sources ORDER BY name")  # noqa: S608
        return {name: _memory(values) for name, *values in rows}

    def totals(self) -> Mapping[str, SourceTotals]:
        """How much is kept of each source, by name."""
        sql = "SELECT source, count(*), max(coalesce(published, seen_at)) FROM entries GROUP BY source"
        return {source: SourceTotals(count, _time(newest)) for source, count, newest in self._file.rows(sql)}

    def histories(self, since: datetime) -> Mapping[str, History]:
        """What is kept of each source since `since`, by name, as far as it tells how the source is."""
        at = {"since": _text(since)}
        totals = self.totals()
        moments: dict[str, list[datetime]] = {}
        for source, moment in self._file.rows(_MOMENTS_OF, at):
            moments.setdefault(source, []).append(_known(moment))
        fates: dict[str, dict[str, int]] = {}
        for source, fate, count in self._file.rows(_FATES_OF):
            fates.setdefault(source, {})[fate] = count
        tries = {source: (asked, failed) for source, asked, failed in self._file.rows(_TRIES_OF, at)}
        return {
            name: History(
                tuple(moments.get(name, ())),
                *tries.get(name, (0, 0)),
                fates.get(name),
                totals[name].newest if name in totals else None,
                totals[name].entries if name in totals else 0,
            )
            for name in {**totals, **tries}
        }

    def entries(self, since: datetime) -> tuple[Entry, ...]:
        """All entries published or first seen at or after `since`, in a stable order."""
        rows = self._file.rows(_ENTRIES, {"since": _text(since)})
        return tuple(_entry(row) for row in rows)

    def entries_by_id(self, ids: Collection[str]) -> Mapping[str, Entry]:
        """The entries of these ids, by id; one that is not kept is left out."""
        return {entry.id: entry for entry in self._among(set(ids))}

    def find(self, text: str) -> tuple[Entry, ...]:
        """The entries that a person means by an address, an id or words of a title, newest first."""
        wanted = _Wanted(text)
        exact: list[str] = []
        titled: list[str] = []
        for id_, url, title in self._file.each("SELECT id, url, title FROM entries"):  # reads an index alone
            if wanted.is_it(id_, url):
                exact.append(id_)
            elif wanted.may_be_titled(title):
                titled.append(id_)
        return self._newest(exact) if exact else self._newest(titled)[:_MOST_FOUND]

    def _newest(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """The entries of these ids, newest first."""
        found = sorted(self._among(ids), key=lambda entry: entry.id)
        return tuple(sorted(found, key=lambda entry: entry.dated, reverse=True))

    def _among(self, ids: Collection[str]) -> Iterator[Entry]:
        columns = ", ".join(_ENTRY)
        rows = self._file.rows_among(f"SELECT {columns} FROM entries WHERE id IN ({{}})", ids)  # noqa: S608
        return map(_entry, rows)

    def number(self, key: str) -> int:
        """The edition's number: its own when built before, else one more than the highest."""
        sql = """SELECT coalesce((SELECT number FROM editions WHERE key = :key),
                                 (SELECT coalesce(max(number), 0) + 1 FROM editions))"""
        return int(self._file.rows(sql, {"key": key})[0][0])

    def save(self, edition: BuiltEdition) -> None:
        """Remembers a build, in place of an earlier one of the same key."""
        at = _text(edition.built_at)
        texts = (edition.edition, edition.draft, edition.basis, edition.reserve)
        sql = f"INSERT INTO editions ({_EDITION}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
        with self._file.writing() as db:
            db.execute("DELETE FROM editions WHERE key = ?", (edition.key,))
            db.execute(sql, (edition.key, edition.number, at, *texts))

    def keep_fates(self, edition: str, number: int, fates: Iterable[Fate]) -> None:
        """Remembers what an edition made of each entry, in place of what it said before."""
        with self._file.writing() as db:
            db.execute("DELETE FROM fates WHERE edition = ?", (edition,))
            db.executemany(_KEEP_FATE, ((edition, number, *_fate_row(fate)) for fate in fates))

    def fates(self, ids: Collection[str]) -> Mapping[str, tuple[Verdict, ...]]:
        """What every edition made of the entries `ids`, by id, newest edition first."""
        found: dict[str, list[Verdict]] = {id_: [] for id_ in ids}
        columns = ", ".join(_FATE)
        sql = f"SELECT edition, number, {columns}, notes FROM fates WHERE entry IN ({{}}) ORDER BY rowid"  # noqa: S608
        for edition, number, *values, notes in self._file.rows_among(sql, found):
            fate = _fate(values, notes)
            found[fate.entry].append(Verdict(edition, number, fate))
        return {
            id_: tuple(sorted(verdicts, key=lambda verdict: verdict.edition, reverse=True))
            for id_, verdicts in found.items()
        }

    def fates_of(self, edition: str) -> tuple[Fate, ...]:
        """What an edition made of each entry that it looked at, in the order in which it told them."""
        sql = f"SELECT {', '.join(_FATE)}, notes FROM fates WHERE edition = ? ORDER BY rowid"  # noqa: S608
        rows = self._file.rows(sql, (edition,))
        all_notes = json.loads(f"[{','.join(row[-1] for row in rows)}]")  # at once: three times as fast
        return tuple(
            Fate(entry, source, title, url, fate, reason, story, tuple(notes))
            for (entry, source, title, url, fate, reason, story, _), notes in zip(
                rows, all_notes, strict=True
            )
        )

    def publishers(self, edition: str) -> Mapping[str, str]:
        """Who published the entries that an edition looked at, by id, where that is not the source itself."""
        sql = """SELECT entries.id, entries.publisher FROM fates JOIN entries ON entries.id = fates.entry
                 WHERE fates.edition = ? AND entries.publisher != fates.source"""
        return dict(self._file.rows(sql, (edition,)))

    def readings(self) -> Mapping[str, bytes]:
        """What the last build read out of its entries, by key."""
        return dict(self._file.rows("SELECT key, data FROM readings"))

    def keep_readings(self, readings: Mapping[str, bytes]) -> None:
        """Remembers what a build read, in place of what the one before it read."""
        with self._file.writing() as db:
            known = {key for (key,) in db.execute("SELECT key FROM readings")}
            gone, fresh = known - readings.keys(), readings.keys() - known
            db.executemany("DELETE FROM readings WHERE key = ?", ((key,) for key in gone))
            rows = ((key, readings[key]) for key in sorted(fresh))
            db.executemany("INSERT INTO readings VALUES (?, ?)", rows)

    def edition(self, key: str) -> BuiltEdition | None:
        """The last build of `key`."""
        sql = f"SELECT {_EDITION} FROM editions WHERE key = ?"  # noqa: S608 - our own names
        rows = self._file.rows(sql, (key,))
        if not rows:
            return None
        key, number, built_at, *texts = rows[0]
        return BuiltEdition(key, number, _known(built_at), *texts)

    def editions(self) -> tuple[tuple[str, datetime], ...]:
        """Keys and times of all builds, newest key first."""
        rows = self._file.rows("SELECT key, built_at FROM editions ORDER BY key DESC")
        return tuple((key, _known(built_at)) for key, built_at in rows)

    def reserve(self, key: str, reserve: str) -> None:
        """Remembers what is in reserve for a built edition, in place of what was."""
        with self._file.writing() as db:
            db.execute("UPDATE editions SET reserve = ? WHERE key = ?", (reserve, key))

    def approve(self, approval: Approval) -> None:
        """Remembers an approval; earlier ones of its edition stay."""
        row = (*_row(approval, _APPROVAL), json.dumps(approval.allowed), approval.files)
        sql = "INSERT INTO approvals (edition, digest, at, draft, allowed, files) VALUES (?, ?, ?, ?, ?, ?)"
        with self._file.writing() as db:
            db.execute(sql, row)

    def approvals(self, key: str) -> tuple[Approval, ...]:
        """The approvals of an edition that were not withdrawn, newest first."""
        sql = """SELECT edition, digest, at, draft, allowed, files FROM approvals
                 WHERE edition = ? AND withdrawn_at IS NULL ORDER BY rowid DESC"""
        return tuple(
            Approval(edition, digest, _known(at), draft, tuple(json.loads(allowed)), files)
            for edition, digest, at, draft, allowed, files in self._file.rows(sql, (key,))
        )

    def withdraw(self, key: str, at: datetime) -> bool:
        """Withdraws all approvals of an edition; False when there was none."""
        sql = "UPDATE approvals SET withdrawn_at = ? WHERE edition = ? AND withdrawn_at IS NULL"
        with self._file.writing() as db:
            return db.execute(sql, (_text(at), key)).rowcount > 0

    def release(self, release: Release) -> None:
        """Remembers that an approved version went out."""
        names = ("edition", "kind", "digest", "at", "place")
        sql = "INSERT INTO releases (edition, kind, digest, at, place) VALUES (?, ?, ?, ?, ?)"
        with self._file.writing() as db:
            db.execute(sql, _row(release, names))

    def releases(self, key: str) -> tuple[Release, ...]:
        """What went out of an edition, newest first."""
        sql = "SELECT edition, kind, digest, at, place FROM releases WHERE edition = ? ORDER BY rowid DESC"
        rows = self._file.rows(sql, (key,))
        return tuple(Release(which, kind, digest, _known(at), to) for which, kind, digest, at, to in rows)

    def settle(self, key: str, state: str, at: datetime) -> bool:
        """Claims the slot `key` for ever; False when it was settled before."""
        with self._file.writing() as db:
            sql = "INSERT OR IGNORE INTO slots (key, state, at) VALUES (?, ?, ?)"
            return db.execute(sql, (key, state, _text(at))).rowcount == 1

    def restate(self, key: str, state: str, at: datetime) -> None:
        """Says of the slot `key`, which is settled, how it stands now."""
        with self._file.writing() as db:
            db.execute("UPDATE slots SET state = ?, at = ? WHERE key = ?", (state, _text(at), key))

    def settled(self) -> Mapping[str, str]:
        """State of every slot that the scheduler has dealt with."""
        return {key: state for key, state in self._file.rows("SELECT key, state FROM slots ORDER BY key")}  # noqa: C416

    def slots(self) -> Mapping[str, tuple[str, datetime]]:
        """State of every slot and since when it is so."""
        rows = self._file.rows("SELECT key, state, at FROM slots ORDER BY key")
        return {key: (state, _known(at)) for key, state, at in rows}

    def collected(self, at: datetime) -> None:
        """Remembers that a whole collect ended."""
        with self._file.writing() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES ('last_collected', ?)", (_text(at),))

    def last_collected(self) -> datetime | None:
        """When a whole collect last ended."""
        rows = self._file.rows("SELECT value FROM facts WHERE name = 'last_collected'")
        return _time(rows[0][0]) if rows else None

    def first_run(self, now: datetime) -> datetime:
        """When this store was first used; `now` on the first call ever."""
        with self._file.writing() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('first_run', ?)", (_text(now),))
        return _known(self._file.rows("SELECT value FROM facts WHERE name = 'first_run'")[0][0])

    def fact(self, name: str) -> str:
        """What was noted under `name`; "" for nothing."""
        rows = self._file.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def note(self, name: str, value: str) -> None:
        """Notes `value` under `name`, in place of what was; "" forgets it."""
        with self._file.writing() as db:
            db.execute("DELETE FROM facts WHERE name = ?", (name,))
            if value:
                db.execute("INSERT INTO facts VALUES (?, ?)", (name, value))

    def exchange(self, name: str, change: Callable[[str], str]) -> str:
        """Notes what `change` makes of the value of `name`, while nobody else writes; gives the new one."""
        with self._file.writing() as db:
            row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
            value = change(row[0] if row else "")
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
        return value

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()


class _Wanted:
    """What a person typed to name an entry."""

    def __init__(self, text: str) -> None:
        self._id = text.strip()
        bare = "." in self._id and "/" in self._id and len(self._id.split()) == 1
        self._address = urls.canonical(self._id) or (urls.canonical(f"https://{self._id}") if bare else "")
        self._words = [] if self._address else _plain(text).split()

    def is_it(self, id_: str, url: str) -> bool:
        """Whether an entry of this id and address is the one."""
        return id_ == self._id or bool(self._address and urls.canonical(url) == self._address)

    def may_be_titled(self, title: str) -> bool:
        """Whether a title holds all the words, or words that begin so."""
        held = f" {_plain(title)}"
        return bool(self._words) and all(f" {word}" in held for word in self._words)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _fate(values: Sequence[str], notes: str) -> Fate:
    return Fate(**dict(zip(_FATE, values, strict=True)), notes=tuple(json.loads(notes)))


def _fate_row(fate: Fate) -> tuple[str, ...]:
    return (*(getattr(fate, name) for name in _FATE), json.dumps(fate.notes))


def _text(moment: datetime) -> str:
    """ISO 8601 in UTC to the second: sorts as text in the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise damaged("digest.db", f"a time in it reads {text}") from error


def _time(text: str | None) -> datetime | None:
    return _known(text) if text else None


def _row(record: Entry | Memory | Approval | Release, names: tuple[str, ...]) -> tuple[Any, ...]:
    values = (getattr(record, name) for name in names)
    return tuple(_text(value) if isinstance(value, datetime) else value for value in values)


def _memory(values: Sequence[Any]) -> Memory:
    known: dict[str, Any] = dict(zip(_MEMORY, values, strict=True))
    return Memory(**known | {name: _time(known[name]) for name in _MOMENTS})


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_ENTRY, row, strict=True))
    return Entry(**values | {"published": _time(values["published"]), "seen_at": _known(values["seen_at"])})
