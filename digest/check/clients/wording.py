"""How mail clients are named to a person: by family, with their platforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from digest.check.clients import support


def listed(clients: Sequence[str]) -> str:
    """`Gmail (Android, iOS), Outlook (Windows), HEY` for their ids, in the order in which those stand."""
    platforms: defaultdict[str, list[str]] = defaultdict(list)
    for client in clients:
        family, platform = named(client)
        platforms[family].append(platform)
    return ", ".join(f"{family} ({', '.join(of)})" for family, of in platforms.items())


def named(client: str) -> tuple[str, str]:
    """Family and platform of a client's id: `("Outlook", "iOS")`."""
    family, _, platform = support.known().clients[client].partition(": ")
    return family, platform
