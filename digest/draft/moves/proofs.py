"""A draft beside what the machine wrote: what stands where, what was taken out, and where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from digest.draft.moves import naming
from digest.draft.moves.naming import Named
from digest.draft.moves.sheet import Sheet
from digest.errors import DraftError, UsageError
from digest.text import clip

_HELD = {"held", "held for next week"}
_SHOWN = 60  # characters of a neighbour's headline


@dataclass(frozen=True)
class Proofs:
    """A draft as it stands and the machine's last one.

    Attributes:
        edition: its key.
        text, file: what stands there, and its name for messages.
        machine: the machine's text; "" for none.
    """

    edition: str
    text: str
    file: str
    machine: str = ""

    @cached_property
    def sheet(self) -> Sheet:
        """The leaves of the draft. Raises `DraftError` where it cannot be read."""
        return Sheet.of(self.text, self.file)

    @cached_property
    def stories(self) -> tuple[Named, ...]:
        """Those of the draft, in order, the held ones last where they stand last."""
        addresses = {one.url: one.key for one in self.machines if one.url}
        return naming.stories(self.sheet, addresses)

    @cached_property
    def machines(self) -> tuple[Named, ...]:
        """Those that the machine wrote, in its order."""
        return naming.stories(self._machine, {}) if self._machine else ()

    @cached_property
    def dropped(self) -> tuple[Named, ...]:
        """Those of the machine that stand no more in the draft."""
        here = {id_ for one in self.stories for id_ in (one.key, *one.ids)}
        return tuple(replace(one, place="dropped", marks=()) for one in self.machines if one.key not in here)

    @cached_property
    def _machine(self) -> Sheet | None:
        with suppress(DraftError):  # one of an older version
            return Sheet.of(self.machine, "the machine's draft") if self.machine else None
        return None

    def present(self, text: str) -> Named:
        """The story of the draft that `text` means. Raises `DigestError` where it means none, or several."""
        return naming.one(self.stories, text, "the draft")

    def absent(self, text: str) -> Named | None:
        """The story that is held or was dropped and that `text` means; None where it means none.

        Raises:
            DigestError: it means several, or one that is printed.
        """
        away = (*(one for one in self.stories if one.place == "held"), *self.dropped)
        if naming.meant(away, text):
            return naming.one(away, text, "those that are held or were dropped")
        printed = naming.meant(self.stories, text)
        if len(printed) == 1:
            told = printed[0]
            problem = f"stands in the draft already, in {told.section}"
            raise UsageError(f'"{clip(told.headline, _SHOWN)}"', problem, "digest move puts it elsewhere")
        return None

    def named(self, key: str) -> Named:
        """The story of this key."""
        return next(one for one in self.stories if one.key == key)

    def spot(self, key: str) -> str:
        """Where a story stands, in words."""
        told = self.named(key)
        before = _before(self.stories, told)
        if before:
            return f'{told.section}, after "{clip(before.headline, _SHOWN)}"'
        return f"{told.section}, as the first"

    def home(self, key: str) -> dict[str, str]:
        """Where the machine had put a story: its section, and the nearest neighbour that is still there."""
        own = next((one for one in self.machines if one.key == key), None)
        if own is None:
            return {}
        ranked = [one.key for one in self.machines if one.section_id == own.section_id]
        here = {id_: one for one in self.stories for id_ in (one.key, *one.ids)}
        siblings = [k for k in ranked if k in here and here[k].section_id == own.section_id]
        earlier = [k for k in siblings if ranked.index(k) < ranked.index(key)]
        if earlier:
            return {"section": own.section_id, "after": here[earlier[-1]].key}
        later = [k for k in siblings if k != key]
        return {"section": own.section_id} | ({"before": here[later[0]].key} if later else {})

    def machine_block(self, key: str) -> str:
        """A story as the machine wrote it."""
        assert self._machine is not None  # noqa: S101  # it was found there
        return "".join(self._machine.leaves[self._machine.story(key)].lines)

    def section(self, name: str) -> str:
        """The section that `name` means: its id or title, or the beginning of one; else `name` itself.

        Raises:
            UsageError: that of the held ones is meant.
        """
        told = name.casefold().strip()
        if told in _HELD:
            raise UsageError(f'"{name}"', "is where stories wait for the next edition", "use digest hold")
        if self.is_section(name):
            return name
        begun = [
            id_ or title
            for id_, title, _ in self.sections()
            if told and (id_.startswith(told) or title.casefold().startswith(told))
        ]
        return begun[0] if len(begun) == 1 else name

    def is_section(self, name: str) -> bool:
        """Whether the draft has a section of this id or title."""
        with suppress(DraftError):
            return self.sheet.section(name) > 0
        return False

    def sections(self) -> Iterator[tuple[str, str, tuple[Named, ...]]]:
        """Id and title of each section with its stories, those without stories too; that of the held last."""
        for leaf in sorted(self.sheet.leaves, key=lambda leaf: leaf.is_held):
            section = leaf.section
            if section and leaf.piece is None:
                place = "held" if leaf.is_held else "printed"
                lines = {piece.line for piece in section.pieces}
                told = tuple(
                    one
                    for one, line in zip(self.stories, self._lines, strict=True)
                    if line in lines and one.place == place
                )
                yield section.id, section.title, told

    def offered(self, section: str = "") -> tuple[str, ...]:
        """What waits to be settled in the introduction of a section, or above the first one."""
        return naming.offered(self.sheet, self.sheet.section(section) if section else 0)

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        return tuple(leaf.piece.line for leaf in self.sheet.leaves if leaf.piece)


def _before(stories: Sequence[Named], told: Named) -> Named | None:
    """The story before one in its section."""
    here = [one for one in stories if (one.section, one.place) == (told.section, told.place)]
    at = next(number for number, one in enumerate(here) if one.key == told.key)
    return here[at - 1] if at else None
