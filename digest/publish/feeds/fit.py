"""What may stand in a feed: text without what XML refuses, languages and moments in their right forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime

# XML 1.0 section 2.2: all else cannot stand in a document, not even escaped.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RETURN = re.compile("\r\n?")  # section 2.11: every reader makes a line feed of it
_LANGUAGE = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def text(value: str) -> str:
    """`value` without what XML 1.0 cannot hold, its lines ended as XML ends them."""
    return _RETURN.sub("\n", _UNFIT.sub("", value))


def line(value: str) -> str:
    """`text`, on one line."""
    return " ".join(text(value).split())


def language(value: str) -> str:
    """`value` where it has the form of a language tag (RFC 4287 appendix B), else ""."""
    return value if _LANGUAGE.fullmatch(value) else ""


def fixed(moment: datetime) -> datetime:
    """`moment` with its offset instead of the rules of a zone, so that it stays equal once it is kept."""
    return datetime.fromisoformat(moment.isoformat())


def rfc3339(moment: datetime) -> str:
    """`2026-11-22T18:00:00+01:00`, for Atom and JSON Feed."""
    return _whole(moment).isoformat(timespec="seconds")


def rfc822(moment: datetime) -> str:
    """`Sun, 22 Nov 2026 18:00:00 +0100`, for RSS; in English whatever the language."""
    return format_datetime(_whole(moment))


def _whole(moment: datetime) -> datetime:
    """`moment` with an offset of whole minutes: before 1937 some had seconds, which neither form can say."""
    offset = moment.utcoffset()
    return moment if offset is not None and not offset.seconds % 60 else moment.astimezone(UTC)
