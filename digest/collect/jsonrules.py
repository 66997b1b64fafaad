"""How the JSON of an API is to be read: paths as configured, judged when the file is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from digest.collect.jsonpaths import PathError, holes, steps
from digest.settings import Line, WebAddress

NO_PATH = 'is no path ({place}); write it like "data.items[*].title"'


@dataclass(frozen=True, slots=True)
class Rules:
    """Where things are: `items` in the document, all others in an item, the first that finds something.

    Attributes:
        items: leads to the items, or to the list of them; "" where the document is the list.
        each: the address of one item with `{}` for its id, where the list has ids only; "" elsewhere.
        newest: how many of these are asked for, from the front of the list.
        is_one: the document is a single item.
    """

    items: str = ""
    title: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    each: str = ""
    newest: int = 0
    is_one: bool = False


def _several(given: object) -> object:
    """One path or a list of them."""
    return (given,) if isinstance(given, str) and given else () if given == "" else given


def _path(written: str) -> str:
    try:
        steps(written)
    except PathError as error:
        raise PydanticCustomError("path", NO_PATH, {"place": str(error)}) from None
    return written


def _paths_or_templates(written: tuple[str, ...]) -> tuple[str, ...]:
    for one in written:
        if "{" in one or "}" in one:
            _template(one)
        else:
            _path(one)
    return written


def _template(written: str) -> None:
    try:
        found = holes(written)
    except PathError as error:
        raise PydanticCustomError("path", NO_PATH, {"place": str(error)}) from None
    if not all(found):
        raise PydanticCustomError("hole", 'should name a path in each pair of braces: "{objectID}"')


def _of_one(address: str) -> str:
    """An address whose host is fixed, so that no answer can send the next question elsewhere."""
    before, hole, after = address.partition("{}")
    fixed = before.partition("://")[2]
    if address and (not hole or "/" not in fixed or "{" in before + after or "}" in before + after):
        raise PydanticCustomError(
            "each", 'should be an address with {} once in its path: "https://api.example.org/item/{}.json"'
        )
    return address


ItemsPath = Annotated[Line, AfterValidator(_path)]
Paths = Annotated[tuple[Line, ...], BeforeValidator(_several), AfterValidator(_paths_or_templates)]
OneAddress = Annotated[WebAddress, AfterValidator(_of_one)]
