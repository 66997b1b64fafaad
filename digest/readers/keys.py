"""The keys with which tokens are signed and addresses are hashed; a new one can be added, old ones stay good.

They lie in `subscribers.keys` beside the database, mode 0600: a line a key, its two-letter id and 32 bytes in
base64. The newest, the last, signs; each verifies what it once signed, since the link in an old mail must
still let its reader leave. The first one hashes addresses for ever: a suppressed address must be recognised
after every rotation.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digest.errors import StoreError

FILE = "subscribers.keys"
VARIABLE = "DIGEST_KEYS"
"""The variable of the environment that holds the keys instead of the file, with `,` between its lines."""

_LINE = re.compile(r"([a-z2-7]{2}):([A-Za-z0-9+/]{43}=)")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by id, the oldest first; no `repr` shows them."""

    by_id: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The id of the one that signs."""
        return list(self.by_id)[-1]

    def mac(self, key: str, words: bytes) -> bytes:
        """HMAC-SHA-256 (RFC 2104) of `words` with the key of that id, 32 bytes."""
        return hmac.digest(self.by_id[key], words, "sha256")

    def hashed(self, address: str) -> str:
        """The keyed hash of an address, 32 hex digits: the same for `Ada@x.example` and `ada@x.example`."""
        first = next(iter(self.by_id.values()))
        return hmac.digest(first, b"address\0" + address.casefold().encode(), "sha256").hex()[:32]


def opened(out: Path, environ: Mapping[str, str]) -> Keys:
    """The keys of the project whose output folder is `out`, made at the first time.

    Raises:
        StoreError: they cannot be read or written, or what is there is none.
    """
    if given := environ.get(VARIABLE):
        return _read(given.replace(",", "\n"), VARIABLE)
    path = out / FILE
    try:
        if not path.exists() and _is_needed(out):
            remedy = (
                "restore your copy of it; a new one would leave the links in all mails that were sent dead"
            )
            raise StoreError(str(path), "is gone, and there are readers", remedy)
        if not path.exists():
            out.mkdir(parents=True, exist_ok=True)
            _append(path, _fresh({}), os.O_EXCL)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise StoreError(str(path), "can be read by others than you", f"chmod 600 {path}")
        return _read(path.read_text(encoding="ascii"), str(path))
    except FileExistsError:  # another process was first
        return _read(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            str(path), "cannot be read or written", "check who may, or restore your copy"
        ) from error


def rotate(out: Path) -> Keys:
    """Adds a key, which signs from now on; the links in mails that were sent stay good.

    Raises:
        StoreError: see `opened`.
    """
    keys = opened(out, {})
    _append(out / FILE, _fresh(keys.by_id), 0)
    return opened(out, {})


def _is_needed(out: Path) -> bool:
    """Whether there are readers already, whose tokens and hashes were made with keys."""
    database = out / "subscribers.db"
    return database.exists() and database.stat().st_size > 0


def _fresh(known: Mapping[str, bytes]) -> str:
    names = (a + b for a in _ALPHABET for b in _ALPHABET)
    name = next(name for name in names if name not in known)
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}\n"


def _append(path: Path, line: str, flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _read(text: str, place: str) -> Keys:
    found = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        match = _LINE.fullmatch(line)
        try:
            key = base64.b64decode(match[2], validate=True) if match else b""
        except binascii.Error:
            key = b""
        if not match or len(key) != 32 or match[1] in found:  # the line itself is not shown: it is a secret
            raise StoreError(place, f"line {number} is no key", "restore your copy of the file")
        found[match[1]] = key
    if not found:
        raise StoreError(place, "holds no key", "restore your copy of the file")
    return Keys(found)
