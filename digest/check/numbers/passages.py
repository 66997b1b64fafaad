"""Everything that ships, as plain sentences with the place where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest import markup, words
from digest.check import code
from digest.model import Edition, Piece, Watch

_HEADLINE_CHARS = 60  # of a headline that names a place
LONGEST = 50_000
"""Characters of one text that are read; a mail holds two of them."""

_COMMENT = re.compile(r"<!--[^>]{0,500}-->|</?[A-Za-z][^<>]{0,200}>")
_LIST = re.compile(r"(?m)^[ \t]{0,12}(?:[-+*]|\d{1,9}[.)]|#{1,6}|(?:>[ \t]?)+)[ \t]+")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|`{1,3}|~~|(?<!\w)_{1,2}|_{1,2}(?!\w))")
_CODE = "‹code›"  # what stands for it in a sentence that a finding quotes
_CELL = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ADDRESS = re.compile(r"https?://[^\s)>]", re.IGNORECASE)
_ENTITIES = (("&nbsp;", " "), ("&euro;", "€"), ("&pound;", "£"), ("&dollar;", "$"), ("&percnt;", "%"))


@dataclass(frozen=True, slots=True)
class Passage:
    """One text that ships.

    Attributes:
        place: as an editor would say it: `subject`, `story a1b2… “Headline”`.
        text: plain, whitespace kept.
        piece: whose it is; None for the words around the stories.
        watch: which line of the watch list it is; None for everything else.
        is_correction: says what was wrong: one of its figures may well be in no report.
        linked: its sentences whose paragraph leads to a page elsewhere; asked only of the editor's own.
    """

    place: str
    text: str
    piece: Piece | None = None
    watch: Watch | None = None
    linked: frozenset[str] = frozenset()
    is_correction: bool = False


def of(edition: Edition) -> Iterator[Passage]:
    """All texts of `edition` that may hold a figure, in the order in which a reader meets them.

    A correction of an earlier edition is none of them: that edition's own gate read it beside its reports.
    """
    for place, text in (("subject", edition.subject), ("preheader", edition.preheader)):
        yield Passage(place, text[:LONGEST].replace(edition.title, "") if edition.title else text[:LONGEST])
    yield from _corrections(edition, "")
    yield Passage("intro", plain(edition.intro))
    for number, watch in enumerate(edition.watch, start=1):
        yield Passage(f"watch list, line {number}", plain(watch.text), watch=watch)
    for section in edition.sections:
        yield Passage(f"intro of {section.title}", plain(section.intro))
        for piece in section.pieces:
            place = named(piece)
            headline = piece.headline[:LONGEST]
            named_by = _sentences(headline) if piece.url and not piece.story else frozenset()
            yield Passage(f"{place}, headline", headline, piece, linked=named_by)
            yield Passage(
                place, plain(piece.blurb), piece, linked=frozenset() if piece.story else _linked(piece.blurb)
            )
            yield from _corrections(edition, piece.id, piece)


def _corrections(edition: Edition, story: str, piece: Piece | None = None) -> Iterator[Passage]:
    """The corrections of a story; with "" those of the edition as a whole."""
    for one in edition.corrections:
        if not one.edition and one.story == story:
            place = ", ".join(filter(None, [named(piece) if piece else "", f"correction of {one.at}"]))
            yield Passage(place, plain(one.text), piece, is_correction=True)


def _linked(markdown: str) -> frozenset[str]:
    """The sentences of the paragraphs that lead to a page on the web."""
    paragraphs = _PARAGRAPH.split(code.without(markdown[:LONGEST]))
    found = (_sentences(plain(each)) for each in paragraphs if _ADDRESS.search(each))
    return frozenset().union(*found)


def _sentences(text: str) -> frozenset[str]:
    return frozenset(words.sentences(text))


def cut(edition: Edition) -> Iterator[str]:
    """The places of texts that are too long to be read to their end."""
    for place, text in (("intro", edition.intro), *((named(piece), piece.blurb) for piece in edition.pieces)):
        if len(text) > LONGEST:
            yield place


def named(piece: Piece) -> str:
    """How a place names a piece: `story a1b2… “Headline”`."""
    headline = " ".join(piece.headline.split())
    if len(headline) > _HEADLINE_CHARS:
        headline = headline[: _HEADLINE_CHARS - 1].rstrip() + "…"
    return f"story {piece.id[:4]}… “{headline}”"


def plain(markdown: str) -> str:
    """What a reader sees of `markdown`, near enough to read it: links by their names, no marks, no code."""
    said = code.without(markup.told(markdown[:LONGEST]), _CODE)
    shown = markup.LINK.sub(lambda match: match["name"], said)
    shown = _EMPHASIS.sub("", _CELL.sub(" \n\n", _LIST.sub("", _COMMENT.sub("", shown))))
    for entity, character in _ENTITIES:
        shown = shown.replace(entity, character)
    return markup.unescape(shown)


def sentences(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each sentence with its place; a text of one sentence has no number."""
    found = words.sentences(passage.text)
    for number, sentence in enumerate(found, start=1):
        several = len(found) > 1 or (passage.piece and not passage.place.endswith("headline"))
        yield (f"{passage.place}, sentence {number}" if several else passage.place), sentence
