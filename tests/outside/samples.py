"""The editions that the tools of others look at, each as mail and as page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from digest.model import Edition
from tests import editions, generated, presses
from tests.render import reckoned

EDITIONS: Mapping[str, Callable[[], Edition]] = MappingProxyType(
    {
        "weekly": editions.weekly,
        "hostile": lambda: generated.edition(10),
        "figures": reckoned.edition,
        "arabic": lambda: generated.edition(5),
        "chinese": lambda: generated.edition(6),
        "emoji": lambda: generated.edition(7),
        "long": lambda: generated.edition(9),
        "from-the-right": lambda: generated.edition(16),
        "empty": editions.quiet,
        "forty": lambda: generated.edition(17),
    }
)
FORMS = ("email.html", "index.html")


@lru_cache
def outputs(name: str) -> Mapping[str, str]:
    """All outputs of one of `EDITIONS`, by file name."""
    number = 0 if name in {"weekly", "figures", "empty"} else generated.COUNT - 1
    return presses.galley(EDITIONS[name](), generated.stationery(number)).outputs
