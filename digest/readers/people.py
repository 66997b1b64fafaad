"""The people of all lists: who joins, confirms, leaves, comes back as a bounce, and is forgotten.

    with opened(config.people, os.environ) as people:
        people.subscribe("ada@example.org", "readers", Consent(now, "command line"), now)

What somebody decided wins over what a file says: who left, or is suppressed, is not put back by an import.
"""

from __future__ import annotations

import sqlite3
from base64 import b32encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes
from typing import Any

from digest.readers import keys as keyring
from digest.readers.keys import Keys
from digest.readers.records import Consent, Reader, Reason, Standing, Suppression
from digest.readers.schema import FORM
from digest.sqlitefile import Database

HARD = "hard"
SOFT = "soft"
REFUSED = "refused"
"""What a bounce can be: 5.x.x in a report, 4.x.x in a report, 5xx at RCPT TO while we sent."""

_PATIENCE = {HARD: 1, REFUSED: 2, SOFT: 6}  # sends in which it happens before an address gets no more mail


class Outcome(StrEnum):
    """What became of a wish to put somebody onto a list."""

    ADDED = "added"
    ALREADY = "already there"
    LEFT = "left the list"
    """They unsubscribed; only they themselves can come back, by confirming."""
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a list, as a send looks at them.

    Attributes:
        suppressed: why no mail goes there; None where one does.
    """

    reader: str
    address: str
    standing: Standing
    suppressed: Reason | None


class People:
    """The readers of all lists, in their own database."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database = database
        self.keys = keys
        database.rows("PRAGMA secure_delete = ON")  # what is forgotten is gone from the disk as well

    def list_number(self, name: str) -> int:
        """The number of the list called `name`, which is made at the first time."""
        with self.database.writing() as db:
            return _number(db, name)

    def list_name(self, number: int) -> str:
        """The name of a list; "" where there is none of that number."""
        rows = self.database.rows("SELECT name FROM lists WHERE id = ?", (number,))
        return rows[0][0] if rows else ""

    def lists(self) -> dict[str, int]:
        """Every list with the number of those who are subscribed."""
        sql = """SELECT name, (SELECT count(*) FROM memberships WHERE list = id AND standing = 'subscribed')
                 FROM lists ORDER BY name"""
        return dict(self.database.rows(sql))

    def subscribe(
        self,
        address: str,
        name: str,
        consent: Consent,
        now: datetime,
        standing: Standing = Standing.SUBSCRIBED,
    ) -> Outcome:
        """Puts `address`, which is canonical, onto the list called `name`; says what became of it.

        With `PENDING` somebody who left or was forgotten asks to come back, which they do on confirming.
        """
        with self.database.writing() as db:
            return self._subscribed(db, address, _number(db, name), name, consent, now, standing)

    def _subscribed(
        self,
        db: sqlite3.Connection,
        address: str,
        number: int,
        name: str,
        consent: Consent,
        now: datetime,
        standing: Standing,
    ) -> Outcome:
        found = _suppressed(db, self.keys.hashed(address), name)
        asks_back = standing is Standing.PENDING and found in {Reason.LEFT, Reason.ERASED}
        if found and not asks_back:
            return Outcome.LEFT if found is Reason.LEFT else Outcome.SUPPRESSED
        reader = self._reader(db, address, now)
        before = _standing(db, number, reader)
        if before is Standing.SUBSCRIBED or (before is not None and before is standing):
            return Outcome.ALREADY
        if before is Standing.LEFT and standing is not Standing.PENDING:
            return Outcome.LEFT
        sql = """INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (list, reader) DO UPDATE SET standing = excluded.standing,
                    since = excluded.since, consent_at = excluded.consent_at,
                    consent_source = excluded.consent_source, consent_text = excluded.consent_text"""
        proof = (_text(consent.at), consent.source, consent.text)
        db.execute(sql, (number, reader, standing, _text(now), *proof))
        return Outcome.ADDED

    def _reader(self, db: sqlite3.Connection, address: str, now: datetime) -> str:
        """The id of whoever has this address, who is known from now on."""
        row = db.execute("SELECT id FROM readers WHERE folded = ?", (address.casefold(),)).fetchone()
        if row:
            return str(row[0])
        reader = b32encode(token_bytes(10)).decode("ascii").lower()
        values = (reader, address, address.casefold(), self.keys.hashed(address), _text(now))
        db.execute("INSERT INTO readers VALUES (?, ?, ?, ?, ?)", values)
        return reader

    def confirm(self, number: int, reader: str, now: datetime) -> bool:
        """Subscribes somebody who asked for it; whether that changed anything.

        It is also how somebody who left comes back: only they themselves can.
        """
        with self.database.writing() as db:
            if _standing(db, number, reader) is not Standing.PENDING:
                return False
            _stands(db, number, reader, Standing.SUBSCRIBED, now)
            row = db.execute("SELECT hash, name FROM readers, lists WHERE readers.id = ? AND lists.id = ?",
                             (reader, number)).fetchone()  # fmt: skip
            sql = """DELETE FROM suppressions
                     WHERE hash = ? AND (reason = 'erased' OR list = ? AND reason = 'left')"""
            db.execute(sql, row)
            return True

    def leave(self, number: int, reader: str, now: datetime, how: str) -> bool:
        """Takes somebody off a list for good, since they said so; whether that changed anything."""
        with self.database.writing() as db:
            before = _standing(db, number, reader)
            if before is None or before is Standing.LEFT:
                return False
            _stands(db, number, reader, Standing.LEFT, now)
            row = db.execute("SELECT hash, name FROM readers, lists WHERE readers.id = ? AND lists.id = ?",
                             (reader, number)).fetchone()  # fmt: skip
            _suppress(db, row[0], row[1], Reason.LEFT, now, how)
            return True

    def remove(self, address: str, name: str, now: datetime, how: str = "removed by the owner") -> bool:
        """Takes an address off a list as if they had left; whether they were on it."""
        reader = self.id_of(address)
        return bool(reader) and self.leave(self.list_number(name), reader, now, how)

    def suppress(self, address: str, name: str, reason: Reason, now: datetime, note: str = "") -> bool:
        """Sees to it that an address gets no mail of that list, "" for all; whether it did before."""
        hashed = self.keys.hashed(address)
        with self.database.writing() as db:
            before = _suppressed(db, hashed, name)
            _suppress(db, hashed, name, reason, now, note)
        return before is None

    def lift(self, address: str, name: str) -> int:
        """Lifts the suppressions of an address for a list, "" for all of them; how many there were."""
        sql = "DELETE FROM suppressions WHERE hash = ? AND (list = ? OR ? = '')"
        with self.database.writing() as db:
            return db.execute(sql, (self.keys.hashed(address), name, name)).rowcount

    def suppressions(self) -> Iterator[Suppression]:
        """All suppressions, the newest first."""
        for hashed, name, reason, at, note in self.database.each(
            "SELECT hash, list, reason, at, note FROM suppressions ORDER BY at DESC, hash"
        ):
            yield Suppression(hashed, name, Reason(reason), datetime.fromisoformat(at), note)

    def erase(self, address: str, now: datetime) -> bool:
        """Forgets somebody: nothing stays but a keyed hash, so that no import brings them back.

        Whether anything was known of them.
        """
        hashed = self.keys.hashed(address)
        with self.database.writing() as db:
            row = db.execute("SELECT id FROM readers WHERE hash = ?", (hashed,)).fetchone()
            db.execute("DELETE FROM suppressions WHERE hash = ?", (hashed,))
            _suppress(db, hashed, "", Reason.ERASED, now, "")
            if row:
                # A mail that waits is not sent any more: there is nobody to whom.
                for table in ("memberships", "bounces"):
                    db.execute(f"DELETE FROM {table} WHERE reader = ?", row)  # noqa: S608 - ours
                db.execute(
                    """UPDATE deliveries SET address = '', words = '', state = CASE
                         WHEN state IN ('queued', 'retry_wait') THEN 'skipped' ELSE state END
                       WHERE reader = ?""",
                    row,
                )
                db.execute("DELETE FROM readers WHERE id = ?", row)
        self.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return row is not None

    def id_of(self, address: str) -> str:
        """The id of whoever has this address; "" where nobody has."""
        rows = self.database.rows("SELECT id FROM readers WHERE folded = ?", (address.casefold(),))
        return rows[0][0] if rows else ""

    def reader_of(self, reader: str) -> str:
        """The address of the reader with that id; "" where nobody is known."""
        rows = self.database.rows("SELECT address FROM readers WHERE id = ?", (reader,))
        return rows[0][0] if rows else ""

    def readers(self, name: str) -> Iterator[Reader]:
        """Everybody who is known to the list called `name`, by address."""
        sql = """SELECT reader, address, standing, consent_at, consent_source, consent_text, since
                 FROM memberships JOIN readers ON readers.id = reader JOIN lists ON lists.id = list
                 WHERE name = ? ORDER BY folded"""
        for reader, address, standing, at, source, text, since in self.database.each(sql, (name,)):
            consent = Consent(datetime.fromisoformat(at), source, text)
            yield Reader(reader, address, name, Standing(standing), consent, datetime.fromisoformat(since))

    def members(self, name: str) -> Iterator[Member]:
        """Everybody who is known to the list called `name`, as a send looks at them, by id."""
        sql = """SELECT reader, address, standing,
                    (SELECT reason FROM suppressions WHERE suppressions.hash = readers.hash
                     AND suppressions.list IN ('', name) ORDER BY suppressions.list LIMIT 1)
                 FROM memberships JOIN readers ON readers.id = reader JOIN lists ON lists.id = list
                 WHERE name = ? ORDER BY reader"""
        for reader, address, standing, reason in self.database.each(sql, (name,)):
            yield Member(reader, address, Standing(standing), Reason(reason) if reason else None)

    def person(self, address: str) -> dict[str, Any]:
        """Everything that is known of whoever has this address, for themselves to see."""
        reader, hashed = self.id_of(address), self.keys.hashed(address)
        rows = self.database.rows
        lists = rows(
            """SELECT name, standing, since, consent_at, consent_source, consent_text
               FROM memberships JOIN lists ON lists.id = list WHERE reader = ? ORDER BY name""",
            (reader,),
        )
        names = ("list", "standing", "since", "consent_at", "consent_source", "consent_text")
        held = rows("SELECT list, reason, at, note FROM suppressions WHERE hash = ?", (hashed,))
        mails = rows("SELECT send, state, at, words FROM deliveries WHERE reader = ? ORDER BY at", (reader,))
        back = rows("SELECT send, kind, status, words, at FROM bounces WHERE reader = ?", (reader,))
        return {
            "address": self.reader_of(reader) or address,
            "lists": [dict(zip(names, row, strict=True)) for row in lists],
            "suppressions": [dict(zip(("list", "reason", "at", "note"), row, strict=True)) for row in held],
            "mails": [dict(zip(("send", "state", "at", "words"), row, strict=True)) for row in mails],
            "bounces": [
                dict(zip(("send", "kind", "status", "words", "at"), row, strict=True)) for row in back
            ],
        }

    def bounced(self, reader: str, send: str, kind: str, status: str, words: str, now: datetime) -> bool:
        """Notes that a mail came back; whether the address gets no more mail from now on.

        A report of a lasting failure counts at once, a refusal while we sent in two sends, passing failures
        in six; each send counts once.
        """
        with self.database.writing() as db:
            row = db.execute("SELECT hash FROM readers WHERE id = ?", (reader,)).fetchone()
            if row is None:
                return False
            values = (reader, send, kind, status, words, _text(now))
            db.execute("INSERT OR IGNORE INTO bounces VALUES (?, ?, ?, ?, ?, ?)", values)
            sql = "SELECT count(*) FROM bounces WHERE reader = ? AND kind = ?"
            (times,) = db.execute(sql, (reader, kind)).fetchone()
            if times < _PATIENCE[kind] or _suppressed(db, row[0], ""):
                return False
            _suppress(db, row[0], "", Reason.BOUNCED, now, f"{status} {words}".strip()[:200])
            return True

    def complained(self, number: int, reader: str, now: datetime) -> bool:
        """Notes that somebody called a mail spam: they get none any more; whether that is new."""
        with self.database.writing() as db:
            row = db.execute("SELECT hash FROM readers WHERE id = ?", (reader,)).fetchone()
            if row is None or _suppressed(db, row[0], "") is Reason.COMPLAINED:
                return False
            _suppress(db, row[0], "", Reason.COMPLAINED, now, f"list {number}")
            return True

    def was_seen(self, mail: str) -> bool:
        """Whether a mail was read before, and what it wants was done."""
        return bool(self.database.rows("SELECT 1 FROM seen_mails WHERE id = ?", (mail,)))

    def seen(self, mail: str, now: datetime) -> bool:
        """Whether a mail that was read was read before; from now on it was."""
        with self.database.writing() as db:
            sql = "INSERT OR IGNORE INTO seen_mails VALUES (?, ?)"
            return not db.execute(sql, (mail, _text(now))).rowcount

    def forget(self, before: datetime) -> int:
        """Deletes bounces and marks of read mails from before that moment; how many."""
        with self.database.writing() as db:
            return sum(
                db.execute(f"DELETE FROM {table} WHERE at < ?", (_text(before),)).rowcount  # noqa: S608
                for table in ("bounces", "seen_mails")
            )


@contextmanager
def opened(path: Path, environ: Mapping[str, str]) -> Iterator[People]:
    """The people in the database at `path`, which is made at the first time, mode 0600.

    Raises:
        StoreError: database or keys cannot be opened, or are damaged.
    """
    keys = keyring.opened(path.parent, environ)
    database = Database(path, FORM)
    try:
        yield People(database, keys)
    finally:
        database.close()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _number(db: sqlite3.Connection, name: str) -> int:
    db.execute("INSERT OR IGNORE INTO lists (name) VALUES (?)", (name,))
    return int(db.execute("SELECT id FROM lists WHERE name = ?", (name,)).fetchone()[0])


def _standing(db: sqlite3.Connection, number: int, reader: str) -> Standing | None:
    sql = "SELECT standing FROM memberships WHERE list = ? AND reader = ?"
    row = db.execute(sql, (number, reader)).fetchone()
    return Standing(row[0]) if row else None


def _stands(db: sqlite3.Connection, number: int, reader: str, standing: Standing, now: datetime) -> None:
    sql = "UPDATE memberships SET standing = ?, since = ? WHERE list = ? AND reader = ?"
    db.execute(sql, (standing, _text(now), number, reader))


def _suppressed(db: sqlite3.Connection, hashed: str, name: str) -> Reason | None:
    """Why that address gets no mail of the list: what holds for all lists counts first."""
    sql = "SELECT reason FROM suppressions WHERE hash = ? AND list IN ('', ?) ORDER BY list LIMIT 1"
    row = db.execute(sql, (hashed, name)).fetchone()
    return Reason(row[0]) if row else None


def _suppress(
    db: sqlite3.Connection, hashed: str, name: str, reason: Reason, now: datetime, note: str
) -> None:
    """The first reason stays: it is the one that somebody may have to be told."""
    sql = "INSERT OR IGNORE INTO suppressions VALUES (?, ?, ?, ?, ?)"
    db.execute(sql, (hashed, name, reason, _text(now), note))
