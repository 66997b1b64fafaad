"""Two states of an edition side by side: what was done to its stories, their words, and its outputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest import draft, words
from digest.check import Finding
from digest.draft import changes
from digest.draft.changes import BROUGHT, DROPPED, HELD, MOVED, ORDER, OWN, PIN, Change, Changes, Reworded
from digest.draft.drafted import Draft
from digest.draft.rewording import CAME, GONE, KEPT, Run
from digest.errors import DigestError
from digest.inbox import Size
from digest.preview import gate, records
from digest.preview.desk import OUTPUTS
from digest.preview.places import Places
from digest.preview.renders import Render
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a part that was reworded: `kind` is `kept`, `gone` or `came`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was reworded, and how, in order."""

    name: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story, or a part outside of stories, that changed.

    Attributes:
        kinds: what was done with it, a word or two each.
        headline: as it stands now, or stood last; "" outside of stories.
        line: of the draft, at which it can be seen; "" for none.
        place: where it stands or stood, in words.
    """

    kinds: tuple[str, ...]
    headline: str
    line: str
    place: str
    parts: tuple[Part, ...]


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
        stories: what changed in the edition, the words around its stories first.
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


_DONE = {
    OWN: "new",
    BROUGHT: "new",
    DROPPED: "gone",
    HELD: "held for the next edition",
    MOVED: "moved",
    ORDER: "at another place",
    PIN: "pinned",
}
_AROUND = 48  # characters of what was kept that are shown on each side of a change
_MOST = 600  # characters of a change


def between(title: str, before: Render, after: Render, places: Places) -> Span:
    """What `after` has otherwise than `before`; `places` are the lines of its draft."""
    appeared, vanished = gate.parted(before.findings or (), after.findings or ())
    is_known = before.findings is not None and after.findings is not None
    found = compared(written(before.record), written(after.record))
    return Span(
        title,
        tuple(told(found, places)) if found else (),
        tuple(_lengths(before, after)),
        tuple(map(_line, appeared)) if is_known else (),
        tuple(map(_line, vanished)) if is_known else (),
        unread=found is None,
    )


@lru_cache(maxsize=8)
def written(record: str) -> str:
    """The draft of an edition as it was rendered; "" where its record cannot be read."""
    made = records.of(record)
    return draft.write(made) if made else ""


@lru_cache(maxsize=8)
def compared(before: str, after: str) -> Changes | None:
    """What leads from one draft to the other; None where one cannot be read."""
    if not before or not after:
        return None
    try:
        return changes.between(_read(before), _read(after))
    except DigestError:
        return None


def _read(text: str) -> Draft:
    return draft.read(text)


def told(found: Changes, places: Places) -> Iterator[Told]:
    """What was done, the words around the stories first; `places` are the lines of the later draft."""
    for part in found.around:
        yield Told((), "", "", "", (_part(part),))
    for change in found.stories:
        line = str(places.story(change.id) or "") if DROPPED not in change.done else ""
        kinds = tuple(_DONE[word] for word in change.done) or ("reworded",)
        headline = clean.line(change.headline) or "Untitled"
        yield Told(kinds, headline, line, _place(change), tuple(map(_part, change.reworded)))


def _place(change: Change) -> str:
    was, section = clean.line(change.was), clean.line(change.section)
    if MOVED in change.done:
        return f"from {was} to {section}"
    return f"was under {was}" if DROPPED in change.done else section


def _part(part: Reworded) -> Part:
    return Part(clean.line(part.part), tuple(_shown(part.runs)))


def _shown(runs: Sequence[Run]) -> Iterator[Words]:
    """The changed words, and of the others those around them."""
    kinds = {KEPT: "kept", GONE: "gone", CAME: "came"}
    for number, run in enumerate(runs):
        text = clean.text(run.text)
        if run.sign == KEPT:
            text = _near(text, is_first=number == 0, is_last=number == len(runs) - 1)
        yield Words(kinds[run.sign], text if len(text) <= _MOST else text[:_MOST] + "…")


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    """Its words next to a change, whole ones."""
    before = "" if is_first else text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]
    after = "" if is_last else text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]
    return text if len(text) <= 2 * _AROUND else f"{before} … {after}"


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
    count = abs(size)
    length = f"{count / 1000:.1f} kB" if count >= 100 else words.counted(count, "byte")
    return f"{length} {'more' if size > 0 else 'less'}"


def _line(finding: Finding) -> str:
    return clean.line(f"{finding.level.capitalize()}: {finding.place}: {finding.reason}")
