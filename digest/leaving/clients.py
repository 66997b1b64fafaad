"""Who asks: the IP of a client, through the web server that stands before us."""

from __future__ import annotations

import ipaddress


def client(peer: str, forwarded: str) -> str:
    """The IP of who asks; "" where nobody knows.

    `forwarded` is X-Forwarded-For. It is believed only of a web server on this machine, and only what that
    one added itself, the last: whatever stands before it, the client may have written.
    """
    last = forwarded.rpartition(",")[2].strip()
    return last if last and _is_here(peer) else peer


def _is_here(peer: str) -> bool:
    if not peer:
        return True  # a socket in a file
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
