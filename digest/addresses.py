"""Which IP addresses may be connected to: those of the public internet, and what the user allows beside.

A link in a feed must not knock at the user's own network, nor at the metadata service of a cloud. The
question is asked of the address that is about to be connected to, never of a name: names are resolved
once, and odd spellings of an address are all one address by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791)
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by customers of a carrier (RFC 6598)
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, and the metadata of clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments (RFC 6890)
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved and broadcast
        ),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo and benchmarks among them (RFC 2928)
            "2001:db8::/32",
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
# Where an IPv4 address is part of an IPv6 one: network, and how many bits stand behind it.
_EMBEDDING = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),  # translated (RFC 2765)
    (IPv6Network("::/96"), 0),  # compatible (RFC 4291, deprecated)
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (IPv6Network("2002::/16"), 80),  # 6to4 (RFC 3056)
)


def is_network(text: str) -> bool:
    """Whether `text` is an IP address or a network such as `10.0.0.0/8`."""
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def refusal(address: str, allowed: Iterable[str] = ()) -> str:
    """Why the IP `address` must not be connected to, or "".

    Args:
        address: as getaddrinfo gives it; a zone id behind % does not count.
        allowed: addresses and networks that the user permits.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address[:60]} is no IP address"
    if any(ip in network for network in _networks(tuple(allowed))):
        return ""
    if _is_public(ip):
        return ""
    return f"{ip} is an address of a private network, and [fetching] allow does not name it"


@lru_cache(maxsize=8)
def _networks(allowed: Sequence[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one, strict=False) for one in allowed)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _V4)
    for network, shift in _EMBEDDING:
        if ip in network:
            return _is_public(IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
    return ip in _PUBLIC_V6 and not any(ip in network for network in _V6)
