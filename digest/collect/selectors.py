"""CSS selectors in `sources.toml`, judged when the file is read."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from digest.settings import Line

_ATTRIBUTE = re.compile(r"[A-Za-z_][\w:.-]*")


def _selector(written: str) -> str:
    """`written` with nothing wrong in it: a selector, perhaps "@" and the name of an attribute behind it."""
    selector, at, attribute = written.partition("@")
    if at and not _ATTRIBUTE.fullmatch(attribute):
        raise PydanticCustomError("attribute", 'should name one attribute behind the "@": "time@datetime"')
    if written and not _is_css(selector):
        raise PydanticCustomError("selector", 'is no CSS selector; write it like "article.post" or "h2 > a"')
    return written


def _is_css(selector: str) -> bool:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415  # only pages need it

    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError:
        return False
    return True


def _element(written: str) -> str:
    if "@" in written:
        raise PydanticCustomError("element", 'should name elements, without "@"')
    return written


PartSelector = Annotated[Line, AfterValidator(_selector)]
"""Something in an item; `selector@attribute` means that attribute."""

ItemSelector = Annotated[PartSelector, AfterValidator(_element)]
"""Whole elements."""
