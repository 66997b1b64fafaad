"""Who sends the mail, and that no field of its header holds what could end a line of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.message.rules import MESSAGE, REPORT
from digest.check.spot import Spot

_FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})


@MESSAGE.rule(
    "made", "no mail could be put together", why="what cannot be written cannot be sent", purposes={"send"}
)
def made(galley: Galley) -> Iterator[Fault]:
    """Where somebody sends it, there is a mail; that nobody does is told by the imprint."""
    if galley.unsent and not any(controls(galley)):  # these are told with their field
        problem, _, remedy = galley.unsent.partition("; ")
        yield Fault(Spot("sources.toml"), problem, remedy or REPORT)


@MESSAGE.rule(
    "controls",
    "a line feed or another control character in a field of the header",
    why="a line feed in a subject adds a Bcc of a stranger's choice (CVE-2024-6923)",
    purposes={"send"},
)
def controls(galley: Galley) -> Iterator[Fault]:
    """Every field that the mail's header is made of is one line of plain characters."""
    made = galley.edition
    edition = {
        "subject": made.subject,
        "title": made.title,
        "preheader": made.preheader,
        "language": made.language,
        "key": made.key,
        "url": made.url,
    }
    yield from _found(edition, "the draft")
    yield from _found(asdict(galley.stationery), "sources.toml")


def _found(fields: Mapping[str, str], where: str) -> Iterator[Fault]:
    for name, value in fields.items():
        bad = next((one for one in value if unicodedata.category(one) in _FORBIDDEN), "")
        if bad:
            said = " ".join(value.encode("utf-8", "replace").decode().split())
            yield Fault(
                Spot(name, said),
                f"{name} holds U+{ord(bad):04X}, which no line of a mail may hold",
                f"write it in {where} on one line, in plain characters",
            )
