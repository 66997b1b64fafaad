"""The form of `draft.md`: how an edition is written for a person to edit, and read again.

Front matter holds the words around the mail. `##` opens a section and `###` a story, whose heading links
to its lead report. A small comment at the end of a heading carries the id; comments never ship. A
paragraph that starts with `Also:` lists further reports. A story without text is a brief. A line that starts
with `Deal:` is a row of the deal table (`digest.draft.deals`), one with `Watch:` before the first section is
something that falls due, and one with `Correction:` says what was wrong (`digest.draft.corrections`). What
stands under `## Held for next week` waits for the next edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from digest import markup
from digest.draft import corrections, deals, front, headings
from digest.draft.drafted import HELD, Draft, DraftPiece, DraftSection, Labelled
from digest.draft.headings import Block
from digest.draft.lines import CONFLICT, LABELLED, Line, lines_of
from digest.model import Edition, Link, Piece, Section

_ALSO = re.compile(r"Also:\s+(.*)$", re.DOTALL)
_WATCH = "Watch:"
_HELD = "Held for next week"
_NO_LABEL = "<!-- text -->"  # before a line of text that would be taken for one


def write(edition: Edition) -> str:
    """The draft of `edition`."""
    note = (
        f"<!-- The draft of {edition.key}. All of it is yours: reword, reorder, move stories between\n"
        "sections, delete them, write your own. The small comments behind headings tell which story is\n"
        "which; keep them with their heading. A story without text becomes a one-line brief. Lines that\n"
        "begin with Deal: make the table of deals. A picture lies beside: ![What it shows](its-name.png).\n"
        f"What stands under {_HELD} waits. Comments never ship. "
        f"When you have saved: digest render {edition.key} -->"
    )
    told = corrections.lines(edition)
    blocks = [
        front.write(edition),
        note,
        _unlabelled(edition.intro),
        "\n".join(f"{_WATCH} {watch.text}" for watch in edition.watch),
        told.get("", ""),
        *(_section(section, told) for section in edition.sections),
        _held(edition),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section, told: Mapping[str, str]) -> str:
    heading = f"## {markup.escape(section.title) or section.id} <!-- section {section.id} -->"
    intro = _unlabelled(section.intro)
    pieces = (_piece(piece, told.get(piece.id, "")) for piece in section.pieces)
    return "\n\n".join(filter(None, [heading, intro, *pieces]))


def _held(edition: Edition) -> str:
    if not edition.held:
        return ""
    return "\n\n".join([f"## {_HELD} <!-- {HELD} -->", *(_piece(piece) for piece in edition.held)])


def _piece(piece: Piece, told: str = "") -> str:
    heading = f"### {markup.link(piece.headline, piece.url)} <!-- story {piece.id} -->"
    also = ", ".join(markup.link(link.name, link.url) for link in piece.also)
    rows = "\n".join(map(deals.line, piece.deals))
    blurb = _unlabelled(piece.blurb)
    return "\n\n".join(filter(None, [heading, blurb, rows, also and f"Also: {also}", told]))


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
    settings, start = front.read(lines, file)
    told = tuple(lines_of(lines, start, file))
    intro, *blocks = headings.blocks(told, file)
    sections: list[DraftSection] = []
    for block in blocks:
        if block.level == 2:
            title = markup.unescape(block.heading)
            sections.append(DraftSection(block.id, title, block.text, (), block.line, _is_held(block)))
        else:
            section = sections.pop()
            sections.append(replace(section, pieces=(*section.pieces, _piece_of(block))))
    edition, title, subject, preheader = (settings.get(key, "") for key in front.KEYS)
    return Draft(
        file,
        edition,
        title,
        subject,
        preheader,
        intro.text,
        tuple(section for section in sections if not section.is_held),
        intro.rows("watch"),
        tuple(section for section in sections if section.is_held),
        tuple(_conflicts(told)),
        intro.rows("correction"),
    )


def _is_held(block: Block) -> bool:
    """Whether what stands under a section waits; who writes its heading by hand may leave its mark out."""
    return HELD in block.marks or (not block.id and block.heading.casefold() == _HELD.casefold())


def _conflicts(lines: Iterable[Line]) -> Iterator[Labelled]:
    for line in lines:
        for comment, opened in zip(line.comments, line.opened, strict=True):
            if comment.casefold().startswith(CONFLICT):
                yield Labelled(comment[len(CONFLICT) :].strip(), opened)


def _piece_of(block: Block) -> DraftPiece:
    match = markup.LINK.fullmatch(block.heading)
    headline, url = markup.read_link(match) if match else (markup.unescape(block.heading), "")
    blurb, also = without_also(block.text)
    return DraftPiece(
        block.id,
        headline,
        url,
        blurb,
        also,
        block.line,
        block.rows("deal"),
        frozenset(block.marks),
        block.rows("correction"),
    )


def without_also(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text without its last paragraph where that is a clean list of links after `Also:`."""
    before, _, last = text.rpartition("\n\n")
    match = _ALSO.match(last)
    if not match or re.sub(r"[\s,;·]|and", "", markup.LINK.sub("", match[1])):
        return text, ()
    return before.rstrip(), tuple(Link(*markup.read_link(link)) for link in markup.LINK.finditer(match[1]))
