"""Mail that came back, and mail that was called spam: when an address gets no more."""

from __future__ import annotations

from datetime import datetime

from digest.readers import suppressing
from digest.readers.records import Reason, moment
from digest.sqlitefile import Database

HARD = "hard"
"""5.x.x in a report."""
SOFT = "soft"
"""4.x.x in a report."""
REFUSED = "refused"
"""5xx at RCPT TO while we sent."""

_PATIENCE = {HARD: 1, REFUSED: 2, SOFT: 6}  # sends in which it happens before an address gets no more mail
_LONGEST = 200  # characters of a server's words


def bounced(
    database: Database, reader: str, send: str, kind: str, status: str, words: str, now: datetime
) -> bool:
    """See `digest.readers.people.People.bounced`."""
    with database.writing() as db:
        row = db.execute("SELECT hash FROM readers WHERE id = ?", (reader,)).fetchone()
        if row is None:
            return False
        values = (reader, send, kind, status, words, moment(now))
        db.execute("INSERT OR IGNORE INTO bounces VALUES (?, ?, ?, ?, ?, ?)", values)
        sql = "SELECT count(*) FROM bounces WHERE reader = ? AND kind = ?"
        (times,) = db.execute(sql, (reader, kind)).fetchone()
        if times < _PATIENCE[kind] or suppressing.held(db, row[0], ""):
            return False
        suppressing.hold(db, row[0], "", Reason.BOUNCED, now, f"{status} {words}".strip()[:_LONGEST])
        return True


def complained(database: Database, number: int, reader: str, now: datetime) -> bool:
    """See `digest.readers.people.People.complained`."""
    sql = "SELECT hash, (SELECT name FROM lists WHERE lists.id = ?) FROM readers WHERE readers.id = ?"
    with database.writing() as db:
        row = db.execute(sql, (number, reader)).fetchone()
        before = suppressing.held(db, row[0], "") if row else None
        if row is None or (before and before.reason is Reason.COMPLAINED):
            return False
        suppressing.hold(db, row[0], "", Reason.COMPLAINED, now, f"about the list {row[1]}" if row[1] else "")
        return True
