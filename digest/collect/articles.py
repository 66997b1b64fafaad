"""Text files and Markdown as people keep them: one article a file, furniture of the page included."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from digest import text as words
from digest import words as prose
from digest.collect import pages
from digest.collect.items import Document, Item
from digest.events import Ear

_TITLE_SEARCH = 140  # characters; a longer first line is a paragraph, whose first sentence is taken
_PARAGRAPH = 120  # characters; nobody wraps lines that late, so the line is a paragraph of its own
_LIST = re.compile(r"\s*(?:[•·▪*+–-]|\d{1,2}[.)])\s+|\s*\|")
_OPENING = 3  # sentences of a first paragraph, one of which becomes the title
_LEAST_TITLE, _LONGEST_TITLE = 20, 240  # characters of such a sentence
_ANY_YEAR = 9999  # the article's own year is not known yet
_OPENS_LIKE_ALT_TEXT = re.compile(
    r"(?:an?|the|two|three|four|five|several|close-?up|[\w ]+, who is)\b", re.IGNORECASE
)
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_-]+)\s*[:=]\s*(.+)")
_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*#*$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)


def article(body: bytes, name: str) -> Document:
    """The one article in a text file: its title is the first line that belongs to it."""
    lines = _real_lines(pages.decoded(body))
    if not lines:
        return Document()
    title, rest = _titled(lines)
    return Document(items=(Item(guid=name, title=_literal(title), text=_paragraphs(rest)),))


def markdown(body: bytes, name: str) -> Document:
    """The one article in a Markdown file; front matter may give title, date, url, author, publisher."""
    import markdown as library  # noqa: PLC0415  # 40 ms that other files need not pay

    source = pages.decoded(body).replace("\r\n", "\n")
    fields, source = _front_matter(source)
    heading = _HEADING.search(source)
    title = fields.get("title", "")
    if not title and heading:
        title = heading[1] or heading[2]
        source = source[: heading.start()] + source[heading.end() :]
    html = library.markdown(source, extensions=["tables", "sane_lists"])
    return Document(
        items=(
            Item(
                guid=name,
                link=fields.get("url") or fields.get("link") or fields.get("canonical_url", ""),
                title=title,
                html=html,
                summary=fields.get("summary") or fields.get("description", ""),
                author=fields.get("author", ""),
                publisher=fields.get("publisher", ""),
                language=fields.get("lang") or fields.get("language", ""),
                dates=(fields.get("date", ""), fields.get("published", "")),
            ),
        )
    )


def _real_lines(text: str) -> list[str]:
    """Lines without page furniture; empty ones stay, for they separate paragraphs."""
    junk, end, _ = _rules()
    lines = [line.strip() for line in words.strip_controls(text).split("\n")]
    for number, line in enumerate(lines):
        if number * 2 >= len(lines) and end.fullmatch(line):
            lines = lines[:number]
            break
    real = [line for line in lines if not (line and (junk.fullmatch(line) or _describes_image(line)))]
    while real and not real[0]:
        real.pop(0)
    return real


def _describes_image(line: str) -> bool:
    """Alt text that was copied along: opens like a caption and talks of what is to be seen."""
    _, _, visual = _rules()
    if len(line) > 400 or not _OPENS_LIKE_ALT_TEXT.match(line):
        return False
    return len({match[0].lower() for match in visual.finditer(line)}) >= 3


def _titled(lines: list[str]) -> tuple[str, list[str]]:
    """The title and the lines below it; a paragraph lends its first sentence and stays."""
    line = lines[0]
    if len(line) <= _TITLE_SEARCH and not line.endswith("."):
        return line.lstrip("#").strip(), lines[1:]
    return _news_of(line).rstrip("."), lines


def _news_of(paragraph: str) -> str:
    """The first of its opening sentences that says who did what; where none does, the first."""
    sentences = [
        sentence for sentence in prose.sentences(paragraph)[:_OPENING] if len(sentence) >= _LEAST_TITLE
    ]
    ear = Ear([paragraph])
    told = (one for one in sentences if ear.tells(one, _ANY_YEAR) and len(one) <= _LONGEST_TITLE)
    return next(told, sentences[0] if sentences else paragraph)


def _paragraphs(lines: list[str]) -> str:
    """Lines as text whose paragraphs are separated by an empty line, wrapped ones joined."""
    pieces: list[str] = []
    before = ""
    for line in lines:
        if not line or not before:
            joint = "\n\n"
        elif _LIST.match(line) or _LIST.match(before):
            joint = "\n" if _LIST.match(line) and _LIST.match(before) else "\n\n"
        else:
            joint = "\n\n" if max(len(line), len(before)) > _PARAGRAPH else " "
        pieces += [joint, line]
        before = line
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Simple `key: value` or `key = value` pairs between two fences, and what follows."""
    front = _FRONT.match(source)
    if not front:
        return {}, source
    fields = (_FIELD.fullmatch(line.strip()) for line in front[2].splitlines())
    pairs = {match[1].lower(): match[2].strip().strip("\"'") for match in fields if match}
    return pairs, source[front.end() :]


def _literal(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of `junk_lines.txt`: line, end, visual."""
    text = Path(__file__).with_name("junk_lines.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            sections[header[1]] = []
        elif line and not line.startswith("#"):
            sections[next(reversed(sections))].append(f"(?:{line})")
    line, end, visual = ("|".join(sections[name]) for name in ("line", "end", "visual"))
    options = re.IGNORECASE
    return re.compile(line, options), re.compile(end, options), re.compile(rf"\b(?:{visual})\b", options)
