"""How far `sent.log` had come, noted outside of the project: a backup that brings back both books is seen.

The note lies where programs keep their state (XDG Base Directory Specification), in a file named after the
ledger, and holds the length of `sent.log`. Where it cannot be written, nothing is noted: it only helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_FOLDER = "digest"


def note(ledger: Path, name: str, environ: Mapping[str, str]) -> None:
    """Notes how long the ledger called `name` is now."""
    place = _place(name, environ)
    if place is None:
        return
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = place.with_suffix(".new")
        temporary.write_text(f"{ledger.stat().st_size}\n", encoding="ascii")
        temporary.replace(place)


def problem(ledger: Path, name: str, environ: Mapping[str, str]) -> str:
    """What is wrong with the ledger called `name`, in words; "" for nothing, or where nothing was noted."""
    place = _place(name, environ)
    try:
        noted = int(place.read_text(encoding="ascii")) if place else 0
        now = ledger.stat().st_size
    except (OSError, ValueError):
        return ""
    if now >= noted:
        return ""
    return (
        "sent.log is shorter than when the last mails went out from this machine: it was put back from a "
        "backup, so that nobody can say who has had mail since"
    )


def _place(name: str, environ: Mapping[str, str]) -> Path | None:
    home = environ.get("HOME", "")
    state = environ.get("XDG_STATE_HOME") or (f"{home}/.local/state" if home else "")
    return Path(state) / _FOLDER / name if name and state else None
