"""The quiet lines beneath a story: who tells it, since when it is told, what else in the issue belongs to it.

They come from the story's evidence each time that it is printed and are no part of the draft: an editor who
moves or rewords a story keeps them, and one who deletes a story takes the pointers to it away as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digest import markup
from digest.messages import ENGLISH, Messages
from digest.model import Edition, Piece, Voices
from digest.render import clean, sums

MOST_POINTERS = 3
"""More would be an index; of a busier story the nearest stand there."""

_CHANGES = frozenset({"developed", "corrected", "closed", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier edition told, and what is new.

    Attributes:
        label: `Since no. 41`, `Developed since no. 41` where the figures say what became of it, or `Told in
            no. 41` where nothing is new but what stands above already.
        line: what follows the label: the news, else the earlier headline; may be "".
        headline: the earlier headline, for a title attribute; "" where it is the line.
    """

    label: str
    line: str
    headline: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Another story of this issue: its headline, and where it stands on the page."""

    headline: str
    anchor: str


def voices(found: Voices, words: Messages = ENGLISH) -> str:
    """`4 newsrooms, 2 rewrites of one wire, 1 primary document`; "" for a lone newsroom or nobody."""
    if found.independent < 2 and not found.rewrites and not found.documents:
        return ""
    newsrooms, documents = len(found.newsrooms), len(found.documents)
    parts = (
        words.count("stories.newsrooms", newsrooms) if newsrooms else "",
        _wires(found, words),
        words.count("stories.documents", documents) if documents else "",
    )
    return words.listed(filter(None, parts))


def before(piece: Piece, words: Messages = ENGLISH) -> Before | None:
    """Since when the story of `piece` is told; None for a new one."""
    since = piece.story.since if piece.story else None
    if since is None:
        return None
    headline, new = clean.line(since.headline), clean.line(since.new)
    is_changed = since.change in _CHANGES
    label = words.say(f"stories.{since.change if is_changed else 'since'}", number=since.number)
    if new and not _is_said(new, piece):
        return Before(label, sums.retold(new, words), headline)
    if is_changed:  # a correction is said even where the headline has it already
        return Before(label, words.say("stories.then", headline=headline) if headline else "", "")
    return Before(words.say("stories.told", number=since.number), headline, "")


def pointers(edition: Edition) -> Mapping[str, tuple[Pointer, ...]]:
    """By the id of each piece the related stories that are printed, as these point back: its own first."""
    printed = {piece.story.id: piece for piece in edition.pieces if piece.story}
    near: dict[str, dict[str, None]] = {story: {} for story in printed}
    pairs = [(story, other) for story, piece in printed.items() for other in _related(piece)]
    for story, other in (*pairs, *((other, story) for story, other in pairs)):
        if story in near and other in near and story != other:
            near[story][other] = None
    found = {story: [_pointer(printed[other]) for other in others] for story, others in near.items()}
    return {
        printed[story].id: tuple(pointer for pointer in all_of_it if pointer.headline)[:MOST_POINTERS]
        for story, all_of_it in found.items()
    }


def see_also(found: tuple[Pointer, ...], words: Messages = ENGLISH) -> str:
    """`See also: One headline · Another`, as it stands in every output; "" for none."""
    label = words.say("stories.see") + words.say("marks.colon")
    return f"{label}{' · '.join(pointer.headline for pointer in found)}" if found else ""


def _related(piece: Piece) -> tuple[str, ...]:
    return piece.story.related if piece.story else ()


def _pointer(piece: Piece) -> Pointer:
    return Pointer(clean.line(piece.headline), clean.anchor(piece.id))


def _is_said(new: str, piece: Piece) -> bool:
    """Whether a reader has just read it: printed twice it would be no news."""
    told = (piece.headline, markup.unescape(piece.blurb), *(sentence.text for sentence in piece.summary))
    return any(_squeezed(new) in _squeezed(text) for text in told)


def _squeezed(text: str) -> str:
    return clean.line(text).casefold().rstrip(".")


def _wires(found: Voices, words: Messages) -> str:
    wires, rewrites = len(found.wires), len(found.rewrites)
    if not rewrites:
        own = len(set(found.wires) - set(found.newsrooms))
        return words.count("stories.wires", own) if own else ""
    said = words.count("stories.rewrites", rewrites)
    return words.count("stories.of_wires", wires, rewrites=said) if wires else said
