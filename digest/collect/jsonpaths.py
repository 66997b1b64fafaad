"""Paths into JSON, as configured: `hits[*].title`, `data["a.b"][0]`, `results.*`; and links made of them.

A small part of JSONPath (RFC 9535): names, places in a list, and all members. A template such as
`https://site.example/item/{objectID}` holds paths in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

DEEPEST = 100  # levels; no API nests a tenth of it
_STEP = re.compile(
    r"""\.?(?P<name>[^\s.\[\]{}"'*|][^.\[\]{}"'*|]*)|\.?(?P<all>\*)|\[(?P<members>\*)\]|\[(?P<place>-?\d{1,6})\]"""
    r"""|\[(?:"(?P<quoted>[^"]+)"|'(?P<apostrophes>[^']+)')\]"""
)
_HOLE = re.compile(r"\{([^{}]*)\}")
_KEPT = "/:?&=#%+,;~@!$'()*"
_NAMED = 12  # keys in a message

Step = str | int | None
"""A key, a place in a list, or None for all members."""


class PathError(ValueError):
    """What was configured is no path; the message says where."""


@cache
def steps(path: str) -> tuple[Step, ...]:
    """`path` taken apart; none for "", which is the document itself.

    Raises:
        PathError: it is none.
    """
    rest = path.removeprefix("$")
    found: list[Step] = []
    while rest:
        match = _STEP.match(rest)
        if not match or (match["name"] and found and not rest.startswith(".")):
            raise PathError(f'at "{rest[:20]}"')
        rest = rest[match.end() :]
        name = match["name"] or match["quoted"] or match["apostrophes"]
        found.append(name.strip() if name else int(match["place"]) if match["place"] else None)
    return tuple(found)


def values(document: Any, path: str) -> list[Any]:
    """What `path` finds in `document`, without what is null."""
    found = [document]
    for step in steps(path):
        found = [inner for value in found for inner in _inside(value, step)]
    return [value for value in found if value is not None]


def _inside(value: Any, step: Step) -> Iterator[Any]:
    if step is None:
        yield from _members(value)
    elif isinstance(step, str):
        yield from [value[step]] if isinstance(value, dict) and step in value else []
    elif isinstance(value, list) and -len(value) <= step < len(value):
        yield value[step]


def absence(document: Any, path: str) -> str:
    """Where `path` stops to find anything in `document`, and what is there instead."""
    found = [document]
    for step in steps(path):
        inside = [inner for value in found for inner in _inside(value, step) if inner is not None]
        if not inside:
            return f"there is no {_spoken(step)} {instead(found[0])}"
        found = inside
    return f"there is {_kind(found[0])}"


def _spoken(step: Step) -> str:
    return "member" if step is None else f'"{step}"' if isinstance(step, str) else f"member {step}"


def instead(value: Any) -> str:
    """What there is in `value`, in brackets or as the end of a sentence."""
    if isinstance(value, dict) and value:
        names = ", ".join(f'"{key[:40]}"' for key in list(value)[:_NAMED])
        return f"(there are {names}{', …' if len(value) > _NAMED else ''})"
    return f"in {_kind(value)}"


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    return f"only {str(value)[:40]!r}"


def said(document: Any, paths: tuple[str, ...], joint: str = "") -> str:
    """What the first of `paths` that finds something finds, as text; several values with `joint` between.

    Without a joint the first value counts. A path with braces is a template.
    """
    for path in paths:
        if "{" in path:
            found = filled(path, document)
        else:
            texts = [text for value in values(document, path) if (text := _text(value))]
            found = joint.join(texts) if joint else next(iter(texts), "")
        if found:
            return found
    return ""


def filled(template: str, document: Any) -> str:
    """`template` with what its paths find, fit for an address where it is one; "" where one finds nothing."""
    found = {hole: said(document, (hole,)) for hole in holes(template)}
    safe = _KEPT if template.startswith(("http://", "https://")) else ""
    if not all(found.values()):
        return ""
    return _HOLE.sub(lambda match: quote(found[match[1]], safe=safe) if safe else found[match[1]], template)


def holes(template: str) -> list[str]:
    """The paths in the braces of `template`.

    Raises:
        PathError: one is none, or a brace stands alone.
    """
    found = _HOLE.findall(template)
    for path in found:
        steps(path)
    if "{" in _HOLE.sub("", template) or "}" in _HOLE.sub("", template):
        raise PathError("at a brace that stands alone")
    return found


def _text(value: Any) -> str:
    """A value as text; "" for lists, objects and truth values, which say nothing to a reader."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def is_too_deep(document: Any) -> bool:
    """Whether it nests deeper than anything that is meant to be read."""
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _members(value) if isinstance(inner, dict | list)]
    return bool(level)


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
