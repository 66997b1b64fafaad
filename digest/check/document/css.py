"""CSS as mail programs read it: style rules with their media, declarations, colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import tinycss2
from tinycss2 import color4

_DEEPEST = 12  # blocks in blocks that are looked into; a parser of ours must not run out of stack
_DYNAMIC = re.compile(r":(?:hover|active|focus|focus-visible|focus-within|visited|target)\b|::")
_NOT_DYNAMIC = re.compile(r":not\(:(?:hover|active|focus|focus-visible|focus-within|visited|target)\)")
_PART = re.compile(r"(#[\w-]+)|(\.[\w-]+|\[[^\]]*\]|:(?!not\b|is\b|where\b|has\b)[\w-]+)|([a-zA-Z][\w-]*)")
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24}
_SIZES |= {"xx-large": 32, "xxx-large": 48}  # px, as browsers have them (css-fonts-4 section 2.5)
_STEPS = {"smaller": 1 / 1.2, "larger": 1.2}
_UNITS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}
_ELSEWHERE = frozenset({"", "currentcolor", "inherit", "initial", "none", "revert", "unset"})
_FONT = re.compile(
    r"(?:^|\s)(\d*\.?\d+(?:px|pt|r?em|%|pc|in|cm|mm)|(?:xx?-)?small|medium|(?:xx?x?-)?large|smaller|larger)\s*(?:/\s*([\d.]+(?:px|em|%)?))?(?=\s|$)"
)
_LINES = re.compile(r"\b(?:none|underline|overline|line-through)\b")

_COLOURING = frozenset({"color", "background-color", "opacity", "display", "visibility"})
_SHOWING = _COLOURING | {"font-size", "height", "max-height", "overflow", "text-decoration-line"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a declaration sets a property to.

    Attributes:
        text: as written, in small letters but for names of custom properties.
        important: whether it says `!important`.
    """

    text: str
    important: bool = False


Declarations = Mapping[str, Value]
NOTHING: Declarations = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One selector of a style sheet with what it sets.

    Attributes:
        selector: one, without commas.
        media: of the at-rules around it and of its style element; "" for always.
        order: its place in the document; the later one wins.
    """

    selector: str
    declarations: Declarations
    media: tuple[str, ...]
    order: int

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Ids, classes and elements (Selectors level 4, section 17), near enough for `:is` and `:not`."""
        found = [0, 0, 0]
        for parts in _PART.findall(self.selector):
            found[next(at for at, part in enumerate(parts) if part)] += 1
        return found[0], found[1], found[2]

    @property
    def colours(self) -> bool:
        """Whether it may change the colour of text or of what is behind it."""
        return self._sets(_COLOURING)

    @property
    def shows(self) -> bool:
        """Whether it may change whether or how well text is seen: its colours, size, lines or place."""
        return self._sets(_SHOWING)

    def _sets(self, names: frozenset[str]) -> bool:
        return any(name in names or name.startswith("--") for name in self.declarations)

    @property
    def static(self) -> str:
        """The selector as it selects in a mail that nobody points at; "" where it then selects nothing."""
        selector = _NOT_DYNAMIC.sub("", self.selector)
        return "" if _DYNAMIC.search(selector) else selector


@lru_cache(maxsize=4096)
def declarations(style: str) -> Declarations:
    """What a `style` attribute sets, by property; of two the later, unless the earlier is important.

    `background` and `font` also set the parts of them that rules ask for. The values are shared: a mail says
    the same few hundred things on thousands of elements.
    """
    try:
        parsed = tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True)
    except RecursionError:
        return NOTHING
    return _entered(parsed)


def rules(css: str, media: tuple[str, ...] = (), start: int = 0) -> Iterator[StyleRule]:
    """The style rules of a sheet, those inside of at-rules too, one for each selector."""
    order = start
    for selectors, body, around in _blocks(_parsed(css), media, 0):
        found = _entered(body)
        for selector in _apart(selectors):
            yield StyleRule(selector, found, around, order)
            order += 1


def nested(css: str) -> Iterator[str]:
    """What stands inside of what: an at-rule in an at-rule, a rule in a rule; of each outer one the first."""
    for rule in _parsed(css):
        if rule.type not in ("at-rule", "qualified-rule") or rule.content is None:
            continue
        is_at = rule.type == "at-rule"
        outer = f"@{rule.lower_at_keyword} {_written(rule.prelude)}" if is_at else _written(rule.prelude)
        for token, depth in _tokens(rule.content):
            if token.type == "at-keyword" or (token.type == "{} block" and depth >= is_at):
                inner = f"@{token.value}" if token.type == "at-keyword" else "a rule"
                yield f"{inner} stands inside of {outer}"
                break


def broken(css: str) -> Iterator[str]:
    """What the parser cannot read of a sheet, in its words."""
    for rule in _parsed(css):
        if rule.type == "error":
            yield str(rule.message)
        elif rule.type == "qualified-rule":
            yield from (str(token.message) for token in rule.prelude if token.type == "error")
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from (str(each.message) for each in inner if each.type == "error")


@lru_cache(maxsize=1024)
def colour(value: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and opacity, each 0 to 1; None for no colour that mail programs know."""
    found = color4.parse_color(value)
    if found is None or isinstance(found, str):  # a string stands for currentcolor
        return None
    try:
        red, green, blue, share = found.to("srgb")
    except NotImplementedError:  # a colour space that no mail program reads
        return None
    return red, green, blue, share


def is_told(value: str) -> bool:
    """Whether what a colour is set to comes to a colour here, or is one that is set elsewhere."""
    return value in _ELSEWHERE or colour(value) is not None


def pixels(value: str, base: float = 16.0) -> float | None:
    """A length in px; `em` and `%` of `base`; None for what is no length."""
    match = re.fullmatch(r"(-?\d*\.?\d+)(px|pt|em|rem|%|pc|in|cm|mm)?", value.strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    if unit in ("em", "%"):
        return number * base / (100 if unit == "%" else 1)
    if unit:
        return number * _UNITS[unit]
    return number if number == 0 else None


def font_size(value: str, base: float) -> float | None:
    """A `font-size` in px: a length, or a word for one; `base` is that around it. None for what is none."""
    if value in _STEPS:
        return base * _STEPS[value]
    return float(_SIZES[value]) if value in _SIZES else pixels(value, base)


def _parsed(css: str) -> list[Any]:
    try:
        return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    except RecursionError:  # brackets a thousand deep: no browser reads that either
        return []


def _blocks(
    nodes: Iterable[Any], media: tuple[str, ...], depth: int
) -> Iterator[tuple[str, list[Any], tuple[str, ...]]]:
    """Selectors, contents and media of each style rule, also of those inside of at-rules."""
    for node in nodes:
        if node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield _written(node.prelude), body, media
        elif node.type == "at-rule" and node.content is not None and depth < _DEEPEST:
            query = _written(node.prelude).lower()
            if node.lower_at_keyword in ("media", "supports", "layer"):
                around = (*media, query) if node.lower_at_keyword == "media" else media
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _blocks(inner, around, depth + 1)


def _entered(parsed: Iterable[Any]) -> Declarations:
    found: dict[str, Value] = {}
    for each in parsed:
        if each.type != "declaration":
            continue
        text = _written(each.value)
        name = each.name if each.name.startswith("--") else each.lower_name
        for part, value in _parts(name, text if name.startswith("--") else text.lower()):
            if not (part in found and found[part].important and not each.important):
                found.pop(part, None)
                found[part] = Value(value, each.important)
    return MappingProxyType(found)


def _parts(name: str, text: str) -> Iterator[tuple[str, str]]:
    """The declaration itself, and those that a shorthand stands for."""
    yield name, text
    if name == "background":
        words = re.findall(r"[\w#-]+\([^()]*\)|[^\s(),]+", text)
        yield "background-color", next((word for word in words if _is_colour(word)), "transparent")
    elif name == "font" and (match := _FONT.search(text)):
        yield "font-size", match[1]
        yield "line-height", match[2] or "normal"
    elif name == "text-decoration":
        yield "text-decoration-line", " ".join(_LINES.findall(text)) or text


def _is_colour(word: str) -> bool:
    return word.startswith("var(") or colour(word) is not None


def _apart(selectors: str) -> Iterator[str]:
    """The selectors of a list: commas inside of brackets part nothing."""
    depth, start = 0, 0
    for at, char in enumerate(selectors):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            yield selectors[start:at].strip()
            start = at + 1
    yield selectors[start:].strip()


def _tokens(content: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """All tokens of a block, those of blocks inside of it too, each with the number of blocks around it."""
    waiting = [(token, 0) for token in content][::-1]
    while waiting:
        token, depth = waiting.pop()
        yield token, depth
        if token.type == "{} block":
            waiting.extend((inner, depth + 1) for inner in reversed(token.content))


def _written(tokens: Iterable[Any]) -> str:
    try:
        return " ".join(str(tinycss2.serialize(tokens)).split())
    except RecursionError:
        return ""
