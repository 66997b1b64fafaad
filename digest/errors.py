"""What can go wrong, in words for the person at the keyboard.

Below the command line nobody prints or exits: an error is raised with its subject, the problem and
what to do about it, and `digest.cli` turns it into lines on stderr and an exit code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class DigestError(Exception):
    """Something failed; the message says what, where and what to do.

    Attributes:
        exit_code: what the command ends with (1 failed).
    """

    exit_code = 1

    def __init__(self, subject: str, problem: str, remedy: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{subject}: {problem}" + (f"; {remedy}" if remedy else ""))


class UsageError(DigestError):
    """The command cannot mean anything as it was given (exit code 2)."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a configuration: where it stands, what is wrong, what would be right."""

    place: str
    problem: str
    line: int | None = None

    def __str__(self) -> str:
        at = f"line {self.line}: " if self.line else ""
        return f"{at}{self.place}: {self.problem}" if self.place else f"{at}{self.problem}"


class ConfigError(DigestError):
    """The configuration has faults, all of them listed (exit code 2)."""

    exit_code = 2

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(file, count + "".join(f"\n  {fault}" for fault in self.faults))


class BusyError(DigestError):
    """Another run holds the lock (exit code 5)."""

    exit_code = 5


class TemplateError(DigestError):
    """A template cannot be rendered; the subject is `file:line`."""


class HeldError(DigestError):
    """A person has to decide before it can go on (exit code 3)."""

    exit_code = 3


class StoreError(DigestError):
    """The store cannot be opened, read or written."""


class DraftError(DigestError):
    """A draft cannot be read as it stands; the subject is `file:line`."""


class MessageError(DigestError):
    """A mail cannot be made of this; the subject is the field at fault."""
