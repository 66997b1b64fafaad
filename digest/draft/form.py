"""The form of `draft.md`: how an edition is written for a person to edit, and read again.

Front matter holds the words around the mail. `##` opens a section and `###` a story, whose heading links
to its lead report. A small comment at the end of a heading carries the id; comments never ship. A
paragraph that starts with `Also:` lists further reports. A story without text is a brief. A line that starts
with `Deal:` is a row of the deal table (`digest.draft.deals`), one with `Watch:` before the first section is
something that falls due.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from digest import markup
from digest.draft import deals
from digest.draft.lines import ID, LABELLED, Line, lines_of
from digest.errors import DraftError
from digest.model import Edition, Link, Piece, Section
from digest.text import clip

_KEYS = ("edition", "title", "subject", "preheader")
_HEADING = re.compile(r"^(#{1,3})\s+(.*?)\s*#*\s*$")
_MARKS = re.compile(r"\s*(#{1,6})(.*)$")
_ALSO = re.compile(r"Also:\s+(.*)$", re.DOTALL)
_SHOWN = 80  # characters of a faulty line that an error shows
_WATCH = "Watch:"
_PLACES = {"deal": (3, "under its story"), "watch": (0, "above the first section")}
_NO_LABEL = "<!-- text -->"  # before a line of text that would be taken for one


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with a label as it stands in the draft, without the label."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """One `###` as it stands in the draft; `id` is "" where the heading carries none."""

    id: str
    headline: str
    url: str
    blurb: str
    also: tuple[Link, ...]
    line: int
    deals: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One `##` as it stands in the draft; `id` is "" where the heading carries none."""

    id: str
    title: str
    intro: str
    pieces: tuple[DraftPiece, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has before them: the words around the mail and the sections in their order.

    Attributes:
        file: name for messages.
        edition: key of the edition that it is the draft of.
        watch: what falls due, a line each.
    """

    file: str
    edition: str
    title: str
    subject: str
    preheader: str
    intro: str
    sections: tuple[DraftSection, ...]
    watch: tuple[Labelled, ...] = ()


def write(edition: Edition) -> str:
    """The draft of `edition`."""
    front = {
        "edition": edition.key,
        "title": edition.title,
        "subject": edition.subject,
        "preheader": edition.preheader,
    }
    settings = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    note = (
        f"<!-- The draft of {edition.key}. Everything here is yours: reword, reorder, move stories between\n"
        "sections, delete them, write your own. The small comments behind headings tell which story is\n"
        "which; keep them with their heading. A story without text becomes a one-line brief. The lines that\n"
        "begin with Deal: make the table of deals: change one, delete one, add one. A picture lies beside\n"
        "this file: ![What it shows](its-name.png). Comments never ship. "
        f"When you have saved: digest render {edition.key} -->"
    )
    blocks = [
        "\n".join(["---", *settings, "---"]),
        note,
        _unlabelled(edition.intro),
        "\n".join(f"{_WATCH} {watch.text}" for watch in edition.watch),
        *(_section(section) for section in edition.sections),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section) -> str:
    heading = f"## {markup.escape(section.title)} <!-- section {section.id} -->"
    intro = _unlabelled(section.intro)
    return "\n\n".join(filter(None, [heading, intro, *(_piece(piece) for piece in section.pieces)]))


def _piece(piece: Piece) -> str:
    heading = f"### {markup.link(piece.headline, piece.url)} <!-- story {piece.id} -->"
    also = ", ".join(markup.link(link.name, link.url) for link in piece.also)
    rows = "\n".join(map(deals.line, piece.deals))
    blurb = _unlabelled(piece.blurb)
    return "\n\n".join(filter(None, [heading, blurb, rows, also and f"Also: {also}"]))


def _unlabelled(text: str) -> str:
    """`text` with the lines marked that would be taken for labelled ones."""
    return "\n".join(f"{_NO_LABEL}{line}" if LABELLED.match(line) else line for line in text.split("\n"))


def read(text: str, file: str = "draft.md") -> Draft:
    """The draft in `text`.

    Raises:
        DraftError: the front matter is broken, a comment or a code fence is not closed, or a heading means
            nothing; the subject names the line.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    front, start = _front_matter(lines, file)
    intro, *blocks = _blocks(lines_of(lines, start, file), file)
    sections: list[DraftSection] = []
    for block in blocks:
        if block.level == 2:
            sections.append(
                DraftSection(block.id, markup.unescape(block.heading), block.text, (), block.line)
            )
        else:
            section = sections.pop()
            sections.append(replace(section, pieces=(*section.pieces, _piece_of(block))))
    edition, title, subject, preheader = (front.get(key, "") for key in _KEYS)
    return Draft(file, edition, title, subject, preheader, intro.text, tuple(sections), tuple(intro.labelled))


def _front_matter(lines: list[str], file: str) -> tuple[dict[str, str], int]:
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[first].strip() != "---":
        raise DraftError(
            f"{file}:{first + 1}", "the draft does not start with ---", "put the front matter back"
        )
    front: dict[str, str] = {}
    for number in range(first + 1, len(lines)):
        line = lines[number].strip()
        if line == "---":
            return front, number + 1
        if line.startswith(("<!--", "##")):
            break
        if line and not line.startswith("#"):
            key, value = _setting(line, f"{file}:{number + 1}")
            if key in front:
                raise DraftError(f"{file}:{number + 1}", f'"{key}" stands twice', "delete one of the two")
            front[key] = value
    raise DraftError(f"{file}:{first + 1}", "the front matter is not closed", "end it with a line ---")


def _setting(line: str, place: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    key, value = key.strip(), value.strip()
    if not colon:
        raise DraftError(place, f'"{clip(line, _SHOWN)}" is not "name: value"', 'write it like title: "…"')
    if key not in _KEYS:
        close = difflib.get_close_matches(key, _KEYS, n=1)
        remedy = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(_KEYS)}"
        raise DraftError(place, f'unknown name "{clip(key, _SHOWN)}"', remedy)
    read = _value(value, place)
    if any(ord(character) < 32 or character in "\x85\u2028\u2029" for character in read):
        raise DraftError(place, f"{key} holds a line break or control character", "write it on one line")
    return key, read


def _value(value: str, place: str) -> str:
    """A value as a person writes one: in double quotes, in single ones, or bare."""
    quote = value[:1]
    if quote not in ('"', "'"):
        return value
    if len(value) < 2 or value[-1] != quote:
        raise DraftError(place, "the quote is not closed", f"end the line with {quote}")
    if quote == "'":
        return value[1:-1].replace("''", "'")
    try:
        return str(json.loads(value))
    except ValueError:  # a bare quote or backslash inside: what stands there is what is meant
        return value[1:-1]


@dataclass(slots=True)
class _Block:
    """A heading (level 2 or 3; 0 for what stands before the first) and the lines under it."""

    level: int
    heading: str
    line: int
    id: str = ""
    body: list[str] = field(default_factory=list)
    labelled: list[Labelled] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The body without empty lines around it."""
        return "\n".join(self.body).strip("\n").rstrip()

    def note(self, comment: str) -> bool:
        """Takes the id from a comment on the heading, or under it before any text; whether it took it."""
        match = ID.match(comment)
        taken = match and match[1] == {2: "section", 3: "story"}.get(self.level)
        if not match or not taken or self.id or self.text:
            return False
        self.id = match[2]
        return True


def _blocks(lines: Iterable[Line], file: str) -> list[_Block]:
    blocks = [_Block(0, "", 0)]
    for line in lines:
        heading = None if line.literal else _HEADING.match(line.text)
        if heading:
            _refuse_misplaced(len(heading[1]), len(blocks), f"{file}:{line.number}")
            blocks.append(_Block(len(heading[1]), heading[2], line.number))
        elif not line.literal and (told := _misspelt(line)):
            raise DraftError(f"{file}:{line.number}", *told)
        elif label := line.label:
            blocks[-1].labelled.append(
                _labelled(label, blocks[-1].level, f"{file}:{line.number}", line.number)
            )
        elif line.text or not line.comments:
            blocks[-1].body.append(line.text)
        for comment in line.comments:
            if not blocks[-1].note(comment) and not heading:
                _refuse_stray(comment, blocks[-1], f"{file}:{line.number}")
    return blocks


def _misspelt(line: Line) -> tuple[str, str] | None:
    """What is wrong with a line that was to be a heading and is none, and what to do.

    Were it taken for text, its stories would stand in the section before it.
    """
    match = _MARKS.match(line.text)
    if not match:
        return None
    mark = next((f" <!-- {comment} -->" for comment in line.comments if ID.match(comment)), "")
    if len(match[1]) in (2, 3) and not match[2].strip():
        what = {2: "section has no title", 3: "story has no headline"}[len(match[1])]
        remedy = f"write one: {match[1]} …{mark}; or delete the line, and all under it that shall not stay"
        return f"the {what}", remedy
    if mark:
        signs = "##" if mark.startswith(" <!-- section") else "###"
        remedy = f"write {signs}, a space and its words at the start of the line"
        return "a heading is not written as one", remedy
    return None


def _refuse_stray(comment: str, block: _Block, place: str) -> None:
    """Refuses the comment of a section whose heading is gone; one of a story was merged into another."""
    match = ID.match(comment)
    if match and match[1] == "section" and match[2] != block.id:
        problem = f'the comment of section "{match[2]}" stands under no heading of its own'
        raise DraftError(place, problem, 'put "## " and a title before it, or delete it')


def _labelled(label: re.Match[str], level: int, place: str, number: int) -> Labelled:
    """A line with a label; refuses one that stands where it means nothing, or holds nothing."""
    name, text = label[1].capitalize(), label[2].strip()
    wanted, where = _PLACES[label[1].lower()]
    if level != wanted:
        raise DraftError(place, f'a line "{name}:" has no place here', f"put it {where}")
    if not text:
        raise DraftError(place, f'"{name}:" holds nothing', "write what it is, or delete the line")
    return Labelled(text, number)


def _refuse_misplaced(level: int, blocks: int, place: str) -> None:
    if level == 1:
        remedy = 'the title stands in the front matter; use "##" for a section and "###" for a story'
        raise DraftError(place, 'a "#" heading has no place here', remedy)
    if level == 3 and blocks == 1:
        raise DraftError(place, "a story stands before the first section", 'put it under a "##" section')


def _piece_of(block: _Block) -> DraftPiece:
    match = markup.LINK.fullmatch(block.heading)
    headline, url = markup.read_link(match) if match else (markup.unescape(block.heading), "")
    blurb, also = _without_also(block.text)
    return DraftPiece(block.id, headline, url, blurb, also, block.line, tuple(block.labelled))


def _without_also(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text without its last paragraph where that is a clean list of links after `Also:`."""
    before, _, last = text.rpartition("\n\n")
    match = _ALSO.match(last)
    if not match or re.sub(r"[\s,;·]|and", "", markup.LINK.sub("", match[1])):
        return text, ()
    return before.rstrip(), tuple(Link(*markup.read_link(link)) for link in markup.LINK.finditer(match[1]))
