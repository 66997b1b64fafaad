"""What is forgotten: a person who asks for it, and in time what was noted about mail that came back."""

from __future__ import annotations

from datetime import datetime

from digest.errors import BusyError
from digest.readers import suppressing
from digest.readers.records import Reason, moment
from digest.sqlitefile import Database


def erase(database: Database, hashed: str, now: datetime) -> bool:
    """Forgets whoever has an address of that hash, which alone stays; whether anything was known of them.

    Raises:
        BusyError: another run still holds a copy on the disk.
    """
    with database.writing() as db:
        row = db.execute("SELECT id FROM readers WHERE hash = ?", (hashed,)).fetchone()
        db.execute("DELETE FROM suppressions WHERE hash = ?", (hashed,))
        suppressing.hold(db, hashed, "", Reason.ERASED, now, "")
        if row:
            for table in ("memberships", "bounces"):
                db.execute(f"DELETE FROM {table} WHERE reader = ?", row)  # noqa: S608 - ours
            # A mail that waits is not sent any more: there is nobody to whom.
            sql = """UPDATE deliveries SET address = '', words = '', state = CASE
                        WHEN state IN ('queued', 'retry_wait') THEN 'skipped' ELSE state END
                     WHERE reader = ?"""
            db.execute(sql, row)
            db.execute("DELETE FROM readers WHERE id = ?", row)
    _swept(database)
    return row is not None


def _swept(database: Database) -> None:
    """The log beside the database holds older pages, and in them what was deleted: it is emptied."""
    ((busy, _, _),) = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        problem = "is forgotten, and yet another run keeps a copy in the log beside the database"
        raise BusyError("the address", problem, "do the same once more when that run has ended")


def forget(database: Database, before: datetime) -> int:
    """Deletes bounces, and who never confirmed, from before that moment; how many.

    Marks of read mails stay: they name nobody, and an old mail in a mailbox must not act a second time.
    """
    at = (moment(before),)
    with database.writing() as db:
        count = db.execute("DELETE FROM bounces WHERE at < ?", at).rowcount
        sql = "DELETE FROM memberships WHERE standing = 'pending' AND since < ?"
        count += db.execute(sql, at).rowcount
        sql = """DELETE FROM readers WHERE added_at < ? AND id NOT IN (SELECT reader FROM memberships)
                    AND id NOT IN (SELECT reader FROM deliveries)"""
        db.execute(sql, at)
    return count
