"""Approval: what a person has looked at is frozen by its content, and that is what goes out.

`plan` says what would be frozen, `approve` freezes it, `frozen` gives it back byte for byte, and refuses as
soon as the draft, a template or `sources.toml` would make something else of it. `state` tells how an edition
stands without making anything.
"""

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
