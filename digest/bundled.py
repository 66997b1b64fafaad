"""The files that ship with the program: templates, the shipped edition, the sample week."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where `templates`, `sources.toml` or `sample/…` lies, in a wheel as in a checkout.

    A wheel carries the top-level files under `digest/_bundled`; in a checkout (also when installed
    editable) they stand beside the package, so that an edit is live.
    """
    for candidate in (_PACKAGE / "_bundled" / name, _PACKAGE / name, _PACKAGE.parent / name):
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"{name} is missing from the installed package; install scaleup-digest again")


def lines(name: str) -> frozenset[str]:
    """The lines of a word list in `digest/data`, without its comments."""
    text = (_PACKAGE / "data" / name).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def pairs(name: str) -> dict[str, str]:
    """The `left = right` lines of a list in `digest/data`."""
    found = (line.partition(" = ") for line in sorted(lines(name)))
    return {left: right for left, _, right in found}
