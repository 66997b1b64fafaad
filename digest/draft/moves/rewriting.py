"""Other words for a part of a draft, put in as a hand would: headline, text, deals, settings, titles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from digest import markup
from digest.draft import deals, form, front
from digest.draft.drafted import NEW
from digest.draft.lines import lines_of
from digest.draft.moves import body, marks, sound
from digest.draft.moves.sheet import Leaf, Sheet
from digest.errors import DraftError
from digest.text import clip, line

PARTS = ("blurb", "also", "deals", "intro", "title", "subject", "preheader", "section title", "section intro")
"""What `reworded` can put other words into."""

_HEADING = re.compile(r"^(#{2,3})\s+(.*?)\s*#*\s*$")
_OPENING = re.compile(r"\s*#{1,3}(?:\s|$)")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_SHOWN = 80  # characters of somebody's words that an error shows


def retitled(text: str, story: str, headline: str, *, file: str = "draft.md") -> str:
    """The draft with another headline of `story`, plain text; its link, id and marks stay.

    Raises:
        DraftError: there is no such story, or the headline says nothing.
    """
    sheet = Sheet.of(text, file)
    at = sheet.story(story)
    words = line(headline)
    if not words:
        raise DraftError(file, "a story needs a headline", "write one; to take the story out, drop it")
    piece = sheet.leaves[at].piece
    if piece and piece.headline == words:
        return text
    return _told(sheet, at, with_heading(sheet.leaves[at], markup.inline(words)))


def reworded(text: str, story: str, part: str, words: str, *, file: str = "draft.md") -> str:
    """The draft with other `words`, Markdown, in a `part` of it; `PARTS` names them.

    `story` is that of "blurb", "also" (links, "" for none) and "deals" (a line each); for "section title" and
    "section intro" it is the section, and for the parts around the mail it does not matter.

    Raises:
        DraftError: there is no such story, section or part, or the words would mean another part.
    """
    sheet = Sheet.of(text, file)
    if part in ("title", "subject", "preheader"):
        return sound.text_of(
            sheet, sheet.with_leaf(0, with_setting(sheet.leaves[0], part, words, sheet)), {""}
        )
    if part == "intro":
        return sound.text_of(sheet, sheet.with_leaf(0, with_text(sheet, 0, words)), {sound.HEAD})
    if part in ("section title", "section intro"):
        return _section_reworded(sheet, sheet.section(story), part, words)
    if part not in WITH:
        raise DraftError(file, f'has no part "{clip(part, _SHOWN)}"', f"there are {', '.join(PARTS)}")
    at = sheet.story(story)
    return _told(sheet, at, WITH[part](sheet, at, words))


def words_of(text: str, story: str, part: str, *, file: str = "draft.md") -> str:
    """What a `part` says now, as `reworded` takes it; of "headline" the plain text.

    Raises:
        DraftError: there is no such story, section or part.
    """
    sheet = Sheet.of(text, file)
    if part in ("title", "subject", "preheader", "intro"):
        return str(getattr(form.read(text, file), part))
    if part in ("section title", "section intro"):
        section = sheet.leaves[sheet.section(story)].section
        return str(getattr(section, part.removeprefix("section ")))
    piece = sheet.leaves[sheet.story(story)].piece
    assert piece is not None  # noqa: S101  # the sheet looked for it
    parts = {
        "headline": piece.headline,
        "blurb": piece.blurb,
        "also": ", ".join(markup.link(link.name, link.url) for link in piece.also),
        "deals": "\n".join(f"{deals.LABEL} {row.text}" for row in piece.deals),
    }
    if part not in parts:
        raise DraftError(file, f'has no part "{clip(part, _SHOWN)}"', f"there are {', '.join(PARTS)}")
    return parts[part]


def _told(sheet: Sheet, at: int, lines: tuple[str, ...]) -> str:
    """The text with other lines for a story, which is seen with that."""
    after = sheet.with_leaf(at, lines)
    if lines != sheet.leaves[at].lines:
        after = after.with_leaf(at, marks.taken(after.leaves[at], NEW))
    return sound.text_of(sheet, after, {sound.name_of(sheet.leaves[at])})


def with_heading(leaf: Leaf, words: str, url: str | None = None) -> tuple[str, ...]:
    """The lines of a leaf whose heading says `words`, Markdown; its link stays unless `url` is another."""
    heading = leaf.lines[0].rstrip("\r\n")
    masked = _COMMENT.sub(lambda match: " " * len(match[0]), heading)
    match = _HEADING.match(masked)
    assert match is not None  # noqa: S101  # it was read as a heading
    start, end = match.span(2)
    link = markup.LINK.fullmatch(match[2])
    within = " ".join(_COMMENT.findall(heading[start:end]))
    if link and url is None:
        fresh = heading[start : start + link.start("name")] + words + heading[start + link.end("name") : end]
    else:
        fresh = " ".join(filter(None, [markup.linked(words, url or ""), within]))
    return (heading[:start] + fresh + heading[end:] + leaf.lines[0][len(heading) :], *leaf.lines[1:])


def with_setting(leaf: Leaf, name: str, words: str, sheet: Sheet) -> tuple[str, ...]:
    """The lines of the head with another value of a setting."""
    value = f"{name}: {json.dumps(line(words), ensure_ascii=False)}"
    bare = [one.strip() for one in leaf.lines]
    opening = bare.index("---")
    closing = bare.index("---", opening + 1)
    for number in range(opening + 1, closing):
        if bare[number].partition(":")[0].strip() == name:
            end = leaf.lines[number][len(leaf.lines[number].rstrip("\r\n")) :]
            return (*leaf.lines[:number], value + end, *leaf.lines[number + 1 :])
    return (*leaf.lines[:closing], value + sheet.newline, *leaf.lines[closing:])


def with_text(sheet: Sheet, at: int, words: str) -> tuple[str, ...]:
    """The lines of a leaf with another text, Markdown; what looks like a label in it is marked as text."""
    found = _rows(sheet.leaves[at])
    _refuse_headings(words, sheet.file)
    new = [body.guarded(one) for one in words.strip("\n").rstrip().replace("\r\n", "\n").split("\n")]
    new = [] if new == [""] else new
    region = body.words_at(found)
    place = (
        _behind_marks(found)
        if at
        else next((n for n, row in enumerate(found) if row.kind == body.LABEL), len(found))
    )
    return tuple(
        body.with_words(found, region, new, place, sheet.newline, lambda row: body.guarded(row.said))
    )


def _refuse_headings(words: str, file: str) -> None:
    """Words in which another story or section would begin."""
    for said in lines_of(words.splitlines(), 0, "the text"):
        if not said.literal and _OPENING.match(said.text):
            problem = f'"{clip(said.text, _SHOWN)}" would begin another story or section'
            raise DraftError(file, problem, "write #### for a heading within a text, or \\# for the sign")


def _with_deals(sheet: Sheet, at: int, words: str) -> tuple[str, ...]:
    found = _rows(sheet.leaves[at])
    told = [one.strip().removeprefix(deals.LABEL).strip() for one in words.splitlines()]
    new = [f"{deals.LABEL} {one}" for one in told if one]
    for one in filter(None, told):
        deals.read(one, sheet.file)
    text = body.words_at(found)
    place = text[-1] + 1 if text else _behind_marks(found)
    region = body.deals_at(found)

    def said(row: body.Row) -> str:
        return f"{deals.LABEL} {row.said.partition(':')[2].removeprefix('**').strip()}"

    return tuple(body.with_words(found, region, new, place, sheet.newline, said))


def _with_also(sheet: Sheet, at: int, words: str) -> tuple[str, ...]:
    found = _rows(sheet.leaves[at])
    told = " ".join(words.split()).removeprefix("Also:").strip()
    if told and not form.without_also(f"Also: {told}")[1]:
        remedy = "write them as [Outlet](https://address), [Another](https://address)"
        raise DraftError(sheet.file, f'"{clip(told, _SHOWN)}" is no list of links', remedy)
    said = [n for n, row in enumerate(found) if row.kind in {body.TEXT, body.DEAL, body.LABEL}]
    place = said[-1] + 1 if said else _behind_marks(found)
    new = [f"Also: {told}"] if told else []
    return tuple(body.with_words(found, list(body.also_at(found)), new, place, sheet.newline))


WITH: Mapping[str, Callable[[Sheet, int, str], tuple[str, ...]]] = MappingProxyType(
    {"blurb": with_text, "deals": _with_deals, "also": _with_also}
)


def _rows(leaf: Leaf) -> list[body.Row]:
    if leaf.section:
        return body.rows(leaf.lines, 0, 1)
    _, start = front.read([one.rstrip("\r\n") for one in leaf.lines], "draft.md")
    return body.rows(leaf.lines, start)


def _behind_marks(found: list[body.Row]) -> int:
    """Index behind the heading and the comments right beneath it, which may hold its id."""
    return next((n for n, row in enumerate(found) if n and row.kind != body.COMMENT), len(found))


def _section_reworded(sheet: Sheet, at: int, part: str, words: str) -> str:
    leaf = sheet.leaves[at]
    section = leaf.section
    assert section is not None  # noqa: S101  # the sheet looked for it
    if part == "section intro":
        return sound.text_of(sheet, sheet.with_leaf(at, with_text(sheet, at, words)), {sound.name_of(leaf)})
    title = line(words)
    if not title:
        raise DraftError(f"{sheet.file}:{section.line}", "a section needs a title", "write one")
    if not section.id:
        remedy = f"write ## {section.title} <!-- section ID -->, with its id from the configuration"
        raise DraftError(f"{sheet.file}:{section.line}", "a section is known by its title here", remedy)
    return sound.text_of(
        sheet, sheet.with_leaf(at, with_heading(leaf, markup.escape(title))), {sound.name_of(leaf)}
    )
