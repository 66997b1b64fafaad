"""What an examination found: how well something stands, in words, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How well something stands, from good to bad."""

    OK = "ok"
    NOTE = "note"
    """Not looked at, or nothing to look at."""
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report.

    Attributes:
        topic: what was looked at: `SPF`.
        words: how it stands.
        remedy: what to do; "" where nothing is.
    """

    level: Level
    topic: str
    words: str
    remedy: str = ""


def ok(topic: str, words: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, topic, words)


def note(topic: str, words: str, remedy: str = "") -> Finding:
    """It was not looked at, or there is nothing to look at."""
    return Finding(Level.NOTE, topic, words, remedy)


def warn(topic: str, words: str, remedy: str) -> Finding:
    """Mail goes, and less of it arrives than could."""
    return Finding(Level.WARN, topic, words, remedy)


def fail(topic: str, words: str, remedy: str) -> Finding:
    """Mail will not go, not arrive, or break the law."""
    return Finding(Level.FAIL, topic, words, remedy)
