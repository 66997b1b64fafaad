"""Text of a header that is no ASCII, as encoded-words (RFC 2047)."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator

LINE = 76
"""Octets of a line that holds an encoded-word (RFC 2047 section 2)."""

_LONGEST = 75
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_JOINER = "\u200d"


def is_plain(text: str, longest_word: int = 60) -> bool:
    """Whether `text` may stand in a header as it is: ASCII words that fold at single spaces.

    What looks like an encoded-word must become one, or a reader's program would decode it.
    """
    found = _PLAIN.fullmatch(text)
    return bool(found) and "=?" not in text and max(map(len, text.split(" "))) <= longest_word


def words(text: str, first: int) -> list[str]:
    """`text` as encoded-words of whole characters, none over 75 octets, the first no longer than `first`.

    Only the characters of RFC 2047 section 5 (3) stand for themselves, so that the words fit a display name
    as well as a subject. Q, which can be read by eye, or B where that is shorter by a fifth: other scripts.
    """
    q, b = _split(text, first, _q_length, _q), _split(text, first, _b_length, _b)
    return b if 5 * sum(map(len, b)) < 4 * sum(map(len, q)) else q


def _split(
    text: str, first: int, length: Callable[[int, int], int], written: Callable[[str], str]
) -> list[str]:
    """`text` cut where a reader would cut it, each part written as one word."""
    found: list[str] = []
    part, octets, safe = "", 0, 0
    for cluster in _clusters(text):
        data = cluster.encode()
        plain = sum(octet in _SAFE or octet == 0x20 for octet in data)
        room = first if not found else _LONGEST
        if part and length(octets + len(data), safe + plain) > room:
            found.append(written(part))
            part, octets, safe = "", 0, 0
        part, octets, safe = part + cluster, octets + len(data), safe + plain
    return [*found, written(part)]


def _q_length(octets: int, safe: int) -> int:
    return len("=?utf-8?q??=") + safe + 3 * (octets - safe)


def _b_length(octets: int, _safe: int) -> int:
    return len("=?utf-8?b??=") + 4 * ((octets + 2) // 3)


def _q(text: str) -> str:
    coded = "".join(
        "_" if octet == 0x20 else chr(octet) if octet in _SAFE else f"={octet:02X}" for octet in text.encode()
    )
    return f"=?utf-8?q?{coded}?="


def _b(text: str) -> str:
    return f"=?utf-8?b?{b64encode(text.encode()).decode('ascii')}?="


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks, joiners and skin tones that belong to them, at most 12 octets together.

    A program that decodes word by word shows such a character only where it is whole. Longer ones, which a
    word could not hold for certain, are cut between code points.
    """
    cluster = ""
    for character in text:
        if cluster and (len((cluster + character).encode()) > 12 or not _joins(cluster[-1], character)):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _joins(before: str, character: str) -> bool:
    is_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark or is_tone or _JOINER in {before, character}
