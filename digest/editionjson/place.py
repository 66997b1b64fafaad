"""A value of `edition.json` and where it stands, so that a fault can name its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from digest.errors import DigestError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the file and where it stands, so that a fault can name its place."""

    value: object
    path: str

    def __getitem__(self, key: str) -> Place:
        where = f"{self.path}.{key}" if self.path else key
        if not isinstance(self.value, dict):
            raise fault(f"{self.path or 'the file'} is not an object")
        if key not in self.value:
            raise fault(f"{where} is missing")
        return Place(self.value[key], where)

    def later(self, key: str) -> Place:
        """A value that older files of this format do not have; null there."""
        held = isinstance(self.value, dict) and key in self.value
        return self[key] if held else Place(None, f"{self.path}.{key}")

    def listed(self, key: str) -> Iterator[Place]:
        """The items of a list that older files of this format do not have; none there."""
        found = self.later(key)
        return iter(found) if found.value is not None else iter(())

    def __iter__(self) -> Iterator[Place]:
        if not isinstance(self.value, list):
            raise fault(f"{self.path} is not a list")
        return (Place(value, f"{self.path}[{n}]") for n, value in enumerate(self.value))

    def a(self, kind: type[_T], name: str) -> _T:
        """The value, which must be of `kind`; `name` says so in the fault."""
        if not isinstance(self.value, kind) or (isinstance(self.value, bool) and kind is not bool):
            raise fault(f"{self.path} is not {name}")
        return self.value

    @property
    def text(self) -> str:
        """A text."""
        return self.a(str, "a text")

    @property
    def count(self) -> int:
        """A whole number."""
        return self.a(int, "a whole number")

    @property
    def amount(self) -> float:
        """A number."""
        try:
            found = float(self.count) if isinstance(self.value, int) else self.a(float, "a number")
        except OverflowError:
            found = math.inf
        if not math.isfinite(found):
            raise fault(f"{self.path} is no number that can be reckoned with")
        return found

    @property
    def flag(self) -> bool:
        """True or false."""
        return self.a(bool, "true or false")

    @property
    def time(self) -> datetime:
        """A moment, in UTC."""
        try:
            return datetime.fromisoformat(self.text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise fault(f"{self.path} is not a time like 2026-11-22T18:00:00Z") from None

    @property
    def day(self) -> date:
        """A day."""
        try:
            return date.fromisoformat(self.text)
        except ValueError:
            raise fault(f"{self.path} is not a day like 2026-11-22") from None

    def maybe(self, read: Callable[[Place], _T]) -> _T | None:
        """What `read` makes of it; None for null."""
        return None if self.value is None else read(self)


def fault(problem: str) -> DigestError:
    """The error for a file in which something is wrong."""
    return DigestError("edition.json", problem, "build the edition again, or restore the file from a copy")
