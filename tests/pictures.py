"""Pictures for tests, written byte by byte: as small as the formats allow."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from digest.model import Picture
from digest.pictures import read


def png(width: int = 60, height: int = 40, padding: int = 0) -> bytes:
    """A grey PNG (RFC 2083), with `padding` bytes of text that nobody sees."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\x80" * width) * height
    comment = _chunk(b"tEXt", b"x" * padding) if padding else b""
    data = zlib.compress(rows) if width * height < 10_000_000 else b""
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + comment + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def gif(width: int = 60, height: int = 40) -> bytes:
    """The head of a GIF89a, and its end."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b";"


def jpeg(width: int = 60, height: int = 40, orientation: int | None = None) -> bytes:
    """The head of a JPEG (ITU T.81), where wanted with an Exif orientation, and its end."""
    exif = b""
    if orientation is not None:
        entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
        tiff = b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
        exif = _segment(0xE1, b"Exif\x00\x00" + tiff)
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + exif + _segment(0xC0, frame) + b"\xff\xd9"


def _segment(mark: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data


def put(folder: Path, path: str = "chart.png", content: bytes | None = None) -> Picture:
    """A picture at `path` of `folder`, as it is read there."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(png() if content is None else content)
    return read(folder, path)
