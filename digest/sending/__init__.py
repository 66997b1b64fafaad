"""Sending an edition to a list: every reader once, and nothing silent.

`plan` says who would get it and who not, and why; `dispatch` freezes that, hands the mails over, and after
anything goes on where it was (`resumption`); `settle` is for what nobody can know; a receipt adds it all up.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.sending.adopting import Adopted
    from digest.sending.deciding import doubts, settle, take_over
    from digest.sending.dispatching import (
        agreeing,
        audience,
        dispatch,
        is_open,
        missed,
        plan,
        resumption,
        told,
    )
    from digest.sending.planning import Audience, Before, Plan
    from digest.sending.receipts import Receipt, Row
    from digest.sending.resolving import Choice, Resolved
    from digest.sending.standing import Standing, standings

_HOMES = {
    "adopting": ("Adopted",),
    "deciding": ("doubts", "settle", "take_over"),
    "dispatching": (
        "agreeing",
        "audience",
        "dispatch",
        "is_open",
        "missed",
        "plan",
        "resumption",
        "told",
    ),
    "planning": ("Audience", "Before", "Plan"),
    "receipts": ("Receipt", "Row"),
    "resolving": ("Choice", "Resolved"),
    "standing": ("Standing", "standings"),
}

__all__ = [
    "Adopted",
    "Audience",
    "Before",
    "Choice",
    "Plan",
    "Receipt",
    "Resolved",
    "Row",
    "Standing",
    "agreeing",
    "audience",
    "dispatch",
    "doubts",
    "is_open",
    "missed",
    "plan",
    "resumption",
    "settle",
    "standings",
    "take_over",
    "told",
]


def __getattr__(name: str) -> object:
    """What the package offers, from the module that has it (PEP 562); most commands never send."""
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{home}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
