"""The features that CSS uses: properties, values, units, functions, at-rules and selectors.

tinycss2 reads it. Features go by their slugs at caniemail.com; what is unknown there is left out.
Nothing here raises, whatever the CSS holds (CSS Syntax Level 3 section 5: an error ends a declaration, never
a sheet).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2

from digest import bundled
from digest.check.clients import selectors, support

_PREFIXES = ("-webkit-", "-moz-", "-o-")
_NOT_CSS = ("mso-", "-ms-", "_", "*")  # Outlook's and old browsers' own; nobody else reads them
_FUNCTIONS = {
    "calc": "css-unit-calc",
    "clamp": "css-function-clamp",
    "max": "css-function-max",
    "min": "css-function-min",
    "light-dark": "css-function-light-dark",
    "var": "css-variables",
    "rgb": "css-rgb",
    "rgba": "css-rgba",
    "linear-gradient": "css-linear-gradient",
    "radial-gradient": "css-radial-gradient",
    "conic-gradient": "css-conic-gradient",
} | dict.fromkeys(("lch", "oklch", "lab", "oklab", "color", "color-mix"), "css-modern-color")
_WORDS = (
    {"initial": "css-unit-initial"}
    | dict.fromkeys(("fit-content", "min-content", "max-content"), "css-intrinsic-size")
    | dict.fromkeys(
        ("system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"), "css-sytem-ui"
    )  # the slug is misspelt where it comes from
)
_DISPLAYS = {
    "none": "css-display-none",
    "flex": "css-display-flex",
    "inline-flex": "css-display-flex",
    "grid": "css-display-grid",
    "inline-grid": "css-display-grid",
}
_MEDIA = (
    ("prefers-color-scheme", "css-at-media-prefers-color-scheme"),
    ("prefers-reduced-motion", "css-at-media-prefers-reduced-motion"),
    ("orientation", "css-at-media-orientation"),
    ("device-pixel-ratio", "css-at-media-device-pixel-ratio"),
    ("hover", "css-at-media-hover"),
)
_LONGEST = 160  # characters of CSS that are shown
_DEEPEST = 32  # brackets inside of brackets; tinycss2 writes them with recursion, and no template has so many
_BRACKET = re.compile(r"[(\[{]|[)\]}]")


@dataclass(frozen=True, slots=True)
class Part:
    """A feature, and the declaration, selector or at-rule that uses it, in short."""

    feature: str
    css: str


@lru_cache(maxsize=4096)
def inline(style: str) -> tuple[Part, ...]:
    """The features of a `style` attribute, each declaration's in turn."""
    if _is_too_deep(style):
        return ()
    return tuple(
        _known(_of_block(tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True)))
    )


@lru_cache(maxsize=64)
def sheet(css: str) -> tuple[Part, ...]:
    """The features of a style sheet, rule by rule."""
    if _is_too_deep(css):
        return ()
    rules: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    comments = [Part("css-comments", "/* … */")] if "/*" in css else []
    return tuple(_known([*comments, *_of_rules(rules)]))


def _is_too_deep(css: str) -> bool:
    depth = deepest = 0
    for bracket in _BRACKET.findall(css):
        depth = depth + 1 if bracket in "([{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _known(parts: Iterable[Part]) -> Iterator[Part]:
    """Those that the data knows, each once."""
    features = support.known().features
    return (part for part in dict.fromkeys(parts) if part.feature in features)


def _of_rules(rules: list[Any]) -> Iterator[Part]:
    """Depth first without recursion: sheets of strangers nest as deep as they like."""
    waiting = [(rule, False) for rule in reversed(rules)]
    while waiting:
        rule, is_nested = waiting.pop()
        if rule.type == "qualified-rule":
            selector = _short(tinycss2.serialize(rule.prelude))
            yield from (Part(feature, selector) for feature in selectors.kinds(rule.prelude))
            if is_nested:
                yield Part("css-nesting", selector)
            inside = _contents(rule)
            yield from _of_block(inside)
            waiting += [(each, True) for each in reversed(inside) if each.type == "qualified-rule"]
        elif rule.type == "at-rule":
            yield from _of_at_rule(rule)
            inside = _contents(rule)
            yield from _of_block(inside)
            frames = rule.lower_at_keyword.endswith("keyframes")
            waiting += [
                (each, is_nested)
                for each in reversed(inside)
                if each.type == "at-rule" or (each.type == "qualified-rule" and not frames)
            ]


def _contents(rule: Any) -> list[Any]:
    found: list[Any] = tinycss2.parse_blocks_contents(
        rule.content or [], skip_comments=True, skip_whitespace=True
    )
    return found


def _of_at_rule(rule: Any) -> Iterator[Part]:
    name = rule.lower_at_keyword
    shown = _short(f"@{name} {tinycss2.serialize(rule.prelude)}")
    if name == "media":
        found = [feature for word, feature in _MEDIA if word in shown]
        yield from (Part(feature, shown) for feature in found or ["css-at-media"])
    yield Part(f"css-at-{name.removeprefix('-webkit-')}", shown)


def _of_block(declarations: list[Any]) -> Iterator[Part]:
    for declaration in declarations:
        if declaration.type != "declaration":
            continue
        shown = _short(declaration.serialize())
        yield from (Part(feature, shown) for feature in _of_declaration(declaration))


def _of_declaration(declaration: Any) -> Iterator[str]:
    name = declaration.lower_name
    if name.startswith("--"):
        yield "css-variables"
    elif name.startswith(_NOT_CSS):
        return
    else:
        yield _property(name)
    if declaration.important:
        yield "css-important"
    for token in _tokens(declaration.value):
        yield from _of_token(token, name)


def _of_token(token: Any, name: str) -> Iterator[str]:
    match token.type:
        case "dimension":
            yield f"css-unit-{token.lower_unit}"
        case "percentage":
            yield "css-unit-percent"
        case "function":
            function = token.lower_name.removeprefix("repeating-")
            yield _FUNCTIONS.get(function, "")
            if function == "url" or function.endswith("-gradient"):
                yield _picture(name)
        case "url":
            yield _picture(name)
        case "ident":
            word = token.lower_value
            yield _WORDS.get(word, "")
            if name == "display":
                yield _DISPLAYS.get(word, "")


def _picture(name: str) -> str:
    """The feature that an address or a gradient as the value of property `name` is."""
    return {"background": "css-background-image", "list-style": "css-list-style-image"}.get(name, "")


@lru_cache(maxsize=1024)
def _property(name: str) -> str:
    """The feature of a property; "" where none is known."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    features, others = support.known().features, bundled.pairs("clients_properties.txt")
    while name:
        if name in others:
            return others[name]
        if f"css-{name}" in features:
            return f"css-{name}"
        name = name.rpartition("-")[0]
    return ""


def _tokens(values: Sequence[Any]) -> Iterator[Any]:
    """All tokens, those inside of functions and brackets too."""
    waiting = list(reversed(values))
    while waiting:
        token = waiting.pop()
        yield token
        inside = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inside, list):
            waiting += reversed(inside)


def _short(css: str) -> str:
    line = " ".join(css[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
