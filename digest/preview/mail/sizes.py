"""How long the mail is, part by part: what a section and a story weigh of what Gmail shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from selectolax.lexbor import LexborNode

from digest.check.document import Document
from digest.inbox import CLIP_BYTES, Size
from digest.preview.views import pieces
from digest.render import clean

_MOST = 5
"""Stories that are named."""
_HEAD, _OPENING, _END = "Head and styles", "Before the first heading", "After the last story"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the mail's HTML.

    Attributes:
        title: the heading that it begins with.
        raw, encoded: its bytes, as they are and as they travel.
        story: id of the story that it is; "" for anything else.
    """

    title: str
    raw: int
    encoded: int
    story: str = ""

    @property
    def count(self) -> int:
        """The larger of the two, which may count."""
        return max(self.raw, self.encoded)

    @property
    def label(self) -> str:
        """The same in words: `12.3 kB`."""
        return f"{self.count / 1000:.1f} kB"


@dataclass(frozen=True, slots=True)
class Weight:
    """How long a mail is.

    Attributes:
        whole: all of it.
        parts: head, sections and what stands around them, in order; together they are all of it.
        heaviest: the longest stories, the longest first.
    """

    whole: Size
    parts: tuple[Part, ...]
    heaviest: tuple[Part, ...]

    @property
    def left(self) -> str:
        """What is left of it, in words."""
        rest = CLIP_BYTES - self.whole.count
        return f"{rest / 1000:.1f} kB left" if rest >= 0 else f"{-rest / 1000:.1f} kB too many"


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a stretch begins; `level` is that of its heading, 0 for what has none."""

    at: int
    title: str
    level: int = 0
    story: str = ""


def weighed(mail: Document) -> Weight:
    """The length of `mail`, and of its parts."""
    starts = _starts(mail)
    cuts = sorted(_cuts(mail, starts), key=lambda cut: cut.at)
    told = [cut for cut in cuts if cut.level in (0, 2)]
    parts = tuple(_parts(mail.html, [_Cut(0, _HEAD), *told]))
    stories = sorted(
        (part for part in _parts(mail.html, cuts) if part.story),
        key=lambda part: part.count,
        reverse=True,
    )
    return Weight(Size.of(mail.html), parts, tuple(stories[:_MOST]))


def _parts(html: str, cuts: Sequence[_Cut]) -> Iterator[Part]:
    for cut, following in pairwise((*cuts, _Cut(len(html), ""))):
        if following.at > cut.at:
            size = Size.of(html[cut.at : following.at])
            yield Part(cut.title, size.raw, size.encoded, cut.story)


def _cuts(mail: Document, starts: Sequence[int]) -> Iterator[_Cut]:
    """Where the mail's body begins, each heading below the title, and what follows the last story."""
    titles = [clean.line(section.title) for section in mail.edition.sections]
    last = -1
    for number, node in enumerate(mail.elements[: len(starts)]):
        at = starts[number]
        told = mail.telling(node)
        last = number if told else last
        if node.tag == "body":
            yield _Cut(at, _OPENING)
        elif node.tag in ("h2", "h3"):
            yield _Cut(
                at, _title(node, titles), int(node.tag[1]), told[0] if told and node.tag == "h3" else ""
            )
    if 0 <= last < len(starts) - 1 and not any(_is_section(node) for node in mail.elements[last + 1 :]):
        yield _Cut(starts[last + 1], _END)


def _is_section(node: LexborNode) -> bool:
    return node.tag == "h2"


def _title(node: LexborNode, sections: Iterable[str]) -> str:
    """The words of a heading; of that of a section only its name, without the count beside it."""
    words = clean.line(" ".join(node.text(deep=True).split()))
    named = (title for title in sections if title and words.startswith(title))
    return max(named, key=len, default=words) or "A heading without words"


def _starts(mail: Document) -> tuple[int, ...]:
    """For each element where it begins in the text, with what opens around it; empty where they do not match.

    A parser adds and drops tags of HTML that is not whole; then nothing can be said of its parts.
    """
    found = tuple(_openings(pieces.parts(mail.html)))
    names = [name for name, _ in found]
    return tuple(at for _, at in found) if names == [str(node.tag) for node in mail.elements] else ()


def _openings(written: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """The name of each start tag, and where the tags and comments that lead to it begin."""
    at = begins = 0
    for kind, piece in written:
        is_end = piece.startswith("</") or (kind == "text" and bool(piece.strip()))
        if kind == "sheet":
            yield "style", begins
            is_end = True
        elif kind == "tag" and not is_end:
            yield _name(piece), begins
        at += len(piece)
        begins = at if is_end else begins


def _name(tag: str) -> str:
    name = tag[1:].lstrip("/")
    for number, letter in enumerate(name):
        if not (letter.isalnum() or letter in ":._-"):
            return name[:number].lower()
    return name.lower()
