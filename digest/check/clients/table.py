"""For each mail client: how many of the features of a mail it shows fully, partly or not, and which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.check.clients import support, used
from digest.check.clients.support import FULLY, NOT, PARTLY
from digest.check.clients.used import Use
from digest.check.clients.wording import named
from digest.check.document import Document


@dataclass(frozen=True, slots=True)
class Lack:
    """A feature that a client does partly or not.

    Attributes:
        title: as people call it.
        harmless: whether a reader loses nothing by it.
        note: what is partial about it; "" where nothing is known.
    """

    title: str
    harmless: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The clients of one family that show a mail alike.

    Attributes:
        family: `Outlook`.
        platforms: `("Android", "iOS")`.
        important: whether the gate insists on one of them.
        full: number of features that they show fully.
        partly, missing: the others of which something is known.
        unknown: number of features that nobody tested there.
    """

    family: str
    platforms: tuple[str, ...]
    important: bool
    full: int
    partly: tuple[Lack, ...]
    missing: tuple[Lack, ...]
    unknown: int

    @property
    def name(self) -> str:
        """`Outlook (Android, iOS)`."""
        return f"{self.family} ({', '.join(self.platforms)})"


def table(document: Document | None) -> tuple[Group, ...]:
    """All clients in the order in which they are told; those of a family that do the same in one group."""
    if document is None:
        return ()
    uses = list(used.of(document))
    groups: dict[tuple[object, ...], Group] = {}
    for client in support.known().clients:
        family, platform = named(client)
        group = _of(client, family, platform, uses)
        key = (family, group.full, group.partly, group.missing)
        before = groups.get(key)
        groups[key] = _joined(before, group) if before else group
    return tuple(groups.values())


def _of(client: str, family: str, platform: str, uses: Iterable[Use]) -> Group:
    by_feature: dict[str, list[Use]] = {}
    for use in uses:
        by_feature.setdefault(use.feature, []).append(use)
    states = {slug: support.known().features[slug].support[client] for slug in by_feature}
    lacks = {
        state: tuple(
            _lack(client, slug, state, by_feature[slug]) for slug in by_feature if states[slug] == state
        )
        for state in (PARTLY, NOT)
    }
    full = sum(state == FULLY for state in states.values())
    unknown = len(states) - full - len(lacks[PARTLY]) - len(lacks[NOT])
    important = client in support.important()
    return Group(family, (platform,), important, full, lacks[PARTLY], lacks[NOT], unknown)


def _lack(client: str, slug: str, state: str, uses: Iterable[Use]) -> Lack:
    feature = support.known().features[slug]
    harmless = all(support.is_harmless(slug, client, state, use.part, in_head=use.in_head) for use in uses)
    return Lack(feature.title, harmless, feature.notes.get(client, ""))


def _joined(one: Group, other: Group) -> Group:
    platforms = (*one.platforms, *other.platforms)
    important = one.important or other.important
    return Group(one.family, platforms, important, one.full, one.partly, one.missing, one.unknown)
