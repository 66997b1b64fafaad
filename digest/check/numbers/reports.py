"""The reports that stand behind an edition, read for what they state in figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from digest import claims, text, words
from digest.check.numbers import reading
from digest.check.numbers.proof import Told
from digest.model import Claim, Entry, Figure

_LONGEST = 20_000  # characters of one report that are read; compose keeps no more either


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as a report states it: the figure, the sentence it stands in, and whose report that is."""

    told: Told
    sentence: str
    report: Report = field(repr=False)

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.told.figure

    @property
    def words(self) -> str:
        """The figure as it stands there."""
        return self.told.words


class Report:
    """One entry, read when it is first asked for."""

    def __init__(self, entry: Entry, kept: Iterable[str] = ()) -> None:
        """`kept` are sentences of it that the edition itself holds, for a text that is gone."""
        self.id = entry.id
        self.outlet = entry.publisher or entry.source
        self.title = entry.title
        self.day: date = entry.dated.date()
        full = entry.text or (text.plain_of_safe(entry.html, _LONGEST) if entry.html else "")
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._read: dict[str, Sequence[Told]] = {}
        self._texts = (entry.title, entry.summary[:_LONGEST], full[:_LONGEST], *kept)

    @cached_property
    def folded(self) -> str:
        """All of it with single spaces; texts are kept apart by a line end."""
        return "\n".join(" ".join(one.split()) for one in self._texts if one)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence once."""
        return tuple(dict.fromkeys(one for told in self._texts for one in words.sentences(told)))

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """Every figure of it."""
        return tuple(
            Seen(told, sentence, self) for sentence in self.sentences for told in self.read(sentence)
        )

    def read(self, sentence: str) -> Sequence[Told]:
        """The figures of one of its sentences, read once."""
        if sentence not in self._read:
            self._read[sentence] = reading.of(sentence)
        return self._read[sentence]

    def claimed(self, sentence: str) -> tuple[Claim, ...]:
        """The claims of one of its sentences, read once."""
        if sentence not in self._claims:
            self._claims[sentence] = claims.of(self.id, sentence)
        return self._claims[sentence]

    def holds(self, told: str) -> bool:
        """Whether these words stand in it, whole words at both ends."""
        wanted = " ".join(told.split())
        return bool(wanted) and any(True for _ in occurrences(wanted, self.folded))


def occurrences(wanted: str, within: str) -> Iterator[int]:
    """Where `wanted` stands in `within` and neither end cuts a word or a number."""
    at = within.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not _cuts(within, at) and not _cuts(within, end):
            yield at
        at = within.find(wanted, at + 1)


def _cuts(within: str, at: int) -> bool:
    """Whether a word or number goes on over the place `at`."""
    if not 0 < at < len(within):
        return False
    before, after = within[at - 1], within[at]
    if before.isalnum() and after.isalnum():
        return True
    inside = before in ".,:/" and after.isdigit() and at > 1 and within[at - 2].isdigit()
    beyond = after in ".,:/" and before.isdigit() and at + 1 < len(within) and within[at + 1].isdigit()
    return inside or beyond
