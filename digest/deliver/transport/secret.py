"""The password of a mail server: taken from where only its owner can read it, and never shown."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

from digest.deliver.transport.kinds import Door, NotSentError

VARIABLE = "DIGEST_SMTP_PASSWORD"
"""The variable of the environment that holds it; it goes before the file."""

_LONGEST = 10_000  # bytes; a password file that is larger is another file


def password(door: Door, file: str) -> str:
    """The password: from the environment, else the first line of `file`.

    Raises:
        NotSentError: there is none, or others than the owner may read the file.
    """
    if given := door.environ.get(VARIABLE):
        return given
    if not file:
        remedy = f"put it into {VARIABLE}, or name a file with it: password_file in [delivery]"
        raise NotSentError("[delivery]", "there is a user and no password", remedy)
    path = door.folder / file
    try:
        held = _read(path)
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise NotSentError(str(path), problem, "check password_file in [delivery]") from error
    line = held.split("\n", 1)[0].rstrip("\r")
    if not line:
        raise NotSentError(
            str(path), "holds no password in its first line", "write it there and nothing else"
        )
    return line


def hidden(text: str, password: str, *others: str) -> str:
    """`text` of a server without the password, in whichever form it went there."""
    forms = [password, *others, base64.b64encode(password.encode("utf-8")).decode("ascii")]
    for form in sorted(filter(None, forms), key=len, reverse=True) if password else ():
        text = text.replace(form, "…")
    return text


def _read(path: Path) -> str:
    """The file's text; its mode is that of the file that is read, whatever its name leads to meanwhile."""
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise NotSentError(str(path), "is no plain file", "check password_file in [delivery]")
        if os.name == "posix" and about.st_mode & 0o077:
            raise NotSentError(str(path), "can be read by others than you", f"chmod 600 {path}")
        try:
            return file.read(_LONGEST).decode("utf-8")
        except UnicodeDecodeError:  # without its cause, which holds the bytes
            raise NotSentError(str(path), "is not text in UTF-8", "save it in that encoding") from None
