"""The mail as clients take it: its size, its row in the inbox, what each client shows."""

from __future__ import annotations

from digest.preview.sight import Sight


def data(_sight: Sight) -> object:
    """Nothing besides the facts."""
    return None
