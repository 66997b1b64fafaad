"""What a mail program makes of CSS, by what caniemail.com knows of it (see `check.clients`)."""

from __future__ import annotations

from functools import lru_cache

from digest.check.clients import declared
from digest.check.clients.support import NOT, known
from digest.preview.views import styles

_ON_ALL = frozenset({"css-important"})  # says how much a declaration counts, and nothing that is shown


def told() -> str:
    """Who knows it, and of which day: `caniemail.com, 2026-06-29`."""
    return f"caniemail.com, {known().date}"


def reduced(style: str, client: str) -> str:
    """`style` without the declarations that `client` does not show at all; what it shows by halves stays."""
    return styles.kept(style, lambda name, value: value if shows(client, f"{name}:{value}") else None)


@lru_cache(maxsize=8192)
def shows(client: str, declaration: str) -> bool:
    """Whether nothing in the declaration is known to be missing in `client`."""
    features = known().features
    used = (part.feature for part in declared.inline(declaration))
    return all(features[slug].support.get(client) != NOT for slug in used if slug not in _ON_ALL)
