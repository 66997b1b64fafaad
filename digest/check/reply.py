"""What a page answered when it was last asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one address.

    Attributes:
        status: the HTTP status after all redirects; 0 where there was no answer.
        problem: why there was none, in words: "its name is not known"; "" where there was one.
        moved_to: where it was redirected to for good (301, 308), all the way; "" where it was not.
        asked_at: when, as an ISO time in UTC.
        unasked: why nobody asked, so that nothing is known of the page; "" where somebody did.
    """

    status: int
    problem: str = ""
    moved_to: str = ""
    asked_at: str = ""
    unasked: str = ""


OFFLINE = "no page answered at all"
"""Why a page counts as not asked where none answered: then the line is at fault, and not the pages."""
