"""What can stand beside the document: a panel is a module with `data` and a template of its name.

`data(sight)` gives what the template gets as `panel`; it never raises, whatever the files hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from digest.preview.panels import changes, check, evidence, explain, mail, out, stories
from digest.preview.sight import Sight

PANELS: Mapping[str, Callable[[Sight], object]] = MappingProxyType(
    {
        "stories": stories.data,
        "check": check.data,
        "mail": mail.data,
        "evidence": evidence.data,
        "changes": changes.data,
        "explain": explain.data,
        "out": out.data,
    }
)
"""By the name that stands in the address."""
