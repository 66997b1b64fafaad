"""Offers and conflicts of a draft settled: the editor's words stay, or the machine's come."""

from __future__ import annotations

import re
from contextlib import suppress

from digest import markup
from digest.draft import offers
from digest.draft.lines import CONFLICT
from digest.draft.moves import body, sound
from digest.draft.moves.rewriting import WITH, with_heading, with_setting, with_text
from digest.draft.moves.sheet import Sheet
from digest.draft.offers import Offer
from digest.errors import DraftError
from digest.text import clip

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SHOWN = 80  # characters of a name that an error shows


def settled(text: str, story: str, which: str, *, file: str = "draft.md") -> str:
    """The draft without the offers and conflicts of `story`: the editor's words stay, or the machine's come.

    `story` may be a section, or "" for what stands before the first. `which` is "mine" or "theirs".

    Raises:
        DraftError: there is none to settle.
    """
    sheet = Sheet.of(text, file)
    at = _anywhere(sheet, story)
    found = offers_of(sheet, at)
    if not found:
        name = f'"{clip(story, _SHOWN)}"' if story else "the draft before its first section"
        raise DraftError(file, f"{name} has nothing to settle", "digest stories shows what has")
    left = sheet.with_leaf(at, _without_offers(sheet.leaves[at].lines))
    touched = {story, sound.name_of(sheet.leaves[at])}
    if which == "theirs":
        for offer in found:
            if "story" in offer.parts:
                left = left.without(at)[1]
                break
            left = left.with_leaf(at, _with_offer(left, at, offer))
    return sound.text_of(sheet, left, touched)


def _anywhere(sheet: Sheet, name: str) -> int:
    """The leaf of a story, a section, or of what stands before the first."""
    if not name:
        return 0
    stories = (number for number, leaf in enumerate(sheet.leaves) if leaf.piece and leaf.key == name)
    found = next(stories, None)
    if found is not None:
        return found
    with suppress(DraftError):
        return sheet.section(name)
    return sheet.story(name)


def _spans(lines: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where offers and conflicts stand in the text of `lines`; what is in code is none."""
    text, spans, masked = "".join(lines), list[tuple[int, int]](), list[str]()
    for row in body.rows(lines, 0, 1):
        is_code = row.kind == body.TEXT and "<!--" in row.said
        masked.append(" " * len(row.raw) if is_code else row.raw)
    for match in re.finditer(r"<!--\s*(.*?)-->", "".join(masked), re.DOTALL):
        first = match[1].casefold()
        if first.startswith(CONFLICT) or first.partition("\n")[0].strip() == offers.NEWS:
            spans.append(match.span())
    assert len(text) == len("".join(masked))  # noqa: S101  # masking changes no place
    return spans


def offers_of(sheet: Sheet, at: int) -> list[Offer]:
    """The offers and conflicts that stand in the leaf at `at`."""
    leaf = sheet.leaves[at]
    text, words = "".join(leaf.lines), "blurb" if leaf.piece else "intro"
    found = (offers.read(text[start:end], words) for start, end in _spans(leaf.lines))
    return [offer for offer in found if offer]


def _without_offers(lines: tuple[str, ...]) -> tuple[str, ...]:
    text = "".join(lines)
    for start, end in reversed(_spans(lines)):
        before, after = text[:start], text[end:]
        if not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip():
            before, after = before.rpartition("\n")[0] + "\n", after.partition("\n")[2]
            if not after.strip() or after.startswith(("\n", "\r\n")):  # one gap is enough
                before = before.rstrip() + ("\r\n" if before.endswith("\r\n") else "\n")
        text = before + after
    return tuple(_LINE.findall(text))


def _with_offer(sheet: Sheet, at: int, offer: Offer) -> tuple[str, ...]:
    """The lines of a leaf with the machine's parts in the place of the editor's."""
    for name, words in offer.parts.items():
        leaf = sheet.leaves[at]
        if name == "heading":
            told = words.lstrip("#").strip()
            link = markup.LINK.fullmatch(told)
            words_of, url = (link["name"], markup.read_link(link)[1]) if link else (told, "")
            lines = with_heading(leaf, words_of, url)
        elif name in ("title", "subject", "preheader"):
            lines = with_setting(leaf, name, words, sheet)
        elif name == "intro":
            lines = with_text(sheet, at, words)
        else:
            lines = WITH[name](sheet, at, words)
        sheet = sheet.with_leaf(at, lines)
    return sheet.leaves[at].lines
