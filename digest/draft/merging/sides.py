"""How one of the three has a story, a section's heading or what stands before the first section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.draft.merging.passages import Passage

AROUND = ("title", "subject", "preheader")
"""The parts that stand in the front matter."""


@dataclass(frozen=True, slots=True)
class Side:
    """A heading and what stands under it as one of the three has it; `front` is the front matter's part."""

    passage: Passage
    front: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A part as an offer holds it."""
        return self.front.get(name, "") if name in AROUND else self.passage.text(name)

    def taking(self, name: str, theirs: Side) -> Side:
        """The same with a part as `theirs` has it."""
        if name in AROUND:
            return replace(self, front={**self.front, name: theirs.front.get(name, "")})
        return self.telling(name, theirs.passage.part(name))

    def telling(self, name: str, lines: Sequence[str]) -> Side:
        """The same with other lines for a part under the heading."""
        return replace(self, passage=self.passage.with_part(name, lines))
