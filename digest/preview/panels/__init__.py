"""What can stand beside the document: a panel is a module with `data` and a template of its name.

`data(sight)` gives what the template gets as `panel`; it never raises, whatever the files hold. A panel is
imported when it is first looked at: with all they know, they are most of the program.
"""

from __future__ import annotations

from importlib import import_module

from digest.preview.desk import PANELS
from digest.preview.sight import Sight


def data(name: str, sight: Sight) -> object:
    """What the panel of that name, one of `desk.PANELS`, shows."""
    assert name in PANELS, name  # noqa: S101 - a view has no other
    found: object = import_module(f"{__name__}.{name}").data(sight)
    return found
