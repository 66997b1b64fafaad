"""HTML in pieces: its tags, comments and style sheets, each of which a view may write anew.

No parser stands behind it: what a view does not touch stays byte for byte. Each expression looks at each
character a few times at most, whatever it is given: an element that does not close is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

_PIECE = re.compile(
    r"""(?P<comment><!--.*?(?:-->|\Z) | <![^<>]{0,2000}>)
    | (?P<sheet><style\b(?P<sheeted>[^<>]{0,2000})>(?P<css>.*?)(?P<end></style\s{0,20}>|\Z))
    | <(?P<close>/?)(?P<name>[a-z][\w:.-]{0,60})(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag.

    Attributes:
        name: in small letters.
        attributes: by their name in small letters, without entities; of two of a name the first.
        is_end: it closes an element.
        is_empty: it closes itself, `<br/>`.
    """

    name: str
    attributes: Mapping[str, str]
    is_end: bool = False
    is_empty: bool = False

    def without(self, *names: str) -> Tag:
        """The same tag without these attributes."""
        kept = {name: value for name, value in self.attributes.items() if name not in names}
        return Tag(self.name, kept, self.is_end, self.is_empty)

    def having(self, name: str, value: str) -> Tag:
        """The same tag with `value` for the attribute `name`; without it where that is ""."""
        if not value:
            return self.without(name)
        return Tag(self.name, {**self.attributes, name: value}, self.is_end, self.is_empty)

    def __str__(self) -> str:
        if self.is_end:
            return f"</{self.name}>"
        written = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{written}{'/' if self.is_empty else ''}>"


def rewritten(
    html: str,
    *,
    tag: Callable[[Tag], Tag | str | None] | None = None,
    sheet: Callable[[str], str] | None = None,
    comment: Callable[[str], str] | None = None,
) -> str:
    """`html` with its pieces as the given functions have them.

    Args:
        html: the document.
        tag: the tag or text to stand in its place; the same object keeps it as it was written, None
            takes it out.
        sheet: the CSS of a style element; "" takes the element out.
        comment: what stands for a comment or a declaration like `<!doctype html>`.
    """

    def piece(match: re.Match[str]) -> str:
        if match["comment"] is not None:
            return comment(match[0]) if comment else match[0]
        if match["sheet"] is not None:
            return _sheet(match, sheet)
        return _tag(match, tag)

    return _PIECE.sub(piece, html)


def parts(html: str) -> Iterator[tuple[str, str]]:
    """All of `html` in order, as pairs of a kind and what is written: `text`, `comment`, `sheet`, `tag`."""
    at = 0
    for match in _PIECE.finditer(html):
        if match.start() > at:
            yield "text", html[at : match.start()]
        yield match.lastgroup if match.lastgroup in ("comment", "sheet") else _kind(match), match[0]
        at = match.end()
    if at < len(html):
        yield "text", html[at:]


def _kind(match: re.Match[str]) -> str:
    if match["comment"] is not None:
        return "comment"
    return "sheet" if match["sheet"] is not None else "tag"


def _sheet(match: re.Match[str], sheet: Callable[[str], str] | None) -> str:
    if sheet is None:
        return match[0]
    css = sheet(match["css"])
    return f"<style{match['sheeted']}>{css}</style>" if css else ""


def _tag(match: re.Match[str], change: Callable[[Tag], Tag | str | None] | None) -> str:
    if change is None:
        return match[0]
    found = _read(match)
    changed = change(found)
    if changed is found:
        return match[0]
    return "" if changed is None else str(changed)


def _read(match: re.Match[str]) -> Tag:
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(match["rest"]):
        bare = value[1:-1] if value[:1] in ('"', "'") else value
        attributes.setdefault(name.lower(), unescape(bare))
    return Tag(match["name"].lower(), attributes, bool(match["close"]), match["rest"].endswith("/"))
