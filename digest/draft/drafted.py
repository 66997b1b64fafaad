"""A draft as it was read: what a person has before them."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import Link

PINNED, NEW, HELD = "pinned", "new", "held"
"""Marks behind a heading: a rebuild leaves this story where it stands; a rebuild brought it; what stands
under this section waits for the next edition."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with a label as it stands in the draft, without the label; or the first words of a comment.

    `label` is in small letters; "" for a comment.
    """

    text: str
    line: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """One `###` as it stands in the draft, with the marks behind it; `id` is "" where it carries none."""

    id: str
    headline: str
    url: str
    blurb: str
    also: tuple[Link, ...]
    line: int
    deals: tuple[Labelled, ...] = ()
    marks: frozenset[str] = frozenset()
    corrections: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One `##` as it stands in the draft; `id` is "" where the heading carries none.

    `is_held`: what stands under it waits for the next edition.
    """

    id: str
    title: str
    intro: str
    pieces: tuple[DraftPiece, ...]
    line: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has before them: the words around the mail and the sections in their order.

    Attributes:
        file: name for messages.
        edition: key of the edition that it is the draft of.
        watch: what falls due, a line each.
        held: the sections under which pieces wait for the next edition; they are none of `sections`.
        conflicts: the comments that a person has to settle before the edition can go out.
        corrections: what stands above the first section of what was wrong, here or in an earlier edition.
    """

    file: str
    edition: str
    title: str
    subject: str
    preheader: str
    intro: str
    sections: tuple[DraftSection, ...]
    watch: tuple[Labelled, ...] = ()
    held: tuple[DraftSection, ...] = ()
    conflicts: tuple[Labelled, ...] = ()
    corrections: tuple[Labelled, ...] = ()
