"""The gate before sending: one module a rule, each taking an edition and giving findings."""

from __future__ import annotations

from digest.check.finding import LEVELS, RULES, Finding

__all__ = ["LEVELS", "RULES", "Finding"]
