"""What each mail client makes of the mail, for the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.check.clients import Group, Lack, table
from digest.check.clients.support import known
from digest.check.document import Document
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Client:
    """Clients of one family that show the mail alike.

    Attributes:
        name: their platforms: `iOS, Android`.
        count: of what the mail uses, how much they show fully: `52 of 64`.
        harm: what a reader loses; "" for nothing.
        missing, partly: what they leave out or do by halves, in words.
    """

    name: str
    count: str
    harm: str
    missing: str
    partly: str


@dataclass(frozen=True, slots=True)
class Family:
    """The clients of one name.

    Attributes:
        anchor: of its fold in the panel.
        count: how much of what the mail uses they show fully, from the least to the most: `46 to 83 %`.
        important: whether the gate insists on one of them.
    """

    name: str
    anchor: str
    count: str
    important: bool
    clients: tuple[Client, ...]


def told(mail: Document) -> tuple[Family, ...]:
    """The families that show `mail`, in the order in which they are told."""
    by_family: dict[str, list[Group]] = {}
    for group in table(mail):
        by_family.setdefault(group.family, []).append(group)
    return tuple(_family(name, groups) for name, groups in by_family.items())


def date() -> str:
    """The day up to which the clients were tested, `2026-06-29`."""
    return known().date


def _family(name: str, groups: Sequence[Group]) -> Family:
    shares = sorted({round(100 * group.full / max(1, _uses(group))) for group in groups})
    count = f"{shares[0]} %" if len(shares) == 1 else f"{shares[0]} to {shares[-1]} %"
    important = any(group.important for group in groups)
    return Family(name, clean.anchor(name, "client"), count, important, tuple(map(_client, groups)))


def _uses(group: Group) -> int:
    """How many features of the mail were tested there."""
    return group.full + len(group.partly) + len(group.missing)


def _client(group: Group) -> Client:
    return Client(
        ", ".join(group.platforms),
        f"{group.full} of {_uses(group)}",
        _titles([lack for lack in (*group.missing, *group.partly) if not lack.harmless]),
        _titles(group.missing),
        _titles(group.partly),
    )


def _titles(lacks: Sequence[Lack]) -> str:
    return ", ".join(lack.title for lack in lacks)
