"""Rules on links: their words, their addresses, what stands twice, and whether they still answer.

Adding a rule is a function in the module that its subject has.
"""

from __future__ import annotations

from digest.check.links import addresses, living, tracking, twice, wording
from digest.check.links.family import LINKS

__all__ = ["LINKS", "addresses", "living", "tracking", "twice", "wording"]
