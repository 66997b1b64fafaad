"""What the reports state, sentence by sentence, and why each story stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from digest.model import Edition
from digest.preview import judgement, records
from digest.preview.judgement import Room
from digest.preview.sight import Sight


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the panel shows: the sections with their stories; none where the edition cannot be read."""

    rooms: tuple[Room, ...] = ()


def data(sight: Sight) -> Evidence:
    """The evidence of the edition on the desk."""
    made = records.edition(sight.desk)
    return Evidence(_rooms(_Kept(made)) if made else ())


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
