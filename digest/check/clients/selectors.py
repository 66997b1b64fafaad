"""The kinds of selectors, combinators and pseudo-classes of a rule, by their slugs at caniemail.com."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_COMBINATORS = {
    ">": "css-selector-child",
    "+": "css-selector-adjacent-sibling",
    "~": "css-selector-general-sibling",
    ",": "css-selector-grouping",
}


def kinds(prelude: Sequence[Any]) -> Iterator[str]:
    """The kinds of selectors, combinators and pseudo-classes in a selector list."""
    tokens = [token for token in prelude if token.type != "comment"]
    before, gap = "", False  # the sign or word before; whether a space stands between
    simple = 0  # classes and ids of this compound
    for token in tokens:
        sign = token.value if token.type == "literal" else ""
        if token.type == "whitespace":
            gap = True
            continue
        if sign in _COMBINATORS:
            yield _COMBINATORS[sign]
            before, gap, simple = "", False, 0
            continue
        if gap and before and before not in (".", ":", "::"):
            yield "css-selector-descendant"
            before, simple = "", 0
        gap = False
        yield from _of_simple(token, before)
        if token.type == "hash" or (token.type == "ident" and before == "."):
            simple += 1
            if simple == 2:
                yield "css-selector-chaining"
        before = "::" if (sign, before) == (":", ":") else sign or "x"


def _of_simple(token: Any, before: str) -> Iterator[str]:
    """What a token of a compound selector is, after the sign `before`."""
    if token.type == "hash":
        yield "css-selector-id"
    elif token.type == "[] block":
        yield "css-selector-attribute"
    elif token.type == "literal" and token.value == "*":
        yield "css-selector-universal"
    elif token.type in ("ident", "function"):
        name = token.lower_name if token.type == "function" else token.lower_value
        if before == ".":
            yield "css-selector-class"
        elif before in (":", "::"):
            yield f"css-pseudo-class-{name}"
            yield f"css-pseudo-element-{name}"
        else:
            yield "css-selector-type"
