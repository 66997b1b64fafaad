"""Whoever answers for the network: the fetcher itself, one that writes down what it gives, or a recording."""

from __future__ import annotations

from typing import Protocol

from digest.collect.fetcher import Answer, Problem
from digest.model import Memory


class Asking(Protocol):
    """Gives what stands at an address; never raises for what a server does."""

    async def get(self, url: str, memory: Memory, accept: str = "") -> Answer | Problem:
        """What `url` gives now; with the validators in `memory` the answer may be "unchanged"."""
        ...
