"""Subscription lists and a configuration: what a list would add to it, and a list of what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digest import addresses, listings, urls
from digest.collect import opml
from digest.collect.opml import Subscription
from digest.config import Config, Theme


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would add.

    Attributes:
        feeds: to be added, with the names that they get; `sections` has the section of each, "" for none.
        known: names under which feeds of the list are there already.
        left_out: what cannot be taken, in words.
    """

    feeds: tuple[Subscription, ...]
    sections: tuple[str, ...]
    known: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The tables that are to be written."""
        rows = zip(self.feeds, self.sections, strict=True)
        return tuple(
            listings.block(
                {"name": feed.name, "kind": "feed", "url": feed.url}
                | ({"section": section} if section else {})
            )
            for feed, section in rows
        )


def plan(config: Config, file: Path) -> Plan:
    """What the list in `file` would add to the sources of `config`.

    Raises:
        DigestError: it cannot be read, is no OPML, or names no feed.
    """
    listing = opml.listed(file)
    there = {urls.canonical(source.place): source.name for source in config.sources}
    taken = {source.name.casefold() for source in config.sources}
    feeds: list[Subscription] = []
    known, left_out = [], list(listing.left_out)
    for feed in listing.feeds:
        key = urls.canonical(feed.url)
        if key in there:
            known.append(there[key])
        elif why := _inner(feed.url, config.fetching.allow):
            left_out.append(f"{feed.name}: {why}")
        else:
            name = _free(feed.name, taken)
            taken.add(name.casefold())
            there[key] = name
            feeds.append(replace(feed, name=name))
    sections = tuple(section(feed.folders, config.sections) for feed in feeds)
    return Plan(tuple(feeds), sections, tuple(known), tuple(left_out))


def _inner(url: str, allowed: Sequence[str]) -> str:
    """Why an address that is written in numbers must not be asked; names are judged when they are."""
    host = urls.host(url)
    return addresses.refusal(host, allowed) if addresses.is_network(host) else ""


def _free(name: str, taken: set[str]) -> str:
    number, found = 2, name
    while found.casefold() in taken:
        number, found = number + 1, f"{name} {number}"
    return found


def section(folders: Sequence[str], themes: Iterable[Theme]) -> str:
    """The section that the innermost of some folders is called after, "" for none."""
    by_name = {name.casefold(): theme.id for theme in themes for name in (theme.id, theme.title)}
    return next((by_name[name.casefold()] for name in reversed(folders) if name.casefold() in by_name), "")


def exported(config: Config, now: datetime) -> tuple[str, tuple[str, ...]]:
    """The feeds of `config` as OPML, in folders by section; and the names of sources that are no feeds."""
    titles = {theme.id: theme.title for theme in config.sections}
    feeds = [
        Subscription(one.name, one.place, (titles[one.section],) if one.section in titles else ())
        for one in config.sources
        if one.kind == "feed"
    ]
    others = tuple(one.name for one in config.sources if one.kind != "feed")
    return opml.written(config.edition.title, feeds, now), others
