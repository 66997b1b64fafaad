"""How the world comes in: every source is asked at the same time, and none can stop the others.

What other rooms use stands in `entrance`; it is loaded when it is asked for, because the workers import this
package as well and are to start fast and small (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.collect.entrance import KINDS, by_kind, discovered, entries, searched

__all__ = ["KINDS", "by_kind", "discovered", "entries", "searched"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from digest.collect import entrance  # noqa: PLC0415

    return getattr(entrance, name)
