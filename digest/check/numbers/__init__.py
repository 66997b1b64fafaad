"""Figures: each that ships is found in a report, worked out in sight, or told to the editor."""

from __future__ import annotations

from digest.check.numbers.gate import of, stands_as_written, supporters

__all__ = ["of", "stands_as_written", "supporters"]
