"""Another program says that somebody left: they are taken off the list, and no file brings them back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from digest.readers import suppressing
from digest.readers.keys import Keys
from digest.readers.records import Reason, moment

_CAME = """
    SELECT consent_at FROM memberships JOIN readers ON readers.id = reader
    WHERE list = ? AND folded = ? AND standing != 'left'
"""
_TAKE_OFF = """
    UPDATE memberships SET standing = 'left', since = ?
    WHERE list = ? AND reader = (SELECT id FROM readers WHERE folded = ?)
"""


@dataclass(frozen=True, slots=True)
class Gone:
    """That the owner of an address, which is canonical, left elsewhere.

    Attributes:
        note: who says so.
        at: when they left; None where that is not said.
    """

    address: str
    reason: Reason
    note: str
    at: datetime | None = None


def is_lost(db: sqlite3.Connection, number: int, gone: Gone) -> bool:
    """Whether it takes somebody off the list: they are on it, and did not come after they had left."""
    row = db.execute(_CAME, (number, gone.address.casefold())).fetchone()
    return bool(row) and not _came_later(row[0], gone)


def lost(db: sqlite3.Connection, keys: Keys, name: str, number: int, gone: Gone, now: datetime) -> bool:
    """Takes an address off the list, and keeps it off; whether somebody was on it.

    Of an address that nobody has only the keyed hash is kept.
    """
    row = db.execute(_CAME, (number, gone.address.casefold())).fetchone()
    if row and _came_later(row[0], gone):
        return False
    suppressing.hold(db, keys.hashed(gone.address), name, gone.reason, now, gone.note)
    if row:
        db.execute(_TAKE_OFF, (moment(now), number, gone.address.casefold()))
    return bool(row)


def _came_later(consent_at: str, gone: Gone) -> bool:
    return gone.at is not None and datetime.fromisoformat(consent_at) > gone.at
