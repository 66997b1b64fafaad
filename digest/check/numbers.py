"""The numbers gate: every figure that ships is found in a report, or derived in sight, or reported."""

from __future__ import annotations

from collections.abc import Mapping

from digest.check.finding import Finding
from digest.model import Edition, Entry


def of(edition: Edition, entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    """What is wrong with the figures of `edition`, in printed order.

    `entries` gives, by id, the full text of every entry that stands behind a piece; one that is missing is
    read as far as the edition itself keeps it.
    """
    return ()
