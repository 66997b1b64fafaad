"""Entries as they should be compared and printed: titles without decoration, teasers without tails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from digest import outlets, text, urls
from digest.model import Entry

_KICKER = re.compile(
    r"^(?:exclusive|breaking(?: news)?|updated?|live|watch|video|analysis|report|scoop|just in)\s*[:|–—-]\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\[?…\]?|\[\.\.\.\]|\[&hellip;\])?\s*(?:"
    r"(?:continue reading|read more|read the full (?:story|article)|the post .{1,200} appeared first on)\b"
    r"[^\n]{0,120}"
    r")$",
    re.IGNORECASE,
)
_LONGEST_NAME = 5  # words of a newsroom's name
_LONGEST = 20_000  # characters of a text; nothing here looks further
_SEPARATORS = (" - ", " – ", " — ", " | ", " :: ", " · ")


def entries(collected: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each entry with a clean title, teaser and address; nothing is added or left out."""
    return tuple(_clean(entry) for entry in collected)


def _clean(entry: Entry) -> Entry:
    newsroom = _signature(entry)
    return replace(
        entry,
        publisher=newsroom or entry.publisher,
        title=_title(entry.title, (entry.publisher, entry.source, newsroom)),
        summary=_TAIL.sub("", entry.summary).strip(),
        text=_TAIL.sub("", _read_out(entry)).strip(),
        url=urls.untracked(entry.url),
    )


def _signature(entry: Entry) -> str:
    """The newsroom at the end of a title that an aggregator lists; "" for any other entry."""
    if not outlets.is_aggregator(entry.publisher):
        return ""
    _, dash, name = " ".join(entry.title.split()).rpartition(" - ")
    return name if dash and 0 < len(name.split()) <= _LONGEST_NAME else ""


def _read_out(entry: Entry) -> str:
    return text.plain_of_safe(entry.html, _LONGEST) if entry.html else entry.text


def _title(title: str, publishers: tuple[str, ...]) -> str:
    """Without the publisher's name at its end and without a kicker such as "Exclusive:"."""
    shorter = _KICKER.sub("", _unsigned(" ".join(title.split()), publishers))
    return shorter[:1].upper() + shorter[1:] if shorter and shorter != title else title


def _unsigned(title: str, publishers: tuple[str, ...]) -> str:
    known = {_plain(name) for name in publishers}
    for separator in _SEPARATORS:
        head, found, name = title.rpartition(separator)
        if found and head and _plain(name) in known:
            return head.rstrip()
    return title


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).removeprefix("the")
