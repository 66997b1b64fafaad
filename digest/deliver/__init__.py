"""A mail as it is sent: the outputs of an edition put into one message for one reader.

    build(html, text, stationery, Letter(...)) -> bytes

The headers are written here and not by `email.message`, which folds a long `List-Unsubscribe` into
encoded-words, and with that takes the button away that mail programs show (cpython 85725).
"""

from __future__ import annotations

from digest.deliver.body import Attachment
from digest.deliver.letter import Letter
from digest.deliver.message import build

__all__ = ["Attachment", "Letter", "build"]
