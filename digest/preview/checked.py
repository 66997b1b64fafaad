"""What the gate gave when it was asked, whatever it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:  # the gate is large, and the desk is there before it
    from digest.check import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check gave: its findings, and why there was none; "" where all went well."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""


def checked(check: Callable[[], Sequence[Finding]]) -> Checked:
    """The result of `check`, whatever it does: a gate that falls must not end the desk."""
    try:
        return Checked(tuple(check()))
    except DigestError as error:
        return Checked(problem=str(error))
    except Exception as error:  # noqa: BLE001 - it is shown; reading what strangers wrote can fail anyhow
        return Checked(problem=f"The check failed with {type(error).__name__}: {error}")
