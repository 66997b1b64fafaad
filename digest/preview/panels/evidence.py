"""What the reports state, sentence by sentence, and why each story stands where it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.errors import DigestError
from digest.model import Edition
from digest.preview import judgement, records
from digest.preview.judgement import Room
from digest.preview.sight import Sight
from digest.preview.studio import Supplier


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the panel shows.

    Attributes:
        rooms: the sections with their stories; none where the edition cannot be read.
        sick, well: the sources, those with something wrong apart from the others.
        thin: what is told of sections with far fewer stories than usual.
    """

    rooms: tuple[Room, ...] = ()
    sick: tuple[Supplier, ...] = ()
    well: tuple[Supplier, ...] = ()
    thin: tuple[str, ...] = ()


def data(sight: Sight) -> Evidence:
    """The evidence of the edition on the desk."""
    made = records.edition(sight.desk)
    suppliers = _suppliers(sight)
    return Evidence(
        _rooms(_Kept(made)) if made else (),
        tuple(one for one in suppliers if one.trouble),
        tuple(one for one in suppliers if not one.trouble),
        _thin(sight.desk.read("report.json") or ""),
    )


def _suppliers(sight: Sight) -> Sequence[Supplier]:
    """The sources; none where the project cannot say: the panel has more to tell."""
    try:
        return sight.studio.suppliers()
    except DigestError:
        return ()


@lru_cache(maxsize=4)
def _thin(report: str) -> tuple[str, ...]:
    try:
        return tuple(str(row["told"]) for row in json.loads(report)["thin"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """An edition by itself: `records` reads each state once, and to compare two takes long."""

    edition: Edition

    def __hash__(self) -> int:
        return id(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.edition is self.edition


@lru_cache(maxsize=4)
def _rooms(kept: _Kept) -> tuple[Room, ...]:
    return judgement.rooms(kept.edition)
