"""How a mail leaves: one module a kind, one row in `KINDS`.

    carry(config.delivery, Parcel(...), Door(...)) -> Receipt

A new kind is a module with `Settings` and `carry`, and its row below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from digest.config import DeliverySettings
from digest.deliver.transport import maildir, smtp
from digest.deliver.transport.kinds import Door, InDoubtError, NotSentError, Parcel, Receipt, Transport

__all__ = ["KINDS", "Door", "InDoubtError", "NotSentError", "Parcel", "Receipt", "Transport", "carry"]

KINDS: Mapping[str, Transport] = MappingProxyType({"maildir": maildir, "smtp": smtp})
"""All kinds by the name that `kind` in `[delivery]` gives them."""


def carry(settings: DeliverySettings, parcel: Parcel, door: Door) -> Receipt:
    """Hands one mail over, as `[delivery]` says.

    Raises:
        NotSentError: it was not taken, and will not arrive.
        InDoubtError: nobody can know whether it was taken.
    """
    return KINDS[settings.kind].carry(settings, parcel, door)
