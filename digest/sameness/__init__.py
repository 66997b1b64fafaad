"""What "the same article" means, for a pair of entries and for many: used within and across editions."""

from __future__ import annotations

from digest.sameness.look import Look
from digest.sameness.rules import reason, same
from digest.sameness.shelf import Habits, Shelf

__all__ = ["Habits", "Look", "Shelf", "reason", "same"]
