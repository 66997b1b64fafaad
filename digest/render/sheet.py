"""The style sheet of a mail, checked before it is put onto the elements: css-inline drops without a word.

What it cannot read it leaves out, and with it all that a missing brace has swallowed; at-rules and selectors
that wait for a pointer select nothing at all, and a misspelt property travels for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import tinycss2

from digest import bundled

_HEAD = "write it into email-modes.css, which stays in the head"
_PREFIXED = re.compile(r"-(?:webkit|moz|ms|o)-|mso-|--")
_WAITING = re.compile(r":(?:hover|active|focus|focus-visible|focus-within|visited|target)\b|::")
_GAP = re.compile(r"(?:^|[,>+~(])\s*(?:[,>+~)]|$)")  # no selector where one is due
_LONGEST = 60  # characters of the sheet that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the sheet that would not become what it says.

    Attributes:
        line: of the sheet as it was rendered, the first being 1.
        problem: what is wrong, and what would be right.
    """

    line: int
    problem: str


@lru_cache(maxsize=8)
def faults(css: str) -> tuple[Fault, ...]:
    """All that would be lost of a sheet, each once, in the order of the text (CSS Syntax level 3)."""
    try:
        found = list(_of_sheet(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    except RecursionError:
        found = [Fault(1, "holds brackets a thousand deep")]
    return tuple(dict.fromkeys(found))


def _of_sheet(nodes: Iterable[Any]) -> Iterator[Fault]:
    for node in nodes:
        if node.type == "error":
            yield Fault(node.source_line, "something outside of all rules cannot be read: is a } too many?")
        elif node.type == "at-rule":
            name = f"@{node.at_keyword}"
            yield Fault(node.source_line, f"{name} cannot be put onto elements and is dropped: {_HEAD}")
        elif node.type == "qualified-rule":
            yield from _of_rule(node)


def _of_rule(rule: Any) -> Iterator[Fault]:
    selector = _written(rule.prelude)
    if not selector:
        yield Fault(rule.source_line, "a rule has no selector: write what it is for before the {")
    elif any(token.type == "error" for token in rule.prelude) or _GAP.search(selector):
        yield Fault(rule.source_line, f"“{selector}” is no selector")
    elif _WAITING.search(selector):
        yield Fault(rule.source_line, f"“{selector}” is not yet true of any element and is dropped: {_HEAD}")
    inner = next((token for token in rule.content if token.type in ("{} block", "at-keyword")), None)
    if inner is not None:
        problem = f"a rule stands within “{selector}” and is lost: is the }} before it missing?"
        yield Fault(inner.source_line, problem)
        return
    for each in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
        yield from _of_declaration(each, selector)


def _of_declaration(node: Any, selector: str) -> Iterator[Fault]:
    if node.type == "error":
        yield Fault(node.source_line, f"a declaration of “{selector}” cannot be read: write name: value;")
    elif node.type == "declaration":
        if not _written(node.value):
            yield Fault(node.source_line, f"{node.name} of “{selector}” has no value")
        if not _PREFIXED.match(node.lower_name) and node.lower_name not in _known():
            yield Fault(node.source_line, f"{node.name} is no property of CSS{_meant(node.lower_name)}")


def _meant(name: str) -> str:
    close = get_close_matches(name, sorted(_known()), 1)
    return f" (did you mean {close[0]}?)" if close else ""


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return bundled.lines("css_properties.txt")


def _written(tokens: Iterable[Any]) -> str:
    text = " ".join(str(tinycss2.serialize(tokens)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
