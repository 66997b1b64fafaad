"""The safe HTML of a piece written again as plain text for `email.txt` and as clean Markdown.

Both writers walk the same small tree (see `prose`), so neither needs to understand Markdown.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import markup
from digest.render import marks, prose

WIDTH = 74
"""Columns of a line in `email.txt`; quoted once by an answer it still fits 76."""

_BREAK = "\x00"  # a line break on its way through; cleaned text holds no such character
_STARS = re.compile(r"^\*+|(?<![*\\])\*+$")
_BLOCKS = {"p", "ul", "ol", "pre", "blockquote", "table"}


def plain(source: str, link: Callable[[str, str], str], width: int = WIDTH) -> str:
    """Markdown as wrapped plain text; `link` turns the text and address of a link into words.

    What a picture says stands in brackets: the same words as in HTML, in any language.
    """
    return _written(source, _Plain(link, width))


def markdown(source: str) -> str:
    """Markdown rewritten: same words and links, nothing that could run or include anything."""
    return _written(source, _Markdown())


def wrapped(text: str, width: int = WIDTH, indent: str = "", first: str | None = None) -> str:
    """`text` folded at spaces only: addresses and long words are never broken."""
    return textwrap.fill(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


class _Writer(Protocol):
    """One form: how it writes the pieces that forms write differently."""

    def text(self, value: str) -> str: ...
    def strong(self, value: str) -> str: ...
    def emphasis(self, value: str) -> str: ...
    def code(self, value: str) -> str: ...
    def link(self, value: str, address: str) -> str: ...
    def picture(self, alt: str, address: str) -> str: ...
    def paragraph(self, lines: list[str]) -> str: ...
    def table(self, rows: list[list[str]]) -> str: ...


@dataclass(frozen=True, slots=True)
class _Plain:
    address: Callable[[str, str], str]
    width: int

    def text(self, value: str) -> str:
        return value

    def strong(self, value: str) -> str:
        return value

    def emphasis(self, value: str) -> str:
        return value

    def code(self, value: str) -> str:
        return value

    def link(self, value: str, address: str) -> str:
        return self.address(value, address)

    def picture(self, alt: str, address: str) -> str:  # noqa: ARG002 (a text cannot show it)
        return f"[{alt}]"

    def paragraph(self, lines: list[str]) -> str:
        return "\n".join(wrapped(line, self.width) for line in lines)

    def table(self, rows: list[list[str]]) -> str:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


@dataclass(frozen=True, slots=True)
class _Markdown:
    def text(self, value: str) -> str:
        return markup.inline(value)

    def strong(self, value: str) -> str:
        return f"**{value}**" if value.strip() else value

    def emphasis(self, value: str) -> str:
        """Emphasis that begins or ends with another one is that one alone: `**a* b*` would say stars."""
        ends = {*map(len, _STARS.findall(value))}
        return f"*{value}*" if value.strip() and ends <= {2} else value

    def code(self, value: str) -> str:
        if not value.strip():
            return value
        fence = "`"
        while fence in value:
            fence += "`"
        pad = " " if value.startswith("`") or value.endswith("`") else ""
        return f"{fence}{pad}{value}{pad}{fence}"

    def link(self, value: str, address: str) -> str:
        return marks.linked(value, address)

    def picture(self, alt: str, address: str) -> str:
        return f"![{markup.inline(alt)}]({address})"

    def paragraph(self, lines: list[str]) -> str:
        return "  \n".join(markup.start(line) for line in lines)

    def table(self, rows: list[list[str]]) -> str:
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def _written(source: str, writer: _Writer) -> str:
    body = LexborHTMLParser(prose.html(source)).body
    return "\n\n".join(_blocks(body, writer)) if body else ""


def _blocks(node: LexborNode, writer: _Writer) -> list[str]:
    """The blocks inside `node`; loose text between them counts as a paragraph."""
    blocks: list[str] = []
    loose: list[LexborNode] = []
    for child in node.iter(include_text=True):
        if child.tag in _BLOCKS:
            blocks += [*_paragraph(_run(loose, writer), writer), *_block(child, writer)]
            loose = []
        else:
            loose.append(child)
    return [*blocks, *_paragraph(_run(loose, writer), writer)]


def _block(node: LexborNode, writer: _Writer) -> list[str]:
    if node.tag == "p":
        return _paragraph(_inlines(node, writer), writer)
    if node.tag == "pre":
        return [textwrap.indent(node.text().rstrip("\n"), "    ")]
    if node.tag == "blockquote":
        quoted = "\n\n".join(_blocks(node, writer))
        return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))] if quoted else []
    if node.tag == "table":
        return _table(node, writer)
    return [_list(node, writer)]


def _list(node: LexborNode, writer: _Writer) -> str:
    items = [item for item in node.iter() if item.tag == "li"]
    written = []
    for number, item in enumerate(items, 1):
        bullet = f"{number}. " if node.tag == "ol" else "- "
        blocks = "\n\n".join(_blocks(item, writer))
        written.append(bullet + textwrap.indent(blocks, " " * len(bullet)).lstrip())
    return "\n".join(written)


def _table(node: LexborNode, writer: _Writer) -> list[str]:
    rows = [
        [" ".join(_inlines(cell, writer).split()) for cell in row.iter() if cell.tag in {"th", "td"}]
        for row in node.css("tr")
    ]
    columns = max(map(len, rows), default=0)
    return [writer.table([row + [""] * (columns - len(row)) for row in rows])] if columns else []


def _paragraph(inline: str, writer: _Writer) -> list[str]:
    lines = [" ".join(line.split()) for line in inline.split(_BREAK)]
    kept = [line for line in lines if line]
    return [writer.paragraph(kept)] if kept else []


def _inlines(node: LexborNode, writer: _Writer, *, is_free: bool = True) -> str:
    return _run(list(node.iter(include_text=True)), writer, is_free=is_free)


def _run(children: list[LexborNode], writer: _Writer, *, is_free: bool = True) -> str:
    """Neighbours within a line, one after the other."""
    written = ""
    for child, follower in zip(children, [*children[1:], None], strict=False):
        apart = is_free and _parts_words(written[-1:]) and _parts_words(_first(follower))
        written += _inline(child, writer, is_free=apart)
    return written


def _inline(node: LexborNode, writer: _Writer, *, is_free: bool = True) -> str:
    """`is_free`: no letter touches the node; inside a word CommonMark reads emphasis in ways of its own."""
    if node.tag == "-text":
        return writer.text(node.text_content or "")
    if node.tag == "br":
        return _BREAK
    if node.tag == "img":
        return writer.picture(node.attributes.get("alt") or "", node.attributes.get("src") or "")
    if node.tag == "code":
        return writer.code(node.text())
    inner = _inlines(node, writer, is_free=is_free)
    if node.tag == "a":
        return writer.link(inner, node.attributes.get("href") or "")
    mark = {"strong": writer.strong, "em": writer.emphasis}.get(node.tag or "")
    return mark(inner) if mark and is_free and inner == inner.strip() else inner


def _first(node: LexborNode | None) -> str:
    if node is None or node.tag == "br":
        return ""
    return (node.text_content or "")[:1] if node.tag == "-text" else "*"


def _parts_words(char: str) -> bool:
    return not char or char in " \n.,;:!?()–—" or char == _BREAK
