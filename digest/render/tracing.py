"""Which line of a template wrote an element: `data-at="email.mjml:52"`, only where somebody asks.

The marks are put into the source of a template when it is loaded for tracing, so that an output that is
not traced is untouched and costs nothing more. A file goes by the name under which templates reach it:
`email.mjml` is the user's own or, where there is none, the shipped one; `bundled/email.mjml` is the
shipped one beneath the user's.

The MJML renderer drops what it does not know, so an `mj-…` component carries its line as a class, which
arrives at the element that it becomes, and `settled` makes an attribute of it there.
"""

from __future__ import annotations

import re

ATTRIBUTE = "data-at"
"""Holds `FILE:LINE` on each element that stands in a template as a start tag."""

_CLASS = "data-at:"  # no class of anybody's begins so
# What is put on nothing in the mail's body.
_HEADS = {
    "mj-all",
    "mj-attributes",
    "mj-breakpoint",
    "mj-class",
    "mj-font",
    "mj-head",
    "mj-html-attributes",
    "mj-include",
    "mj-preview",
    "mj-raw",
    "mj-style",
    "mj-title",
}
_VERBATIM = {"mj-style", "script", "style"}
_JINJA = r"\{\#.*?\#\}|\{\{.*?\}\}|\{%.*?%\}"
_PIECE = re.compile(
    rf"""
    \{{%-?\s*raw\s*-?%\}}.*?\{{%-?\s*endraw\s*-?%\}} | {_JINJA} | <!--.*?-->
    | <(?P<name>[A-Za-z][\w:.-]*+)(?=[\s/>])
      (?P<rest>(?:{_JINJA} | "(?:{_JINJA}|[^"])*+" | '(?:{_JINJA}|[^'])*+' | [^>"'])*+>)
    """,
    re.DOTALL | re.VERBOSE,
)
# What a line of a sheet can end within; a comment put there would end another one.
_SHEET_PIECE = re.compile(
    rf"\{{%-?\s*raw\s*-?%\}}.*?\{{%-?\s*endraw\s*-?%\}}|{_JINJA}|/\*.*?\*/|\n", re.DOTALL
)
_SHEET_MARK = re.compile(r"/\*([\w./-]+\.css:\d+)\*/")
_MARK = re.compile(rf' {ATTRIBUTE}="[^"]*"| css-class="{_CLASS}[^" ]*"|{_CLASS}[^" ]* ')
_CARRIED = re.compile(rf'\bclass="([^"]*?){_CLASS}(\S+?)(?= |")([^"]*)"')


def marked(source: str, name: str) -> str:
    """The template `name` with its line on every start tag that it writes itself; no line moves."""
    pieces, at, line = [], 0, 1
    while found := _PIECE.search(source, at):
        line += source.count("\n", at, found.start())
        pieces += [source[at : found.start()], _with_place(found, f"{name}:{line}")]
        line += source.count("\n", found.start(), found.end())
        at = found.end()
        if (found["name"] or "").lower() in _VERBATIM:
            end = source.find(f"</{found['name']}", at)
            end = len(source) if end < 0 else end
            pieces.append(source[at:end])
            line += source.count("\n", at, end)
            at = end
    return "".join((*pieces, source[at:]))


def sheet_marked(source: str, name: str) -> str:
    """The template `name` of a style sheet with a comment that names its place at the start of each line."""
    line = 0

    def with_place(found: re.Match[str]) -> str:
        nonlocal line
        line += found[0].count("\n")
        return f"{found[0]}/*{name}:{line + 1}*/" if found[0] == "\n" else found[0]

    return f"/*{name}:1*/" + _SHEET_PIECE.sub(with_place, source)


def sheet_places(css: str) -> tuple[str, ...]:
    """For each line of a sheet that was made from marked templates, its place; "" where unknown."""
    found, last = [], ""
    for row in css.split("\n"):
        last = next(reversed(_SHEET_MARK.findall(row)), last)
        found.append(last)
    return tuple(found)


def settled(html: str) -> str:
    """HTML that was made from marked MJML, with the lines of its components as attributes too."""
    return _CARRIED.sub(_as_attribute, html)


def unmarked(text: str) -> str:
    """Part of a traced document as it stands in the plain one."""
    return _MARK.sub("", text)


def sheet_unmarked(css: str) -> str:
    """A sheet that was made from marked templates as it is made from plain ones."""
    return _SHEET_MARK.sub("", css)


def _with_place(found: re.Match[str], place: str) -> str:
    name, rest = found["name"], found["rest"]
    if name is None:
        return found[0]
    if name.startswith("mj-") and name not in _HEADS:
        rest, has_class = re.subn(r"""(\scss-class=["'])""", rf"\1{_CLASS}{place} ", rest, count=1)
        if not has_class:
            name = f'{name} css-class="{_CLASS}{place}"'
    return f'<{name} {ATTRIBUTE}="{place}"{rest}'


def _as_attribute(match: re.Match[str]) -> str:
    before, place, after = match.groups()
    kept = f"{before}{after}".split()
    return f'{ATTRIBUTE}="{place}"' + (f' class="{" ".join(kept)}"' if kept else "")
