"""The examination: facts gathered, then every check over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from digest.config import Config
from digest.deliver import dkim
from digest.deliver.transport import Door
from digest.doctor import knocking, records, setting
from digest.doctor.book import Book
from digest.doctor.facts import Facts
from digest.doctor.finding import Finding, Level
from digest.errors import DigestError

CHECKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    setting.sender,
    setting.imprint,
    setting.leaving,
    setting.server,
    records.sender_policy,
    records.keys,
    records.policy,
    records.exchanges,
    setting.clock,
)
"""All checks, in the order in which they are told."""

_OF_RECORDS = (records.sender_policy, records.policy, records.exchanges)


def gathered(
    config: Config,
    book: Book,
    now: datetime,
    environ: Mapping[str, str],
    *,
    offline: bool = False,
    clock_doubt: str = "",
) -> Facts:
    """The facts; unless `offline`, the mail server and the address for leaving are asked."""
    try:
        signatures, trouble = dkim.signatures(config, environ), ""
    except DigestError as error:
        signatures, trouble = (), str(error)
    door = Door(config.folder, config.out, now, environ)
    return Facts(
        config,
        now,
        book,
        signatures,
        trouble,
        None if offline else knocking.server(config, door),
        None if offline else knocking.page(config),
        clock_doubt,
        offline,
    )


def findings(facts: Facts) -> list[Finding]:
    """What every check finds; records are only looked at where somebody sends."""
    checks = [check for check in CHECKS if facts.sender or check not in _OF_RECORDS]
    return [finding for check in checks for finding in check(facts)]


def worst(found: list[Finding]) -> Level:
    """The worst of them."""
    return max((finding.level for finding in found), key=list(Level).index, default=Level.OK)
