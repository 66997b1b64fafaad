"""What must hold of every edition, whatever is in it: no text is lost, and no rule of the gate is broken.

Some content breaks a rule by what it says, and the gate is right to tell; `DESERVED` names those rules.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

from digest import messages
from digest import render as rendering
from digest.check import GATES, Finding, Galley, said
from digest.check.said import Reading
from digest.errors import DigestError
from digest.model import Edition, Stationery
from digest.render import Templates, clean
from tests import presses

_ANY = "any"

# Rule -> the kinds of text that deserve it, and why.
DESERVED: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "edition-sample": (frozenset({_ANY}), "every fourth is a sample, and a sample is not to be sent"),
        "edition-cut": (frozenset({_ANY}), "a mail of hundreds of stories is cut, and the editor is told"),
        "edition-briefed": (frozenset({_ANY}), "the same for stories that became briefs"),
        "deals-twice": (
            frozenset({_ANY}),
            "rows of words at random now and then name the same two parties with other terms",
        ),
        "edition-twice": (
            frozenset({"planted"}),
            "of strings that differ in case two make the same headline",
        ),
        "size-large": (
            frozenset({_ANY}),
            "a mail of forty long stories passes 80 kB, and 95 kB are its limit",
        ),
        "links-adjacent": (frozenset({_ANY}), "two deals of one story rest on the same report"),
        "links-mismatch": (
            frozenset({"long words", "Markdown", "everything from the right", "planted"}),
            "a headline that names one site and leads to another may deceive, whoever wrote it",
        ),
        "message-controls": (
            frozenset({"Markdown", "controls", "everything from the right", "planted"}),
            "a subject with a tab or a control is not to be sent",
        ),
        "placeholder-words": (
            frozenset({"templates", "Arabic", "Chinese and Japanese", "HTML in German", "planted"}),
            "a title with {{ name }} in it looks as if somebody forgot to fill it in",
        ),
        "numbers-unproved": (
            frozenset({"Arabic"}),
            "drawn at random, a year comes to stand beside a name to which a report gives another figure",
        ),
        "style-small": (
            frozenset({"HTML", "HTML in German", "templates", "everything from the right", "planted"}),
            "a newsroom whose name is a sentence of its story is taken for that",
        ),
        "edition-preheader": (frozenset({"planted"}), "a string of any length stands there"),
        "edition-subject": (frozenset({"planted"}), "a string of any length stands there"),
    }
)

_DESTINATION = re.compile(r"\]\([^)]*\)|<(?:https?://|mailto:)?[^\s<>]*[@/][^\s<>]*>")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]]*\]:.*$")  # Markdown's own: nothing of it is shown
_ENTITY = re.compile(r"&#?\w{1,32};")


def broken(made: Edition, paper: Stationery, kind: str = _ANY) -> list[str]:
    """Every breach of a law, a sentence each; empty where all hold."""
    try:
        galley = presses.galley(made, paper)
    except DigestError as error:
        return [f"the press refuses it: {error}"]
    return of_galley(galley, kind)


def of_galley(galley: Galley, kind: str = _ANY) -> list[str]:
    """The same of outputs that are at hand."""
    return [*_lost(galley), *(_told(finding) for finding in findings(galley) if not _deserved(finding, kind))]


def findings(galley: Galley) -> list[Finding]:
    """Errors and warnings of all families."""
    found = (finding for gate in GATES.values() for finding in gate(galley))
    return [finding for finding in found if finding.level != "note"]


def _deserved(finding: Finding, kind: str) -> bool:
    kinds, _ = DESERVED.get(finding.rule, (frozenset(), ""))
    return kind in kinds or _ANY in kinds


def _told(finding: Finding) -> str:
    return f"{finding.rule} ({finding.level}): {finding.place}: {finding.reason} | {finding.said[:100]}"


def _lost(galley: Galley) -> Iterator[str]:
    """Words of a blurb that an output lacks.

    A piece that could not be rendered is told of instead, and one whose text the mail has no room for is a
    brief there; then the mail says that it was shortened.
    """
    for filename in ("email.html", "email.txt", "index.html", "edition.md"):
        found = Counter(word.text for word in _reading(filename, galley.outputs[filename]).words)
        without = frozenset(galley.replaced)
        if filename.startswith("email.") and (cut := shortened(galley)):
            without |= cut
            if not _says_so(galley, filename):
                yield f"{filename} is cut and does not say so"
        told = (piece.blurb for piece in galley.edition.pieces if piece.id not in without)
        lost = Counter(word for blurb in told for word in _words(blurb)) - found
        if lost:
            yield f"{filename} lacks words of blurbs: {sum(lost.values())}, {sorted(lost)[:8]}"


def shortened(galley: Galley) -> frozenset[str]:
    """Ids of the pieces whose text the mail has no room for."""
    made = rendering.renditions(galley.edition, Templates(), ["email"], stationery=galley.stationery)
    return frozenset(piece for rendition in made for piece in (*rendition.briefed, *rendition.dropped))


def _says_so(galley: Galley, filename: str) -> bool:
    """Whether the line under the title tells how many of the stories the mail holds."""
    words = messages.of(galley.edition.language, None)
    number = len(galley.edition.pieces)
    said_ = (words.say("mail.shortened", shown=left, number=number) for left in range(number + 1))
    text = " ".join(_reading(filename, galley.outputs[filename]).text.split())
    return any(" ".join(line.split()) in text for line in said_)


def _reading(filename: str, text: str) -> Reading:
    return said.of_html(LexborHTMLParser(text).body) if filename.endswith(".html") else said.of_text(text)


def _words(source: str) -> Iterator[str]:
    """The words that somebody reads in Markdown; where a link leads is none of them."""
    shown = _DESTINATION.sub("]", _DEFINITION.sub("", clean.text(source)))
    plain = _ENTITY.sub(lambda match: html.unescape(match[0]), shown)
    yield from (word.text for word in said.of_text(plain).words)
