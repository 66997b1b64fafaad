"""Third-party strings made fit to print: no invisible commands, no address that could run something.

Gmail cuts a mail short at the first C1 control, XML refuses C0 controls and noncharacters, UTF-8 refuses
lone surrogates, and a bidi override turns `gpj.exe` into `exe.jpg`.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"  # noncharacters, byte order mark, surrogates
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_UNSAFE_IN_URL = re.compile(r'[\s<>"{}|\\^`]')


def text(value: str) -> str:
    """`value` without controls, bidi overrides and what UTF-8 or XML cannot hold."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", value))


def line(value: str) -> str:
    """`value` cleaned and on one line, with single spaces."""
    return " ".join(text(value).split())


def url(value: str) -> str:
    """`value` as an address that may be printed as a link, or "" when it is none.

    Only http, https and mailto lead anywhere; what could end an attribute or a Markdown link is
    percent-encoded, which means the same to every server (RFC 3986 section 2.1).
    """
    address = text(value).strip()
    if not re.match(r"(?i)(https?://[^\s/?#]|mailto:[^\s])", address):
        return ""
    return _UNSAFE_IN_URL.sub(lambda match: quote(match[0]), address)
