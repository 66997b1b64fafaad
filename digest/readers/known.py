"""Everything that is known of one person, for themselves to see."""

from __future__ import annotations

from typing import Any

from digest.sqlitefile import Database

_QUESTIONS = {
    "lists": """SELECT name AS list, standing, since, consent_at, consent_source, consent_text
                FROM memberships JOIN lists ON lists.id = list WHERE reader = ? ORDER BY name""",
    "suppressions": "SELECT list, reason, at, note FROM suppressions WHERE hash = ? ORDER BY list",
    "mails": """SELECT send, state, attempts, first_at, at, words FROM deliveries
                WHERE reader = ? ORDER BY send""",
    "bounces": "SELECT send, kind, status, words, at FROM bounces WHERE reader = ? ORDER BY at, send, kind",
}


def person(database: Database, hashed: str, address: str) -> dict[str, Any]:
    """What is known of whoever has an address of that hash: `address`, where it is not known otherwise."""
    with database.reading() as db:
        row = db.execute("SELECT id, address, added_at FROM readers WHERE hash = ?", (hashed,)).fetchone()
        reader, kept, added_at = row or ("", address, "")
        found: dict[str, Any] = {"address": kept, "known_since": added_at}
        for name, sql in _QUESTIONS.items():
            answer = db.execute(sql, (hashed if name == "suppressions" else reader,))
            heads = [column[0] for column in answer.description]
            found[name] = [dict(zip(heads, values, strict=True)) for values in answer]
    return found
