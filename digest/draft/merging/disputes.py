"""Whether what an editor wrote and what the reports say now can both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from digest import figures, markup
from digest.text import clip

_KINDS = {"money", "percent", "multiple", "people", "chips", "power", "energy", "duration", "date", "number"}
_SMALL = 10  # a bare number below it counts nothing that anybody would quote
_NAMED = 3  # figures that a message names
_SHOWN = 80  # characters of a headline in it
_SAYS = "its reports now say "
_DEAL = "its reports tell another deal than you do"
_FOLDED = "its reports are told under "


def of_figures(before: str, mine: str, theirs: str) -> str:
    """Why two texts cannot both be right, in words; "" where they can.

    They cannot where `theirs` tells a new figure and `mine` tells another one of the same kind in its place.
    """
    was, said, now = _told(before), _told(mine), _told(theirs)
    for kind, found in now.items():
        new = [key for key in found if key not in was[kind] and key not in said[kind]]
        old = [key for key in said[kind] if key not in found]
        if new and old:
            return f"{_SAYS}{_listed(found, new)}, you say {_listed(said[kind], old)}"
    return ""


def of_deals() -> str:
    """Why a deal that both changed has to be settled."""
    return _DEAL


def of_fold(headline: str) -> str:
    """Why a story that the machine tells within another one now has to be settled."""
    return f'{_FOLDED}"{clip(headline, _SHOWN)}" now'


def is_ours(why: str) -> bool:
    """Whether a reason is worded as here: a person has written nothing into it."""
    return all(said.startswith((_SAYS, _DEAL, _FOLDED)) for said in why.split("; "))


def _told(text: str) -> Mapping[str, Mapping[tuple[float, float | None], str]]:
    """By kind and unit the figures of a text, each with its words."""
    plain = markup.unescape(markup.LINK.sub(lambda match: match["name"], text))
    found: dict[str, dict[tuple[float, float | None], str]] = defaultdict(dict)
    for figure in figures.of(plain):
        counts = figure.kind != "number" or abs(figure.value) >= _SMALL
        if figure.kind in _KINDS and counts:
            said = plain[figure.start : figure.end].strip()
            found[f"{figure.kind} {figure.unit} {figure.per}"].setdefault((figure.value, figure.high), said)
    return found


def _listed(found: Mapping[tuple[float, float | None], str], keys: list[tuple[float, float | None]]) -> str:
    return " and ".join(" ".join(found[key].split()).replace("; ", ", ") for key in keys[:_NAMED])
