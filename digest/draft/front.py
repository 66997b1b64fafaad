"""The front matter of a draft: the words around the mail, one setting a line."""

from __future__ import annotations

import difflib
import json

from digest.errors import DraftError
from digest.model import Edition
from digest.text import clip

KEYS = ("edition", "title", "subject", "preheader")
"""The settings, in the order in which they are written."""

_SHOWN = 80  # characters of a faulty line that an error shows


def write(edition: Edition) -> str:
    """The front matter of `edition`."""
    values = (edition.key, edition.title, edition.subject, edition.preheader)
    settings = (
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in zip(KEYS, values, strict=True)
    )
    return "\n".join(["---", *settings, "---"])


def read(lines: list[str], file: str) -> tuple[dict[str, str], int]:
    """The settings at the top of `lines`, and the index of the line after them.

    Raises:
        DraftError: it is missing, broken or not closed; the subject names the line.
    """
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[first].strip() != "---":
        raise DraftError(
            f"{file}:{first + 1}", "the draft does not start with ---", "put the front matter back"
        )
    front: dict[str, str] = {}
    for number in range(first + 1, len(lines)):
        line = lines[number].strip()
        if line == "---":
            return front, number + 1
        if line.startswith(("<!--", "##")):
            break
        if line and not line.startswith("#"):
            key, value = _setting(line, f"{file}:{number + 1}")
            if key in front:
                raise DraftError(f"{file}:{number + 1}", f'"{key}" stands twice', "delete one of the two")
            front[key] = value
    raise DraftError(f"{file}:{first + 1}", "the front matter is not closed", "end it with a line ---")


def _setting(line: str, place: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    key, value = key.strip(), value.strip()
    if not colon:
        raise DraftError(place, f'"{clip(line, _SHOWN)}" is not "name: value"', 'write it like title: "…"')
    if key not in KEYS:
        close = difflib.get_close_matches(key, KEYS, n=1)
        remedy = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(KEYS)}"
        raise DraftError(place, f'unknown name "{clip(key, _SHOWN)}"', remedy)
    read = _value(value, place)
    if any(ord(character) < 32 or character in "\x85\u2028\u2029" for character in read):
        raise DraftError(place, f"{key} holds a line break or control character", "write it on one line")
    return key, read


def _value(value: str, place: str) -> str:
    """A value as a person writes one: in double quotes, in single ones, or bare."""
    quote = value[:1]
    if quote not in ('"', "'"):
        return value
    if len(value) < 2 or value[-1] != quote:
        raise DraftError(place, "the quote is not closed", f"end the line with {quote}")
    if quote == "'":
        return value[1:-1].replace("''", "'")
    try:
        return str(json.loads(value))
    except ValueError:  # a bare quote or backslash inside: what stands there is what is meant
        return value[1:-1]
