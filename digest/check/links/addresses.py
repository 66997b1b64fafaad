"""Where a link leads: a sound https address, of a host that is what it seems to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from digest import urls
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links.anchor import Anchor, bare, distinct, is_below, of, shown
from digest.check.links.family import LINKS
from digest.model import Edition

_MAILBOX = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z0-9-]{2,63}", re.IGNORECASE
)
_LONGEST_HOST, _MOST_LABELS = 80, 6
_ADVICE = "take the address from the page itself, as the browser shows it"


@LINKS.rule(
    "address",
    "a link leads to no web address",
    why="mail clients make it a link to somewhere else, or take it away",
)
def address(galley: Galley) -> Iterator[Fault]:
    """Relative addresses, other schemes, addresses that are broken or carry a password."""
    mail = galley.mail
    for anchor in of(mail):
        reason = unsound(anchor)
        if mail and reason:
            yield Fault(mail.spot(anchor.node, anchor.href[:200]), reason, "write the whole https address")


@LINKS.rule(
    "jump",
    "a link leads to a place within the mail",
    why="Gmail on iOS, Outlook on phones, Yahoo's apps and others do not follow it (caniemail.com)",
    purposes={"send"},
)
def jump(galley: Galley) -> Iterator[Fault]:
    """Links to fragments: worse where there is no such place."""
    mail = galley.mail
    jumps = [anchor for anchor in of(mail) if anchor.href.startswith("#")]
    places = {node.attributes.get("id") for node in mail.elements} if mail and jumps else set()
    for anchor in jumps:
        if mail:
            is_there = anchor.href[1:] in places
            reason = "leads to a place within the mail, which many clients do not follow"
            yield Fault(
                mail.spot(anchor.node, anchor.href),
                f"“{anchor.text}” {reason}" if is_there else f"there is no {anchor.href} in the mail",
                "leave the words and take the link away",
                "note" if is_there else "error",
            )


@LINKS.rule(
    "http",
    "a link is not encrypted",
    why="anybody on the way can read and change the page; browsers warn of it",
)
def http(galley: Galley) -> Iterator[Fault]:
    """`http:` where `https:` should be."""
    document = shown(galley)
    for anchor in distinct(document):
        if document and anchor.href.lower().startswith("http:") and urls.safe(anchor.href):
            yield Fault(
                document.spot(anchor.node, anchor.href[:200]),
                f"the link to {anchor.host} is not encrypted",
                "try the same address with https://",
                "warning",
            )


@LINKS.rule(
    "host",
    "a link leads to an odd host",
    why="readers and filters of mail take such addresses for fraud",
)
def odd(galley: Galley) -> Iterator[Fault]:
    """Numbers for names, letters that look like others, ports, very long names."""
    document = shown(galley)
    for anchor in distinct(document):
        if document is None or not urls.safe(anchor.href):
            continue
        for reason, level in oddities(anchor.href):
            yield Fault(document.spot(anchor.node, anchor.href[:200]), reason, _ADVICE, level)


@LINKS.rule(
    "foreign",
    "a story links to a site from which it has no report",
    why="a link that came in with a text may be an advertisement; one of the editor's own is fine",
)
def foreign(galley: Galley) -> Iterator[Fault]:
    """Links within a story to hosts that are none of its reports'."""
    document = shown(galley)
    hosts = reporting(galley.edition)
    for anchor in distinct(document):
        if document and anchor.story and anchor.story in hosts and is_foreign(anchor, hosts):
            reason = f"the link leads to {anchor.host}, from which this story has no report"
            yield Fault(document.spot(anchor.node, anchor.text), reason, "see that it belongs there", "note")


def reporting(edition: Edition) -> Mapping[str, frozenset[str]]:
    """By the id of each story with reports, the hosts of those and of the edition's own page; by "" all."""
    own = {bare(urls.host(edition.url))} - {""}
    hosts = {
        piece.id: frozenset(
            own.union(
                bare(urls.host(link))
                for entry in piece.story.entries + piece.story.copies
                for link in _links(entry)
            )
        )
        for piece in edition.pieces
        if piece.story
    }
    return {**hosts, "": frozenset(own.union(*hosts.values()))}


def is_foreign(anchor: Anchor, hosts: Mapping[str, frozenset[str]]) -> bool:
    """Whether a link leads to a site from which what it stands in has no report; `hosts` of `reporting`."""
    known = hosts.get(anchor.story) or hosts[""]
    return anchor.is_web and not any(is_below(anchor.host, host) for host in known)


def _links(entry: object) -> Iterator[str]:
    """The address of a report, and of the roundup that it was cut out of."""
    yield getattr(entry, "url", "")
    within = getattr(entry, "within", None)
    if within:
        yield within.url


def unsound(anchor: Anchor) -> str:
    """What is wrong with the address; "" where it is sound, or a place within the output."""
    href = anchor.href
    if not href:
        return "the link leads nowhere"
    if href.lower().startswith("mailto:"):
        name = href[7:].partition("?")[0].replace("%40", "@")
        return "" if _MAILBOX.fullmatch(name[:400]) else f"“{name[:80]}” is no mail address"
    if anchor.is_web:
        return _unsafe(href)
    if href.startswith("#"):
        return ""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", href):
        return f"“{href.partition(':')[0][:20]}:” is no address of the web"
    return f"“{href[:80]}” is no whole address, and a mail has no place of its own"


def _unsafe(href: str) -> str:
    """Why a web address is none."""
    if urls.safe(href):
        return ""
    try:
        credentials = "@" in urlsplit(href).netloc
    except ValueError:
        credentials = False
    if credentials:
        return f"“{href[:80]}” carries a user name, behind which the true host hides"
    if any(unicodedata.category(char) in ("Cc", "Cf") for char in href):
        return "the address holds characters that nobody sees"
    return f"“{href[:80]}” is no sound address"


def oddities(url: str) -> Iterator[tuple[str, str]]:
    """What is odd about the host of a web address, and how grave that is; nothing of one that is not safe."""
    parts = urlsplit(urls.safe(url))
    host = parts.hostname or ""
    if _is_number(host):
        yield f"{host} is a number and no name", "warning"
    elif len(host) > _LONGEST_HOST or host.count(".") >= _MOST_LABELS:
        yield f"{host[:60]}… is a very long name, whose end nobody sees", "warning"
    if parts.port:
        yield f"the address names a port ({parts.port}), which many networks do not let through", "warning"
    for label in host.split("."):
        if label.startswith("xn--"):
            yield from _disguise(host, label)


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return bool(re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}", host))
    return True


def _disguise(host: str, label: str) -> Iterator[tuple[str, str]]:
    """What a name in other letters shows, where those could be taken for Latin ones (UTS 39 section 5)."""
    try:
        name = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except ValueError:
        yield f"{host} holds a name that is none", "error"
        return
    scripts = {unicodedata.name(char, "?").split()[0] for char in name if char.isalpha()}
    if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
        yield f"{host} mixes the letters of several scripts: “{name}”", "error"
    elif scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
        yield f"{host} reads “{name}”, whose letters can be taken for Latin ones", "warning"
