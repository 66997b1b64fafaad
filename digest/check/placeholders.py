"""Places in a text that somebody or some program was to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TEMPLATE = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\{#[^#\n]{0,80}#\}|<%[^%\n]{0,80}%>|\$\{[^{}\n]{1,40}\}"
    r"|\*\|[A-Z][A-Z0-9_:]{0,40}\|\*|\|\*[A-Z][A-Z0-9_:]{0,40}\*\||%%?[A-Z][A-Z_]{2,40}%%?"
    r"|\{[a-z][a-z]{1,20}(?:_[a-z]{1,20}){0,3}\}|\{(?:FIRST|LAST)_?NAME\}"
)
_TYPED = re.compile(
    r"\[(?:YOUR |INSERT |FIRST |LAST )?(?:[A-Z]{2,20} )?"
    r"(?:NAME|FIRSTNAME|LASTNAME|EMAIL|COMPANY|DATE|LINK|URL|"
    r"TITLE|HEADLINE|CITY|AMOUNT|FIGURE|HERE|TBD|TBC)\]"
    r"|\b(?:TODO|FIXME|TBD|TBC|TKTK)\b"
    r"|\b[Ll]orem ipsum\b|\b(?:headline|text|title|name) goes here\b"
    r"|\bX{3,}\b"
)
_CODE = re.compile(r"(`+)[^`]*\1|^(?: {4}|\t).*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LEAST_X = 4  # "XXX" is also a title, a size and a film


def of(words: str) -> Iterator[str]:
    """The placeholders in `words`, as they stand there."""
    for pattern in (_TEMPLATE, _TYPED):
        for match in pattern.finditer(words):
            if set(match[0]) != {"X"} or len(match[0]) >= _LEAST_X:
                yield match[0]


def of_template(words: str) -> Iterator[str]:
    """Those among them that a program was to fill in."""
    yield from (match[0] for match in _TEMPLATE.finditer(words))


def of_markdown(source: str) -> Iterator[str]:
    """The placeholders in a Markdown text; what stands there as code is meant to be read."""
    return of(unescaped(_CODE.sub(" ", source)))


def unescaped(source: str) -> str:
    """`source` without the backslashes of Markdown."""
    return _ESCAPED.sub(r"\1", source)


class Quoted:
    """The placeholders that reports use word for word: a story about templates is no template."""

    def __init__(self, reports: Iterable[str]) -> None:
        self._said: set[str] = set()
        for report in reports:
            self._said.update(map(_folded, of(report)))

    def __contains__(self, placeholder: str) -> bool:
        return _folded(placeholder) in self._said


def _folded(placeholder: str) -> str:
    return " ".join(placeholder.split())
