"""The tables of `subscribers.db`: people, and what was sent to each of them.

Both lie in one file, since whether somebody still wants a mail and that it is theirs to get are decided in
one transaction. What was committed outlives a power cut (`synchronous = FULL`).
"""

from __future__ import annotations

from digest.sqlitefile import Form

STEPS = (
    """
    CREATE TABLE lists (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE readers (
        id TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE,
        added_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE memberships (
        list INTEGER NOT NULL REFERENCES lists (id),
        reader TEXT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
        standing TEXT NOT NULL,
        since TEXT NOT NULL,
        consent_at TEXT NOT NULL,
        consent_source TEXT NOT NULL,
        consent_text TEXT NOT NULL,
        PRIMARY KEY (list, reader)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX memberships_by_reader ON memberships (reader);

    CREATE TABLE suppressions (
        hash TEXT NOT NULL,
        list TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (hash, list)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bounces (
        reader TEXT NOT NULL,
        send TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        words TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (reader, send, kind)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE seen_mails (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE facts (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;

    CREATE TABLE sends (
        id TEXT PRIMARY KEY,
        list TEXT NOT NULL,
        edition TEXT NOT NULL,
        revision TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        frozen_at TEXT NOT NULL,
        content TEXT NOT NULL,
        candidates INTEGER NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE deliveries (
        send TEXT NOT NULL REFERENCES sends (id),
        reader TEXT NOT NULL,
        address TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        handings INTEGER NOT NULL DEFAULT 0,
        recoveries INTEGER NOT NULL DEFAULT 0,
        next_at TEXT NOT NULL DEFAULT '',
        first_at TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL,
        words TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (send, reader)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX deliveries_by_state ON deliveries (send, state, next_at);
    """,
    """
    ALTER TABLE sends ADD COLUMN is_lasting INTEGER NOT NULL DEFAULT 0;
    """,
)
FORM = Form(0x44475352, STEPS, synchronous="FULL", mode=0o600)  # "DGSR"
