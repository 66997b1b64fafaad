"""The editions that the tools of others look at, each as mail and as page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from digest.model import Edition, Picture
from tests import editions, generated, presses
from tests.render import reckoned


def pictured() -> Edition:
    """Two pictures of an editor, one with a caption and one that leads somewhere, larger than the column."""
    first, *others = editions.weekly().sections
    lead, *rest = first.pieces
    shown = '![Cranes over a half-built hall](halls.png "The halls in May")'
    linked = "[![A line that rises from left to right](pictures/line.gif)](https://charts.example/line)"
    told = replace(lead, blurb=f"{lead.blurb}\n\n{shown}\n\n{linked}")
    files = (
        Picture("halls.png", 1600, 900, "image/png", 90_000, "0" * 64),
        Picture("pictures/line.gif", 400, 120, "image/gif", 9_000, "1" * 64),
    )
    rooms = (replace(first, pieces=(told, *rest)), *others)
    return replace(editions.weekly().with_sections(rooms), pictures=files)


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
        "pictured": pictured,
        "empty": editions.quiet,
        "forty": lambda: generated.edition(17),
    }
)
FORMS = ("email.html", "index.html")


@lru_cache
def outputs(name: str) -> Mapping[str, str]:
    """All outputs of one of `EDITIONS`, by file name."""
    number = 0 if name in {"weekly", "figures", "pictured", "empty"} else generated.COUNT - 1
    return presses.galley(EDITIONS[name](), generated.stationery(number)).outputs
