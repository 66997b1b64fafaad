"""Files put under one seal: an archive of them, and the digest by which any change of it shows.

The same files give the same archive and the same digest, in whichever order they come.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip archive can hold; a real one would change its bytes
_UNIX, _MODE = 3, 0o644 << 16


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 in hex over the names and contents of `files`, each with its length before it.

    Without the lengths a byte that moves from a name to its content would not show.
    """
    seal = hashlib.sha256()
    for name, content in sorted(files.items()):
        for part in (name.encode("utf-8"), content):
            seal.update(len(part).to_bytes(8, "big") + part)
    return seal.hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of `files`, sorted by name and without times."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(name, _MOMENT)
            about.create_system, about.external_attr = _UNIX, _MODE
            about.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(about, content)
    return archive.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of an archive by name.

    Raises:
        ValueError: it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as held:
            return {name: held.read(name) for name in held.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError("is no whole archive") from error
