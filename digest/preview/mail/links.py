"""Where the mail leads: each address once, with its words, its place and what its page answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from digest import urls
from digest.check.document import Document
from digest.check.links import addresses, anchor
from digest.check.links.anchor import Anchor
from digest.preview.studio import Answer
from digest.render import clean

_LONGEST = 160  # characters of an address or of words that are shown
_UNASKED = "not asked yet"


@dataclass(frozen=True, slots=True)
class Link:
    """An address to which the mail leads.

    Attributes:
        words: of the first link to it.
        host: where it leads; the address itself where that is no web address.
        path: what follows the host; "" for a front page.
        url: to follow; "" for what is no safe web address.
        story: id of the story that the first link stands in; "" outside of stories.
        place: its headline, or where else the link stands.
        count: how many links lead there.
        scheme: `https`, `http`, `mailto` …; "" for none.
        status: what its page answered, in words.
        asked_at: when that was, `2026-11-22 16:40` in UTC; "" for never.
        faults: what to look at, in words.
    """

    words: str
    host: str
    path: str
    url: str
    story: str
    place: str
    count: int
    scheme: str
    status: str
    asked_at: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """All of them, and what is to be said of them together.

    Attributes:
        links: those to look at first, else in the order of the mail.
        hosts: pairs of a site and how many of them lead there, the most first.
        unasked: how many web pages nobody has asked.
        asked_at: when the last of them was asked; "" for none.
    """

    links: tuple[Link, ...]
    hosts: tuple[tuple[str, int], ...]
    unasked: int
    asked_at: str = ""


def of(mail: Document, answers: Mapping[str, Answer]) -> Linked:
    """The links of `mail`; `answers` by address, of those that were asked."""
    known = addresses.reporting(mail.edition)
    by_address: dict[str, list[Anchor]] = {}
    for each in anchor.of(mail):
        by_address.setdefault(each.href, []).append(each)
    twins = _twins(by_address)
    titles = {piece.id: clean.line(piece.headline) for piece in mail.edition.pieces}
    links = [
        _link(found, answers.get(href), known, twins.get(href, ""), titles)
        for href, found in by_address.items()
    ]
    web = [link for link in links if link.url]
    return Linked(
        tuple(sorted(links, key=lambda link: not link.faults)),
        tuple(Counter(link.host for link in web).most_common()),
        sum(link.status == _UNASKED for link in web),
        max((link.asked_at for link in web), default=""),
    )


def _link(
    found: Sequence[Anchor],
    answer: Answer | None,
    known: Mapping[str, frozenset[str]],
    twin: str,
    titles: Mapping[str, str],
) -> Link:
    first = found[0]
    href = urls.safe(first.href) if first.is_web else ""
    host, path = (first.host, _path(href)) if href else (_shown(first.href) or "nowhere", "")
    return Link(
        words=_shown(first.text) or "no words",
        host=clean.line(host),
        path=path,
        url=clean.url(href),
        story=first.story,
        place=titles.get(first.story, "") or "outside of stories",
        count=len(found),
        scheme=_scheme(first.href),
        status=(answer.words if answer else _UNASKED) if href else _kind(first.href),
        asked_at=answer.at if answer and href else "",
        faults=tuple(_faults(found, answer, known, twin)),
    )


def _faults(
    found: Sequence[Anchor], answer: Answer | None, known: Mapping[str, frozenset[str]], twin: str
) -> Iterator[str]:
    first = found[0]
    if reason := addresses.unsound(first):
        yield reason
    if first.href.lower().startswith("http:"):
        yield "not encrypted"
    yield from (clean.line(reason) for reason, _ in addresses.oddities(first.href))
    if answer and answer.is_fault:
        yield answer.words
    if any(addresses.is_foreign(each, known) for each in found):
        yield "no report is from this site"
    stories = dict.fromkeys(each.story for each in found if each.story)
    if len(stories) > 1:
        yield f"in {len(stories)} stories"
    if twin:
        yield f"the same page as {_shown(twin)}"


def _twins(found: Mapping[str, Sequence[Anchor]]) -> dict[str, str]:
    """For each address the one before it that means the same page, written otherwise."""
    first: dict[str, str] = {}
    twins: dict[str, str] = {}
    for href in found:
        page = urls.canonical(href) if urls.safe(href) else ""
        if page and first.setdefault(page, href) != href:
            twins[href] = first[page]
    return twins


def _kind(href: str) -> str:
    """What an address is that is no web page."""
    if href.lower().startswith("mailto:"):
        return "a mail address"
    return "a place in the mail" if href.startswith("#") else "no web address"


def _scheme(href: str) -> str:
    name, colon, _ = href.partition(":")
    return clean.line(name.lower()[:12]) if colon and name.isascii() and name[:1].isalpha() else ""


def _path(href: str) -> str:
    parts = urlsplit(href)
    rest = parts.path.removesuffix("/") + (f"?{parts.query}" if parts.query else "")
    return _shown(rest + (f"#{parts.fragment}" if parts.fragment else ""))


def _shown(words: str) -> str:
    line = clean.line(words)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
