"""The parts of a text, each a heading and what stands under it, and the events that they tell.

Rough on purpose, as `digest.events` is: it serves to tell a roundup of many events from an article about one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from digest import bundled, words
from digest.blocks import Block
from digest.events import Ear

_ROLES = bundled.pairs("part_headings.txt")
_LEAST_HEADINGS, _LEAST_MARKED = 3, 3  # in a text that tells several events
_LISTENED = 3  # sentences of a part in which its event must be told
_SHORT_ITEM = 120  # words: a longer part is an article of its own and links to many things
_LEAST_OF_A_TITLE = 4  # words
_PITCH = re.compile(
    r"\brelated (?:article|post|story)|\bread (?:more|the (?:full )?(?:article|post|story))\b|"
    r"\byou can read\b|\bfor more information\b|\bsign up\b|\bsubscribe\b|\bclick here\b|\bunsubscribe\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:#?\d{1,2}\s?[.):/–—-]|\(\d{1,2}\)|[IVX]{1,4}\.)\s*(?=\S)")
_COUNTED = re.compile(r"(?:story|item|news|update|no\.?|#)?\s*#?\d{1,2}\s*[:.)]?", re.IGNORECASE)
_FRAME = " \t*_=~|#•▪→»«>-–—:"
_PICTURES = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+")
_MINUTES = re.compile(
    r"\s*[(\[][^()\[\]]{0,12}\b(?:min(?:ute)?s?(?: read)?|website|github repo)[)\]]$", re.IGNORECASE
)


@dataclass(slots=True)
class Part:
    """A heading and what stands under it, up to the next."""

    heading: Block | None
    body: list[Block]


@dataclass(slots=True)
class Event:
    """One event: its title, where it is told, and the names in its title and first sentences."""

    title: str
    body: list[Block]
    names: frozenset[str]
    level: int  # of its heading; 0 for a bullet
    strong: bool  # a heading or bullet names it; else it only stands under a heading that says nothing
    link: str = ""


def may_tell_several(found: Iterable[Block]) -> bool:
    """A quick look: enough headings or bullets, bold beginnings and links to hang several events on."""
    kinds = Counter(
        "heading" if block.kind == "heading" else "marked"
        for block in found
        if block.kind != "prose" or block.lead or block.links
    )
    return kinds["heading"] >= _LEAST_HEADINGS or kinds["marked"] >= _LEAST_MARKED


def of(found: Iterable[Block]) -> Iterator[Part]:
    """The parts in order, the first without a heading."""
    part = Part(None, [])
    for block in found:
        if block.kind == "heading":
            yield part
            part = Part(block, [])
        else:
            part.body.append(block)
    yield part


def news_level(parts: list[Part]) -> int:
    """The level of headings right under "News" or the like, where nothing but such headings follows it."""
    for part, following in pairwise(parts):
        if part.heading and following.heading and not part.body and role_of(part.heading.text) == "list":
            return following.heading.level
    return 0


def _role(heading: Block | None, *, headed: bool) -> str:
    """`tail`, `aside`, `list` or "" for a heading that may open an event."""
    if heading is None:
        return "aside" if headed else "list"
    return role_of(heading.text)


def role_of(heading: str) -> str:
    """What `part_headings.txt` says of a heading, by its whole or its beginning; a question is a `tail`."""
    tokens = clean_title(heading).lower().replace("’", "'").rstrip("!:").split()
    if whole := _ROLES.get(" ".join(tokens)):
        return whole
    starts = (" ".join(tokens[:size]) for size in range(min(5, len(tokens)), 1, -1))
    known = next((_ROLES[start] for start in starts if start in _ROLES), "")
    return known or ("tail" if heading.endswith("?") else "")


def clean_title(heading: str) -> str:
    """A heading without its number, its frame of stars and dashes, pictures, and the time that it takes."""
    shorter = _MINUTES.sub("", " ".join(_PICTURES.sub(" ", heading).split()))
    return _NUMBER.sub("", shorter.strip(_FRAME), count=1).strip(_FRAME)


class Reader:
    """Goes through the parts of one text, which `says` that it is a roundup or not, and finds the events."""

    def __init__(self, ear: Ear, year: int, *, says: bool) -> None:
        self._ear = ear
        self._year = year
        self._says = says

    def events(self, parts: list[Part], usual: int) -> Iterator[Event]:
        """The events in order; parts that only comment on one are added to it.

        `usual` is the level of heading under which this text tells its events, once that is known;
        where the text says that it is a roundup, all under such a heading are events.
        """
        last: Event | None = None
        headed = any(part.heading for part in parts)
        for part in parts:
            role = _role(part.heading, headed=headed)
            found = [] if role in {"aside", "tail"} else self._told(part, role, last, usual)
            if found:
                yield from found
                last = found[-1]
            elif not self._adds(part, role, last):
                last = None

    def _told(self, part: Part, role: str, last: Event | None, usual: int) -> list[Event]:
        items = self._items(part.body, last.names if last else frozenset())
        heading = part.heading
        if role == "list" or heading is None:
            return items or self._loose(part, unheard=False)
        title, opening = clean_title(heading.text), self._opening(part)
        names = self._ear.shared(title, " ".join(opening))
        if last and last.level and heading.level > last.level and (not names or names & last.names):
            return []  # a heading below the event's own
        is_usual = heading.level == usual
        if _COUNTED.fullmatch(heading.text):
            return self._loose(part, unheard=True)
        if opening and names and (is_usual or self._tells(opening)):
            return [self._event(self._title(title, opening), part.body, opening, heading)]
        if len(items) >= 2 and (not opening or len(items) > len(part.body) / 2):
            return items
        return self._loose(part, unheard=is_usual and self._says)

    def _items(self, body: list[Block], known: frozenset[str]) -> list[Event]:
        """The bullets and marked paragraphs that tell events about others than those `known`."""
        found: list[Event] = []
        for block in body:
            event = self._item(block)
            if event and event.names - known:
                found.append(event)
            elif found and _goes_on(found[-1].body[0], block):
                found[-1].body.append(block)
        return found

    def _title(self, heading: str, opening: list[str]) -> str:
        """The heading, or where it is a bare name the sentence that tells what happened."""
        if len(heading.split()) >= _LEAST_OF_A_TITLE or self._tells([heading]):
            return heading
        return next((sentence for sentence in opening if self._tells([sentence])), opening[0])

    def _loose(self, part: Part, *, unheard: bool) -> list[Event]:
        """An event told under a heading that says nothing of it; `unheard` takes it on trust."""
        opening = self._opening(part)
        telling = [sentence for sentence in opening if self._tells([sentence])]
        if not opening or not (unheard or telling):
            return []
        title = opening[0] if self._ear.names(opening[0]) or not telling else telling[0]
        return [replace(self._event(title, part.body, opening, None), strong=unheard)]

    def _item(self, block: Block) -> Event | None:
        """A bullet, or a paragraph with a bold beginning or a link, that tells an event by itself."""
        marked = block.kind == "bullet" or block.lead or _linked_title(block) or (block.links and self._says)
        if not marked or role_of(block.lead) or _PITCH.search(block.text):
            return None
        lead = clean_title(block.lead)
        rest = block.text[len(block.lead) :].lstrip(" :–—-") if lead else block.text
        opening = list(words.sentences(rest))
        own = lead or _linked_title(block)
        telling = [sentence for sentence in (own, *opening[:2]) if sentence and self._tells([sentence])]
        alone = lead and not block.links and lead not in telling and not self._ear.shared(lead, rest)
        if not telling or alone:
            return None
        named = len(own.split()) >= _LEAST_OF_A_TITLE and (own in telling or not lead)
        title = own if named else clean_title(telling[0])
        return replace(self._event(title, [block], opening, None), strong=bool(block.links or lead))

    def _event(self, title: str, body: list[Block], opening: list[str], heading: Block | None) -> Event:
        kept = [block for block in body if not _PITCH.search(block.text)] or body
        names = self._ear.names(" ".join(opening[:2])) | self._ear.known(title)
        names = names or self._ear.names(title)
        return Event(
            title, [*kept], names, heading.level if heading else 0, strong=True, link=_link(heading, kept)
        )

    def _adds(self, part: Part, role: str, last: Event | None) -> bool:
        """Whether `part` belongs to the event before it; then it is added there."""
        if last is None or role in {"aside", "list"}:
            return False
        below = bool(part.heading and last.level and part.heading.level > last.level)
        first_is_bullet = bool(part.body) and part.body[0].kind == "bullet"
        if not (role == "tail" or below or first_is_bullet):
            return not part.body
        kept = (block for block in part.body if below or self._comments(block, last))
        last.body += [block for block in kept if not _PITCH.search(block.text)]
        return True

    def _comments(self, block: Block, event: Event) -> bool:
        """Whether `block` speaks of `event`: by a name of it, or as a bullet that leads nowhere else."""
        return (block.kind == "bullet" and not block.links) or bool(self._ear.names(block.text) & event.names)

    def _opening(self, part: Part) -> list[str]:
        """The first sentences of running text, before any bullet."""
        found: list[str] = []
        for block in part.body[:3]:
            if block.kind != "prose" or _PITCH.search(block.text):
                break
            rest = block.text[len(block.lead) :].lstrip(" :") if role_of(block.lead) else block.text
            found += words.sentences(rest)
        return found[:_LISTENED]

    def _tells(self, sentences: list[str]) -> bool:
        return any(self._ear.tells(sentence, self._year) for sentence in sentences)


def _goes_on(first: Block, block: Block) -> bool:
    """Whether `block`, which tells no event, belongs to the item that begins with `first`."""
    alike = block.kind == first.kind and not (block.kind == "bullet" and block.links)
    return alike and not _PITCH.search(block.text)


def _link(heading: Block | None, body: list[Block]) -> str:
    """Where the event itself is told: the heading's link, or the first one of a short item."""
    if heading and heading.links:
        return heading.links[0]
    short = sum(len(block.text.split()) for block in body) <= _SHORT_ITEM
    return next(chain.from_iterable(block.links for block in body), "") if short else ""


def _linked_title(block: Block) -> str:
    """The words of a link at the start, unless the sentence just runs on after them."""
    after = block.text.removeprefix(block.linked).lstrip()
    return clean_title(block.linked) if len(after) < len(block.text) and not after[:1].islower() else ""
