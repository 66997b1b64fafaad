"""What only Outlook for Windows reads: conditional comments and VML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check import uncovered
from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.spot import Spot

OUTLOOK = Family("outlook")

# Attributes hold any sign but their quotes, also "<" and comments; [if !mso] shows its marks to others.
_TOKEN = re.compile(
    r"""(?P<start><!--\[if\b(?P<condition>[^\]>]*)\]>(?:<!-->|<!---->)?)
    |(?P<end>(?:<!--)?<!\[endif\]-->)
    |(?P<comment><!--.*?(?:-->|\Z))
    |<(?P<close>/?)(?P<name>[a-z][\w:.-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_PAIRED = frozenset({"table", "thead", "tbody", "tr", "td", "th", "div", "center"})
_SHAPES = frozenset({"v:rect", "v:roundrect", "v:oval", "v:image", "v:shape", "v:line"})
_LIVELY = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6"})
_SHOWN = 80  # characters of the source

Token = re.Match[str]


@OUTLOOK.mail(
    "comment",
    "conditional comments do not pair",
    why="Outlook for Windows shows the rest of the mail in one cell, or nothing of it",
)
def pairs(document: Document) -> Iterator[Fault]:
    """Each `[if …]` has its `[endif]`, and none stands in another."""
    opened: Token | None = None
    for token in _TOKEN.finditer(document.html):
        if token["start"] is not None:
            if opened:
                yield _unclosed(document, opened)
            opened = token
        elif token["end"] is not None:
            if not opened:
                remedy = "take it out, or write <!--[if mso]> before it"
                yield Fault(_at(document, token), "no [if …] opens it", remedy)
            opened = None
    if opened:
        yield _unclosed(document, opened)


@OUTLOOK.mail(
    "nesting",
    "the elements do not pair as Outlook reads them",
    why="Outlook for Windows reads what stands in conditional comments, and lays out by tables alone",
)
def nesting(document: Document) -> Iterator[Fault]:
    """With the comments for Outlook uncovered, every table, row, cell and div closes where it should."""
    opened: list[Token] = []
    for token in _tags(document.html):
        name = token["name"].lower()
        if name not in _PAIRED:
            continue
        if not token["close"]:
            opened.append(token)
        elif opened and opened[-1]["name"].lower() == name:
            opened.pop()
        else:
            before = f"a <{opened[-1]['name']}> is open" if opened else "nothing is open"
            remedy = "close each element in the comment that opens it, in order"
            yield Fault(_at(document, token), f"</{name}> closes nothing: {before}", remedy)
            return  # what follows is out of step by this one fault
    for token in opened[:1]:
        remedy = "close it; where it stands in a comment, in a comment"
        yield Fault(_at(document, token), "nothing closes it", remedy)


@OUTLOOK.mail(
    "vml", "a drawing of VML is silent or holds what nobody reaches", why="rules of Parcel, EMC 2025"
)
def drawings(document: Document) -> Iterator[Fault]:
    """Every shape has an `alt`, and holds no link and no heading: no keyboard reaches them there."""
    shapes: list[str] = []
    for token in _tags(document.html):
        name = token["name"].lower()
        if name in _SHAPES:
            yield from _shape(document, token, shapes)
        elif shapes and name in _LIVELY and not token["close"]:
            remedy = "put links and headings beside the drawing"
            yield Fault(_at(document, token), f"a <{name}> stands in a {shapes[-1]}", remedy)


@OUTLOOK.rule(
    "unseen",
    "what only Outlook is shown breaks a rule of the mail",
    why="a tracking pixel or a script in a conditional comment reaches half of the offices all the same",
    purposes={"send"},
)
def unseen(galley: Galley) -> Iterator[Fault]:
    """Scripts, forms, pixels, links, contrast and unfilled places, with the comments uncovered."""
    yield from uncovered.faults(galley)


def _shape(document: Document, token: Token, shapes: list[str]) -> Iterator[Fault]:
    """What is wrong with the tag of a shape; `shapes` are those that are open, and are kept so."""
    if token["close"]:
        del shapes[-1:]
        return
    if not token["rest"].rstrip().endswith("/"):
        shapes.append(token["name"].lower())
    if not re.search(r"\balt\s*=", token["rest"], re.IGNORECASE):
        remedy = 'write alt="…" on it, alt="" if it only adorns'
        yield Fault(_at(document, token), "it has no alt", remedy)


def _tags(html: str) -> Iterator[Token]:
    """The tags as Outlook reads them: those in comments for it, and none of those in `[if !mso]`."""
    skipped = False
    for token in _TOKEN.finditer(html):
        if token["start"] is not None:
            skipped = "!mso" in token["condition"].replace(" ", "").lower()
        elif token["end"] is not None:
            skipped = False
        elif token["name"] is not None and not skipped:
            yield token


def _unclosed(document: Document, token: Token) -> Fault:
    return Fault(_at(document, token), "no [endif] closes it", "write <![endif]--> at its end")


def _at(document: Document, token: Token) -> Spot:
    said = " ".join(token.string[token.start() : token.start() + _SHOWN].split())
    line = token.string.count("\n", 0, token.start()) + 1
    return Spot(f"{document.filename}:{line}", said, token[0] if token[0] in said else "")
