"""Approval: what a person has looked at is frozen by its content, and that is what goes out.

`plan` says what would be frozen, `approve` freezes it, `frozen` gives it back byte for byte, and refuses as
soon as the draft, a template or `sources.toml` would make something else of it. `state` tells how an edition
stands without making anything; who asks only that does not wait for all that making needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.approval.freezing import SHOWN, Approved, Plan, RefusedError, approve, freeze, plan, withdraw
    from digest.approval.kept import Frozen, frozen
    from digest.approval.standing import State, state

__all__ = [
    "SHOWN",
    "Approved",
    "Frozen",
    "Plan",
    "RefusedError",
    "State",
    "approve",
    "freeze",
    "frozen",
    "plan",
    "state",
    "withdraw",
]

_HOMES = {"Frozen": "kept", "frozen": "kept", "State": "standing", "state": "standing"}


def __getattr__(name: str) -> object:
    """What the room offers, from the module that has it (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'freezing')}"), name)
    return found
