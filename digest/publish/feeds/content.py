"""What the page of an edition says, as a feed carries it: safe HTML, without style, with whole addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.publish.feeds import fit

_DRAWN = "script, style, svg, [aria-hidden]"  # what says nothing without the style sheet of the page
_WHOLE = ("https://", "http://")
_TAGS = frozenset({*nh3.ALLOWED_TAGS, "section", "tfoot"})
_ANY = frozenset({"dir", "lang", "title"})
# No id: a reader shows many items on one page; no class: it does not have our style sheet.
_ATTRIBUTES = {
    "*": _ANY,
    "a": frozenset({"href", "hreflang"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a page says, as a whole and by the anchors of its sections.

    Attributes:
        notice: that it is a sample; mostly "".
    """

    whole: str
    notice: str
    _main: LexborNode | None

    def part(self, anchor: str) -> str:
        """What the element with the id `anchor` says; "" where the page has none."""
        nodes = self._main.css("[id]") if self._main else ()
        found = next((node for node in nodes if node.attributes["id"] == anchor), None)
        return _said(self.notice, found) if found else ""


def of(page_html: str, address: str) -> Content:
    """What `page_html` says between head and foot; relative addresses start from `address`."""
    tree = LexborHTMLParser(page_html)
    main = tree.css_first("main") or tree.body
    band = tree.css_first("aside.band")
    notice = f"<p><strong>{escape(band.text())}</strong></p>\n" if band else ""
    if main is None:
        return Content("", notice, None)
    for drawn in main.css(_DRAWN):
        drawn.decompose()
    for node in main.css("[href], [src]"):
        for name in ("href", "src"):
            if value := node.attributes.get(name):
                node.attrs[name] = _joined(address, value)
    return Content(_said(notice, main), notice, main)


def _said(notice: str, node: LexborNode) -> str:
    html = nh3.clean(_inside(node), tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    return fit.text(notice + re.sub(r"\n\s*\n+", "\n", html).strip())


def _inside(node: LexborNode) -> str:
    html = node.html or ""
    return html[html.find(">") + 1 : html.rfind("</")]


def _joined(address: str, value: str) -> str:
    try:
        return value if value.startswith(_WHOLE) else urljoin(address, value)
    except ValueError:  # `http://[`
        return ""
