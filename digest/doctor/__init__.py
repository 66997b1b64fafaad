"""What mail needs to arrive, looked at before it is sent: records, login, certificate, addresses, clock.

facts = gathered(config, now, environ, zone)
findings = examine(facts)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from digest.config import Config
from digest.doctor import book, examining, wanted
from digest.doctor.book import Book, Closed, Dns
from digest.doctor.examining import worst
from digest.doctor.facts import Facts
from digest.doctor.facts import domain as domain_of
from digest.doctor.finding import Finding, Level
from digest.doctor.wanted import Wanted

__all__ = ["Facts", "Finding", "Level", "Wanted", "examine", "gathered", "records_of", "worst"]


def gathered(
    config: Config,
    now: datetime,
    environ: Mapping[str, str],
    zone: Path | None = None,
    *,
    offline: bool = False,
    clock_doubt: str = "",
) -> Facts:
    """All that is to be known; records from `zone` where it is given, else from the DNS.

    Raises:
        DigestError: the zone file cannot be read.
    """
    chosen: Book = Closed() if offline else Dns()
    if zone:
        chosen = book.read(zone, [domain_of(config.mail.sender), config.dkim.domain])
    return examining.gathered(config, chosen, now, environ, offline=offline, clock_doubt=clock_doubt)


def examine(facts: Facts) -> list[Finding]:
    """What every check finds."""
    return examining.findings(facts)


def records_of(facts: Facts) -> list[Wanted]:
    """The records to publish."""
    return wanted.records(facts)
