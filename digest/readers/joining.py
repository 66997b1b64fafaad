"""How somebody comes onto a list, and why they do not."""

from __future__ import annotations

import sqlite3
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_bytes

from digest.readers import suppressing
from digest.readers.keys import Keys
from digest.readers.records import Consent, Reason, Standing, moment

_JOIN = """
    INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (list, reader) DO UPDATE SET standing = excluded.standing, since = excluded.since,
        consent_at = excluded.consent_at, consent_source = excluded.consent_source,
        consent_text = excluded.consent_text
"""


class Outcome(StrEnum):
    """What became of a wish to put somebody onto a list."""

    ADDED = "added"
    ALREADY = "already there"
    LEFT = "left the list"
    """They unsubscribed, or the owner took them off; they themselves come back by confirming."""
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Wish:
    """An address, which is canonical, that is to be put onto a list, and the proof that this is wanted."""

    address: str
    consent: Consent


def outcome(
    db: sqlite3.Connection, keys: Keys, name: str, number: int, address: str, standing: Standing
) -> tuple[Outcome, str]:
    """What becomes of the wish to have `address` on a list, and why; nothing is written."""
    held = suppressing.held(db, keys.hashed(address), name)
    asks_back = standing is Standing.PENDING and held and held.reason in {Reason.LEFT, Reason.ERASED}
    if held and not asks_back:
        return Outcome.LEFT if held.reason is Reason.LEFT else Outcome.SUPPRESSED, held.words
    sql = """SELECT standing FROM memberships JOIN readers ON readers.id = reader
             WHERE list = ? AND folded = ?"""
    row = db.execute(sql, (number, address.casefold())).fetchone()
    before = Standing(row[0]) if row else None
    if before is Standing.LEFT and standing is not Standing.PENDING:
        return Outcome.LEFT, ""
    is_there = before is Standing.SUBSCRIBED or (before is not None and before is standing)
    return (Outcome.ALREADY if is_there else Outcome.ADDED), ""


def joined(
    db: sqlite3.Connection, keys: Keys, name: str, number: int, wish: Wish, now: datetime, standing: Standing
) -> tuple[Outcome, str]:
    """Puts somebody onto a list where nothing is against it: what became of it, and why."""
    found = outcome(db, keys, name, number, wish.address, standing)
    if found[0] is Outcome.ADDED:
        reader, consent = _reader(db, keys, wish.address, now), wish.consent
        proof = (moment(consent.at), consent.source, consent.text)
        db.execute(_JOIN, (number, reader, standing, moment(now), *proof))
    return found


def _reader(db: sqlite3.Connection, keys: Keys, address: str, now: datetime) -> str:
    """The id of whoever has this address, who is known from now on."""
    row = db.execute("SELECT id FROM readers WHERE folded = ?", (address.casefold(),)).fetchone()
    if row:
        return str(row[0])
    reader = b32encode(token_bytes(10)).decode("ascii").lower()
    values = (reader, address, address.casefold(), keys.hashed(address), moment(now))
    db.execute("INSERT INTO readers VALUES (?, ?, ?, ?, ?)", values)
    return reader
