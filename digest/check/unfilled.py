"""What ships with a place in it that nobody filled in: `{{ name }}`, `[NAME]`, `TODO`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from digest import text
from digest.check import placeholders
from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.placeholders import Placeholder
from digest.check.spot import Spot

PLACEHOLDER = Family("placeholder")

_AROUND = 40  # letters shown on both sides
_WHY = "a reader sees at once that nobody looked"
_REMEDY = "write what belongs there; where it is meant so, put it between ` signs"
_LEFT = "look at the template: is the name right, is there something yet to be written?"


@PLACEHOLDER.rule("words", "a place in the edition was not filled in", why=_WHY)
def words(galley: Galley) -> Iterator[Fault]:
    """No placeholder stands in what the editor wrote or set, unless a report of the edition says it too."""
    found = [(spot, source, each) for spot, source in _written(galley) for each in _of(spot, source)]
    quoted = placeholders.Quoted(_reports(galley) if found else ())
    for spot, source, each in found:
        if each.words not in quoted:
            place = Spot(spot.place, _near(source, each.words), each.words, spot.story)
            if each.is_sure:
                yield Fault(place, f"{each.words} is a place to be filled in", _REMEDY)
            else:
                reason = f"{each.words} may be a place to be filled in"
                yield Fault(place, reason, "write what belongs there; leave it where it is a name", "warning")


@PLACEHOLDER.rule("output", "a template left a place unfilled", why=_WHY)
def outputs(galley: Galley) -> Iterator[Fault]:
    """No `{{ … }}` and no `[NAME]` stands in an output that does not stand in the edition."""
    known: placeholders.Quoted | None = None
    for document in (galley.mail, galley.page):
        for spot, each in _left(document) if document else ():
            if known is None:
                known = placeholders.Quoted((*_strings(galley.edition), *_strings(galley.stationery)))
            if each not in known:
                yield Fault(spot, f"the template left {each} there", _LEFT)


def _of(spot: Spot, source: str) -> Iterator[Placeholder]:
    """A headline and a line of the inbox are plain text; what the editor wrote is Markdown."""
    return placeholders.of_markdown(source) if spot.part else placeholders.of(source)


def _written(galley: Galley) -> Iterator[tuple[Spot, str]]:
    """Every text of the edition that a person writes, with where it stands; `part` marks Markdown."""
    edition, stationery = galley.edition, galley.stationery
    for name in ("title", "tagline", "subject", "preheader"):
        yield Spot(name), getattr(edition, name)
    yield Spot("intro", part="Markdown"), edition.intro
    for section in edition.sections:
        yield Spot(f"section “{section.title}”"), section.title
        yield Spot(f"section “{section.title}”", part="Markdown"), section.intro
    for piece in edition.pieces:
        place = f"story {piece.id[:6]} “{text.strip_controls(piece.headline)}”"
        yield Spot(place, story=piece.id), piece.headline
        yield Spot(place, part="Markdown", story=piece.id), piece.blurb
    for name in ("sender", "address", "reason"):
        yield Spot(f"sources.toml: [mail] {name}"), getattr(stationery, name)


def _reports(galley: Galley) -> Iterator[str]:
    for entry in galley.entries.values():
        yield from (entry.title, entry.summary, entry.text)
    for story in filter(None, (piece.story for piece in galley.edition.pieces)):
        for entry in (*story.entries, *story.copies):
            yield from (entry.title, entry.summary, entry.text)


def _left(document: Document) -> Iterator[tuple[Spot, str]]:
    for within, said in document.texts:
        for each in dict.fromkeys(one.words for one in placeholders.of(said) if one.is_sure):
            yield document.spot(within, each), each
    for node in document.tree.css("title, a[href]"):
        value = node.attributes.get("href") or node.text()
        for each in placeholders.of_template(value) if "{" in value else ():
            yield document.spot(node, each), each


def _strings(value: object) -> Iterator[str]:
    """All texts of a record, those of its records too, as an output would print them."""
    if isinstance(value, str):
        yield placeholders.unescaped(text.strip_controls(value))
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _near(source: str, part: str) -> str:
    at = max(source.find(part), 0)
    return " ".join(source[max(0, at - _AROUND) : at + len(part) + _AROUND].split())
