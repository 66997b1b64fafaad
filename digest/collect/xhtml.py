"""XHTML in an Atom text construct as HTML (RFC 4287 section 3.1.1.3), written as feedparser writes it."""

from __future__ import annotations

from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

_XHTML = "{http://www.w3.org/1999/xhtml}"
_UNSURE = frozenset({"svg", "math"})  # feedparser treats them and all inside by rules of their own


def inside(element: Element) -> str | None:
    """What the one `div` in `element` holds; None where there is more, or a name that is not XHTML's."""
    if len(element) != 1 or element[0].tag != f"{_XHTML}div":
        return None
    around = (element.text or "") + (element[0].tail or "")
    if around.strip() or not all(map(_is_plain, element.iter())):
        return None
    return _inner(element[0]).strip()


def _is_plain(element: Element) -> bool:
    """Whether neither a namespace nor a base or language is to be heeded on `element` or its attributes."""
    known = element.tag.startswith(_XHTML) and element.tag.removeprefix(_XHTML) not in _UNSURE
    names = set(map(str.lower, element.attrib))
    if not known:  # the text construct itself
        return element.tag.endswith(("}content", "}summary"))
    return not any(name.startswith("{") for name in names) and names.isdisjoint({"base", "lang"})


def _inner(element: Element) -> str:
    pieces = [escape(element.text or "")]
    for child in element:
        tag = child.tag.removeprefix(_XHTML).lower()
        attributes = "".join(_attribute(name, value) for name, value in child.attrib.items())
        pieces.append(f"<{tag}{attributes}>{_inner(child)}</{tag}>{escape(child.tail or '')}")
    return "".join(pieces)


def _attribute(name: str, value: str) -> str:
    name = name.lower()
    shown = value.lower() if name in {"rel", "type"} else value
    return f' {name}="{escape(shown, {chr(34): "&quot;"})}"'
