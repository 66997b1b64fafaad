"""Projects to be examined, and what the DNS says of them: lines of a zone file, no network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest.config import Config
from digest.doctor import book
from digest.doctor.facts import Facts
from digest.doctor.finding import Finding
from tests.deliver import dkimmail
from tests.test_config import GOOD, read

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
MAIL = """
[mail]
sender = "Scale Notes <weekly@notes.example>"
list_id = "weekly.notes.example"
address = "Scale Notes, 1 Harbour Road, Bergen"
unsubscribe = "https://notes.example/leave/{token}"
unsubscribe_mail = "leave@notes.example"

[mailbox]
kind = "maildir"
path = "mail"

[delivery]
kind = "smtp"
host = "mail.notes.example"
"""
HEALTHY = {
    "spf": '@ IN TXT "v=spf1 mx " "-all"',
    "dmarc": '_dmarc IN TXT "v=DMARC1; p=none"',
    "mx": "@ 300 IN MX 10 mail ; where answers go",
    "a": "mail IN A 192.0.2.25\nmail IN AAAA 2001:db8::25",
    "rsa": "",
    "ed25519": "",
}


def zone(**changes: str) -> book.ZoneFile:
    """A healthy zone but for `changes`; "" leaves a record out."""
    keys = {
        name.split("._")[0]: f'{name}. TXT ( "{text[:200]}"\n   "{text[200:]}" )'
        for name, text in dkimmail.records().items()
    }
    lines = {**HEALTHY, "rsa": keys["r1"], "ed25519": keys["e1"]} | changes
    return book.parse("$TTL 3600\n" + "\n".join(lines.values()), ["notes.example"])


def config(text: str = MAIL) -> Config:
    """The configuration of a project whose mail goes well."""
    return read(GOOD + text)


def facts(text: str = MAIL, *, records: book.ZoneFile | None = None, **changes: Any) -> Facts:
    """A healthy project but for `changes`, its server and page not asked."""
    known = Facts(config(text), NOW, records or zone(), dkimmail.both().signatures)
    return replace(known, **changes)


def told(found: list[Finding], topic: str) -> list[str]:
    """Level and words of the findings about `topic`."""
    return [f"{one.level}: {one.words}" for one in found if one.topic.startswith(topic)]
