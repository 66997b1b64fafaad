"""Asking the person at the terminal, where there is one."""

from __future__ import annotations

import sys

import click


def ask(question: str, *, yes: bool) -> None:
    """Goes on when the person at the terminal says so. Raises `UsageError` where there is none."""
    from digest.errors import UsageError

    if yes:
        return
    if not is_asked():
        raise UsageError(question, "there is nobody to ask here", "give --yes when you are sure")
    click.confirm(question, abort=True, err=True)


def is_asked() -> bool:
    """Whether somebody sits there."""
    return sys.stdin.isatty()
