"""The files of an editor's pictures: found beside the draft, judged by their content, read for a mail.

Every reading happens here and through `content`, which goes nowhere outside of the edition's folder.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

import imagesize

from digest.errors import DigestError
from digest.model import Picture, path_within

MOST_BYTES = 5_000_000
"""A larger file is refused: it would hold up the mail of every reader."""
LEAST_PX, MOST_PX = 8, 8_000
"""Smaller shows nothing and may be meant to spy; a phone cannot unpack larger."""

SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/gif": (".gif",)}
)
"""The kinds that every mail program shows (caniemail: SVG, WebP and AVIF not in Outlook), and their names."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_UPRIGHT = (-1, 0, 1)  # Exif orientation: none given, none given, as it lies (Exif 2.32, tag 0x0112)
_ONLY = "pictures are PNG, JPEG or GIF: not every mail program shows others"


def read(folder: Path, address: str) -> Picture:
    """The picture of `folder` that `address` names.

    Raises:
        DigestError: there is none, or none that every mail program shows; the subject is the address.
    """
    path = path_within(address)
    if not path:
        remedy = f"put the picture into {folder} and write its name alone"
        raise DigestError(_shown(address), "is no file beside the draft", remedy)
    found = content(folder, path)
    media_type = next((kind for mark, kind in _SIGNATURES if found.startswith(mark)), "")
    if not media_type:
        raise DigestError(_shown(path), "is no PNG, JPEG or GIF by its content", f"save it as one: {_ONLY}")
    if not path.lower().endswith(SUFFIXES[media_type]):
        kind, suffix = media_type.removeprefix("image/").upper(), SUFFIXES[media_type][0]
        raise DigestError(_shown(path), f"is a {kind} by its content", f"let its name end in {suffix}")
    width, height = _size(found, path)
    return Picture(path, width, height, media_type, len(found), blake2b(found, digest_size=16).hexdigest())


def content(folder: Path, path: str) -> bytes:
    """What the file at `path` in `folder` holds.

    Raises:
        DigestError: it is not there, is no plain file in there, or is too large.
    """
    file = folder / path
    try:
        if path_within(path) != path or _is_elsewhere(folder, path):
            raise DigestError(
                _shown(path), "is a link to another place", f"put the file itself into {folder}"
            )
        if not file.is_file():
            raise DigestError(_shown(path), f"is not in {folder}", "put the picture beside the draft")
        if file.stat().st_size > MOST_BYTES:
            megabytes = f"{file.stat().st_size / 1e6:.1f} MB, and at most {MOST_BYTES / 1e6:g} MB can be sent"
            raise DigestError(_shown(path), f"is {megabytes}", "save it smaller: 1,144 px wide is plenty")
        return file.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise DigestError(_shown(path), problem, "check who may read it") from error


def unchanged(folder: Path, picture: Picture) -> bytes:
    """The bytes of `picture`, which must still be those that were read before.

    Raises:
        DigestError: they are gone or others.
    """
    found = content(folder, picture.path)
    if blake2b(found, digest_size=16).hexdigest() != picture.digest:
        raise DigestError(_shown(picture.path), "was changed since", "render the edition again")
    return found


def altered(folder: Path, known: Iterable[Picture]) -> dict[str, str]:
    """By path, what is wrong now with the files of pictures that were read before."""
    found: dict[str, str] = {}
    for picture in known:
        try:
            unchanged(folder, picture)
        except DigestError as error:
            found[picture.path] = error.problem
    return found


def beside(folder: Path) -> tuple[Path, ...]:
    """All files below `folder` that are named as pictures are, in order."""
    ends = tuple(end for names in SUFFIXES.values() for end in names)
    found = (path for path in folder.rglob("*") if path.name.lower().endswith(ends))
    return tuple(sorted(path for path in found if path.is_file()))


def _is_elsewhere(folder: Path, path: str) -> bool:
    """Whether the file, or a folder on the way to it, is a link; the edition's own folder may be one."""
    parts = path.split("/")
    steps = (folder.joinpath(*parts[:count]) for count in range(1, len(parts) + 1))
    is_link = any(step.is_symlink() for step in steps)
    return is_link or not (folder / path).resolve().is_relative_to(folder.resolve())


def _size(found: bytes, path: str) -> tuple[int, int]:
    """Width and height in px of a picture that is whole, upright and neither tiny nor huge."""
    width, height = imagesize.get(io.BytesIO(found))
    if width <= 0 or height <= 0:
        raise DigestError(_shown(path), "cannot be read as a picture", "save it again")
    if (
        imagesize.get_info(io.BytesIO(found), dpi=False, colors=False, channels=False).rotation
        not in _UPRIGHT
    ):
        raise DigestError(
            _shown(path), "is stored lying, and not every mail program turns it", "save it upright"
        )
    if min(width, height) < LEAST_PX or max(width, height) > MOST_PX:
        limits = f"each side has {LEAST_PX} to {MOST_PX:,} px"
        raise DigestError(_shown(path), f"is {width} × {height} px", f"save it in another size: {limits}")
    return width, height


def _shown(path: str) -> str:
    return f'"{path[:120]}"'
