"""The `message` family: the mail as it would be sent, its parts, lines, header, and the ways out of the list.

Each module enters its rules as it is imported.
"""

from __future__ import annotations

from digest.check.message import form, header, leaving, sending  # noqa: F401 - they enter their rules
from digest.check.message.rules import MESSAGE

__all__ = ["MESSAGE"]
