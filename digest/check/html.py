"""What every mail program needs of a document, and what none lets in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.document import Document, elements, visible
from digest.check.family import Family, Fault
from digest.check.spot import Spot

HTML = Family("html")

_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"])
_ACTIVE = frozenset(
    {"applet", "audio", "base", "bgsound", "button", "canvas", "embed", "form", "frame", "frameset", "iframe"}
    | {"input", "math", "noembed", "object", "portal", "script", "select", "svg", "textarea", "video"}
)
_ON_THE_PAGE = frozenset({"svg"})  # a page may draw; a mail may not
_EMPTY_TITLES = frozenset({"untitled", "document", "email", "newsletter"})
# C0 but tab and line ends, C1, line and paragraph separators, bidi embeddings and overrides, noncharacters
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufffe\uffff]"
)
_CONTROL_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f]|202[89a-e])|0*(?:[0-8]|1[1245-9]|2\d|3[01]|12[7-9]|"
    r"1[345]\d|823[2-8]));",
    re.IGNORECASE,
)
_FIXED_ZOOM = re.compile(r"user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*(?:[0-4](?:\.\d+)?)(?![\d.])")
_AROUND = 30  # characters shown on both sides of one that cannot be seen
_FETCHING = ("src", "background", "srcset", "poster", "data", "href", "action", "xlink:href")


@HTML.mail("doctype", "the mail does not begin as HTML", why="without it browsers lay out as in 1998")
def doctype(document: Document) -> Iterator[Fault]:
    """The first thing is `<!doctype html>`."""
    if not document.html.lstrip().lower().startswith("<!doctype html>"):
        yield Fault(
            document.whole(), "it does not begin with <!doctype html>", "write it into the first line"
        )


@HTML.mail(
    "charset",
    "the mail does not say that it is UTF-8",
    why="Gmail calls a mail in another charset cut, however short (email-bugs 41)",
)
def charset(document: Document) -> Iterator[Fault]:
    """A meta element says UTF-8, and no other says otherwise."""
    said = [_charset(node.attributes) for node in document.elements if node.tag == "meta"]
    wrong = [value for value in said if value and value != "utf-8"]
    if wrong or "utf-8" not in said:
        reason = f"it says {wrong[0]}" if wrong else "no meta element names the charset"
        yield Fault(document.whole(), reason, 'put <meta charset="utf-8"> into the head')


@HTML.mail(
    "control",
    "a control character stands in the mail",
    why="Gmail cuts a mail at a C1 control (email-bugs 113), and an override turns words around",
)
def controls(document: Document) -> Iterator[Fault]:
    """No C0 or C1 control, separator or bidi override, written out or as a reference."""
    for pattern in (_CONTROLS, _CONTROL_REFERENCE):
        for match in pattern.finditer(document.html):
            near = document.html[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            name = match[0] if match[0].startswith("&") else f"U+{ord(match[0]):04X}"
            said = _CONTROLS.sub("�", " ".join(near.split(" ")))
            spot = Spot(document.filename, said)
            yield Fault(
                spot, f"{name} cannot be seen and breaks mails", "take it out of the text that holds it"
            )


@HTML.mail(
    "language",
    "the mail does not say its language or direction",
    why="a screen reader takes the wrong voice (WCAG 3.1.1); missing in 97 % of mails (EMC 2025)",
)
def language(document: Document) -> Iterator[Fault]:
    """The html element has the language of the edition, and the direction of that language."""
    root = document.tree.root
    if root is None:
        return
    wanted = " ".join(document.edition.language.split()).lower() or "en"
    direction = "rtl" if wanted.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    for name, right in (("lang", wanted), ("dir", direction)):
        value = (root.attributes.get(name) or "").strip().lower()
        if value != right:
            reason = f'{name} is "{value}", and should be "{right}"' if value else f"it has no {name}"
            yield Fault(document.spot(root), reason, f'write {name}="{right}" on the html element')


@HTML.mail(
    "child",
    "something right in the body has no language or direction",
    why="many mail programs drop html and body with what they say (EMC 2025: dir lacks in 98 % of mails)",
)
def children(document: Document) -> Iterator[Fault]:
    """Every element right inside of the body has `lang` and `dir`."""
    for node in elements(document.body) if document.body else ():
        lacks = [name for name in ("lang", "dir") if not (node.attributes.get(name) or "").strip()]
        if lacks:
            names = " and no ".join(lacks)
            yield Fault(document.spot(node), f"it has no {names}", "write lang and dir on it, as on html")


@HTML.mail("title", "the mail has no title", why="a screen reader says it first (WCAG 2.4.2)")
def title(document: Document) -> Iterator[Fault]:
    """There is one title with words in it."""
    heads = document.tree.css("head > title")
    words = " ".join(visible(heads[0].text()).split()) if heads else ""
    if not words or words.lower() in _EMPTY_TITLES:
        reason = f"the title is “{words}”" if words else "it has no title, or an empty one"
        yield Fault(document.whole(), reason, "give the edition a subject and a title")
    elif len(heads) > 1:
        yield Fault(document.spot(heads[1]), "there is a second title", "keep one")


@HTML.mail(
    "zoom",
    "a reader cannot make the text larger",
    why="Critical in the accessibility rules for mail (EMC); WCAG 1.4.4",
)
def zoom(document: Document) -> Iterator[Fault]:
    """A viewport is set, and it lets readers zoom in at least five times."""
    views = [node for node in document.elements if node.attributes.get("name") == "viewport"]
    for node in views:
        if _FIXED_ZOOM.search((node.attributes.get("content") or "").lower()):
            reason = "the viewport forbids or limits zooming"
            yield Fault(document.spot(node), reason, 'write content="width=device-width, initial-scale=1"')
    if not views:
        remedy = 'put <meta name="viewport" content="width=device-width, initial-scale=1"> into the head'
        yield Fault(document.whole(), "no viewport is set: a phone shows it small", remedy)


@HTML.mail(
    "active",
    "something that runs, asks or embeds stands in the mail",
    why="mail programs strip it, and filters count it against the sender (caniemail)",
)
def active(document: Document) -> Iterator[Fault]:
    """No script, form, frame, drawing or media element, no handler, no address that runs or holds data."""
    yield from _active(document, _ACTIVE)


def active_on_page(document: Document) -> Iterator[Fault]:
    """The same on a page, which may draw."""
    yield from _active(document, _ACTIVE - _ON_THE_PAGE)


def remote(document: Document) -> Iterator[Fault]:
    """No style sheet, font or background is fetched; of the mail that is a rule of `links`."""
    for node in document.elements:
        attributes = node.attributes
        if node.tag == "link" and _loads(attributes.get("rel") or ""):
            yield Fault(document.spot(node), "it loads a file", "take it out: all CSS is in email.css")
        for name in ("background", "srcset", "poster"):
            if attributes.get(name):
                yield Fault(document.spot(node, name), f"{name} fetches a file", "take it out")
        style = node.text() if node.tag == "style" else attributes.get("style") or ""
        if re.search(r"url\(\s*[\"']?(?!#)|@import", style, re.IGNORECASE):
            yield Fault(document.spot(node), "its CSS fetches a file", "take url(…) or @import out of it")


@HTML.mail("apos", "&apos; stands in the mail", why="Outlook for Windows shows it as it is written")
def apostrophes(document: Document) -> Iterator[Fault]:
    """Apostrophes are written as themselves or as `&#39;`."""
    for match in re.finditer("&apos;", document.html):
        near = document.html[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        yield Fault(Spot(document.filename, near, "&apos;"), "Outlook shows the letters", "write ’ or &#39;")


def _charset(attributes: dict[str, str | None]) -> str:
    named = attributes.get("charset")
    if named is None and (attributes.get("http-equiv") or "").lower() == "content-type":
        found = re.search(r"charset=[\"']?([\w-]+)", attributes.get("content") or "", re.IGNORECASE)
        named = found[1] if found else None
    return (named or "").strip().lower()


def _active(document: Document, tags: frozenset[str]) -> Iterator[Fault]:
    for node in document.elements:
        if node.tag in tags and not _is_data(node.attributes):
            yield Fault(document.spot(node), f"<{node.tag}> has no place here", "take it out of the template")
        for name, value in node.attributes.items():
            bare = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if re.fullmatch(r"on[a-z]+", name):
                yield Fault(document.spot(node, name), f"{name} would run a script", "take it out")
            elif name in _FETCHING and bare.startswith(("javascript:", "vbscript:", "data:")):
                scheme = bare.partition(":")[0]
                yield Fault(document.spot(node, name), f"its {name} is a {scheme}: address", "link to a page")
        refresh = (node.attributes.get("http-equiv") or "").lower() == "refresh"
        if node.tag == "meta" and refresh:
            yield Fault(document.spot(node), "it sends the reader elsewhere", "take it out")


def _is_data(attributes: dict[str, str | None]) -> bool:
    """A script that is none: what search engines read of a page (JSON-LD)."""
    return attributes.get("type") == "application/ld+json"


def _loads(rel: str) -> bool:
    return bool({"stylesheet", "preload", "prefetch", "icon", "modulepreload"} & set(rel.lower().split()))
