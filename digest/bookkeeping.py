"""What the printed stories state in figures: claims, deals, differences, what moved, what is expected.

One call for each, in the order in which a fact checker would go about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest.compose import claims, deals, differences, progress, watch
from digest.model import Edition, Story


def stories(found: Iterable[Story], earlier: Sequence[Edition] = ()) -> tuple[Story, ...]:
    """The stories with all that their reports state in figures; `earlier` editions told some of it before."""
    read = deals.stories(claims.stories(found))
    return watch.stories(progress.stories(differences.stories(read), earlier))
