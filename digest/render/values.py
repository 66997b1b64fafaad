"""Values of MJML attributes that every mail program understands, kind by kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_PX = r"(?:0|\d{1,4}(?:\.\d+)?px)"
_SIZE = rf"(?:{_PX}|\d{{1,3}}(?:\.\d+)?%)"
_NAMED = (
    "aqua|black|blue|fuchsia|gray|green|lime|maroon|navy|olive|purple|red|silver|teal|transparent"
    "|white|yellow"
)

_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "colour": (rf"#[0-9a-f]{{3}}|#[0-9a-f]{{6}}|{_NAMED}", "a colour as #rrggbb"),
        "height": (rf"{_SIZE}|\d(?:\.\d+)?", "a height in px or % or a number"),
        "number": (r"\d{1,4}", "a whole number"),
        "px": (_PX, "a length in px"),
        "size": (_SIZE, "a length in px or %"),
        "sizes": (rf"{_SIZE}(?: {_SIZE}){{0,3}}", "one to four lengths in px or %"),
        "spacing": (rf"normal|-?(?:{_PX}|\d(?:\.\d+)?em)", "a distance in px or em"),
        "text": (".*", "text"),
        "weight": ("normal|bold|[1-9]00", "normal, bold or a hundred from 100 to 900"),
    }
)
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE | re.DOTALL) for kind, (pattern, _) in _KINDS.items()}
# Not one of them is known to all of Outlook for Windows, Yahoo and Gmail (caniemail).
_UNSAFE = re.compile(r"(?i)\d(?:rem|vw|vh)\b|\b(?:calc|var|min|max|clamp)\(|url\(|gradient\(")


def problem(value: str, kind: str | list[str]) -> str:
    """What is wrong with `value` as one of `kind`, a kind or a list of values; "" for nothing."""
    if isinstance(kind, list):
        return "" if value in kind else f"is none of {', '.join(kind)}"
    if unsafe := _UNSAFE.search(value):
        return f"has “{unsafe[0]}”, which many mail programs do not know: write px or %"
    return "" if _PATTERNS[kind].fullmatch(value.strip()) else f"is not {_KINDS[kind][1]}"
