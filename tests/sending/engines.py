"""An engine for tests: it does to both books what the real one does, by a script; nothing is sent."""
# ruff: noqa: ARG002 - it is called like the real one

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from digest import deliver
from digest.deliver import Letter
from digest.model import Stationery
from digest.project import Project
from digest.readers import tokens
from digest.readers.people import People
from digest.readers.sends import Sends
from digest.readers.tokens import Claim, Purpose
from digest.sending.engine import Cast, Ran, Tally
from digest.sending.ledger import Entry, Ledger, Word, moment

_WORDS = {
    "accepted": "250 ok",
    "rejected": "550 no such user",
    "in_doubt": "no answer",
    "retry_wait": "451 later",
}


@dataclass
class Scripted:
    """Accepts all mails but those of `fates`, by address.

    Attributes:
        paused: why it stops before the first mail; "" for not at all.
        got: addresses to which something was handed, in order.
    """

    fates: Mapping[str, str] = field(default_factory=dict)
    paused: str = ""
    got: list[str] = field(default_factory=list)
    spoil: bytes = b""

    def caster(
        self, project: Project, people: People, files: Mapping[str, bytes], made_of: Mapping[str, Any]
    ) -> Cast:
        """Each mail put together anew."""
        paper = Stationery(**made_of["stationery"])
        letter = Letter(
            made_of["subject"], made_of["key"], datetime.fromisoformat(made_of["date"]), made_of["language"]
        )
        html, text = files["email.html"].decode(), files["email.txt"].decode()

        def cast(reader: str, address: str) -> tuple[bytes, str]:
            token = tokens.token(people.keys, Claim(Purpose.LEAVE, made_of["list_number"], reader))
            mail = deliver.build(html, text, paper, replace(letter, address=address, token=token))
            return self.spoil + mail, token

        return cast

    def run(
        self,
        project: Project,
        people: People,
        ledger: Ledger,
        send: str,
        now: datetime,
        tally: Tally,
        environ: Mapping[str, str],
        limit: int,
    ) -> Ran:
        """Hands over what is queued."""
        db, sends, handed = people.database, Sends(people.database), 0
        sql = "SELECT reader, address FROM deliveries WHERE send = ? AND state = 'queued' ORDER BY reader"
        rows = [] if self.paused else db.rows(sql, (send,))
        for reader, address in rows[: limit or None]:
            state = self.fates.get(address, "accepted")
            ledger.append([Entry(send, reader, Word.HANDING, 1, now)])
            with db.writing() as file:
                sql = "UPDATE deliveries SET state = ?, words = ?, handings = handings + 1 WHERE reader = ?"
                file.execute(sql, (state, _WORDS[state], reader))
            self.got.append(address)
            handed += 1
            tally(sends.counts(send))
        state = "paused" if self.paused else self._state(sends.counts(send))
        with db.writing() as file:
            sql = "UPDATE sends SET state = ?, reason = ?, changed_at = ? WHERE id = ?"
            file.execute(sql, (state, self.paused, moment(now), send))
        return Ran(handed, 1.0)

    def _state(self, counts: Mapping[str, int]) -> str:
        if counts.keys() & {"queued", "retry_wait"}:
            return "sending"
        return "done" if counts.keys() == {"accepted"} else "done_with_failures"
