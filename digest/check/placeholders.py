"""Places in a text that somebody or some program was to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.check import code

_TEMPLATE = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\{#[^#\n]{0,80}#\}|<%[^%\n]{0,80}%>|\$\{[^{}\n]{1,40}\}"
    r"|\*\|[A-Z][A-Z0-9_:]{0,40}\|\*|\|\*[A-Z][A-Z0-9_:]{0,40}\*\||%%?[A-Z][A-Z_]{2,40}%%?"
    r"|%%[a-z][a-z_]{1,40}%%|\{[a-z][a-z]{1,20}(?:_[a-z]{1,20}){0,3}\}|\{(?:FIRST|LAST)_?NAME\}"
)
_TYPED = re.compile(
    r"\[(?:YOUR |INSERT |FIRST |LAST )?(?:[A-Z]{2,20} )?"
    r"(?:NAME|FIRSTNAME|LASTNAME|EMAIL|COMPANY|DATE|LINK|URL|"
    r"TITLE|HEADLINE|CITY|AMOUNT|FIGURE|HERE)\]"
    r"|\bTKTK\b|\b[Ll]orem ipsum dolor\b|\b(?:headline|text|title|name) goes here\b"
    r"|\bX{4,}\b"  # "XXX" is also a title, a size and a film
)
_WORD = re.compile(r"\b(?:TODO|FIXME|TBD|TBC|[Ll]orem ipsum(?! dolor\b))\b")  # "TODO Inc." is a name
_BEFORE = re.compile(r"(?:^|[\[({<]|[:;=–—]|\s-)[ \t*_>]{0,8}$")
_AFTER = re.compile(r"[ \t*_]{0,8}(?:$|[\])}>:;–—]|-\s|[.!?…]+(?:\s|$))")
_AROUND = 10  # characters on either side that tell a word that stands alone
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place to be filled in, as it stands there. `is_sure`: it can be nothing else, such as a name."""

    words: str
    is_sure: bool = True


def of(words: str) -> Iterator[Placeholder]:
    """The placeholders in `words`; what stands there as code is meant to be read."""
    return _all(code.without_spans(words))


def _all(words: str) -> Iterator[Placeholder]:
    for pattern in (_TEMPLATE, _TYPED):
        yield from (Placeholder(match[0]) for match in pattern.finditer(words))
    for line in words.split("\n"):
        yield from (Placeholder(match[0], _is_alone(line, match)) for match in _WORD.finditer(line))


def _is_alone(line: str, match: re.Match[str]) -> bool:
    """Whether a word stands for something to come: by itself, before or after a colon, in brackets."""
    start, end = match.span()
    before = ("" if start <= _AROUND else "x") + line[max(0, start - _AROUND) : start]
    after = line[end : end + _AROUND] + ("" if end + _AROUND >= len(line) else "x")
    return bool(_BEFORE.search(before) and _AFTER.match(after))


def of_template(words: str) -> Iterator[str]:
    """Those among them that a program was to fill in."""
    yield from (match[0] for match in _TEMPLATE.finditer(words))


def of_markdown(source: str) -> Iterator[Placeholder]:
    """The placeholders in a Markdown text; what stands there as code is meant to be read."""
    return of(unescaped(_INDENTED.sub(" ", code.without(source))))


def unescaped(source: str) -> str:
    """`source` without the backslashes of Markdown."""
    return _ESCAPED.sub(r"\1", source)


class Quoted:
    """The placeholders that reports use word for word: a story about templates is no template."""

    def __init__(self, reports: Iterable[str]) -> None:
        self._said: set[str] = set()
        for report in reports:
            self._said.update(_folded(each.words) for each in _all(report))

    def __contains__(self, placeholder: str) -> bool:
        return _folded(placeholder) in self._said


def _folded(placeholder: str) -> str:
    return " ".join(placeholder.split())
