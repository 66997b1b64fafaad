"""The desk's own files: one style sheet put together from parts, its scripts, and the script of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

from digest.model import stable_id
from digest.render import palette

_HERE = Path(__file__).resolve().parent / "static"
_STYLES = ("shell.css", "stage.css", "panels.css", "hands.css")
SCRIPTS = (
    "typing.js",
    "live.js",
    "asking.js",
    "editing.js",
    "moving.js",
    "outward.js",
    "seeking.js",
    "hands.js",
    "stage.js",
)
"""The modules of the page; each comes after those that it imports, or among them."""
_FRAME = "frame.js"


def style(name: str, sections: Sequence[str] = ()) -> str | None:
    """The style sheet of that name, in the colours of these sections; None where there is none."""
    return _colours(tuple(sections)) + _joined(_STYLES) if name == "desk.css" else None


def script(name: str) -> str | None:
    """The module of that name; None where there is none."""
    return _text(name) if name in SCRIPTS else None


def in_frame(nonce: str) -> str:
    """The only script that a framed document may run: it tells how far it is scrolled, and is told."""
    return f'<script nonce="{nonce}">{_text(_FRAME)}</script>'


def _joined(names: Iterable[str]) -> str:
    return "\n".join(_text(name) for name in names)


@cache
def _text(name: str) -> str:
    try:
        return (_HERE / name).read_text("utf-8")
    except FileNotFoundError:
        return ""


@cache
def _colours(sections: tuple[str, ...]) -> str:
    """The colours of the publication, light and dark; those of the sections by their place, from 1."""
    hues = list(palette.hues(sections).values())
    light = _scheme(palette.LIGHT, [hue.light for hue in hues])
    dark = _scheme(palette.DARK, [hue.dark for hue in hues])
    used = "".join(
        f".hue-{number} {{ border-left: 3px solid var(--hue-{number}); }}\n"
        for number in range(1, len(hues) + 1)
    )
    chosen = f".as-light {{ {light} }}\n.as-dark {{ {dark} }}\n"
    root = f":root {{ color-scheme: light dark; {light} }}\n"
    return f"{root}@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{chosen}{used}"


def _scheme(scheme: palette.Scheme, hues: Sequence[str]) -> str:
    values = [(field.name, getattr(scheme, field.name)) for field in fields(scheme)]
    values += [(f"hue-{number}", hue) for number, hue in enumerate(hues, 1)]
    return " ".join(f"--{name}: {value};" for name, value in values)


STAMP = stable_id(_joined(SCRIPTS))
"""Names the content of all modules, as a part of their address."""
