"""What changed since the last render, and since the desk was opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.check import Finding
from digest.inbox import Size
from digest.preview import differing, gate, records
from digest.preview.desk import OUTPUTS
from digest.preview.differing import Change
from digest.preview.places import Places
from digest.preview.renders import Render
from digest.preview.sight import Sight
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the line of the draft at which it can be seen; "" for none."""

    change: Change
    line: str


@dataclass(frozen=True, slots=True)
class Length:
    """An output's length before and after, and the difference, in words."""

    name: str
    before: str
    after: str
    more: str


@dataclass(frozen=True, slots=True)
class Span:
    """What changed over some time.

    Attributes:
        title: since when.
        stories: what changed in the edition.
        lengths: of the outputs that changed.
        appeared, vanished: findings of the gate, a line each; empty where nobody looked both times.
        unread: one of the two states cannot be read, so that nothing is known of its stories.
    """

    title: str
    stories: tuple[Told, ...] = ()
    lengths: tuple[Length, ...] = ()
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    unread: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing changed."""
        return not (self.stories or self.lengths or self.appeared or self.vanished)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the panel shows; no span as long as nothing was rendered again."""

    spans: tuple[Span, ...]


def data(sight: Sight) -> Changes:
    """The last render against the one before it, and against the first where that is another one."""
    live, places = sight.live, records.places(sight.desk)
    now = live.last.checked(_findings(sight))
    if live.before is None:
        return Changes(())
    spans = [between("Since the last render", live.before, now, places)]
    if not live.before.has_same_outputs(live.first):
        spans.append(between("Since the desk was opened", live.first, now, places))
    return Changes(tuple(spans))


def between(title: str, before: Render, after: Render, places: Places) -> Span:
    """What `after` has otherwise than `before`; `places` are the lines of its draft."""
    appeared, vanished = gate.parted(before.findings or (), after.findings or ())
    is_known = before.findings is not None and after.findings is not None
    changes = _stories(before, after)
    return Span(
        title,
        tuple(Told(change, str(places.story(change.story) or "")) for change in changes or ()),
        tuple(_lengths(before, after)),
        tuple(map(_line, appeared)) if is_known else (),
        tuple(map(_line, vanished)) if is_known else (),
        unread=changes is None,
    )


def _findings(sight: Sight) -> tuple[Finding, ...] | None:
    checked = sight.live.checked
    return None if checked is None or checked.problem else checked.findings


def _stories(before: Render, after: Render) -> tuple[Change, ...] | None:
    """None where one of the two records cannot be read."""
    if before.record == after.record:
        return ()
    one, other = records.of(before.record), records.of(after.record)
    return differing.between(one, other) if one and other else None


def _lengths(before: Render, after: Render) -> Iterator[Length]:
    for tab, output in OUTPUTS.items():
        was, now = before.texts.get(tab, ""), after.texts.get(tab, "")
        if was != now and tab != "draft":
            sizes = [_bytes(tab, text) for text in (was, now)]
            yield Length(output.label, _kb(sizes[0]), _kb(sizes[1]), _more(sizes[1] - sizes[0]))


def _bytes(tab: str, text: str) -> int:
    """Of the mail as it travels: that is what Gmail may count."""
    return Size.of(text).count if tab == "email" else len(text.encode("utf-8", "replace"))


def _kb(size: int) -> str:
    return f"{size / 1000:.1f} kB" if size else "none"


def _more(size: int) -> str:
    if not size:
        return "as long"
    words = f"{abs(size) / 1000:.1f} kB" if abs(size) >= 100 else f"{abs(size)} bytes"
    return f"{words} {'more' if size > 0 else 'less'}"


def _line(finding: Finding) -> str:
    return clean.line(f"{finding.level.capitalize()}: {finding.place}: {finding.reason}")
