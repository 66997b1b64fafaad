"""A feed's bytes, mended before they are parsed.

Three faults are so common that they are repaired instead of reported: a wrong or missing encoding, a
bare `&` ("AT&T"), and named HTML entities that XML does not know. Mended feeds also stay on the fast,
strict path of the parser. Sound documents pass through unchanged but for their encoding.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5

MOST_PARSED = 2_000  # items; beyond, parsing takes longer than a worker may

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
)
_WESTERN = frozenset({"", "utf-8", "ascii", "iso8859-1", "cp1252", "iso8859-15"})
_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]*\?>")
_DECLARED = re.compile(rb"""\s*<\?xml\b[^<>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_FAULT = re.compile(  # both alternatives start with "&", which makes the search fast
    r"&(?!#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)"
    r"|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes(number for number in range(32) if number not in {9, 10, 13})
_OWN_ENTITY = re.compile(r"""<!ENTITY\s+([^\s"'%]{1,64})\s+(["'])([^<>]*?)\2""")
_SWELLING = 1_000_000  # characters
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_ROOT_END = re.compile(r"</\s*(?:[\w.-]+:)?[A-Za-z]+\s*>(?:\s|<!--.*?-->|<\?.*?\?>)*\Z", re.DOTALL)


def decoded(body: bytes, charset: str = "") -> str | None:
    """`body` as text without its declaration; None where the encoding is beyond us (the parser may know).

    A byte order mark counts most, then bytes that are valid UTF-8 under a Western label (nearly always
    mislabelled), then the XML declaration, then `charset` from the transport, then Windows-1252.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _undeclared(_as_text(body[len(mark) :], encoding))
    for start, encoding in _WIDE:
        if body.startswith(start):
            return _undeclared(_as_text(body, encoding))
    if b"<" not in body[:2000]:
        return None
    match = _DECLARED.match(body)
    labels = [_codec(match[1].decode("ascii")) if match else "", _codec(charset)]
    western = [label for label in labels if label in _WESTERN]
    order = ["utf-8", *labels] if len(western) == len(labels) else [*labels, "utf-8"]
    for encoding in [*order, "cp1252"]:
        found = _as_text(body, encoding) if encoding else None
        if found is not None:
            return _undeclared(found)
    return _undeclared(body.decode("cp1252", "replace"))


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` as XML that a strict parser takes as far as characters go, and notes on what was cut.

    Outside CDATA bare ampersands are escaped, named HTML entities become numbers, and characters that
    XML 1.0 forbids are dropped (section 2.2). Documents with their own entities are left to the parser.
    """
    text, notes = _shortened(text)
    if _has_forbidden(text):
        text = _FORBIDDEN.sub("", text)
    text = text.replace("&#X", "&#x")  # as HTML allows it
    if "<!ENTITY" in text or not _FAULT.search(text):
        return text, notes
    pieces = _CDATA.split(text)
    pieces[0::2] = [_FAULT.sub(_put_right, _ENTITY.sub(_numbered, piece)) for piece in pieces[0::2]]
    return "".join(pieces), notes


_ITEM_TAG = re.compile(r"<(/?)(?:\w+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)


def is_complete(text: str) -> bool:
    """Whether the document ends with a closing tag, as every document does that arrived whole."""
    return bool(_ROOT_END.search(text[-2000:])) or text.rstrip().endswith("/>")


def ends_within_item(text: str) -> bool:
    """Whether a document that ends in the middle ends in the middle of an item."""
    tags = _ITEM_TAG.findall(text)
    return bool(tags) and not tags[-1]


def swells(text: str) -> bool:
    """Whether the document's own entities would make it larger by more than a feed can be (CVE-2013-0340)."""
    uses = ((len(value), text.count(f"&{name};")) for name, _, value in _OWN_ENTITY.findall(text))
    return sum(length * count for length, count in uses) > _SWELLING


def _codec(label: str) -> str:
    try:
        return codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        return ""


def _as_text(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, LookupError, ValueError):  # LookupError: codecs such as "hex" that give no text
        return None


def _undeclared(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.lstrip("\ufeff")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _put_right(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else ""


def _numbered(match: re.Match[str]) -> str:
    """`&nbsp;` to `&#160;`; XML's own five stay, unknown names become text."""
    name = match[1]
    if name in {"amp", "lt", "gt", "quot", "apos"}:
        return match[0]
    meant = html5.get(f"{name};")
    return "".join(f"&#{ord(character)};" for character in meant) if meant else f"&amp;{name};"


def _has_forbidden(text: str) -> bool:
    """Looks at bytes, twenty times faster than a pattern; surrogates are dropped on encoding."""
    raw = text.encode("utf-8", "replace")
    return len(raw.translate(None, _CONTROLS)) < len(raw) or "\uffff" in text or "\ufffe" in text


def _shortened(text: str) -> tuple[str, tuple[str, ...]]:
    """A document of more than `MOST_PARSED` items without those in its older half."""
    ends = [match.end() for match in _ITEM_END.finditer(text)]
    if len(ends) <= MOST_PARSED:
        return text, ()
    note = (f"of its {len(ends)} items the first {MOST_PARSED} were read",)
    return text[: ends[MOST_PARSED - 1]] + text[ends[-1] :], note
