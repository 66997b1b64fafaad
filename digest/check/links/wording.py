"""What a link says: some words, that say where it leads, and no other place than where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest import bundled, urls
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links.anchor import Anchor, bare, is_below, of, shown
from digest.check.links.family import LINKS

_LONGEST = 300  # characters of words that can be an address or a phrase
_GENERIC = bundled.lines("generic_links.txt")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ADDRESS = re.compile(
    r"(?<![\w@./-])(https?://|www\.)([a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,24})(?![\w-])([/?#]\S*)?",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"[a-z0-9][a-z0-9-]{0,60}(?:\.[a-z0-9-]{1,60}){0,4}\.([a-z]{2,24})(?:/\S*)?", re.IGNORECASE
)
_TOP = bundled.lines("top_domains.txt")


@LINKS.rule(
    "empty",
    "a link has no words",
    why="a screen reader reads out the address, or nothing (WCAG 2.4.4)",
)
def empty(galley: Galley) -> Iterator[Fault]:
    """Links without words, and without a described picture."""
    document = shown(galley)
    for anchor in of(document):
        if document and not anchor.text:
            remedy = "give it words, or the picture in it a description"
            yield Fault(document.spot(anchor.node), f"the link to {_place(anchor)} has no words", remedy)


@LINKS.rule(
    "generic",
    "the words of a link do not say where it leads",
    why="who listens to a list of the links hears “here, here, here” (WCAG 2.4.9)",
)
def generic(galley: Galley) -> Iterator[Fault]:
    """`Read more`, `click here`, `hier`."""
    document = shown(galley)
    for anchor in of(document):
        if document and _EDGES.sub("", anchor.text[:_LONGEST]).casefold() in _GENERIC:
            yield Fault(
                document.spot(anchor.node, anchor.text),
                f"“{anchor.text}” does not say where the link leads",
                f"link the words that name the page on {_place(anchor)}",
                "warning",
            )


@LINKS.rule(
    "mismatch",
    "a link shows another address than it leads to",
    why="this is what fraud looks like, to readers and to the filters of their mail",
)
def mismatch(galley: Galley) -> Iterator[Fault]:
    """Words that are, or hold, an address of another site; and addresses that are not what they show."""
    document = shown(galley)
    for anchor in of(document):
        if document is None or not anchor.is_web:
            continue
        named = next((host for host in _hosts(anchor.text) if not is_below(host, anchor.host)), "")
        if named:
            yield Fault(
                document.spot(anchor.node, anchor.text),
                f"the link names {named} and leads to {anchor.host}",
                "write what the page is about, or lead where the words say",
                "error" if _is_address(anchor.text) else "warning",  # headlines of others name addresses
            )
        elif (written := _address(anchor.text)) and not _same(written, anchor.href):
            yield Fault(
                document.spot(anchor.node, anchor.text),
                f"the link shows {written} and leads to {anchor.href[:200]}",
                "write what the page is about, or the address to which the link leads",
                "warning",
            )


@LINKS.rule(
    "elsewhere",
    "the words of a link name another site",
    why="a reader may take it for the site that is named",
)
def elsewhere(galley: Galley) -> Iterator[Fault]:
    """Names of hosts within a longer text; headlines may name them, companies are called so."""
    document = shown(galley)
    headlines = {" ".join(piece.headline.split()) for piece in galley.edition.pieces}
    for anchor in of(document):
        if document is None or not anchor.is_web or anchor.text in headlines or " " not in anchor.text:
            continue
        for word in anchor.text.split():
            match = _HOST.fullmatch(_EDGES.sub("", word[:_LONGEST]))
            host = bare(match[0].partition("/")[0].lower()) if match and match[1].lower() in _TOP else ""
            if host and "://" not in word and not is_below(host, anchor.host):
                reason = f"the link names {host} and leads to {anchor.host}"
                yield Fault(document.spot(anchor.node, host), reason, "see that nobody is misled", "note")


def _hosts(text: str) -> Iterator[str]:
    """The hosts of addresses in `text`, and the host that all of it is."""
    yield from (bare(match[2].lower()) for match in _ADDRESS.finditer(text[:_LONGEST]))
    whole = _HOST.fullmatch(text[:_LONGEST])
    if whole and whole[1].lower() in _TOP and text == text.lower():
        yield bare(text.partition("/")[0])


def _is_address(text: str) -> bool:
    """Whether `text` is an address and nothing else."""
    return bool(_ADDRESS.fullmatch(text[:_LONGEST]) or _HOST.fullmatch(text[:_LONGEST]))


def _address(text: str) -> str:
    """The address that all of `text` is; "" where it is none."""
    return text if _ADDRESS.fullmatch(text[:_LONGEST]) else ""


def _same(written: str, href: str) -> bool:
    """Whether the words are the address: in full, or as people shorten it."""
    full = written if "://" in written else f"https://{written}"
    return urls.canonical(full) == urls.canonical(href) or urls.canonical(href).startswith(
        urls.canonical(full).rstrip("…").removesuffix("%E2%80%A6") + "/"
    )


def _place(anchor: Anchor) -> str:
    return anchor.host or anchor.href[:80] or "nowhere"
