"""A newsletter taken apart: each link that is news, with the words that stand around it.

Only mails of listed senders are read. Furniture is left out (`letter_furniture.txt`), a link that stands
there twice is one item, and a redirect that holds its target is undone without asking anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import redirects, text, urls, words
from digest.collect import letters, plainmail, trees
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item

MOST_LINKS = 300
_LONGEST_HTML = 1_000_000  # characters
_LONGEST_WORDS = 600
_LEAST_TITLE = 20  # characters; a shorter link is "here" or "Read more"
_BLOCKS = frozenset({"p", "li", "td", "div", "blockquote", "section", *trees.HEADINGS})
_FROM = re.compile(r"[^<>]*<([^<>\s,;@]+@[^<>\s,;@]+)>|([^<>\s,;@]+@[^<>\s,;@]+)")
_SPONSORED = re.compile(
    r"\W*(?:sponsored|advertisement|presented by|brought to you by|together with|partner content)\b",
    re.IGNORECASE,
)
_TRACKER = re.compile(r"(?:click|clicks|link|links|email|track|trk|go)\d*\.|.*\.list-manage\.com$")
_ELSEWHERE = re.compile(
    r"(?:.*\.)?(?:apps\.apple\.com|play\.google\.com|facebook\.com/sharer.*|twitter\.com/intent.*)"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Whose mails are read.

    Attributes:
        senders: addresses, or domains with an @ before them, in small letters.
        verified: only where the own mail server says that they come from there (RFC 8601).
    """

    senders: tuple[str, ...]
    verified: bool = False


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    title: str
    summary: str


def read(body: bytes, rules: Rules) -> Document:
    """The links of the mail in `body` as items; none where its sender is not listed.

    Raises:
        NotAFeedError: it cannot be taken apart.
    """
    try:
        mail = letters.opened(body)
        if not _is_wanted(mail, rules):
            return Document()
        html = letters.part(mail, "html")
        found = _in_html(html[:_LONGEST_HTML]) if html else _in_text(letters.part(mail, "plain"))
        return _document(mail, _distinct(found))
    except RecursionError:
        raise NotAFeedError("a mail that is nested too deeply") from None


def _is_wanted(mail: EmailMessage, rules: Rules) -> bool:
    address = _sender(mail)
    domain = address.rpartition("@")[2]
    if not domain or not {address, f"@{domain}"} & set(rules.senders):
        return False
    return not rules.verified or _is_verified(letters.header(mail, "Authentication-Results"), domain)


def _sender(mail: EmailMessage) -> str:
    """The one address that it comes from, as it was sent; "" where programs could see different ones."""
    told = [str(value).strip() for name, value in mail.raw_items() if name.lower() == "from"]
    found = _FROM.fullmatch(told[0]) if len(told) == 1 else None
    return (found[1] or found[2]).lower() if found else ""


def _is_verified(results: str, domain: str) -> bool:
    """Whether the topmost results, which the own server adds, vouch for `domain`."""
    named = rf"(?:[\w.+=-]*@)?(?:[\w-]+\.)*{re.escape(domain)}(?![\w.-])"
    proofs = (rf"\bdkim=pass\b[^;]*\bheader\.[di]={named}", rf"\bspf=pass\b[^;]*\bsmtp\.mailfrom={named}")
    return any(re.search(proof, results[:5_000], re.IGNORECASE) for proof in proofs)


def _document(mail: EmailMessage, found: list[_Link]) -> Document:
    name, address = parseaddr(letters.header(mail, "From"))
    listed = letters.header(mail, "List-Id").partition("<")[0].strip(' "')
    publisher, date = escape(name or listed or address), letters.header(mail, "Date")
    items = tuple(
        Item(
            link=link.url,
            title=escape(link.title),
            summary=escape(link.summary),
            publisher=publisher,
            dates=(date,),
        )
        for link in found
    )
    hidden = sum(bool(_TRACKER.match(urls.host(link.url))) for link in found)
    note = f"{words.counted(hidden, 'link')} through a tracker that only its server can follow"
    return Document(items=items, notes=(note,) if hidden else ())


def _distinct(found: Iterable[_Link]) -> list[_Link]:
    """One of each address: the first, or a later one whose words say more."""
    kept: dict[str, _Link] = {}
    for link in found:
        key = urls.canonical(link.url)
        before = kept.get(key)
        if (before is None and len(kept) < MOST_LINKS) or (
            before and len(before.title) < _LEAST_TITLE < len(link.title)
        ):
            kept[key] = link
    return list(kept.values())


def _in_html(html: str) -> Iterator[_Link]:
    heading, is_sponsored = "", False
    for node in LexborHTMLParser(text.shallow(html)).css("h1, h2, h3, h4, h5, h6, a[href]"):
        if node.tag in trees.HEADINGS:
            heading = _said(node)
            is_sponsored = bool(_SPONSORED.match(heading))
        elif not is_sponsored and (link := _link(node, heading)):
            yield link


def _link(node: LexborNode, heading: str) -> _Link | None:
    """The link as news, or None where it is furniture."""
    said = _said(node)
    around = _around(node)
    url = _target(node.attributes.get("href") or "", said)
    if not url or not said or _SPONSORED.match(around):
        return None
    is_told = len(said) >= _LEAST_TITLE
    title = said if is_told else heading or _sentence(around, said)
    return _Link(url, title, _beneath(node) if around == said else _sentence(around, said))


def _target(href: str, said: str) -> str:
    url = redirects.unwrapped(href)
    plain = said.lower().lstrip(" »→>|")
    if not url or plain.startswith(_furniture()) or "unsubscribe" in url.lower():
        return ""
    place = url.partition("//")[2]
    return "" if _ELSEWHERE.match(place) else url


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(trees.word_list("letter_furniture.txt"))


def _in_text(plain: str) -> Iterator[_Link]:
    for mention in plainmail.mentions(plain[:_LONGEST_HTML]):
        url = _target(mention.url, mention.label or mention.title)
        if url and mention.title and not _SPONSORED.match(mention.title):
            yield _Link(url, mention.title[:_LONGEST_WORDS], mention.more[:_LONGEST_WORDS])


def _block(node: LexborNode) -> LexborNode | None:
    return next((above for above in trees.ancestors(node) if above.tag in _BLOCKS), None)


def _said(node: LexborNode, limit: int = _LONGEST_WORDS) -> str:
    """What `node` says on one line, as it is read: a link within a sentence brings no space along."""
    return " ".join(text.plain(node.html or "", limit).split()).removeprefix("• ")


def _around(node: LexborNode) -> str:
    block = _block(node)
    return _said(block, 4 * _LONGEST_WORDS) if block else _said(node)


def _beneath(node: LexborNode) -> str:
    """What the paragraph says that follows the block of a link."""
    after = _block(node)
    after = after.next if after else None
    while after is not None and not after.is_element_node:
        after = after.next
    return _said(after) if after is not None and after.tag == "p" else ""


def _sentence(around: str, said: str) -> str:
    """Of a short paragraph all, of a long one the sentence in which `said` stands."""
    if len(around) <= _LONGEST_WORDS:
        return around
    sentences = re.split(r"(?<=[.!?])\s+", around)
    return next((one for one in sentences if said in one), around)[:_LONGEST_WORDS]
