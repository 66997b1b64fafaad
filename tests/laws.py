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

from digest.check import GATES, Finding, Galley, said
from digest.errors import DigestError
from digest.model import Edition, Stationery
from tests import presses

_ANY = "any"

# Rule -> the kinds of text that deserve it, and why.
DESERVED: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "links-mismatch": (
            frozenset({"long words", "Markdown", "everything from the right", "planted"}),
            "a headline that names one site and leads to another may deceive, whoever wrote it",
        ),
        "message-controls": (
            frozenset({"Markdown", "controls", "everything from the right", "planted"}),
            "a subject with a tab or a control is not to be sent",
        ),
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


def is_cut(galley: Galley) -> bool:
    """Whether the mail was too large and says that the rest stands elsewhere."""
    return len(said.of_html(galley.mail.body if galley.mail else None).words) == 0


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
    """Words of a blurb that an output lacks; a piece that could not be rendered is told of instead."""
    told = [piece for piece in galley.edition.pieces if piece.id not in galley.replaced]
    wanted: Counter[str] = Counter()
    for piece in told:
        wanted.update(_words(piece.blurb))
    for filename in ("email.html", "email.txt", "index.html", "edition.md"):
        text = galley.outputs[filename]
        if filename.endswith(".html"):
            reading = said.of_html(LexborHTMLParser(text).body)
        else:
            reading = said.of_text(text)
        lost = wanted - Counter(word.text for word in reading.words)
        if lost:
            yield f"{filename} lacks {sum(lost.values())} words of blurbs: {sorted(lost)[:8]}"


def _words(source: str) -> Iterator[str]:
    """The words that somebody reads in Markdown; where a link leads is none of them."""
    shown = _DESTINATION.sub("]", _DEFINITION.sub("", source))
    plain = _ENTITY.sub(lambda match: html.unescape(match[0]), shown)
    yield from (word.text for word in said.of_text(plain).words)
