"""One state of an edition's outputs, kept so that the next one can be held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.preview.desk import OUTPUTS, Desk
from digest.preview.records import RECORD

if TYPE_CHECKING:
    from digest.check import Finding


@dataclass(frozen=True, slots=True)
class Render:
    """What a render left.

    Attributes:
        record: the text of `edition.json`.
        texts: by tab, the text of its output.
        findings: what the gate found in it; None where nobody looked.
    """

    record: str
    texts: Mapping[str, str]
    findings: tuple[Finding, ...] | None = None

    @classmethod
    def of(cls, desk: Desk) -> Render:
        """What lies on the desk now."""
        texts = {tab: desk.read(output.filename) or "" for tab, output in OUTPUTS.items()}
        return cls(desk.read(RECORD) or "", texts)

    def has_same_outputs(self, other: Render) -> bool:
        """Whether it left the same; the draft is what it was made from."""
        return self.record == other.record and all(
            text == other.texts.get(tab, "") for tab, text in self.texts.items() if tab != "draft"
        )

    def checked(self, findings: tuple[Finding, ...] | None) -> Render:
        """The same with what the gate found."""
        return replace(self, findings=findings)
