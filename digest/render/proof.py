"""Proofreading: does every output hold every headline, link and figure, and the stories in the same order?

The outputs are read again by parsers that had no part in making them. This guards law 2 (one edition,
many outputs) also against a user's own templates. What an output says of itself that it lacks (see
`Rendition`) is not asked of it, and nothing else is forgiven.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from digest import messages, text, urls
from digest.messages import Messages
from digest.model import Edition, Piece, Rendition
from digest.render import clean, comparison, corrections, deals, differences, notes, prose, reminders
from digest.render.corrections import Note
from digest.render.wording import plain

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&#?\w{1,32};")  # CommonMark knows none without a semicolon, html.unescape does
_TARGET = re.compile(r"\]\((?:<([^>]*)>|([^\s)]*))\)")
_AROUND = ".,;:!?…()“”„«»\"'"
_SHOWN = 100  # characters of an address or headline that an error shows

_TABLE, _COMPARED, _DIFFER, _DUE = "the deal table", "the comparison", "“Outlets differ”", "what is due"
_CAPTIONS = {
    _TABLE: "deals.caption",
    _COMPARED: "compared.caption",
    _DIFFER: "differ.caption",
    _DUE: "opening.due",
}


@dataclass(frozen=True, slots=True)
class _Print:
    """What a reader of one output finds: its words with whitespace folded, and its addresses."""

    words: str
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Figure:
    """Words and an address that stand in one of the tables; "" for no address, or for no story's table.

    A mail that is cut may lack what `is_spare`.
    """

    place: str
    words: str
    address: str = ""
    story: str = ""
    is_spare: bool = False


def missing(
    edition: Edition, renditions: Iterable[Rendition], words: Messages | None = None
) -> tuple[str, ...]:
    """What the outputs lack of the edition or have in another order, a sentence each.

    `words` are those that the outputs were made with; without any, as they ship.
    """
    proof = _Proof(edition, words or messages.of(edition.language))
    return tuple(fault for rendition in renditions for fault in proof.faults(rendition))


class _Proof:
    """An edition, and all that each of its outputs must show of it."""

    def __init__(self, edition: Edition, words: Messages) -> None:
        self._edition, self._words = edition, words
        self._table = deals.table(edition, words)
        self._corrected = corrections.own(edition, words)
        self._notes = (*self._corrected, *corrections.earlier(edition, words))
        self._figures = [figure for figure in self._wanted() if figure.words != deals.NONE]
        self._captions = {place: words.say(key).casefold() for place, key in _CAPTIONS.items()}

    def faults(self, rendition: Rendition) -> Iterator[str]:
        """What one output lacks."""
        found = _READERS.get(rendition.media_type, _plain)(rendition.text)
        is_data = rendition.media_type == "application/json"
        if not is_data:
            yield from self._of_corrections(rendition, found)
        yield from self._of_stories(rendition, found, is_data=is_data)
        bare = rendition.dropped | rendition.replaced.keys()
        captions = "" if is_data else self._without_remarks(found.words.casefold())
        for figure in self._figures:
            if self._captions[figure.place] not in captions or figure.story in bare:
                continue  # a template of the user's own may do without
            if figure.is_spare and (rendition.briefed or rendition.dropped):
                continue  # a mail that is cut has no room for it
            if figure.words not in found.words:
                yield f"{rendition.filename}: “{figure.words}” is missing from {figure.place}"
            if figure.address and (lack := _lack(found, figure.address)):
                yield f"{rendition.filename}: {figure.place} {lack}"

    def _of_corrections(self, rendition: Rendition, found: _Print) -> Iterator[str]:
        """What an output lacks of the notes on what was wrong: to leave one out is to hide it."""
        for note in self._notes:
            name = f"{rendition.filename}: the correction “{text.clip(_plainly(note), _SHOWN)}”"
            if not all(word in found.words for word in note.said):
                yield f"{name} is missing"
                continue
            wanted = (*prose.links(note.markdown), *filter(None, [note.url]))
            lacking = (lack for address in wanted if (lack := _lack(found, address)))
            yield from (f"{name} {lack}" for lack in lacking if "intro" not in rendition.replaced)

    def _of_stories(self, rendition: Rendition, found: _Print, *, is_data: bool) -> Iterator[str]:
        pieces = self._edition.pieces if is_data else tuple(_printed(self._edition))
        words = found.words if is_data else self._without_pointers(found.words, rendition.dropped)
        position = 0
        for piece in pieces:
            if piece.id in rendition.dropped:
                continue
            headline = clean.line(piece.headline)
            name = f"{rendition.filename}: “{text.clip(headline, _SHOWN)}”"
            at = words.find(headline, position)
            if at >= 0:
                position = at + len(headline)
            else:
                yield f"{name} {'stands out of order' if headline in words else 'is missing'}"
            # in data the links of a blurb are part of its Markdown, word for word
            is_told = not is_data and piece.id not in rendition.briefed
            wanted = (*_addresses(piece), *(prose.links(piece.blurb) if is_told else ()))
            if piece.id in rendition.replaced:
                wanted = (piece.url,) if piece.url else ()
            yield from (f"{name} {lack}" for address in wanted if (lack := _lack(found, address)))

    def _wanted(self) -> Iterator[_Figure]:
        """What the tables must show, taken from the records that every output is made from."""
        edition, words = self._edition, self._words
        if table := self._table:
            for row in table.rows:
                for cell in (row.who, row.kind, row.amount, row.valuation, row.stake, row.standing):
                    yield _Figure(_TABLE, clean.line(cell), is_spare=True)
            for row in table.smaller:
                yield _Figure(_TABLE, row.who, is_spare=True)
                yield _Figure(_TABLE, clean.line(row.brief), is_spare=True)
            yield _Figure(_TABLE, clean.line(table.total))
        if compared := comparison.of(edition, words):
            for line in compared.lines:
                yield _Figure(_COMPARED, line.company)
                yield from (_Figure(_COMPARED, clean.line(cell.text), cell.url) for cell in line.cells)
        for piece in edition.pieces:
            zone = edition.period.timezone
            for dispute in differences.of(piece.story, zone, words) if piece.story else ():
                told = (
                    (version.figure, report) for version in dispute.versions for report in version.reports
                )
                yield from (
                    _Figure(_DIFFER, clean.line(figure), report.url, piece.id) for figure, report in told
                )
        for reminder in reminders.of(edition, words):
            yield from (_Figure(_DUE, "", address) for address in prose.links(reminder.markdown))

    def _without_remarks(self, words: str) -> str:
        """`words` without what the deal table says of outlets that differ: that is no caption of theirs."""
        table = self._table
        rows = (*table.rows, *table.smaller) if table else ()
        remarks = {f"({row.disputed})" for row in rows if row.disputed}
        for remark in sorted({clean.line(table.total) if table else ""} | remarks, key=len, reverse=True):
            words = words.replace(remark.casefold(), "") if remark else words
        return words

    def _without_pointers(self, words: str, dropped: Collection[str]) -> str:
        """`words` without what points at other stories: there a headline does not stand for its story."""
        gone = {clean.anchor(piece) for piece in dropped}
        here = [
            tuple(pointer for pointer in found if pointer.anchor not in gone)
            for found in notes.pointers(self._edition).values()
        ]
        phrases = {clean.line(notes.see_also(found, self._words)) for found in here if found} - {""}
        phrases |= {f"{_plainly(note)} {note.headline}" for note in self._corrected if note.headline}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            words = words.replace(phrase, "")
        return words


def _plainly(note: Note) -> str:
    """Its words as every output has them."""
    return clean.line(plain(note.markdown, lambda said, _: said))


def _lack(found: _Print, address: str) -> str:
    if address in found.links or clean.url(address) in found.links:
        return ""
    shown = address if len(address) <= _SHOWN else f"{address[: _SHOWN - 1]}…"
    if clean.url(address):
        return f"lacks its link to {shown}"
    if len(address) > urls.LONGEST:
        return f"is printed without its link: {shown} is longer than {urls.LONGEST:,} characters"
    return f"is printed without its link, since {shown} is no web or mail address"


def _printed(edition: Edition) -> Iterator[Piece]:
    for section in edition.sections:
        yield from (*section.told, *section.briefs)


def _addresses(piece: Piece) -> Iterator[str]:
    """The addresses of a piece, also one that no output prints because it is not safe."""
    lead = piece.story.lead if piece.story else None
    roundup = lead.within if lead else None
    links = (*piece.also, roundup) if roundup and clean.line(roundup.name) else piece.also
    yield from (address for address in (piece.url, *(link.url for link in links)) if address)


def _page(text: str) -> _Print:
    tree = LexborHTMLParser(text)
    for unread in tree.css("style, script, template"):
        unread.decompose()
    links = frozenset(node.attributes.get("href") or "" for node in tree.css("a[href]"))
    return _Print(clean.line(tree.body.text() if tree.body else ""), links)


def _markdown(text: str) -> _Print:
    marks_only = _ESCAPED.sub("", text)  # an escaped bracket is no bracket
    targets = (bracketed or bare for bracketed, bare in _TARGET.findall(marks_only))
    links = frozenset(map(_decoded, targets))
    return _Print(clean.line(_decoded(_ESCAPED.sub(r"\1", text))), links)


def _decoded(text: str) -> str:
    """With its entities read: in Markdown they end with a semicolon, so that `?a&copy=1` is as it stands."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def _plain(text: str) -> _Print:
    words = frozenset(text.split())
    bare = {word.strip(_AROUND) for word in words}  # its own text, at the end of a sentence
    mail = {f"mailto:{word}" for word in words | bare if "@" in word}  # written without its scheme
    return _Print(clean.line(text), words | bare | mail)


def _data(text: str) -> _Print:
    strings = tuple(_strings(json.loads(text)))
    return _Print(clean.line("\n".join(strings)), frozenset(strings))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child)


_READERS: Mapping[str, Callable[[str], _Print]] = {
    "text/html": _page,
    "text/markdown": _markdown,
    "text/plain": _plain,
    "application/json": _data,
}
