"""The tables, as a list of steps: a store of any age is brought up to date on opening."""

from __future__ import annotations

from digest.sqlitefile import Form

STEPS = (
    """
    CREATE TABLE entries (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        publisher TEXT NOT NULL,
        guid TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        summary TEXT NOT NULL,
        text TEXT NOT NULL,
        html TEXT NOT NULL,
        author TEXT NOT NULL,
        language TEXT NOT NULL,
        published TEXT,
        seen_at TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        changed_at TEXT
    ) STRICT;
    CREATE INDEX entries_by_time ON entries (published, seen_at);
    CREATE INDEX entries_by_source ON entries (source, seen_at);

    CREATE TABLE sources (
        name TEXT PRIMARY KEY,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        checked_at TEXT,
        succeeded_at TEXT,
        watched_since TEXT,
        failures INTEGER NOT NULL,
        error TEXT NOT NULL,
        place TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TABLE editions (
        key TEXT PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        built_at TEXT NOT NULL,
        edition TEXT NOT NULL,
        draft TEXT NOT NULL
    ) STRICT;

    CREATE TABLE slots (
        key TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE facts (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;
    """,
    """
    ALTER TABLE editions ADD COLUMN basis TEXT NOT NULL DEFAULT '';

    CREATE TABLE fates (
        edition TEXT NOT NULL,
        number INTEGER NOT NULL,
        entry TEXT NOT NULL,
        source TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        fate TEXT NOT NULL,
        reason TEXT NOT NULL,
        story TEXT NOT NULL,
        notes TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fates_by_edition ON fates (edition);
    CREATE INDEX fates_by_entry ON fates (entry);
    CREATE INDEX entries_by_address ON entries (url, title, id);
    """,
    """
    CREATE TABLE readings (
        key TEXT PRIMARY KEY,
        data BLOB NOT NULL
    ) STRICT;
    """,
    """
    ALTER TABLE editions ADD COLUMN reserve TEXT NOT NULL DEFAULT '';

    CREATE TABLE approvals (
        edition TEXT NOT NULL,
        digest TEXT NOT NULL,
        at TEXT NOT NULL,
        draft TEXT NOT NULL,
        allowed TEXT NOT NULL,
        files BLOB NOT NULL,
        withdrawn_at TEXT
    ) STRICT;
    CREATE INDEX approvals_by_edition ON approvals (edition);

    CREATE TABLE releases (
        edition TEXT NOT NULL,
        kind TEXT NOT NULL,
        digest TEXT NOT NULL,
        at TEXT NOT NULL,
        place TEXT NOT NULL
    ) STRICT;
    CREATE INDEX releases_by_edition ON releases (edition);
    """,
    """
    ALTER TABLE sources ADD COLUMN next_at TEXT;
    ALTER TABLE sources ADD COLUMN barred_until TEXT;
    ALTER TABLE sources ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
    ALTER TABLE sources ADD COLUMN moved_since TEXT;
    ALTER TABLE sources ADD COLUMN retired TEXT;
    ALTER TABLE sources ADD COLUMN empties INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sources ADD COLUMN every_s INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sources ADD COLUMN idle TEXT NOT NULL DEFAULT '';

    CREATE TABLE attempts (
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        new INTEGER NOT NULL,
        size INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX attempts_by_source ON attempts (source, at);
    """,
)

# "DGES"; an article fits into one page, which saves a quarter of the time of keeping it
FORM = Form(0x44474553, STEPS, page=16384)
