"""Addresses as every output writes them, so that what was printed can be compared with what was meant."""

from __future__ import annotations

import re
from urllib.parse import quote

from digest import urls
from digest.text import strip_controls

_UNSAFE_IN_URL = re.compile(r'[\s<>"{}|\\^`]')
_MAIL = re.compile(r"(?i)mailto:[^\s@]+@[^\s@]+")


def printed(value: str) -> str:
    """`value` as an ASCII address that may be printed as a link, or "" when it is none.

    Only http, https and mailto lead anywhere; what could end an attribute or a Markdown link is
    percent-encoded, which means the same to every server (RFC 3986 section 2.1).
    """
    address = _UNSAFE_IN_URL.sub(lambda match: quote(match[0]), strip_controls(value).strip())
    return quote(address, safe="%:/?&=@+,;!'()*-._~#") if _MAIL.fullmatch(address) else urls.safe(address)
