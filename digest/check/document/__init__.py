"""An HTML output as the gate reads it: its elements, how each is shown, where in the edition it stands."""

from __future__ import annotations

from digest.check.document.read import Document, around, elements, visible

__all__ = ["Document", "around", "elements", "visible"]
