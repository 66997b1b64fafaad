"""An edition becomes its outputs: one module a format, one row in `FORMATS`, all from one `Issue`.

    renditions(edition, Templates(config.templates))

A new format is a module with `FILENAME`, `MEDIA_TYPE` and `render`, and its row in `formats`. The formats and
what they need are imported when they are first asked for: whoever only wants a colour, or clean text, does
not wait for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.render.formats import FORMATS, Renderer, mjml_source, renditions, traced
    from digest.render.proof import missing
    from digest.render.templating import Templates

__all__ = ["FORMATS", "Renderer", "Templates", "missing", "mjml_source", "renditions", "traced"]

_HOMES = {"Templates": "templating", "missing": "proof"}


def __getattr__(name: str) -> object:
    """What the room offers, from the module that has it (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'formats')}"), name)
    return found
