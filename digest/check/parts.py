"""The text part of the mail says what the HTML part says: the same words in the same order, the same links.

A filter for unwanted mail holds both against each other (SpamAssassin MPART_ALT_DIFF), and whoever reads
plain text must not read another issue.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from selectolax.lexbor import LexborNode

from digest.check import said
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.said import Reading
from digest.check.spot import Spot

WORDS = Family("words")

_REMEDY = "let templates/email.txt say it as templates/email.mjml does, or the other way round"
_AROUND = ".,;:!?…()[]“”„«»\"'<>"


@WORDS.rule(
    "same",
    "the text part of the mail says other words than its HTML part",
    why="filters compare both (SpamAssassin MPART_ALT_DIFF); a reader of plain text must miss nothing",
    purposes={"send"},
)
def same_words(galley: Galley) -> Iterator[Fault]:
    """The first place at which the two part."""
    if galley.mail is None or not galley.text:
        return
    shown, plain = said.of_html(galley.mail.body), said.of_text(galley.text)
    for at, (one, other) in enumerate(zip_longest(shown.words, plain.words)):
        if one is None or other is None or one.text != other.text:
            yield Fault(_spot(galley, shown, at), _parted(shown, plain, at), _REMEDY)
            return


@WORDS.rule(
    "links",
    "the text part of the mail leads elsewhere than its HTML part",
    why="whoever reads plain text must reach all that others reach",
    purposes={"send"},
)
def same_links(galley: Galley) -> Iterator[Fault]:
    """Links of one part that the other lacks."""
    if galley.mail is None or not galley.text:
        return
    found = {form for word in galley.text.split() for form in (word, word.strip(_AROUND))}
    linked: dict[str, LexborNode] = {}
    for node in galley.mail.tree.css("a[href]"):
        address = node.attributes.get("href") or ""
        if not address.startswith("#"):
            linked.setdefault(address, node)
    for address, node in linked.items():
        if address.removeprefix("mailto:") not in found and address not in found:
            yield Fault(galley.mail.spot(node, address), f"the text part does not lead to {address}", _REMEDY)
    words = galley.mail.body.text() if galley.mail.body else ""
    for address in sorted({word.lstrip(_AROUND) for word in galley.text.split()}):
        if not address.startswith(("https://", "http://")):
            continue
        if address.strip(_AROUND) not in words and not _leads(address, linked):
            yield Fault(Spot("email.txt", address), f"the HTML part does not lead to {address}", _REMEDY)


def _leads(address: str, linked: dict[str, LexborNode]) -> bool:
    return address in linked or address.strip(_AROUND) in linked


def _spot(galley: Galley, shown: Reading, at: int) -> Spot:
    """Where in the mail the word number `at` stands, or the last one."""
    word = shown.words[min(at, len(shown.words) - 1)] if shown.words else None
    node = shown.node(word) if word else None
    if galley.mail is None or node is None:
        return Spot("email.txt")
    return galley.mail.spot(node)


def _parted(shown: Reading, plain: Reading, at: int) -> str:
    if at >= len(plain.words):
        return f"the text part ends where the HTML part goes on: “{shown.around(at)}”"
    if at >= len(shown.words):
        return f"the HTML part ends where the text part goes on: “{plain.around(at)}”"
    return f"the HTML part has “{shown.around(at)}”, the text part “{plain.around(at)}”"
