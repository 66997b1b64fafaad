"""Two files that change places in one step, where the system can do that.

Linux has `renameat2` with RENAME_EXCHANGE (its manual page, section 2), macOS `renamex_np` with RENAME_SWAP.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_AT_FDCWD, _EXCHANGE, _SWAP = -100, 2, 2


def exchanged(one: Path, other: Path) -> bool:
    """Lets the files change places; False where that cannot be had here, and then nothing has changed."""
    return _call(os.fsencode(one), os.fsencode(other)) == 0


def _none(_one: bytes, _other: bytes) -> int:
    return -1


def _found() -> Callable[[bytes, bytes], int]:
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            linux = library.renameat2
            linux.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
            return lambda one, other: int(linux(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE))
        if sys.platform == "darwin":
            darwin = library.renamex_np
            darwin.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
            return lambda one, other: int(darwin(one, other, _SWAP))
    return _none


_call = _found()
