"""The stories of a draft as a person names them: by id, address, or words of the headline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest import urls
from digest.draft.moves import choosing
from digest.draft.moves.sheet import Sheet
from digest.errors import DigestError, UsageError
from digest.text import clip

_LEAST = 4  # characters of an id that name a story
_OFFERED = 6  # candidates that a message lists
_SHOWN = 80  # characters of a headline there


@dataclass(frozen=True, slots=True)
class Named:
    """A story that can be named.

    Attributes:
        key: what the draft's functions ask for it under.
        ids: further ids that mean it: that of the machine's story to whose report it links.
        section: title of the section where it stands, or stood.
        place: "printed", "held" or "dropped".
        marks: "own", "brief", "new", "pinned", "offer", "conflict".
    """

    key: str
    headline: str
    url: str
    section: str
    section_id: str
    place: str = "printed"
    marks: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """By which a person finds it again."""
        return self.ids[0] if self.ids else self.key


def stories(sheet: Sheet, by_address: Mapping[str, str]) -> tuple[Named, ...]:
    """The stories of a draft in order; `by_address` gives ids to those that lost theirs."""
    found = []
    for number, leaf in enumerate(sheet.leaves):
        if leaf.piece and leaf.section:
            piece, section = leaf.piece, leaf.section
            known = "" if piece.id else by_address.get(piece.url, "")
            found.append(
                Named(
                    leaf.key,
                    piece.headline,
                    piece.url,
                    section.title,
                    section.id,
                    "held" if leaf.is_held else "printed",
                    _marks(sheet, number, is_own=not (piece.id or known)),
                    (known,) if known else (),
                )
            )
    return tuple(found)


def _marks(sheet: Sheet, number: int, *, is_own: bool) -> tuple[str, ...]:
    piece = sheet.leaves[number].piece
    assert piece is not None  # noqa: S101  # it was looked for
    own = ["own"] if is_own else []
    return (*own, *(["brief"] if not piece.blurb else []), *sorted(piece.marks), *offered(sheet, number))


def offered(sheet: Sheet, number: int) -> tuple[str, ...]:
    """What waits to be settled in a leaf: "conflict", "offer"."""
    found = {"conflict" if offer.is_conflict else "offer" for offer in choosing.offers_of(sheet, number)}
    return tuple(sorted(found))


def meant(known: Sequence[Named], text: str) -> tuple[Named, ...]:
    """Those of the `known` that `text` means; of several kinds of names the surest decides."""
    asked = " ".join(text.split())
    address, words = urls.canonical(asked), asked.casefold()
    ways = (
        lambda one: asked in (one.key, *one.ids),
        lambda one: len(asked) >= _LEAST and any(name.startswith(words) for name in (one.key, *one.ids)),
        lambda one: bool(address) and urls.canonical(one.url) == address,
        lambda one: one.headline.casefold() == words,
        lambda one: not address and all(word in one.headline.casefold() for word in words.split()),
    )
    for way in ways:
        if asked and (found := tuple(one for one in known if way(one))):
            return found
    return ()


def one(known: Sequence[Named], text: str, where: str) -> Named:
    """The only one of the `known` that `text` means.

    Raises:
        DigestError: it means none of them, or several, which are listed; `where` says what they are.
    """
    found = meant(known, text)
    if len(found) == 1:
        return found[0]
    name = f'"{clip(text, _SHOWN)}"'
    if not found:
        raise DigestError(name, f"is no story of {where}", "digest stories lists them all")
    listed = "".join(
        f"\n  {short}  {clip(told.headline, _SHOWN)} ({told.section})"
        for told, short in zip(found[:_OFFERED], shorts(known, found), strict=False)
    )
    more = f"\n  and {len(found) - _OFFERED} more" if len(found) > _OFFERED else ""
    raise UsageError(name, f"means {len(found)} stories", f"give the id of one:{listed}{more}")


def shorts(known: Iterable[Named], wanted: Iterable[Named]) -> list[str]:
    """The shortest beginnings of the ids of `wanted` that name none else of the `known`."""
    keys = {one.id for one in known}
    found = []
    for named in wanted:
        key, size = named.id, _LEAST
        while size < len(key) and any(other != key and other.startswith(key[:size]) for other in keys):
            size += 1
        found.append(key[:size])
    return found
