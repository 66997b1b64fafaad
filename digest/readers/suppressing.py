"""Addresses that get no mail, kept as keyed hashes: they outlive the reader, and every import."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from digest.readers.records import Reason, Suppression, moment
from digest.sqlitefile import Database

_COLUMNS = "hash, list, reason, at, note"


def held(db: sqlite3.Connection, hashed: str, name: str) -> Suppression | None:
    """Why that address gets no mail of the list, "" for any: what holds for all lists counts first."""
    sql = f"SELECT {_COLUMNS} FROM suppressions WHERE hash = ? AND list IN ('', ?) ORDER BY list LIMIT 1"  # noqa: S608
    row = db.execute(sql, (hashed, name)).fetchone()
    return _suppression(*row) if row else None


def hold(db: sqlite3.Connection, hashed: str, name: str, reason: Reason, now: datetime, note: str) -> None:
    """Suppresses an address. The first reason stays: it is the one that somebody may have to be told."""
    sql = f"INSERT OR IGNORE INTO suppressions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - ours
    db.execute(sql, (hashed, name, reason, moment(now), note))


def lift(db: sqlite3.Connection, hashed: str, name: str) -> int:
    """Takes that back for a list, "" for all of them; how many suppressions there were."""
    sql = """DELETE FROM memberships WHERE standing = 'left'
                AND reader IN (SELECT id FROM readers WHERE hash = ?)
                AND list IN (SELECT id FROM lists WHERE name = ? OR ? = '')"""
    db.execute(sql, (hashed, name, name))
    sql = "DELETE FROM suppressions WHERE hash = ? AND (list = ? OR ? = '')"
    return db.execute(sql, (hashed, name, name)).rowcount


def all_of(database: Database) -> Iterator[Suppression]:
    """All suppressions, the newest first."""
    for row in database.each(f"SELECT {_COLUMNS} FROM suppressions ORDER BY at DESC, hash, list"):  # noqa: S608
        yield _suppression(*row)


def of(database: Database, hashed: str) -> list[Suppression]:
    """The suppressions of one address, those for all lists first."""
    sql = f"SELECT {_COLUMNS} FROM suppressions WHERE hash = ? ORDER BY list"  # noqa: S608 - ours
    return [_suppression(*row) for row in database.rows(sql, (hashed,))]


def _suppression(hashed: str, name: str, reason: str, at: str, note: str) -> Suppression:
    return Suppression(hashed, name, Reason(reason), datetime.fromisoformat(at), note)
