"""What mail clients support, after caniemail.com, and what does no harm where it is missing."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from digest import bundled

FULLY, PARTLY, NOT = "y", "a", "n"
"""What a client does with a feature; any other letter means that nobody knows."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a mail can use.

    Attributes:
        title: as people call it: `display:grid`.
        support: by client `FULLY`, `PARTLY`, `NOT` or something else for unknown.
        notes: by client what is partial there; of some clients only.
    """

    title: str
    support: Mapping[str, str]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Support:
    """All that is known.

    Attributes:
        date: of the data, `2026-06-29`.
        clients: by id (`outlook.ios`) their names (`Outlook: iOS`), in the order in which they are told.
        features: by their slug at caniemail.com, `css-display-grid`.
    """

    date: str
    clients: Mapping[str, str]
    features: Mapping[str, Feature]


@dataclass(frozen=True, slots=True)
class Pardon:
    """A feature that does no harm where it is missing, and why.

    Attributes:
        feature: its slug, or a pattern of slugs with `*`.
        clients: ids or patterns of them; where in those it does no harm.
        why: what a reader sees instead.
        in_head: holds for the style sheets of the head only.
        partly: holds where the client does it partly, not where it does it not at all.
        unless: a pattern; where the declaration or element matches it, it does harm.
    """

    feature: str
    clients: tuple[str, ...]
    why: str
    in_head: bool = False
    partly: bool = False
    unless: str = ""

    def covers(self, client: str, state: str, part: str, *, in_head: bool) -> bool:
        """Whether it does no harm that `client` is in `state` with the feature as it is used in `part`."""
        return (
            any(fnmatchcase(client, pattern) for pattern in self.clients)
            and (in_head or not self.in_head)
            and (state == PARTLY or not self.partly)
            and not (self.unless and re.search(self.unless, part))
        )


@lru_cache(maxsize=1)
def known() -> Support:
    """The data of `clients.json`, made by `bench/renew_clients.py`."""
    data = json.loads(bundled.path("data/clients.json").read_text(encoding="utf-8"))
    clients = tuple(data["clients"])
    features = {
        slug: Feature(
            title,
            MappingProxyType(dict(zip(clients, letters, strict=True))),
            MappingProxyType({client: note for note, of in reversed(notes.items()) for client in of}),
        )
        for slug, (title, letters, notes) in data["features"].items()
    }
    return Support(data["date"], MappingProxyType(data["clients"]), MappingProxyType(features))


@lru_cache(maxsize=1)
def important() -> tuple[str, ...]:
    """The clients on which the gate insists, in the order in which they are told."""
    patterns = _judged()["important"]
    return tuple(client for client in known().clients if any(fnmatchcase(client, each) for each in patterns))


@lru_cache(maxsize=1)
def pardons() -> tuple[Pardon, ...]:
    """What does no harm, from `clients_harmless.toml`."""
    return tuple(
        Pardon(**{**entry, "clients": tuple(entry.get("clients", ("*",)))}) for entry in _judged()["harmless"]
    )


@lru_cache(maxsize=65536)
def is_harmless(feature: str, client: str, state: str, part: str, *, in_head: bool) -> bool:
    """Whether some entry of the list covers it."""
    return any(pardon.covers(client, state, part, in_head=in_head) for pardon in _pardons(feature))


@lru_cache(maxsize=1024)
def _pardons(feature: str) -> tuple[Pardon, ...]:
    return tuple(pardon for pardon in pardons() if fnmatchcase(feature, pardon.feature))


@lru_cache(maxsize=1)
def _judged() -> dict[str, Any]:
    return tomllib.loads(bundled.path("data/clients_harmless.toml").read_text(encoding="utf-8"))
