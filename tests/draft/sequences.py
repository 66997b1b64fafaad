"""Weeks in which news and an editor take turns: what a merge is measured on. The same seed, the same week.

Whatever the editor writes carries «h…», so that it can be told from what the machine wrote.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import permutations, product
from types import MappingProxyType

from digest import continuing, draft
from digest.draft import merging
from digest.draft.drafted import PINNED
from digest.draft.manuscript import Block, Manuscript
from digest.errors import DraftError
from digest.model import Deal, Edition, Link, Money, Piece, Section, stable_id
from tests import editions

PLACES = ("deals", "labor", "chips")
_WORDS = ("large", "small", "quiet", "loud", "early", "late", "rival", "public", "private", "costly")
_LESS = ("gone", "gone", "order", "section", "also")
_MARK = re.compile(r"«h\d+»|\.5M\b")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_OURS = re.compile(r"<!--\s*(?:new since you edited|conflict:)(?:(?!-->).)*-->", re.DOTALL | re.IGNORECASE)
_CONFLICT = re.compile(r"<!--\s*conflict:", re.IGNORECASE)
_STORY = re.compile(r"<!-- story ([a-z0-9-]+) -->")


parts_of = lru_cache(64)(Manuscript.of)
"""The parts of a draft, which the laws ask for again and again."""


@dataclass
class Week:
    """A week on its way: the machine's last draft, the editor's, and what the editor wants to stay so.

    Attributes:
        base: what the machine made last; `earlier` what it had before and has no more.
        deleted: ids of the stories that the editor took out.
        done: what was done, to tell how a law came to be broken.
    """

    draw: random.Random
    edition: Edition
    base: str
    mine: str
    earlier: Edition | None = None
    deleted: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    written: int = 0


def week(seed: int) -> Week:
    """A fresh week of three sections."""
    draw = random.Random(seed)  # noqa: S311 - a week is to come again
    rooms = tuple(
        Section(place, place.title(), "", tuple(_piece(draw) for _ in range(draw.randint(0, 3))))
        for place in PLACES
    )
    made = editions.edition(rooms=rooms)
    text = draft.write(made)
    return Week(draw, made, text, text)


def _piece(draw: random.Random) -> Piece:
    number = draw.randrange(10**9)
    firm = f"Firm {number % 1000}"
    millions = draw.randint(10, 900)
    deal = Deal("funding", firm, (f"Fund {draw.randint(1, 9)}",), Money(1e6 * millions), status="announced")
    deals = (deal,) * draw.randint(0, 1)
    raises = f" for ${millions} million" if deals and draw.random() < 0.5 else ""
    return Piece(
        stable_id(str(number)),
        f"{firm} plans a {draw.choice(_WORDS)} thing{raises}",
        f"https://outlet.example/{number}",
        _blurb(draw, f"${millions} million" if deals else ""),
        tuple(Link(f"Post {n}", f"https://post.example/{number}/{n}") for n in range(draw.randint(0, 2))),
        deals=deals,
    )


def _blurb(draw: random.Random, paid: str = "") -> str:
    """A text that tells some sum, or that which was `paid`."""
    other = f"${draw.randint(2, 90)} million"
    sums = f"It costs {draw.choice([paid or other, other])}. " if draw.random() < 0.6 else ""
    told = f"{sums}It is {draw.choice(_WORDS)} and {draw.choice(_WORDS)}."
    return draw.choice([told, told, f"{told}\n\nMore of it is {draw.choice(_WORDS)}.", ""])


# What the machine finds.


def news(state: Week) -> Edition:
    """What the machine would print today: some changes to what it printed last."""
    draw = state.draw
    rooms = {section.id: list(section.pieces) for section in state.edition.sections}
    gone = list(state.earlier.pieces) if state.earlier else []
    if gone and draw.random() < 0.4:
        rooms[draw.choice(PLACES)].append(gone.pop(draw.randrange(len(gone))))
    for _ in range(draw.randint(0, 4)):
        _happens(draw, rooms)
    around = state.edition
    if draw.random() < 0.3:
        subject, intro = f"What is {draw.choice(_WORDS)}", f"A {draw.choice(_WORDS)} week."
        around = replace(around, subject=subject, intro=intro)
    sections = [replace(section, pieces=tuple(rooms[section.id])) for section in state.edition.sections]
    return around.with_sections(sections)


def _happens(draw: random.Random, rooms: dict[str, list[Piece]]) -> None:
    room = rooms[draw.choice(PLACES)]
    at = draw.randrange(len(room)) if room else -1
    what = draw.choice(["new", "new", "words", "lead", "deal", "deal", *_LESS])
    if what == "new":
        room.insert(draw.randint(0, len(room)), _piece(draw))
    elif at < 0:
        return
    elif what == "words":
        room[at] = replace(room[at], blurb=_blurb(draw))
    elif what == "lead":
        fresh = _piece(draw)
        room[at] = replace(room[at], headline=fresh.headline, url=fresh.url)
    elif what == "deal":
        room[at] = _with_deal(draw, room[at])
    elif what == "also":
        room[at] = replace(room[at], also=_piece(draw).also)
    elif what == "gone":
        room.pop(at)
    elif what == "order":
        draw.shuffle(room)
    elif what == "section":
        rooms[draw.choice(PLACES)].append(room.pop(at))


def _with_deal(draw: random.Random, piece: Piece) -> Piece:
    """One more deal, or another sum of the first, told in some parts of the story and not yet in others."""
    if not piece.deals or draw.random() < 0.2:
        return replace(piece, deals=(*piece.deals, *_piece(draw).deals))
    first, *others = piece.deals
    assert first.amount  # all of them are made with one
    old, new = f"${first.amount.value / 1e6:.0f} million", draw.randint(10, 900)
    deals = (replace(first, amount=Money(1e6 * new)), *others)
    headline, blurb = (
        said.replace(old, f"${new} million") if draw.random() < 0.5 else said
        for said in (piece.headline, piece.blurb)
    )
    return replace(piece, headline=headline, blurb=blurb, deals=deals)


# What the editor does.


def edit(state: Week) -> None:
    """One thing that an editor does to the draft; what would leave it unreadable is not done."""
    is_offered = bool(_OURS.search(state.mine)) and state.draw.random() < 0.3
    name = state.draw.choice(["into offer", "settle", "take"] if is_offered else list(_EDITS))
    try:
        text = _EDITS[name](state, parts_of(state.mine))
        readable(state.edition, text)
    except (DraftError, LookupError):
        return
    state.mine = text
    state.done.append(name)


def readable(made: Edition, text: str) -> Edition:
    """The edition as the draft has it. Raises `DraftError` where it cannot be read."""
    return draft.applied(made, draft.read(text))


def _fresh(state: Week) -> str:
    state.written += 1
    return f"«h{state.written}»"


def _chosen(state: Week, parts: Manuscript) -> tuple[int, int]:
    places = [(c, s) for c, chapter in enumerate(parts.chapters) for s in range(len(chapter.stories))]
    return state.draw.choice(places)


def _with(parts: Manuscript, chapter: int, stories: list[Block]) -> str:
    chapters = list(parts.chapters)
    chapters[chapter] = replace(chapters[chapter], stories=tuple(stories))
    return str(parts.with_chapters(chapters))


def _reword(state: Week, parts: Manuscript) -> str:
    """A line of a story in other words, or with one word more: the headline, the text, a deal, the links."""
    at, number = _chosen(state, parts)
    block = parts.chapters[at].stories[number]
    lines = list(block.lines)
    said = [n for n, line in enumerate(lines) if line.strip()]
    chosen = state.draw.choice(said)
    lines[chosen] = _reworded(state, lines[chosen])
    stories = list(parts.chapters[at].stories)
    stories[number] = replace(block, lines=tuple(lines))
    return _with(parts, at, stories)


def _reworded(state: Week, line: str) -> str:
    mark, end = _fresh(state), line[len(line.rstrip()) :]
    if line.startswith("### ["):
        return line.replace("### [", f"### [{mark} ", 1)
    if line.startswith("### "):
        return line.replace("### ", f"### {mark} ", 1)
    if line.startswith("Deal:"):
        return re.sub(r"\$[\d.]+\w+", f"${state.draw.randint(2, 99)}.5M", line)
    if line.startswith("Also:"):
        return f"{line.rstrip()}, [{mark}](https://mine.example/{state.written}){end}"
    if line.startswith(("<!--", "-->")):
        return line
    return state.draw.choice([f"{mark} in words of my own.{end}", f"{line.rstrip()} {mark}{end}"])


def _note(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    lines = list(stories[number].lines)
    mark = _fresh(state)
    if state.draw.random() < 0.3:
        lines[0] = f"{lines[0].rstrip()} <!-- note: {mark} -->{parts.newline}"
    else:
        note = (f"<!-- note: {mark}{parts.newline}", f"{parts.newline}", f"call back -->{parts.newline}")
        lines[1:1] = [parts.newline, *note]
    stories[number] = replace(stories[number], lines=tuple(lines))
    return _with(parts, at, stories)


def _own(state: Week, parts: Manuscript) -> str:
    at = state.draw.randrange(len(parts.chapters))
    stories = list(parts.chapters[at].stories)
    mark, newline = _fresh(state), parts.newline
    lines = (f"### {mark} by hand{newline}", newline, f"{mark} is my own.{newline}", newline)
    stories.insert(state.draw.randint(0, len(stories)), Block("", lines))
    return _with(parts, at, stories)


def _swap(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    stories.insert(state.draw.randrange(len(stories)), stories.pop(number))
    return _with(parts, at, stories)


def _move(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    chapters = list(parts.chapters)
    stories = list(chapters[at].stories)
    block = stories.pop(number)
    chapters[at] = replace(chapters[at], stories=tuple(stories))
    to = state.draw.randrange(len(chapters))
    target = list(chapters[to].stories)
    target.insert(state.draw.randint(0, len(target)), block)
    chapters[to] = replace(chapters[to], stories=tuple(target))
    return str(parts.with_chapters(chapters))


def _delete(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    state.deleted |= _ids(state, [stories.pop(number)])
    return _with(parts, at, stories)


def _ids(state: Week, blocks: Iterable[Block]) -> set[str]:
    """The ids of blocks, also of those that lost theirs; the editor's own have none."""
    known = {piece.url: piece.id for piece in state.edition.pieces}
    found = (block.id or known.get(block.piece.url if block.piece else "", "") for block in blocks)
    return {one for one in found if one}


def _delete_section(state: Week, parts: Manuscript) -> str:
    at = state.draw.randrange(len(parts.chapters))
    gone = parts.chapters[at]
    if len(parts.chapters) < 2 or len(gone.stories) > 1:
        return str(parts)
    state.deleted |= _ids(state, gone.stories)
    return str(parts.with_chapters(c for n, c in enumerate(parts.chapters) if n != at))


def _pin(state: Week, parts: Manuscript) -> str:
    return _marked(state, parts, " <!-- pinned -->")


def _marked(state: Week, parts: Manuscript, mark: str) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    heading, *body = stories[number].lines
    if mark.strip() not in heading:
        stories[number] = replace(stories[number], lines=(f"{heading.rstrip()}{mark}{parts.newline}", *body))
    return _with(parts, at, stories)


def _lose_id(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    heading, *body = stories[number].lines
    piece = stories[number].piece
    url = piece.url if piece else ""
    known = {piece.url: piece.id for piece in state.edition.pieces}
    if known.get(url) == stories[number].id:
        stories[number] = replace(stories[number], id="", lines=(_STORY.sub("", heading), *body))
    return _with(parts, at, stories)


def _hold(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    block = stories.pop(number)
    text = _with(parts, at, stories)
    end = "" if text.endswith("\n") else parts.newline
    head = "" if "<!-- held -->" in text else f"## Held for next week <!-- held -->{parts.newline * 2}"
    return f"{text}{end}{parts.newline}{head}{block.text}"


def _head(state: Week, parts: Manuscript) -> str:
    mark = _fresh(state)
    key = state.draw.choice(["subject", "title", "preheader"])
    pattern = re.compile(rf"^{key}:[^\r\n]*", re.MULTILINE)
    return pattern.sub(lambda _: f'{key}: "{mark} of mine"', str(parts), count=1)


def _intro(state: Week, parts: Manuscript) -> str:
    lines = list(parts.head)
    lines += [] if lines[-1].endswith("\n") else [parts.newline]
    lines += [f"{_fresh(state)} before all.{parts.newline}", parts.newline]
    return str(replace(parts, head=tuple(lines)))


def _section_words(state: Week, parts: Manuscript) -> str:
    at = state.draw.randrange(len(parts.chapters))
    chapters, mark = list(parts.chapters), _fresh(state)
    heading, *body = chapters[at].opening.lines
    if state.draw.random() < 0.5 and not chapters[at].is_held:
        heading = heading.replace("## ", f"## {mark} ", 1)
    else:
        body = [parts.newline, f"{mark} of this section.{parts.newline}", *(body or [parts.newline])]
    chapters[at] = replace(chapters[at], opening=replace(chapters[at].opening, lines=(heading, *body)))
    return str(parts.with_chapters(chapters))


def _section_order(state: Week, parts: Manuscript) -> str:
    chapters = list(parts.chapters)
    chapters.insert(state.draw.randrange(len(chapters)), chapters.pop(state.draw.randrange(len(chapters))))
    return str(parts.with_chapters(chapters))


def _into_offer(state: Week, parts: Manuscript) -> str:
    found = _OURS.search(str(parts))
    text = str(parts)
    if not found:
        return text
    at = found.end() - len("-->")
    return f"{text[:at]}{_fresh(state)} what of this?{parts.newline}{text[at:]}"


def _settle(state: Week, parts: Manuscript) -> str:
    """Takes one of the machine's comments out, as one does who has seen it."""
    found = [match for match in _OURS.finditer(str(parts)) if not _MARK.search(match[0])]
    text = str(parts)
    if not found:
        return text
    match = state.draw.choice(found)
    return text[: match.start()] + text[match.end() :].removeprefix(parts.newline)


def _take(state: Week, parts: Manuscript) -> str:
    """Puts the machine's words back in place of one's own, and leaves any comment where it is."""
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    block = stories[number]
    theirs = parts_of(state.base)
    place = theirs.where(block.id)
    if not place or not block.id:
        return str(parts)
    told = theirs.chapters[place[0]].stories[place[1]].lines
    ours = _OURS.search(block.text)
    lines = [line.replace("\n", parts.newline) for line in told]
    if ours:
        lines += [parts.newline, f"{ours[0]}{parts.newline}", parts.newline]
    stories[number] = replace(block, lines=tuple(lines))
    return _with(parts, at, stories)


def _line_ends(state: Week, parts: Manuscript) -> str:
    text = str(parts).replace("\r\n", "\n")
    return text.replace("\n", state.draw.choice(["\n", "\r\n"]))


def _bom(_state: Week, parts: Manuscript) -> str:
    return "\ufeff" + str(parts).removeprefix("\ufeff")


def _fence(state: Week, parts: Manuscript) -> str:
    at, number = _chosen(state, parts)
    stories = list(parts.chapters[at].stories)
    mark, newline = _fresh(state), parts.newline
    code = ["```", "### no heading", "", f"<!-- {mark} no comment -->", "Deal: or no deal", "```", ""]
    heading, *body = stories[number].lines
    lines = (f"{heading.rstrip()}{newline}", newline, *(f"{line}{newline}" for line in code), *body)
    stories[number] = replace(stories[number], lines=lines)
    return _with(parts, at, stories)


_EDITS: dict[str, Callable[[Week, Manuscript], str]] = {
    "reword": _reword,
    "reword again": _reword,
    "reword a third": _reword,
    "note": _note,
    "own": _own,
    "swap": _swap,
    "move": _move,
    "delete": _delete,
    "delete section": _delete_section,
    "pin": _pin,
    "lose id": _lose_id,
    "hold": _hold,
    "head": _head,
    "intro": _intro,
    "section words": _section_words,
    "section order": _section_order,
    "into offer": _into_offer,
    "settle": _settle,
    "take": _take,
    "line ends": _line_ends,
    "bom": _bom,
    "fence": _fence,
}


# What must hold.


@dataclass(frozen=True)
class Rebuild:
    """One build of a week: the three drafts and what a merge made of them."""

    base: str
    mine: str
    theirs: str
    made: Edition
    text: str
    deleted: frozenset[str]


def builds(state: Week) -> Iterator[Rebuild]:
    """Some builds, with what the editor does before each."""
    for _ in range(state.draw.randint(1, 5)):
        for _ in range(state.draw.randint(0, 4)):
            edit(state)
        made = news(state)
        yield rebuilt(state, made)
        state.deleted -= stories(state.mine).keys()


def rebuilt(state: Week, made: Edition) -> Rebuild:
    """The build of `made` merged into the editor's draft; the week goes on from there."""
    theirs, mine = draft.write(made), state.mine
    known = continuing.joined(state.edition, state.earlier)
    base = continuing.recalled(state.base, mine, made, state.earlier, "draft.md")
    found = merging.merged(base, mine, theirs)
    state.earlier = continuing.lost(made, known, found.removed)
    state.edition, state.base, state.mine = made, theirs, found.text
    return Rebuild(base, mine, theirs, made, found.text, frozenset(state.deleted))


def broken(build: Rebuild, *, settled: bool = True) -> list[str]:
    """The laws that a rebuild broke, each with what shows it; `settled` for those of the next one too."""
    found = [f"lost: {line}" for line in lost_lines(build.mine, build.text)]
    try:
        readable(build.made, build.text)
        now = stories(build.text, _ids_by_url(build))
    except DraftError as error:
        return [*found, f"unreadable: {error}"]
    was, before = stories(build.mine, _ids_by_url(build)), stories(build.base)
    found += [f"returned: {key}" for key in build.deleted & now.keys() - was.keys()]
    found += _order_broken(before, was, now, _pinned(build.mine, _ids_by_url(build)))
    return [*found, *_stale(build), *_torn(build), *(_unsettled(build) if settled else ())]


def _unsettled(build: Rebuild) -> Iterator[str]:
    """What another build without news changes; without news, what was offered may go once it was taken."""
    if merging.merged(build.theirs, build.text, build.theirs).text != build.text:
        yield "unsettled: a second rebuild changes the draft"
    same = merging.merged(build.base, build.mine, build.base).text
    if len(_OURS.findall(same)) == len(_OURS.findall(build.mine)) and same != build.mine:
        yield "stirred: a rebuild without news changes the draft"
    if build.mine == build.base and build.text != build.theirs:
        yield "stale: an untouched draft is not as the machine has it now"


def _stale(build: Rebuild) -> Iterator[str]:
    """What no person touched and is not as the machine has it now; what is new and did not arrive."""
    ids = _ids_by_url(build)
    texts = (build.base, build.mine, build.theirs, build.text)
    before, was, theirs, now = (_told(text, ids) for text in texts)
    for key, told in theirs.items():
        if key not in before and key not in was and key not in now:
            yield f"missing: {key}"
        if key in was and was[key] == before.get(key) and now.get(key) != told:
            yield f"stale: {key} {now.get(key)} {told}"
        if key in now and key in was and was[key] != before.get(key) and now[key] != told:
            yield from _unsaid(key, before.get(key, ()), told, build)
    places, pinned = (stories(build.base), stories(build.mine, ids)), _pinned(build.mine, ids)
    for key in (was.keys() & now.keys() & places[0].keys()) - theirs.keys() - pinned:
        is_there = places[0][key][0] == places[1][key][0] and _is_calm(key, *places, pinned)
        if is_there and was[key] == before[key]:
            yield f"stayed: {key}"


def _torn(build: Rebuild) -> Iterator[str]:
    """A story in which a person's words tell a sum that the row beneath has not any more, and nobody says so.

    And one that was brought up to date in part while a conflict stands in it.
    """
    ids = _ids_by_url(build)
    base, mine, theirs, now = (
        _parts_told(text, ids) for text in (build.base, build.mine, build.theirs, build.text)
    )
    for key in base.keys() & mine.keys() & theirs.keys() & now.keys():
        if now[key].is_disputed:
            if (now[key].parts, now[key].rows) != (mine[key].parts, mine[key].rows):
                yield f"half: {key} {mine[key]} {now[key]}"
            continue
        for old, new in _sums_replaced(base[key].rows, theirs[key].rows):
            is_fresh = new in _sums(now[key].rows) - _sums(mine[key].rows)
            for was, said in zip(base[key].parts, now[key].parts, strict=True):
                touched = said != was and said not in theirs[key].parts
                if is_fresh and touched and _tells(said, old) and not _tells(said, new):
                    yield f"torn: {key} says {old}, its deal {new}: {said}"


@dataclass(frozen=True)
class _Told:
    """A story as a reader has it: headline and text, rows of deals; whether a conflict stands in it."""

    parts: tuple[str, str]
    rows: tuple[str, ...]
    is_disputed: bool


def _parts_told(text: str, ids: Mapping[str, str]) -> dict[str, _Told]:
    found = {}
    for chapter in parts_of(text).chapters:
        for block in chapter.stories:
            piece = block.piece
            if piece:
                rows = tuple(row.text for row in piece.deals)
                told = _Told((piece.headline, piece.blurb), rows, bool(_CONFLICT.search(block.text)))
                found[piece.id or ids.get(piece.url, "")] = told
    return found


def _sums(rows: Iterable[str]) -> set[tuple[str, int]]:
    """The sums of rows in millions, each with the firm that it goes to."""
    found = (re.search(r"(Firm \d+) .*\$(\d+)M\b", row) for row in rows)
    return {(match[1], int(match[2])) for match in found if match}


def _sums_replaced(
    before: Iterable[str], now: Iterable[str]
) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """The sums that no row has any more, each with the new one of the same firm."""
    was, new = _sums(before), _sums(now)
    told = {sum_ for _, sum_ in new}
    for old, fresh in product(was - new, new - was):
        if old[0] == fresh[0] and old[1] not in told:
            yield old, fresh


def _tells(text: str, paid: tuple[str, int]) -> bool:
    return f"${paid[1]} million" in text


def _pinned(text: str, ids: Mapping[str, str]) -> frozenset[str]:
    pieces = [block.piece for chapter in parts_of(text).chapters for block in chapter.stories]
    return frozenset(
        piece.id or ids.get(piece.url, "") for piece in pieces if piece and PINNED in piece.marks
    )


def _is_calm(key: str, before: Mapping[str, Place], now: Mapping[str, Place], pinned: frozenset[str]) -> bool:
    """Whether a story stands with its neighbours as it did; those that are pinned do not count."""
    both = [
        other
        for other in before.keys() & now.keys() - pinned
        if before[other][0] == now[other][0] == now[key][0]
    ]
    return all((before[key] < before[other]) == (now[key] < now[other]) for other in both)


def _unsaid(key: str, before: Sequence[str], told: Sequence[str], build: Rebuild) -> Iterator[str]:
    """The lines that are new of a story that the editor wrote on, and that stand nowhere."""
    plain = build.text.replace("\\", "")
    for line in told:
        if line and line not in before and line.replace("\\", "") not in plain:
            yield f"unsaid: {key} {line}"


def _ids_by_url(build: Rebuild) -> Mapping[str, str]:
    """The ids of the machine's stories by their addresses, for those whose id an editor lost."""
    parts = [parts_of(text) for text in (build.theirs, build.base)]
    blocks = (block for part in parts for chapter in part.chapters for block in chapter.stories)
    return {block.piece.url: block.id for block in blocks if block.piece}


def _told(text: str, ids: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By id the lines of each story, without the small comments behind its heading."""
    found = {}
    for chapter in parts_of(text).chapters:
        for block in chapter.stories:
            lines = [_STORY.sub("", line).rstrip() for line in block.lines]
            lines[0] = lines[0].replace(" <!-- pinned -->", "").replace(" <!-- new -->", "").rstrip()
            url = block.piece.url if block.piece else ""
            found[block.id or ids.get(url, "")] = tuple("\n".join(lines).rstrip().split("\n"))
    return found


def _order_broken(
    before: Mapping[str, Place], was: Mapping[str, Place], now: Mapping[str, Place], pinned: frozenset[str]
) -> Iterator[str]:
    """What a person placed and does not stand so any more."""
    for key, (section, _) in was.items():
        placed = before.get(key, ("", 0))[0] != section or key in pinned
        stays = placed or not _is_calm(key, before, was, pinned)
        if stays and key in before and now.get(key, ("gone", 0))[0] != section:
            yield f"place: {key} from {section} to {now.get(key)}"
    for one, other in permutations(was.keys() & now.keys() & before.keys(), 2):
        rooms = {places[key][0] for places in (before, was, now) for key in (one, other)}
        if (
            len(rooms) == 1
            and before[one] > before[other]
            and was[one] < was[other]
            and now[one] > now[other]
        ):
            yield f"order: {one} before {other}"


def lost_lines(before: str, after: str) -> list[str]:
    """What the editor wrote in `before` and is not in `after`."""
    return list((Counter(_human(before)) - Counter(_human(after))).elements())


def _human(text: str) -> Iterator[str]:
    """Each line of the editor's; of a heading its words and what is said behind it apart."""
    for line in text.removeprefix("\ufeff").split("\n"):
        parts = [_COMMENT.sub("", line), *_COMMENT.findall(line)] if line.startswith("##") else [line]
        yield from (part.strip() for part in parts if _MARK.search(part))


Place = tuple[str, int]


def stories(text: str, ids: Mapping[str, str] = MappingProxyType({})) -> dict[str, Place]:
    """By id, else by address or headline, each story's section and its place in it."""
    found: dict[str, Place] = {}
    for chapter in parts_of(text).chapters:
        for number, block in enumerate(chapter.stories):
            if block.piece:
                url = block.piece.url
                key = block.id or ids.get(url, url) or block.piece.headline
                found[key] = ("held" if chapter.is_held else chapter.id, number)
    return found
