"""What changed since the last render, since the machine wrote the draft, and since the last edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from digest.check import Finding
from digest.errors import DigestError
from digest.preview import comparing, records
from digest.preview.comparing import Span
from digest.preview.desk import OUTPUTS
from digest.preview.sight import Sight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows.

    Attributes:
        spans: the shortest time first; none where nothing can be compared.
        editions: titles with their lines: what leads from the last edition to this one.
    """

    spans: tuple[Span, ...]
    editions: tuple[tuple[str, Sequence[str]], ...] = ()


def data(sight: Sight) -> Panel:
    """All that can be compared."""
    return Panel(tuple(_spans(sight)), _editions(sight))


def _spans(sight: Sight) -> Iterator[Span]:
    live, places = sight.live, records.places(sight.desk)
    now = live.last.checked(_findings(sight))
    if live.before is not None:
        yield comparing.between("Since the last render", live.before, now, places)
        if not live.before.has_same_outputs(live.first):
            yield comparing.between("Since the desk was opened", live.first, now, places)
    made = _asked(lambda: sight.studio.machine(sight.desk.key), "")
    if made:
        text = sight.desk.read(OUTPUTS["draft"].filename) or ""
        found = comparing.compared(made, text) or comparing.compared(made, comparing.written(now.record))
        title = "Since the machine wrote the draft"
        yield Span(title, tuple(comparing.told(found, places)) if found else (), unread=found is None)


def _editions(sight: Sight) -> tuple[tuple[str, Sequence[str]], ...]:
    return tuple(_asked(lambda: sight.studio.since_edition(sight.desk.key), ()))


def _asked(ask: Callable[[], T], otherwise: T) -> T:
    """What the project says; `otherwise` where it cannot: the panel has more to tell."""
    try:
        return ask()
    except DigestError:
        return otherwise


def _findings(sight: Sight) -> tuple[Finding, ...] | None:
    checked = sight.live.checked
    return None if checked is None or checked.problem else checked.findings
