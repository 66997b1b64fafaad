"""The people of all lists: who joins, confirms, leaves, comes back as a bounce, and is forgotten.

    with opened(config.people, os.environ) as people:
        people.subscribe("ada@example.org", "readers", Consent(now, "command line"), now)

What somebody decided wins over what a file says: who left, or is suppressed, is not put back by an import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from digest import files
from digest.readers import forgetting, joining, known, losing, returned, suppressing
from digest.readers import keys as keyring
from digest.readers.joining import Outcome, Wish
from digest.readers.keys import Keys
from digest.readers.losing import Gone
from digest.readers.records import Consent, Reader, Reason, Standing, Suppression, moment
from digest.readers.returned import HARD, REFUSED, SOFT
from digest.readers.schema import FORM
from digest.sqlitefile import Database

__all__ = ["HARD", "REFUSED", "SOFT", "Gone", "Member", "Outcome", "People", "Wish", "opened"]


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
            return joining.joined(
                db, self.keys, name, _number(db, name), Wish(address, consent), now, standing
            )[0]

    def join(self, name: str, wishes: Iterable[Wish], now: datetime) -> list[tuple[Outcome, str]]:
        """Puts many onto the list called `name` in one commit: of each what became of it, and why."""
        with self.database.writing() as db:
            number = _number(db, name)
            joined = Standing.SUBSCRIBED
            return [joining.joined(db, self.keys, name, number, wish, now, joined) for wish in wishes]

    def would_join(self, name: str, wishes: Iterable[Wish]) -> list[tuple[Outcome, str]]:
        """What `join` would answer; nothing is written."""
        with self.database.reading() as db:
            row = db.execute("SELECT id FROM lists WHERE name = ?", (name,)).fetchone()
            number = row[0] if row else 0
            asked = Standing.SUBSCRIBED
            return [joining.outcome(db, self.keys, name, number, wish.address, asked) for wish in wishes]

    def lose(self, name: str, gone: Iterable[Gone], now: datetime) -> list[bool]:
        """Takes off the list called `name` who left elsewhere: of each whether they were on it."""
        with self.database.writing() as db:
            number = _number(db, name)
            return [losing.lost(db, self.keys, name, number, one, now) for one in gone]

    def would_lose(self, name: str, gone: Iterable[Gone]) -> list[bool]:
        """What `lose` would answer; nothing is written."""
        number = self._known(name)
        with self.database.reading() as db:
            return [losing.is_lost(db, number, one) for one in gone]

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
            suppressing.hold(db, row[0], row[1], Reason.LEFT, now, how)
            return True

    def remove(self, address: str, name: str, now: datetime, how: str = "removed by the owner") -> bool:
        """Takes an address off a list as if they had left; whether they were on it."""
        reader, number = self.id_of(address), self._known(name)
        return bool(reader and number) and self.leave(number, reader, now, how)

    def _known(self, name: str) -> int:
        """The number of a list; 0 where there is none of that name."""
        return next(
            (number for (number,) in self.database.rows("SELECT id FROM lists WHERE name = ?", (name,))), 0
        )

    def suppress(self, address: str, name: str, reason: Reason, now: datetime, note: str = "") -> bool:
        """Sees to it that an address gets no mail of that list, "" for all; whether that is new."""
        hashed = self.keys.hashed(address)
        with self.database.writing() as db:
            before = suppressing.held(db, hashed, name)
            suppressing.hold(db, hashed, name, reason, now, note)
        return before is None

    def lift(self, address: str, name: str) -> int:
        """Lifts the suppressions of an address for a list, "" for all of them; how many there were.

        Whoever had left may be put onto the list again after that, which is not done here.
        """
        with self.database.writing() as db:
            return suppressing.lift(db, self.keys.hashed(address), name)

    def suppression(self, address: str, name: str) -> Suppression | None:
        """Why an address gets no mail of the list called `name`; None where it does."""
        with self.database.reading() as db:
            return suppressing.held(db, self.keys.hashed(address), name)

    def suppressions(self) -> Iterator[Suppression]:
        """All suppressions, the newest first."""
        return suppressing.all_of(self.database)

    def suppressions_of(self, address: str) -> list[Suppression]:
        """The suppressions of one address, those for all lists first."""
        return suppressing.of(self.database, self.keys.hashed(address))

    def known_by_hash(self) -> dict[str, str]:
        """The address of everybody who is suppressed and not forgotten, by its keyed hash."""
        sql = "SELECT hash, address FROM readers WHERE hash IN (SELECT hash FROM suppressions)"
        return dict(self.database.rows(sql))

    def erase(self, address: str, now: datetime) -> bool:
        """Forgets somebody: nothing stays but a keyed hash, so that no import brings them back.

        Returns:
            Whether anything was known of them.

        Raises:
            BusyError: it is done, and another run still holds a copy on the disk; do it once more.
        """
        return forgetting.erase(self.database, self.keys.hashed(address), now)

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
        return known.person(self.database, self.keys.hashed(address), address)

    def bounced(self, reader: str, send: str, kind: str, status: str, words: str, now: datetime) -> bool:
        """Notes that a mail came back; whether the address gets no more mail from now on.

        A report of a lasting failure counts at once, a refusal while we sent in two sends, passing failures
        in six; each send counts once.
        """
        return returned.bounced(self.database, reader, send, kind, status, words, now)

    def complained(self, number: int, reader: str, now: datetime) -> bool:
        """Notes that somebody called a mail spam: they get none any more; whether that is new."""
        return returned.complained(self.database, number, reader, now)

    def was_seen(self, mail: str) -> bool:
        """Whether a mail was read before, and what it wants was done."""
        return bool(self.database.rows("SELECT 1 FROM seen_mails WHERE id = ?", (mail,)))

    def seen(self, mail: str, now: datetime) -> bool:
        """Whether a mail that was read was read before; from now on it was."""
        with self.database.writing() as db:
            sql = "INSERT OR IGNORE INTO seen_mails VALUES (?, ?)"
            return not db.execute(sql, (mail, moment(now))).rowcount

    def forget(self, before: datetime) -> int:
        """Deletes what was kept for a while only and is from before that moment; how much.

        That is bounces, and whoever asked for the mail and never confirmed.
        """
        return forgetting.forget(self.database, before)

    def forget_older(self, now: datetime, days: int = 90) -> int:
        """`forget` of what is more than `days` old."""
        return self.forget(now - timedelta(days=days))


@contextmanager
def opened(path: Path, environ: Mapping[str, str]) -> Iterator[People]:
    """The people in the database at `path`, which is made at the first time, mode 0600.

    Raises:
        StoreError: database or keys cannot be opened, or are damaged.
    """
    files.kept_out_of_git(path.parent)
    keys = keyring.opened(path.parent, environ)
    database = Database(path, FORM)
    try:
        yield People(database, keys)
    finally:
        database.close()


def _number(db: sqlite3.Connection, name: str) -> int:
    db.execute("INSERT OR IGNORE INTO lists (name) VALUES (?)", (name,))
    return int(db.execute("SELECT id FROM lists WHERE name = ?", (name,)).fetchone()[0])


def _standing(db: sqlite3.Connection, number: int, reader: str) -> Standing | None:
    sql = "SELECT standing FROM memberships WHERE list = ? AND reader = ?"
    row = db.execute(sql, (number, reader)).fetchone()
    return Standing(row[0]) if row else None


def _stands(db: sqlite3.Connection, number: int, reader: str, standing: Standing, now: datetime) -> None:
    sql = "UPDATE memberships SET standing = ?, since = ? WHERE list = ? AND reader = ?"
    db.execute(sql, (standing, moment(now), number, reader))
