"""Secrets: passwords and tokens, from the environment, a file of their owner or the keyring, and never shown.

A secret is held in an object whose `repr` says nothing, because tracebacks, logs and reports of tests show
the `repr` of whatever is near. It is taken out in the very expression that uses it.
"""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from digest.errors import DigestError

KEYRING = "keyring:"
"""What stands before an entry of the keyring where a file could be named: `keyring:digest/ada`."""

_LONGEST = 10_000  # bytes; a file with a secret that is larger is another file


class SecretError(DigestError):
    """A secret is not to be had, or not safely; no message repeats any of it."""


class Secret:
    """Something that must not be shown."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")

    @property
    def first_line(self) -> Secret:
        """Its first line without what ends it."""
        return Secret(self._value.split("\n", 1)[0].rstrip("\r"))

    def reveal(self) -> str:
        """The secret itself; for the very expression that uses it, and into no variable."""
        return self._value

    def hidden_in(self, text: str, *others: Secret) -> str:
        """`text` of somebody else's without the secret and the `others`, plain or in base64."""
        plain = [one.reveal() for one in (self, *others) if one]
        coded = [base64.b64encode(one.encode("utf-8")).decode("ascii") for one in plain]
        for form in sorted({*plain, *coded}, key=len, reverse=True):
            text = text.replace(form, "…")
        return text


NOBODYS = Secret("")
"""None."""


class Environ(Mapping[str, str]):
    """The environment, of which no `repr` shows anything; that of `os.environ` shows every secret in it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return "Environ(…)"


ENVIRON = Environ(os.environ)
"""That of this process; what is handed down as `environ` is this."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where the secrets of a project are kept.

    Attributes:
        folder: of the configuration; relative paths start here.
        environ: the environment; never shown.
    """

    folder: Path
    environ: Mapping[str, str] = field(repr=False)

    def secret(self, variable: str, place: str, setting: str, what: str = "password") -> Secret:
        """The secret: from `variable` of the environment, else the first line of the file at `place`.

        `place` may be `keyring:SERVICE/USER` instead of a path; `setting` is what a person calls the setting
        that holds it: `password_file in [delivery]`.

        Raises:
            SecretError: there is none, or others than the owner may read the file.
        """
        if self.environ.get(variable):
            return Secret(self.environ[variable])
        if not place:
            remedy = f"put it into {variable}, or name a file with it: {setting}"
            raise SecretError(setting.rpartition(" in ")[2], f"there is no {what}", remedy)
        if place.startswith(KEYRING):
            return _from_keyring(place.removeprefix(KEYRING), setting)
        held = self.file(place, setting).first_line
        if not held:
            problem = f"holds no {what} in its first line"
            raise SecretError(str(self.folder / place), problem, "write it there and nothing else")
        return held

    def file(self, place: str, setting: str) -> Secret:
        """All that stands in the file at `place`.

        Raises:
            SecretError: it cannot be read, or others than the owner may.
        """
        path = self.folder / place
        try:
            held = _read(path, setting)
        except OSError as error:
            problem = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise SecretError(str(path), problem, f"check {setting}") from error
        if held is None:
            raise SecretError(str(path), "is not text in UTF-8", "save it in that encoding")
        return held


def _read(path: Path, setting: str) -> Secret | None:
    """The file's text; its mode is that of the file that is read, whatever its name leads to meanwhile."""
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise SecretError(str(path), "is no plain file", f"check {setting}")
        if os.name == "posix" and about.st_mode & 0o077:
            raise SecretError(str(path), "can be read by others than you", f"chmod 600 {path}")
        try:
            return Secret(file.read(_LONGEST).decode("utf-8"))
        except UnicodeDecodeError:  # told by whoever asked: the error holds the bytes
            return None


def _from_keyring(name: str, setting: str) -> Secret:
    """The entry of the keyring of this machine that `SERVICE/USER` names."""
    service, _, user = name.rpartition("/")
    if not (service and user):
        raise SecretError(KEYRING + name, "names no entry", f'write "keyring:SERVICE/USER" as {setting}')
    try:
        keyring: Any = import_module("keyring")
    except ImportError:
        remedy = "pip install 'scaleup-digest[keyring]', or use a file"
        raise SecretError(KEYRING + name, "the keyring needs a library that is not here", remedy) from None
    try:
        held = Secret(keyring.get_password(service, user) or "")
    except Exception as error:  # noqa: BLE001 - each keyring has errors of its own
        problem = f"the keyring does not open ({type(error).__name__})"
        raise SecretError(KEYRING + name, problem, "unlock it, or use a file") from None
    if not held:
        remedy = f"keyring set {service} {user} asks for it and puts it there"
        raise SecretError(KEYRING + name, "the keyring has no such entry", remedy)
    return held
