"""Two senders as they are usually written, to be killed beside ours.

    python -m bench.usual_senders after|batch PORT DATABASE READERS

`after` notes each reader once the server has taken the mail; `batch` moves its mark when it reads the next
fifty. Both go on where their mark stands.
"""

from __future__ import annotations

import smtplib
import sqlite3
import sys

BATCH = {"after": 1, "batch": 50}
MAIL = (
    b"From: weekly@notes.example\r\nSubject: A week\r\nMessage-ID: <%d@notes.example>\r\n\r\n"
    + b"A word.\r\n" * 500
)


def run(kind: str, port: int, database: str, readers: int) -> None:
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE IF NOT EXISTS mark (sent INTEGER)")
    (mark,) = db.execute("SELECT coalesce(max(sent), 0) FROM mark").fetchone()
    with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
        while mark < readers:
            until = min(mark + BATCH[kind], readers)
            if kind == "batch":
                db.execute("INSERT INTO mark VALUES (?)", (until,))
            for number in range(mark, until):
                server.sendmail("weekly@notes.example", [f"reader{number}@readers.example"], MAIL % number)
            if kind == "after":
                db.execute("INSERT INTO mark VALUES (?)", (until,))
            mark = until


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
