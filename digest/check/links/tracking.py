"""No tracking: no counting pictures, no links over a counter, nothing in a link that says who clicked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from digest import bundled, urls
from digest.check.document import Document
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links.anchor import bare, distinct, is_below, shown
from digest.check.links.family import LINKS

_REDIRECTORS = bundled.lines("redirectors.txt")
_ADDRESS_IN_CSS = re.compile(r"url\(\s*(?:[\"']\s*)?((?:https?:)?//[^\"')\s]{1,500})", re.IGNORECASE)
_ARCHIVES = frozenset({"web.archive.org"})  # whoever links there means the copy
_WITHIN = re.compile(r"https?(?:://|(?:%3a|:)(?:%2f|/){2})[^/&\s][^&\s]*", re.IGNORECASE)
_COUNTER_HOST = re.compile(r"(?:click|clicks|email|e?links?|mg|mailer|track|tracking|trk|url\d+)\.")
_COUNTER_PATH = re.compile(r"/(?:c|e/c|f/a|CL0|ls/click|ss/c|wf/click)/?(?:[^/]|$)")
_TINY_PX = 3  # at most this wide or high, nobody is meant to see it


@LINKS.rule(
    "pixel",
    "opening the mail calls a server",
    why="whoever runs it learns who read when and where; Digest does not track",
    purposes={"send"},
)
def pixel(galley: Galley) -> Iterator[Fault]:
    """Pictures of a point, and everything that is loaded from another place than the edition's own."""
    mail = galley.mail
    if mail is None:
        return
    own = bare(urls.host(galley.edition.url)) if galley.stationery.images == "host" else ""
    for node in mail.elements:
        if node.tag == "img" and _is_tiny(node.attributes):
            yield Fault(mail.spot(node), "the picture is a point that nobody sees", "take it out")
            continue
        for address in _loaded(node.tag or "", node.attributes):
            host = bare(urls.host(address if "://" in address else f"https:{address}"))
            if not is_below(host, own):
                reason = f"something is loaded from {host} when the mail is opened"
                yield Fault(
                    mail.spot(node, address[:200]), reason, "take it out, or put the picture beside the draft"
                )
    yield from _in_sheets(mail)


@LINKS.rule(
    "redirect",
    "a link leads over a counter or a shortener",
    why="nobody sees where it goes, whoever runs it learns of the click, and filters of mail distrust it",
)
def redirect(galley: Galley) -> Iterator[Fault]:
    """Links whose true address stands elsewhere."""
    document = shown(galley)
    for anchor in distinct(document):
        if document is None or not urls.safe(anchor.href):
            continue
        carried = urls.canonical(anchor.href)
        held = _held(anchor.href)
        if carried and not is_below(bare(urls.host(carried)), _unprefixed(anchor.host)):
            if anchor.host in _ARCHIVES:
                continue
            yield Fault(
                document.spot(anchor.node, anchor.href[:200]),
                f"the link leads over {anchor.host} to {urls.host(carried)}",
                f"link to {carried[:200]}",
                "warning",
            )
        elif held and not is_below(bare(urls.host(held)), anchor.host) and anchor.host not in _ARCHIVES:
            yield Fault(
                document.spot(anchor.node, anchor.href[:200]),
                f"the link to {anchor.host} holds the address of a page on {urls.host(held)}",
                f"link to {held[:200]}, if that is where it ends",
                "warning",
            )
        elif _is_redirector(anchor.href) or _is_counter(anchor.href):
            yield Fault(
                document.spot(anchor.node, anchor.href[:200]),
                f"{anchor.host} only leads on, nobody sees to where",
                "open it, and link to the page where it ends",
                "warning",
            )


@LINKS.rule(
    "tracking",
    "a link says who clicked it",
    why="such parameters tell the site from which mail and reader a click came; the page is the same without",
)
def tracking(galley: Galley) -> Iterator[Fault]:
    """Parameters that are no part of the address of a page."""
    document = shown(galley)
    for node in document.elements if document else ():
        if document and node.attributes.get("ping"):
            reason = f"each click is told to {(node.attributes['ping'] or '')[:200]}"
            yield Fault(document.spot(node, "ping"), reason, "take ping away from it")
    for anchor in distinct(document):
        if document is None or not urls.safe(anchor.href):
            continue
        shorter = urls.untracked(anchor.href)
        names = _names(anchor.href, shorter)
        if names:
            yield Fault(
                document.spot(anchor.node, names[0]),
                f"the link to {anchor.host} carries {', '.join(names)}",
                f"link to {shorter[:200]}",
                "warning",
            )


def _is_tiny(attributes: dict[str, str | None]) -> bool:
    """Whether both sides are, as attributes or as style; a bar of one side is decoration."""
    return all(_side(attributes, name) <= _TINY_PX for name in ("width", "height"))


def _side(attributes: dict[str, str | None], name: str) -> float:
    styled = re.search(rf"(?<![\w-]){name}\s*:\s*(\d+(?:\.\d+)?)px", attributes.get("style") or "")
    given = re.match(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*$", attributes.get(name) or "")
    found = given or styled
    return float(found[1]) if found else 1e6


def _loaded(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    """The addresses that an element loads from the web."""
    names = ("href",) if tag == "link" else ("src", "background", "poster", "data")
    for name in names:
        value = (attributes.get(name) or "").strip()
        if value.lower().startswith(("http://", "https://", "//")):
            yield value
    for part in (attributes.get("srcset") or "").split(","):
        if part.strip().lower().startswith(("http://", "https://", "//")):
            yield part.split()[0]
    yield from _ADDRESS_IN_CSS.findall(attributes.get("style") or "")


def _in_sheets(mail: Document) -> Iterator[Fault]:
    for node in mail.elements:
        if node.tag == "style":
            for address in _ADDRESS_IN_CSS.findall(node.text()):
                reason = f"a style sheet loads {address[:200]} when the mail is opened"
                yield Fault(mail.spot(node, address[:200]), reason, "take it out of the style sheet")


def _unprefixed(host: str) -> str:
    """`host` as `urls.canonical` writes it, for comparing."""
    return bare(urls.host(urls.canonical(f"https://{host}/")) or host)


def _is_redirector(url: str) -> bool:
    host, path = bare(urls.host(url)), urlsplit(url).path
    labels = host.split(".")
    hosts = {".".join(labels[start:]) for start in range(len(labels))}
    first = path.split("/")[1] if path.count("/") else ""
    return not _REDIRECTORS.isdisjoint(hosts | {f"{name}/{first}" for name in hosts})


def _held(url: str) -> str:
    """The whole web address that stands in the path or the query of `url`; "" where there is none."""
    found = _WITHIN.search(url[8:])
    if not found:
        return ""
    held = unquote(found[0]) if "%" in found[0][:12] else found[0]
    return urls.safe(held.partition("&")[0] if "://" in found[0] else held)


def _is_counter(url: str) -> bool:
    """Whether host and path are as senders of newsletters have them for their counters."""
    parts = urlsplit(url)
    return bool(_COUNTER_HOST.match(bare(urls.host(url))) and _COUNTER_PATH.match(parts.path))


def _names(url: str, shorter: str) -> list[str]:
    """The names of the parameters that `shorter` leaves out."""
    kept = urlsplit(shorter).query.split("&")
    lost = (part for part in urlsplit(url).query.split("&") if part and part not in kept)
    return list(dict.fromkeys(unquote(part.partition("=")[0])[:60] for part in lost))
