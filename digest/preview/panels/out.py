"""What leads out of the house: approving, a test mail, publishing. Each says first what it would do."""

from __future__ import annotations

from dataclasses import dataclass

from digest.preview.panels import stories
from digest.preview.sight import Sight
from digest.preview.studio import Listed


@dataclass(frozen=True, slots=True)
class Out:
    """How the edition stands.

    Attributes:
        standing: its row in the list of editions; None where it is not in it.
        conflicts: how many have to be settled first.
        is_approved: what stands in the draft is what was approved.
    """

    standing: Listed | None
    conflicts: int
    is_approved: bool


def data(sight: Sight) -> Out:
    """How the edition stands now."""
    key = sight.desk.key
    standing = next((one for one in sight.studio.editions() if one.key == key), None)
    approved = standing is not None and standing.state in {"approved", "published", "sent"}
    return Out(standing, stories.data(sight).conflicts, approved)
