"""When a mail that was put off is tried again: soon at first, then every hour, for a day (RFC 5321 4.5.4.1).

Greylisting wants a quarter of an hour, a full mailbox hours; an edition that is a day late is late enough.
"""

from __future__ import annotations

from datetime import timedelta

_MINUTES = (5, 10, 20, 40, 60)
LIMIT = timedelta(hours=24)
"""After its first attempt a mail is given up."""


def wait(attempts: int) -> timedelta:
    """How long to wait after that many attempts, from 1."""
    return timedelta(minutes=_MINUTES[min(attempts, len(_MINUTES)) - 1])
