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
            "168.63.129.16/32",  # looks public, and is the metadata of Azure
            "169.254.0.0/16",  # link-local, and the metadata of other clouds
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
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # before an IPv4 address at the end (RFC 5214)
# Doors of other services than the web (Fetch standard, "port blocking"): a feed there is an attack.
_OTHER_PORTS = frozenset(
    {
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179),
        *(389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587),
        *(601, 636, 873, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049, 2375, 3306, 3389, 3659),
        *(4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697),
        *(10080, 11211, 27017),
    }
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


def port_refusal(port: int) -> str:
    """Why `port` must not be connected to for a web address, or ""."""
    return f"port {port} is for another service than the web" if port in _OTHER_PORTS else ""


@lru_cache(maxsize=8)
def _networks(allowed: Sequence[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one, strict=False) for one in allowed)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _V4)
    for network, shift in _EMBEDDING:
        if ip in network:
            return _is_public(IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
    if int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
        return _is_public(IPv4Address(int(ip) & 0xFFFFFFFF)) and _is_public_v6(ip)
    return _is_public_v6(ip)


def _is_public_v6(ip: IPv6Address) -> bool:
    return ip in _PUBLIC_V6 and not any(ip in network for network in _V6)
