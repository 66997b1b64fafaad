"""A word to a monitor on the web at each run, so that somebody hears when none comes.

It speaks as healthchecks.io and those like it listen: `URL/start`, `URL` for done, `URL/fail`. The address is
as good as a password there, so it is never shown; and a monitor that is down stops nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

TIMEOUT_S = 10.0


class Ping(StrEnum):
    """What is told: the end of the address."""

    START = "/start"
    DONE = ""
    FAIL = "/fail"


def ping(url: str, what: Ping, *, timeout_s: float = TIMEOUT_S, ask: Callable[[str, float], None]) -> bool:
    """Asks `url` for `what`; whether an answer came in time. It never raises, and "" is asked nothing.

    The wait is bounded as a whole: a server that sends a byte now and then does not hold the run.
    """
    if not url:
        return True
    answered = threading.Event()

    def asking() -> None:
        try:
            ask(_address(url, what), timeout_s)
        except Exception:  # noqa: BLE001  # its words would name the address
            return
        answered.set()

    thread = threading.Thread(target=asking, daemon=True)
    thread.start()
    thread.join(timeout_s)
    return answered.is_set()


def over_http(address: str, timeout_s: float) -> None:
    """Asks `address` with a plain GET; raises where no good answer comes."""
    from urllib.request import Request, urlopen

    from digest import __version__

    asked = Request(address, headers={"User-Agent": f"Digest/{__version__}"})  # noqa: S310 - http or https, as configured
    with urlopen(asked, timeout=timeout_s) as answer:  # noqa: S310
        answer.read(1000)


def _address(url: str, what: Ping) -> str:
    """The address with its end before a query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + what if what else parts.path))
