"""What a screen reader makes of an output: its headings, and what is read out under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from digest.check import outline
from digest.check.document import Document
from digest.check.document.views import LIGHT
from digest.render import clean

_FAULTS = (outline.main_heading, outline.skipped, outline.empty, outline.hollow)
_READ = 300  # characters of a heading or of a list of names that are shown


@dataclass(frozen=True, slots=True)
class Stop:
    """A heading, and what follows it up to the next.

    Attributes:
        level: of the heading; 0 for what is read before the first.
        story: id of the piece that it tells; "" for none.
        words, links, tables, pictures: how many follow; of tables only those that are read out as such.
        faults: what is wrong with the heading, in words.
    """

    level: int
    title: str
    story: str = ""
    words: int = 0
    links: int = 0
    tables: int = 0
    pictures: int = 0
    faults: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """What follows, in words: `64 words, 3 links`."""
        counts = (
            (self.words, "word"),
            (self.links, "link"),
            (self.tables, "table"),
            (self.pictures, "picture"),
        )
        return ", ".join(f"{count:,} {name}{'s' * (count != 1)}" for count, name in counts if count)


@dataclass(frozen=True, slots=True)
class Outline:
    """How an output is read out.

    Attributes:
        stops: in reading order.
        faults: what is wrong with it as a whole, and with its order, in words.
    """

    stops: tuple[Stop, ...]
    faults: tuple[str, ...]


def of(document: Document) -> Outline:
    """The headings of `document` with what is read out under each."""
    headings = outline.headings(document)
    wrong, whole = _wrong(document, headings)
    stops = (_stop(document, stretch, wrong) for stretch in _stretches(document))
    return Outline(
        tuple(stop for stop in stops if stop.level or stop.content), (*whole, *_misplaced(document))
    )


def _stretches(document: Document) -> Iterator[tuple[LexborNode | None, list[LexborNode]]]:
    """Each heading, None before the first, with the nodes up to the next; what nobody sees left out."""
    cascade = document.seen(LIGHT)
    heading: LexborNode | None = None
    found: list[LexborNode] = []
    within: set[int] = set()
    hidden: set[int] = set()
    for node in document.body.traverse(include_text=True) if document.body else ():
        parent = node.parent
        above = parent.mem_id if parent is not None else 0
        if above in hidden or (not node.is_text_node and cascade.of(node).hidden):
            hidden.add(node.mem_id)
        elif node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield heading, found
            heading, found = node, []
            within = {each.mem_id for each in node.traverse(include_text=True)}
        elif node.mem_id not in within or node.tag == "a":
            found.append(node)
    yield heading, found


def _stop(
    document: Document,
    stretch: tuple[LexborNode | None, Sequence[LexborNode]],
    wrong: dict[int, list[str]],
) -> Stop:
    heading, nodes = stretch
    told = document.telling(heading) if heading is not None else None
    return Stop(
        level=outline.level_of(heading) if heading is not None else 0,
        title=_line(heading.text(deep=True)) if heading is not None else "",
        story=told[0] if told and heading is not None and heading.tag == "h3" else "",
        words=sum(len((node.text_content or "").split()) for node in nodes if node.is_text_node),
        links=sum(node.tag == "a" and "href" in node.attributes for node in nodes),
        tables=sum(_is_data(node) for node in nodes),
        pictures=sum(node.tag == "img" for node in nodes),
        faults=tuple(wrong.get(heading.mem_id, ())) if heading is not None else (),
    )


def _is_data(node: LexborNode) -> bool:
    """A table that is read out as one: most of a mail's only hold its layout."""
    return node.tag == "table" and node.attributes.get("role") not in ("presentation", "none")


def _wrong(
    document: Document, headings: Sequence[LexborNode]
) -> tuple[dict[int, list[str]], tuple[str, ...]]:
    """What the gate's rules find, by the `mem_id` of the heading, and what concerns none."""
    spots = [(document.spot(node), node.mem_id) for node in headings]
    found: dict[int, list[str]] = {}
    whole: list[str] = []
    for fault in (fault for rule in _FAULTS for fault in rule(document)):
        at = next((mem_id for spot, mem_id in spots if spot == fault.spot), None)
        (whole if at is None else found.setdefault(at, [])).append(fault.reason)
    return found, tuple(whole)


def _misplaced(document: Document) -> Iterator[str]:
    """Whether the stories are told in the order of the edition; where not, which comes too early."""
    told = dict.fromkeys(
        story[0]
        for node in document.elements
        if node.tag in ("h3", "li") and (story := document.telling(node))
    )
    titles = {
        piece.id: piece.headline
        for section in document.edition.sections
        for piece in (*section.told, *section.briefs)
    }
    wanted = [id_ for id_ in titles if id_ in told]
    for one, other in zip(told, wanted, strict=False):
        if one != other:
            yield f"“{_line(titles.get(one, one))}” is read before “{_line(titles[other])}”"
            return


def _line(words: str) -> str:
    return clean.line(" ".join(words.split()))[:_READ]
