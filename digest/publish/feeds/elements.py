"""How the XML formats write an element: its text made fit, nothing where there is nothing to say."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest.publish.feeds import fit

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"


def said(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Adds an element of that name with `text` in it."""
    SubElement(parent, name, attributes).text = fit.text(text)


def said_if(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Adds it where `text` has a letter."""
    if fit.line(text):
        said(parent, name, text, **attributes)


def spoken(language: str) -> dict[str, str]:
    """The attribute that names the language; none where it is no language."""
    found = fit.language(language)
    return {"xml:lang": found} if found else {}


def document(root: Element) -> bytes:
    """`root` as a whole document in UTF-8, an element a line."""
    indent(root, " ")
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
