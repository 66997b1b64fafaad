"""What became of everything that was seen."""

from __future__ import annotations

from digest.preview.sight import Sight


def data(_sight: Sight) -> object:
    """Nothing besides the facts."""
    return None
