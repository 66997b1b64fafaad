"""A story that cannot be rendered keeps its headline and its link, and the rest of the issue stays whole.

A template of the user's own may fail over something that one story of a hundred has, and the reader of
Markdown is other people's code: neither may cost the issue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from digest import markup
from digest.errors import TemplateError
from digest.render import clean
from digest.render.corrections import Note
from digest.render.issue import Block, Issue
from digest.render.item import Item

INTRO = "intro"
"""Stands for the words around the stories, as an anchor stands for a story or a section's intro."""

_MOST_TRIES = 64  # an issue in which this many stories fail is searched no further


def made(render: Callable[[Issue], str], issue: Issue) -> tuple[str, Mapping[str, str]]:
    """What `render` makes of `issue`, and by anchor the parts that it could only print bare, with the reason.

    Raises:
        TemplateError: it cannot be rendered even if all of them are bare: the template itself is at fault.
    """
    try:
        return render(issue), {}
    except TemplateError as error:
        problem = error
    parts = _parts(issue)
    try:
        all_bare = render(stripped(issue, parts))
    except TemplateError:
        raise problem from None
    found = _Search(render, issue, parts).guilty(parts)
    try:
        return render(stripped(issue, found)), found
    except TemplateError as error:  # what two parts do together
        return all_bare, dict.fromkeys(parts, str(error)) | found


def stripped(issue: Issue, anchors: Collection[str]) -> Issue:
    """`issue` with the stories of these anchors bare, and intros as plain words."""
    if not anchors:
        return issue
    blocks = tuple(
        replace(
            block,
            intro=_plain(block.intro) if block.anchor in anchors else block.intro,
            told=_bare(block.told, anchors),
            briefs=_bare(block.briefs, anchors),
        )
        for block in issue.blocks
    )
    if INTRO in anchors:
        issue = replace(
            issue,
            intro=_plain(issue.intro),
            corrected=tuple(map(_plainly, issue.corrected)),
            corrections=tuple(map(_plainly, issue.corrections)),
        )
    return with_blocks(issue, blocks)


def with_blocks(issue: Issue, blocks: Sequence[Block]) -> Issue:
    """`issue` with other blocks, also where it shows the first story of each."""
    listed = {block.number for block in issue.contents}
    contents = tuple(block for block in blocks if block.number in listed and block.items)
    return replace(issue, blocks=tuple(blocks), contents=contents)


class _Search:
    """Which parts of an issue a template fails over, by halves."""

    def __init__(self, render: Callable[[Issue], str], issue: Issue, parts: Sequence[str]) -> None:
        self._render, self._issue, self._parts = render, issue, parts
        self._tries = 0

    def guilty(self, group: Sequence[str]) -> dict[str, str]:
        """Those of `group` that fail where all others are bare, each with what went wrong."""
        self._tries += 1
        try:
            self._render(stripped(self._issue, set(self._parts) - set(group)))
        except TemplateError as error:
            if len(group) == 1 or self._tries > _MOST_TRIES:
                return dict.fromkeys(group, str(error))
            half = len(group) // 2
            found = self.guilty(group[:half]) | self.guilty(group[half:])
            return found or dict.fromkeys(group, str(error))
        return {}


def _parts(issue: Issue) -> list[str]:
    intros = [block.anchor for block in issue.blocks if block.intro]
    return [INTRO, *intros, *(item.anchor for block in issue.blocks for item in block.items)]


def _bare(items: tuple[Item, ...], anchors: Collection[str]) -> tuple[Item, ...]:
    return tuple(_headline_of(item) if item.anchor in anchors else item for item in items)


def _headline_of(item: Item) -> Item:
    return replace(
        item,
        blurb="",
        newsroom="",
        newsrooms="",
        roundup=None,
        date="",
        also=(),
        voices="",
        before=None,
        see=(),
        disputes=(),
        corrected=(),
    )


def _plainly(note: Note) -> Note:
    return replace(note, markdown=_plain(note.markdown))


def _plain(markdown: str) -> str:
    return markup.escape(clean.line(markdown))
