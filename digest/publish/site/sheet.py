"""A page of the site that may not have to be made: what it is made of is known before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the site.

    Attributes:
        name: within the site.
        stamp: equal for equal contents.
        make: gives the file.
    """

    name: str
    stamp: str
    make: Callable[[], bytes]


def sheet(name: str, make: Callable[[], bytes], *told: object) -> Sheet:
    """The file `name`, which says nothing but what is `told`: things whose `repr` shows all of them."""
    seal = sha256()
    for one in (name, *told):
        seal.update(repr(one).encode("utf-8", "surrogatepass") + b"\0")
    return Sheet(name, seal.hexdigest(), make)
