"""Third-party strings made fit to print: no invisible commands, no address that could run something.

Gmail cuts a mail short at the first C1 control, XML refuses C0 controls and noncharacters, UTF-8 refuses
lone surrogates, and a bidi override turns `gpj.exe` into `exe.jpg`. Entries are clean since they were
collected; what an editor typed or a file holds comes through here.
"""

from __future__ import annotations

import re

from digest import hrefs
from digest.text import line, strip_controls

__all__ = ["anchor", "line", "text", "url"]

_UNFIT = re.compile(r"[^\w-]", re.ASCII)


def text(value: str) -> str:
    """`value` without controls, bidi overrides and what UTF-8 or XML cannot hold."""
    return strip_controls(value)


def anchor(identifier: str, kind: str = "s") -> str:
    """`s-IDENTIFIER`, fit for an `id` and a fragment, also when an edited file holds something else."""
    return f"{kind}-{_UNFIT.sub('-', strip_controls(identifier))}"


def url(value: str) -> str:
    """`value` as an address that may be printed as a link, or "" when it is none: `hrefs.printed`."""
    return hrefs.printed(value)
