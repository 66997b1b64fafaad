"""Who publishes: newsrooms and their families, agencies, aggregators, and those who speak for themselves.

Names of publishers come in as feeds spell them; the lists lie in `digest/data`.
"""

from __future__ import annotations

from functools import lru_cache

from digest import bundled

RELEASE = "release"
"""What `agency` gives for a wire that carries what parties say of themselves."""

_SPELLINGS = bundled.pairs("outlet_spellings.txt")
_FAMILIES = bundled.pairs("families.txt")
_AGENCIES = bundled.pairs("wires.txt")
_AGENCY_BY_KEY: dict[str, str] = {}
_AGGREGATORS = bundled.lines("aggregators.txt")
_OWN_PAGES = bundled.lines("documents.txt")


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split()).removeprefix("the ")


_AGENCY_BY_KEY |= {_plain(spelling): agency for spelling, agency in _AGENCIES.items()}


@lru_cache(maxsize=16384)
def outlet(name: str) -> str:
    """The outlet that a publisher's name means, in one spelling; a name in no list keeps its own."""
    return _SPELLINGS.get(_plain(name)) or " ".join(name.split())


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """What is equal for equal outlets: `The Verge`, `Verge` and `theverge.com` have one."""
    return _plain(outlet(name))


def newsroom(name: str) -> str:
    """The newsroom that an outlet belongs to: sister outlets that share one have the same."""
    return _FAMILIES.get(key(name)) or outlet(name)


def is_aggregator(name: str) -> bool:
    """Whether it mostly repeats or links what others wrote."""
    return _plain(name) in _AGGREGATORS


def agency(name: str) -> str:
    """The agency that a publisher or byline names, `RELEASE` for a wire of press releases, "" for none."""
    return _AGENCY_BY_KEY.get(_plain(name), "")


def agency_spellings() -> tuple[str, ...]:
    """Names of agencies as they stand in bylines, the longest first."""
    return tuple(sorted(_AGENCIES, key=lambda name: (-len(name), name)))


def is_known(name: str) -> bool:
    """Whether a name is in any of the lists of outlets."""
    plain = _plain(name)
    return plain in _SPELLINGS or plain in _FAMILIES or plain in _AGENCY_BY_KEY or plain in _AGGREGATORS


def is_own_page(name: str, host: str) -> bool:
    """Whether a party or an authority speaks for itself: by its name, or at `host` or one above it."""
    parts = host.split(".")
    return _plain(name) in _OWN_PAGES or any(".".join(parts[at:]) in _OWN_PAGES for at in range(len(parts)))
