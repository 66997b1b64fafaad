"""Records made of `tag=value` pairs: the keys of DKIM and the policy of DMARC (RFC 6376 section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping


def parsed(text: str) -> Mapping[str, str] | None:
    """The tags of a record, in their order; None where it is no list of tags, or holds one twice."""
    found: dict[str, str] = {}
    for part in text.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        key = name.strip()
        if not equals or not key or key in found:
            return None
        found[key] = value.strip()
    return found
