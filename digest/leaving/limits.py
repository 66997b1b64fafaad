"""How often somebody may ask for a mail by the form: so that nobody fills another's mailbox with it.

Counted in memory, in each process by itself; who restarts the server forgets. The one real guard beside it is
that an address which does not confirm gets that one mail and no more for a day.
"""

from __future__ import annotations

import ipaddress
from collections import deque
from datetime import datetime, timedelta
from enum import Enum
from threading import Lock

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PER_NET = 10  # an hour: a family or an office behind one address
_MOST = 50_000  # keys that are remembered


class Leave(Enum):
    """What becomes of a request."""

    GIVEN = "given"
    SILENT = "silent"
    """It had its mail today; the answer is the same, and none goes out."""
    LATER = "later"


class Limits:
    """Counts requests by address, by net and together; safe among threads."""

    def __init__(self, per_hour: int) -> None:
        self._per_hour = per_hour
        self._asked: dict[str, datetime] = {}
        self._nets: dict[str, deque[datetime]] = {}
        self._all: deque[datetime] = deque()
        self._lock = Lock()

    def take(self, address: str, client: str, now: datetime) -> Leave:
        """Whether a mail may go to `address`, asked for by the IP `client`; it counts from now on."""
        with self._lock:
            self._forget(now)
            net = self._nets.setdefault(_net(client), deque())
            if len(net) >= _PER_NET or len(self._all) >= self._per_hour or len(self._asked) >= _MOST:
                return Leave.LATER
            net.append(now)
            mailbox = _mailbox(address)
            if mailbox in self._asked:
                return Leave.SILENT
            self._asked[mailbox] = now
            self._all.append(now)
            return Leave.GIVEN

    def give_back(self, address: str) -> None:
        """Its mail did not go: it may be asked for once more."""
        with self._lock:
            self._asked.pop(_mailbox(address), None)

    def _forget(self, now: datetime) -> None:
        while self._asked and next(iter(self._asked.values())) <= now - _DAY:
            del self._asked[next(iter(self._asked))]
        for moments in (self._all, *self._nets.values()):
            while moments and moments[0] <= now - _HOUR:
                moments.popleft()
        if len(self._nets) > 1000:
            self._nets = {net: moments for net, moments in self._nets.items() if moments}


def _mailbox(address: str) -> str:
    """The mailbox of an address: what stands behind a `+` usually lands in the same."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _net(client: str) -> str:
    """The net of an IP: what one subscriber of an access provider usually has (/24, /48)."""
    try:
        found = ipaddress.ip_address(client)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
