"""Sends as wholes: prepared in one transaction, counted, compared with the ledger, resolved by a person.

States are those of `digest.deliver.states`; here they are plain text. What happens to a single mail while a
send runs is in `digest.readers.deliveries`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digest.sqlitefile import Database

_COLUMNS = (
    "id, list, edition, revision, state, reason, frozen_at, content, candidates, changed_at, is_lasting"
)
_OVER = "('done', 'done_with_failures')"
_HAD = "('accepted', 'in_doubt')"


@dataclass(frozen=True, slots=True)
class Send:
    """The send of one edition to one list; times are ISO 8601, UTC.

    Attributes:
        id: `readers/2026-W47`.
        revision: SHA-256 of the approved version, in hex.
        reason: why it is paused; "" otherwise.
        frozen_at: when it was prepared; the Date of its mails.
        content: what its mails are made of besides the approved files.
        candidates: everybody who was looked at.
        is_lasting: whether it stays paused until a person has changed or seen something.
    """

    id: str
    list: str
    edition: str
    revision: str
    state: str
    reason: str
    frozen_at: str
    content: Mapping[str, Any]
    candidates: int
    changed_at: str
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a send as it stands; times are ISO 8601, UTC, "" for none."""

    reader: str
    address: str
    state: str
    attempts: int
    handings: int
    next_at: str
    at: str
    words: str


class Sends:
    """What the database says about sends."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, send: str) -> Send | None:
        """The send of that id."""
        return next(self._found("WHERE id = ?", (send,)), None)

    def all(self) -> list[Send]:
        """All sends, the newest first."""
        return list(self._found("ORDER BY frozen_at DESC, rowid DESC"))

    def before(self, account: str, edition: str) -> Send | None:
        """The newest send of another edition whose id begins with `account`, which is a list or like one."""
        where = """WHERE substr(id, 1, length(?) + 1) = ? || '/' AND edition <> ?
                   ORDER BY frozen_at DESC, rowid DESC LIMIT 1"""
        return next(self._found(where, (account, account, edition)), None)

    def _found(self, where: str, values: tuple[str, ...] = ()) -> Iterator[Send]:
        for row in self._db.rows(f"SELECT {_COLUMNS} FROM sends {where}", values):  # noqa: S608 - ours
            *head, content, candidates, changed_at, is_lasting = row
            own, name, edition, revision, state, reason, frozen_at = head
            made_of = json.loads(content)
            yield Send(
                own, name, edition, revision, state, reason, frozen_at, made_of, candidates, changed_at,
                bool(is_lasting),
            )  # fmt: skip

    def fact(self, name: str) -> str:
        """A fact about the database; "" where it was never noted."""
        return next(
            (value for (value,) in self._db.rows("SELECT value FROM facts WHERE name = ?", (name,))), ""
        )

    def note(self, name: str, value: str) -> None:
        """Notes a fact."""
        with self._db.writing() as db:
            db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, value))

    def state_of(self, send: str, reader: str) -> str:
        """The state of that reader's mail; "" where there is none."""
        sql = "SELECT state FROM deliveries WHERE send = ? AND reader = ?"
        return next((state for (state,) in self._db.rows(sql, (send, reader))), "")

    def prepare(self, send: Send, readers: Iterable[tuple[str, str]]) -> Send:
        """Writes the send and a mail for each of `readers` (id, address), all of it or nothing.

        Of a send that is there in another version, whoever had a mail or may have had it keeps that one; all
        others are queued again. Candidates are those without a mail, as `send` counts them, and all mails.
        """
        with self._db.writing() as db:
            values = (send.id, send.list, send.edition, send.revision, send.frozen_at, send.frozen_at)
            sql = """INSERT INTO sends
                        (id, list, edition, revision, state, reason, frozen_at, content, candidates,
                         changed_at)
                     VALUES (?, ?, ?, ?, 'prepared', '', ?, '', 0, ?)
                     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = 'prepared',
                        reason = '', is_lasting = 0, frozen_at = excluded.frozen_at,
                        changed_at = excluded.changed_at"""
            db.execute(sql, values)
            _settle(db, send.id, send.frozen_at)
            sql = f"""INSERT INTO deliveries (send, reader, address, state, at)
                      VALUES (?, ?, ?, 'queued', ?)
                      ON CONFLICT (send, reader) DO UPDATE
                      SET state = 'queued', address = excluded.address, attempts = 0, recoveries = 0,
                          next_at = '', first_at = '', words = '', at = excluded.at
                      WHERE state NOT IN {_HAD}"""  # noqa: S608 - ours
            rows = ((send.id, reader, address, send.frozen_at) for reader, address in readers)
            db.executemany(sql, rows)
            (mails,) = db.execute("SELECT count(*) FROM deliveries WHERE send = ?", (send.id,)).fetchone()
            # Only now is it known who is left out, since `readers` are looked at one by one.
            out = sum(send.content["exclusions"].values())
            sql = "UPDATE sends SET content = ?, candidates = ? WHERE id = ?"
            db.execute(sql, (json.dumps(send.content), mails + out, send.id))
        found = self.get(send.id)
        assert found is not None, "written above"  # noqa: S101
        return found

    def counts(self, send: str) -> dict[str, int]:
        """Mails of a send by state."""
        sql = "SELECT state, count(*) FROM deliveries WHERE send = ? GROUP BY state"
        return dict(self._db.rows(sql, (send,)))

    def worded(self, send: str, words: str) -> int:
        """How many mails of a send stand with these words."""
        sql = "SELECT count(*) FROM deliveries WHERE send = ? AND words = ?"
        return int(self._db.rows(sql, (send, words))[0][0])

    def next_at(self, send: str) -> str:
        """When the next mail that was put off is tried again; "" where none was."""
        sql = "SELECT min(next_at) FROM deliveries WHERE send = ? AND state = 'retry_wait'"
        return self._db.rows(sql, (send,))[0][0] or ""

    def not_accepted(self, send: str) -> Iterator[Mail]:
        """The mails of a send that no server has taken, by address."""
        return self._mails("send = ? AND state <> 'accepted' ORDER BY state, address", (send,))

    def in_doubt(self, send: str) -> list[Mail]:
        """The mails of a send of which nobody knows whether they arrived."""
        return list(self._mails("send = ? AND state = 'in_doubt' ORDER BY address", (send,)))

    def handed(self, send: str) -> Iterator[Mail]:
        """The mails of a send that were handed over at least once, or count as accepted."""
        return self._mails("send = ? AND (handings > 0 OR state = 'accepted')", (send,))

    def _mails(self, where: str, values: tuple[str, ...]) -> Iterator[Mail]:
        columns = "reader, address, state, attempts, handings, next_at, at, words"
        sql = f"SELECT {columns} FROM deliveries WHERE {where}"  # noqa: S608 - ours
        for row in self._db.each(sql, values):
            yield Mail(*row)

    def totals(self) -> Iterator[tuple[str, int, int]]:
        """Of each send its id, how many mails were handed over, and how many accepted."""
        sql = """SELECT id, (SELECT coalesce(sum(handings), 0) FROM deliveries WHERE send = id),
                        (SELECT count(*) FROM deliveries WHERE send = id AND state = 'accepted') FROM sends"""
        yield from self._db.rows(sql)

    def resolve(self, send: str, readers: Iterable[str], state: str, words: str, at: str) -> int:
        """Decides about mails in doubt: `state` becomes of them; how many there were."""
        sql = """UPDATE deliveries SET state = ?, words = ?, at = ?, next_at = '', recoveries = 0
                 WHERE send = ? AND reader = ? AND state = 'in_doubt'"""
        with self._db.writing() as db:
            done = sum(db.execute(sql, (state, words, at, send, reader)).rowcount for reader in list(readers))
            if done:
                (_reopen if state == "queued" else _finish)(db, send, at)
            return done

    def adopt(self, send: str, found: Iterable[tuple[str, int, str]], at: str) -> int:
        """Takes over what a ledger says: reader, handings, and `accepted`, `in_doubt` or "" for as it is.

        Returns how many mails the database did not know; of them nothing is kept, since nobody's they are.
        """
        unknown = 0
        stands = """UPDATE deliveries SET state = ?, at = ?, words = 'known from sent.log'
                    WHERE send = ? AND reader = ? AND state <> 'accepted'
                        AND (? = 'accepted' OR handings < ?)"""
        count = "UPDATE deliveries SET handings = max(handings, ?) WHERE send = ? AND reader = ?"
        with self._db.writing() as db:
            for reader, handings, state in found:
                if state:  # of a doubt the database knows more, where it knows of as many handings
                    db.execute(stands, (state, at, send, reader, state, handings))
                unknown += not db.execute(count, (handings, send, reader)).rowcount
        return unknown


def _settle(db: sqlite3.Connection, send: str, at: str) -> None:
    """What a run that was killed left: nobody knows of a text on its way; all before that did not arrive."""
    sql = "UPDATE deliveries SET state = ?, at = ? WHERE send = ? AND state = ?"
    db.execute(sql, ("in_doubt", at, send, "handing"))
    db.execute(sql, ("queued", at, send, "claimed"))


def _reopen(db: sqlite3.Connection, send: str, at: str) -> None:
    """A send that was over has something to do again."""
    sql = f"UPDATE sends SET state = 'prepared', changed_at = ? WHERE id = ? AND state IN {_OVER}"  # noqa: S608
    db.execute(sql, (at, send))


def _finish(db: sqlite3.Connection, send: str, at: str) -> None:
    """A send that was over with failures is done when the last of them was none."""
    sql = """UPDATE sends SET state = 'done', changed_at = ? WHERE id = ? AND state = 'done_with_failures'
             AND NOT EXISTS (SELECT 1 FROM deliveries WHERE send = sends.id
                AND state IN ('rejected', 'expired', 'in_doubt'))"""
    db.execute(sql, (at, send))
