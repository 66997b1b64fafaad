"""Our own site, for who has no blog: pages for editions, sections, companies and deals, feeds, and a search.

`sheets` names every page that is shared by editions, with what it is made of; it is made only where that has
changed since. The page of an edition is the one that was approved, in the frame of the site.
"""

from __future__ import annotations

from digest.publish.site.addresses import PAGE, STYLES, above, on_the_web, page_of
from digest.publish.site.frame import Press, Publication
from digest.publish.site.leaves import card_of, of_edition
from digest.publish.site.plan import sheets
from digest.publish.site.sheet import Sheet

__all__ = [
    "PAGE",
    "STYLES",
    "Press",
    "Publication",
    "Sheet",
    "above",
    "card_of",
    "of_edition",
    "on_the_web",
    "page_of",
    "sheets",
]
