"""The pictures of an edition inside a framed document.

A frame may load nothing, not even from the desk, since its documents have no origin of their own. So what
lies beside the draft is put into the document itself; the outputs stay as they are.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import unescape
from pathlib import Path

from digest import pictures
from digest.errors import DigestError

_IMG = re.compile(r'<img\b(?:"[^"]*"|[^">])*>', re.IGNORECASE)
_SRC = re.compile(r'(?<=\ssrc=")[^"]*(?=")')


def inside(html: str, folder: Path) -> str:
    """`html` with the pictures of `folder` in it; any other keeps its address, and so is not loaded."""
    return _IMG.sub(lambda image: _SRC.sub(lambda source: _data(source[0], folder), image[0], count=1), html)


def _data(address: str, folder: Path) -> str:
    """The picture as an address that holds it (RFC 2397)."""
    try:
        picture = pictures.read(folder, unescape(address))
        content = pictures.unchanged(folder, picture)
    except DigestError:
        return address
    return f"data:{picture.media_type};base64,{b64encode(content).decode('ascii')}"
