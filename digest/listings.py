"""The `[[sources]]` of a sources.toml, added and taken out as text: everything else stays byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit

from digest.errors import UsageError

_HEAD = re.compile(r"\s*\[\[\s*[\"']?sources[\"']?\s*\]\]\s*(?:#.*)?")
_TABLE = re.compile(r"\s*\[")
_LOOSE = re.compile(r"\s*(?:#.*)?")


def block(values: Mapping[str, str | float | bool]) -> str:
    """A table of the file, its equals signs below one another."""
    width = max(map(len, values))
    rows = (f"{name:<{width}} = {tomlkit.item(value).as_string()}" for name, value in values.items())
    return "\n".join(["[[sources]]", *rows]) + "\n"


def added(text: str, blocks: Sequence[str], file: str) -> str:
    """`text` with `blocks` behind its last source; line ends as the text has them.

    Raises:
        UsageError: the file has its sources in another form, so that nothing can be put in safely.
    """
    before, new = tomllib.loads(text), [tomllib.loads(one)["sources"][0] for one in blocks]
    wanted = before | {"sources": [*before.get("sources", []), *new]}
    lines = text.splitlines(keepends=True)
    for at in _places(lines):
        made = _joined(lines[:at], blocks, lines[at:], "\r\n" if "\r\n" in text else "\n")
        if _parsed(made) == wanted:
            return made
    raise UsageError(
        file, "has its sources in a form that cannot be added to", f"add this yourself:\n{blocks[0]}"
    )


def _places(lines: Sequence[str]) -> tuple[int, ...]:
    """Lines before which a source may be put, the best first: behind the last one, else at the end.

    What looks like a head may stand inside of a text of several lines; whoever asks tries the result.
    """
    return (*(_end(lines, head) for head in reversed(_heads(lines)[-3:])), len(lines))


def _heads(lines: Sequence[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if _HEAD.fullmatch(line.rstrip("\r\n"))]


def _end(lines: Sequence[str], head: int) -> int:
    """The line behind the table that starts at `head`; a comment above the next one belongs to that."""
    end = head + 1
    while end < len(lines) and not _TABLE.match(lines[end]):
        end += 1
    while end > head + 1 and _LOOSE.fullmatch(lines[end - 1].rstrip("\r\n")):
        end -= 1
    return end


def _joined(before: Sequence[str], blocks: Sequence[str], after: Sequence[str], end: str) -> str:
    """The three parts with an empty line before each block, and before what follows."""
    head = "".join(before)
    if head and not head.endswith("\n"):
        head += end
    apart = "" if not head or head.endswith(("\n\n", "\r\n\r\n")) else end
    middle = end.join(one.replace("\n", end) for one in blocks)
    rest = "".join(after)
    return head + apart + middle + ("" if not rest or rest.startswith(("\n", "\r\n")) else end) + rest


def without(text: str, name: str, file: str) -> str:
    """`text` without the source called `name` and the empty line behind it.

    Raises:
        UsageError: the file has its sources in another form.
    """
    before = tomllib.loads(text)
    wanted = before | {"sources": [one for one in before.get("sources", []) if one.get("name") != name]}
    if not wanted["sources"]:
        del wanted["sources"]
    lines = text.splitlines(keepends=True)
    for head in _heads(lines):
        end = _end(lines, head)
        while end < len(lines) and not lines[end].strip():
            end += 1
        start = head - 1 if end == len(lines) and head and not lines[head - 1].strip() else head
        made = "".join((*lines[:start], *lines[end:]))
        if _parsed(made) == wanted:
            return made
    raise UsageError(file, f'holds "{name}" in a form that cannot be taken out', "take it out yourself")


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
