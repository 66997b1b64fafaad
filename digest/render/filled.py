"""The sections that are printed, with the numbers by which templates name their colours."""

from __future__ import annotations

from collections.abc import Iterator

from digest.model import Edition, Section


def sections(edition: Edition) -> Iterator[tuple[int, Section]]:
    """Each section that holds a piece or words of its own, numbered from 1."""
    return enumerate((section for section in edition.sections if section.pieces or section.intro), 1)
