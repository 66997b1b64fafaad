"""The family of the rules on links; its modules enter them in the order in which they are told."""

from __future__ import annotations

from digest.check.family import Family

LINKS = Family("links")
