"""The mails of one send while it runs: claimed one by one, handed over, settled.

All inside a transaction that the caller holds, so that many lines can share one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from digest.errors import StoreError

_AGAIN = 3  # times that a run may have died over one mail before it is set aside

_DUE = """
    SELECT reader, address, attempts, handings, recoveries, first_at, words,
        (SELECT standing FROM memberships WHERE memberships.list = :number
            AND memberships.reader = deliveries.reader),
        (SELECT min(reason) FROM suppressions JOIN readers ON readers.hash = suppressions.hash
            WHERE readers.id = deliveries.reader AND suppressions.list IN ('', :list))
    FROM deliveries WHERE send = :send AND state = :state AND next_at <= :until
    ORDER BY next_at, reader LIMIT :most
"""
_SETTLE = """
    UPDATE deliveries SET state = ?, attempts = ?, recoveries = ?, next_at = ?, words = ?, at = ?
    WHERE send = ? AND reader = ? AND state = ?
"""
UNKNOWN = "RCPT TO: "
"""What the words begin with where a server does not know a reader."""
_LAST = "~"  # behind every moment and every number


@dataclass(frozen=True, slots=True)
class Task:
    """One mail that a line has claimed.

    Attributes:
        attempts: how often the server put it off.
        handings: how often its text was on its way, this time not counted.
        recoveries: how often its line broke, or the run died, before its text went.
        first_at: ISO 8601, UTC; when it was claimed first.
        words: what was said to it last.
    """

    reader: str
    address: str
    attempts: int
    handings: int
    recoveries: int
    first_at: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed mail; times are ISO 8601, UTC."""

    reader: str
    before: str
    state: str
    attempts: int
    recoveries: int
    next_at: str
    words: str


class Deliveries:
    """The mails of one send to one list."""

    def __init__(self, send: str, list_name: str, number: int) -> None:
        self.send, self._list, self._number = send, list_name, number

    def claimed(self, db: sqlite3.Connection, most: int, at: str) -> tuple[list[Task], int]:
        """Claims up to `most` mails that are due, and how many were skipped on the way.

        Whoever left or is suppressed by now is skipped: it is decided here and nowhere before.
        """
        found: list[Task] = []
        skipped = 0
        for state, until in (("queued", _LAST), ("retry_wait", at)):
            while len(found) < most:
                values = {
                    "send": self.send,
                    "list": self._list,
                    "number": self._number,
                    "state": state,
                    "until": until,
                    "most": most - len(found),
                }
                rows = db.execute(_DUE, values).fetchall()
                if not rows:
                    break
                fit = [row for row in rows if row[7] == "subscribed" and row[8] is None]
                skipped += self._skip(db, (row for row in rows if row not in fit), at)
                found += self._claim(db, fit, at)
        return found, skipped

    def _skip(self, db: sqlite3.Connection, rows: Iterable[Sequence[str]], at: str) -> int:
        sql = "UPDATE deliveries SET state = 'skipped', words = ?, at = ? WHERE send = ? AND reader = ?"
        values = [(row[8] or row[7] or "not on the list any more", at, self.send, row[0]) for row in rows]
        db.executemany(sql, values)
        return len(values)

    def _claim(self, db: sqlite3.Connection, rows: Sequence[Sequence[Any]], at: str) -> list[Task]:
        sql = """UPDATE deliveries SET state = 'claimed', at = ?,
                    first_at = CASE first_at WHEN '' THEN ? ELSE first_at END
                 WHERE send = ? AND reader = ?"""
        db.executemany(sql, [(at, at, self.send, row[0]) for row in rows])
        return [
            Task(reader, address, attempts, handings, recoveries, first_at or at, words)
            for reader, address, attempts, handings, recoveries, first_at, words, *_ in rows
        ]

    def due(self, db: sqlite3.Connection, at: str) -> int:
        """How many mails may be claimed now."""
        sql = """SELECT count(*) FROM deliveries WHERE send = ?
                 AND (state = 'queued' OR state = 'retry_wait' AND next_at <= ?)"""
        (count,) = db.execute(sql, (self.send, at)).fetchone()
        return int(count)

    def handing(self, db: sqlite3.Connection, readers: Sequence[str], at: str) -> None:
        """Notes that the texts of these mails are about to go."""
        sql = """UPDATE deliveries SET state = 'handing', handings = handings + 1, at = ?
                 WHERE send = ? AND reader = ? AND state = 'claimed'"""
        self._all(db.executemany(sql, [(at, self.send, reader) for reader in readers]), readers)

    def withdrawn(self, db: sqlite3.Connection, readers: Sequence[str], at: str) -> None:
        """Takes that back: the ledger did not take it, and no text went."""
        sql = """UPDATE deliveries SET state = 'queued', handings = handings - 1, at = ?
                 WHERE send = ? AND reader = ? AND state = 'handing'"""
        self._all(db.executemany(sql, [(at, self.send, reader) for reader in readers]), readers)

    def settled(self, db: sqlite3.Connection, results: Sequence[Settled], at: str) -> None:
        """Notes what became of claimed mails."""
        values = [
            (
                one.state,
                one.attempts,
                one.recoveries,
                one.next_at,
                one.words,
                at,
                self.send,
                one.reader,
                one.before,
            )
            for one in results
        ]
        self._all(db.executemany(_SETTLE, values), results)

    def _all(self, done: sqlite3.Cursor, wanted: Sequence[object]) -> None:
        if done.rowcount not in {len(wanted), -1 if not wanted else None}:
            problem = "says something else about a mail than the run that has it"
            raise StoreError(self.send, problem, "is another program writing to subscribers.db?")

    def recovered(self, db: sqlite3.Connection, at: str) -> None:
        """Puts back what a run that died had claimed and not handed over; last, as it may have died of it.

        A mail over which three runs in a row died that brought nothing else about is set aside.
        """
        sql = """SELECT count(*) FROM deliveries JOIN sends ON id = send
                 WHERE send = ? AND deliveries.at >= changed_at
                    AND deliveries.state NOT IN ('queued', 'claimed')"""
        (brought,) = db.execute(sql, (self.send,)).fetchone()
        sql = f"""UPDATE deliveries SET at = :at, recoveries = recoveries + :one, next_at = '1',
                    state = CASE WHEN recoveries + :one >= {_AGAIN} THEN 'expired' ELSE 'queued' END,
                    words = CASE WHEN recoveries + :one >= {_AGAIN}
                        THEN 'set aside: the program ended {_AGAIN} times over this mail' ELSE words END
                  WHERE send = :send AND state = 'claimed'"""  # noqa: S608 - a number of ours
        db.execute(sql, {"at": at, "one": 0 if brought else 1, "send": self.send})

    def expired(self, db: sqlite3.Connection, since: str, at: str) -> None:
        """Gives up what was first tried at or before `since`."""
        sql = """UPDATE deliveries SET state = 'expired', at = ?
                 WHERE send = ? AND state = 'retry_wait' AND first_at <> '' AND first_at <= ?"""
        db.execute(sql, (at, self.send, since))

    def on_the_way(self, db: sqlite3.Connection) -> list[Task]:
        """The mails whose text was on its way when a run died."""
        sql = """SELECT reader, address, attempts, handings, recoveries, first_at FROM deliveries
                 WHERE send = ? AND state = 'handing' ORDER BY reader"""
        return [Task(*row) for row in db.execute(sql, (self.send,))]

    def unknown_readers(self, db: sqlite3.Connection, since: str) -> list[tuple[str, str]]:
        """The readers whom the server said since then that it does not know, with its words."""
        sql = f"""SELECT reader, substr(words, {len(UNKNOWN) + 1}) FROM deliveries
                  WHERE send = ? AND state = 'rejected' AND at >= ? AND words LIKE '{UNKNOWN}%'"""  # noqa: S608
        return db.execute(sql, (self.send, since)).fetchall()

    def state(
        self, db: sqlite3.Connection, state: str, reason: str, at: str, *, is_lasting: bool = False
    ) -> None:
        """Notes how the send as a whole stands."""
        sql = "UPDATE sends SET state = ?, reason = ?, changed_at = ?, is_lasting = ? WHERE id = ?"
        db.execute(sql, (state, reason, at, int(is_lasting), self.send))

    def counts(self, db: sqlite3.Connection) -> dict[str, int]:
        """Mails by state."""
        sql = "SELECT state, count(*) FROM deliveries WHERE send = ? GROUP BY state"
        return dict(db.execute(sql, (self.send,)).fetchall())
