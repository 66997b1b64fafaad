"""The Markdown of an edition as the body of a post: what looks like a template stays text.

Hugo runs `{{< … >}}`, Jekyll and Eleventy `{{ … }}` and `{% … %}`, plug-ins of MkDocs these and `{# … #}`
and `--8<--`; most run them inside of code too. A switch in the front matter turns this off in some of
them and in some of their versions, so the text itself is made such that none of them finds any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from digest import markup
from digest.model import Edition

_SYNTAX = re.compile(r"\{[{%#]|8<-")
# What a line is made of: an escaped sign, code, the address of a link or picture, a formula of kramdown.
_PARTS = re.compile(
    r"(?P<percent>\\\{%)|\\."
    r"|(?P<fence>`+)(?P<code>.+?)(?<!`)(?P=fence)(?!`)"
    r"|(?P<address>\]\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"|(?P<formula>\$\$+)"
)
_LEFT = re.compile(r"\{(?=[{%#])")
_HEADING = re.compile(r"\A# [^\n]*\n+")
_CODE = " " * 4
_OPENING_LINES = 6


def body(edition: Edition, markdown: str, addresses: Mapping[str, str] | None = None) -> str:
    """`markdown`, the rendition of `edition`, without its title, which a theme prints, and inert.

    `addresses` says where each of its pictures is to be taken from.
    """
    text = _HEADING.sub("", _without_link(markdown, edition.url))
    for address, place in (addresses or {}).items():
        text = text.replace(f"]({address}", f"]({place}")
    return inert(text)


def _without_link(markdown: str, url: str) -> str:
    """`markdown` without the link to itself that stands behind its date."""
    if not url:
        return markdown
    link = re.compile(rf" · \[[^\[\]]*\]\(<?{re.escape(url)}>?\)$")
    lines = markdown.split("\n")
    return "\n".join([*(link.sub("", line) for line in lines[:_OPENING_LINES]), *lines[_OPENING_LINES:]])


def inert(markdown: str) -> str:
    """`markdown` in which no engine finds syntax of its templates, and that shows the same text.

    Code that holds such syntax becomes ordinary text: inside of code nothing can be escaped.
    """
    lines = [_PARTS.sub(_part, line) for block in _blocks(markdown.split("\n")) for line in block]
    return _LEFT.sub("&#123;", "\n".join(lines))


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines; those of code that hold syntax are text already."""
    for is_indented, run in groupby(lines, lambda line: line.startswith(_CODE)):
        block = list(run)
        is_code = is_indented and any(_SYNTAX.search(_PARTS.sub("", line)) for line in block)
        yield _as_text(block) if is_code else block


def _as_text(block: list[str]) -> list[str]:
    """Lines of code as lines of a paragraph, their indents kept."""
    indent = min(len(line) - len(line.lstrip()) for line in block)
    shown = []
    for line in block:
        code = line[indent:]
        said = code.lstrip()
        shown.append("&#160;" * (len(code) - len(said)) + markup.start(markup.inline(said.rstrip())))
    ahead = " " * (indent - len(_CODE))
    return [f"{ahead}{line}  " for line in shown[:-1]] + [f"{ahead}{shown[-1]}"]


def _part(match: re.Match[str]) -> str:
    if match["percent"]:
        return r"\{&#37;"
    if match["formula"] and not match.string.startswith(_CODE):  # code shows an entity as it stands
        return "&#36;" * len(match[0])
    if match["code"] and _SYNTAX.search(match["code"]):
        return markup.inline(match["code"].strip()).replace(r"\{%", r"\{&#37;")
    return match[0]
