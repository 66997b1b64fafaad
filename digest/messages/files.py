"""Messages read from their files: the user's own over those that ship, and told where one has a fault."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from digest import bundled
from digest.errors import TemplateError
from digest.messages.language import PLURALS, SIGNS, Message, Messages

FOLDER = "messages"
"""Where the files lie inside a folder of templates."""

_ENGLISH = "en"
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


_SHAPES: Mapping[type, str] = {
    str: "is one line, without plural forms",
    tuple: "needs twelve names",
    dict: 'needs its plural forms, at least "other"',
}
# Messages that are read by the program and not by a reader: what they must be, and how that is said.
_SPECIAL: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "plural": (lambda told: told in PLURALS, f"should be one of {', '.join(PLURALS)}"),
    "numbers.grouped_from": (lambda told: told.isascii() and told.isdigit(), "should be a whole number"),
}


def of(language: str, user_folder: Path | None = None) -> Messages:
    """The words of `language`, a BCP 47 tag; `user_folder` is the one of the user's own templates.

    Raises:
        TemplateError: a file of the user's has a fault; it names file and message.
    """
    table = dict(read_shipped(_ENGLISH))
    names = _names(language)
    known = False
    for name in names:
        own = _own(user_folder, name)
        shipped = read_shipped(name)
        known = known or bool(own or shipped) or name == _ENGLISH
        table |= {**shipped, **own}
    return Messages(language, known, table if known else {**table, **_own(user_folder, _ENGLISH)})


def shipped() -> tuple[str, ...]:
    """The languages that ship, by name: `ar`, `de` and so on."""
    return tuple(sorted(path.stem for path in (bundled.path("templates") / FOLDER).glob("*.toml")))


def _names(language: str) -> tuple[str, ...]:
    """From the general to the special: `pt`, `pt-BR`."""
    first, *_ = language.split("-")
    return tuple(dict.fromkeys((first.lower(), language)))


@cache
def read_shipped(name: str) -> Mapping[str, Message]:
    """The messages of the file `name` that ships; none where there is no such file."""
    if name not in shipped():
        return {}
    return _read(bundled.path("templates") / FOLDER / f"{name}.toml")


def _own(user_folder: Path | None, name: str) -> Mapping[str, Message]:
    path = user_folder / FOLDER / f"{name}.toml" if user_folder else None
    if path is None or not path.is_file() or path.resolve() == _place(name):
        return {}
    found = _read(path)
    _check(found, f"{path.parent.parent.name}/{FOLDER}/{path.name}")
    return found


def _place(name: str) -> Path:
    return (bundled.path("templates") / FOLDER / f"{name}.toml").resolve()


def _read(path: Path) -> Mapping[str, Message]:
    """The messages of a file by key.

    Raises:
        TemplateError: it is no TOML or no text.
    """
    try:
        return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8-sig"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        place = f"{path.parent.parent.name}/{FOLDER}/{path.name}"
        remedy = "mend it, or delete the file to have the shipped words again"
        raise TemplateError(place, f"cannot be read: {error}", remedy) from None


def _flat(table: Mapping[str, object], room: str = "") -> Iterator[tuple[str, Message]]:
    for name, value in table.items():
        key = f"{room}{name}"
        if isinstance(value, Mapping) and not (value.keys() & _FORMS):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, list):
            yield key, tuple(map(str, value))
        else:
            yield key, value if isinstance(value, Mapping) else str(value)


def _check(found: Mapping[str, Message], file: str) -> None:
    """That each message of a user's file is known, of the right shape, and has known places only."""
    english = read_shipped(_ENGLISH)
    for key, message in found.items():
        like = english.get(key, "" if key.startswith(SIGNS) else None)
        problem = "there is no message of this name" if like is None else _fault(key, message, like)
        if problem:
            raise TemplateError(file, f'"{key}": {problem}', "compare it with the en.toml that ships")


def _fault(key: str, message: Message, like: Message) -> str:
    """What is wrong with a message that stands for `like`; "" for nothing."""
    if key in _SPECIAL:
        return "" if isinstance(message, str) and _SPECIAL[key][0](message) else _SPECIAL[key][1]
    if type(message) is not type(like) or (isinstance(message, tuple) and len(message) != len(like)):
        return _SHAPES[type(like)]
    if isinstance(message, dict) and ("other" not in message or message.keys() - _FORMS):
        return _SHAPES[dict]
    try:
        unknown = sorted(places(message) - places(like))
    except ValueError as error:
        return f"has a faulty place ({error})"
    return f"has a place {{{unknown[0]}}} that nothing fills" if unknown else ""


def places(message: Message) -> frozenset[str]:
    """The names in braces. Raises `ValueError` where one is more than a name."""
    texts = (
        message.values() if isinstance(message, Mapping) else (message,) if isinstance(message, str) else ()
    )
    found = set()
    for text in map(str, texts):
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if form or conversion or not name.isidentifier():
                raise ValueError(f"{{{name}}}")
            found.add(name)
    return frozenset(found)
