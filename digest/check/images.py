"""Pictures: said in words too, and of a known size. Where they come from is a rule of `links`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from selectolax.lexbor import LexborNode

from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.galley import Galley

IMAGE = Family("image")

_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|avif)", re.IGNORECASE)

_ENCLOSED = re.compile(r"^Content-ID:\s*<([^<>\r\n]*)>", re.IGNORECASE | re.MULTILINE)
_REMEDY = "put the picture into the draft, ![what it shows](file.png), or take it out of the template"


@IMAGE.mail(
    "alt", "a picture is not said in words", why="WCAG 1.1.1; a third of readers see no pictures at first"
)
def alt(document: Document) -> Iterator[Fault]:
    """Every picture has an `alt`; one that is all of a link says where it leads."""
    for node in _images(document):
        words = node.attributes.get("alt")
        if "alt" not in node.attributes:
            yield Fault(
                document.spot(node), "it has no alt", 'describe it, or write alt="" if it only adorns'
            )
        elif not (words or "").strip() and _is_all_of_a_link(node):
            yield Fault(document.spot(node), "it is a link without words", "say in alt where the link leads")
        elif _FILE.fullmatch((words or "").strip()):
            reason = "its alt is the name of a file"
            yield Fault(document.spot(node, words or ""), reason, "describe what it shows", "warning")


@IMAGE.mail(
    "size", "a picture has no size", why="Outlook shows it as large as the file is (caniemail; Ghost 13297)"
)
def size(document: Document) -> Iterator[Fault]:
    """Width and height stand on it as whole numbers of px."""
    for node in _images(document):
        for name in ("width", "height"):
            value = node.attributes.get(name)
            if not re.fullmatch(r"[1-9]\d{0,4}", value or ""):
                reason = f'{name} is "{value}"' if value else f"it has no {name}"
                yield Fault(document.spot(node, name), reason, f"write {name} in px, without a unit")


@IMAGE.rule(
    "part",
    "a picture is not in the mail",
    why="a reader sees a broken frame (RFC 2392: a cid: address names a part of the same mail)",
    purposes={"send"},
)
def parts(galley: Galley) -> Iterator[Fault]:
    """Every `cid:` address has its part in the message, and no picture is to lie beside the mail."""
    mail = galley.mail
    if mail is None:
        return
    enclosed = frozenset(map(_cid, _ENCLOSED.findall(galley.message if "cid:" in mail.html.lower() else "")))
    for node in mail.elements:
        address = (node.attributes.get("src") or node.attributes.get("background") or "").strip()
        if galley.message and address.lower().startswith("cid:") and _cid(address[4:]) not in enclosed:
            yield Fault(mail.spot(node, address), f"no part of the mail is {address}", _REMEDY)
        elif node.tag == "img" and not _goes_along(node, address):
            reason = "nothing lies beside a mail, and this picture does not go along with it"
            yield Fault(mail.spot(node, address), reason, _REMEDY)


def _cid(name: str) -> str:
    return unquote(name).strip()


def _goes_along(node: LexborNode, address: str) -> bool:
    """Whether it is a picture of the draft, which is put into the mail, or lies in the web."""
    apart = _apart(address)
    is_drafts = "picture" in (node.attributes.get("class") or "").split()
    return is_drafts or apart is None or bool(apart.scheme or apart.netloc)


def source_on_page(document: Document) -> Iterator[Fault]:
    """Every picture lies beside the page, or on its host."""
    home = _host(document.edition.url)
    for node in _images(document):
        address = (node.attributes.get("src") or "").strip()
        apart = _apart(address)
        if not address or apart is None or ((apart.scheme or apart.netloc) and _host(address) != home):
            yield Fault(
                document.spot(node), "it does not lie beside the page", "keep it as a file beside the draft"
            )


def _images(document: Document) -> Iterator[LexborNode]:
    return (node for node in document.elements if node.tag == "img")


def _is_all_of_a_link(node: LexborNode) -> bool:
    at = node.parent
    while at is not None and at.tag not in ("a", "td", "p", "body"):
        at = at.parent
    return at is not None and at.tag == "a" and not at.text().strip()


def _host(address: str) -> str:
    apart = _apart(address)
    return apart.netloc.lower() if apart else ""


def _apart(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that are no IPv6 address
        return None
