"""What an event has overtaken: sentences of older reports that a newer one of the story leaves behind.

"Is in talks to buy" is false beside "has signed", though each stood word for word in a report of its day. A
newer report overtakes what an older one told as open, expected or agreed when it tells the same things as
settled, done or withdrawn (`stages.overtakes`), or settles another sum than the one that was to be paid; and
time overtakes what was expected by a day that is over. A sentence that itself speaks of the past may stay,
and so may one that a newer report still says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import takewhile

from digest import figures, stages, words
from digest.figures import dates, wording
from digest.model import Entry, Money
from digest.stages import Standing

_REPORTS = 30  # of a story that are read; the newest of them
_OPENING = 3  # sentences of a report that tell its news; what comes later is background
_SAME = 0.8  # share of a sentence's terms that another must hold to say the same
_SHARED = 2  # terms by which something that was withdrawn is known again
_COMMON = frozenset({"ai", "us", "u.s", "eu", "tech", "ceo", "compani", "company", "firm", "year", "new"})

Sentences = Callable[[Entry], Sequence[str]]


@dataclass(frozen=True)
class Report:
    """A report as it overtakes others, read when it is asked.

    Attributes:
        told: its sentences, without the headline.
    """

    entry: Entry
    told: tuple[str, ...]

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.entry.dated

    @cached_property
    def tells(self) -> tuple[tuple[Standing, frozenset[str]], ...]:
        """What its headline and its opening say of how far things have come, each with its terms."""
        heading = frozenset(words.terms(self.entry.title))
        opening = ((stages.of(said), heading.union(words.terms(said))) for said in self.told[:_OPENING])
        return ((stages.of(self.entry.title, headline=True), heading), *opening)

    @cached_property
    def names(self) -> frozenset[str]:
        """Whom it names."""
        return words.names(" ".join((self.entry.title, *self.told)))

    @cached_property
    def sums(self) -> tuple[Money, ...]:
        """The sums that its headline and its opening state as those of now."""
        opening = (said for said in self.told[:_OPENING] if not stages.of(said).is_past)
        return tuple(_sums(" ".join((self.entry.title, *opening))))

    @property
    def is_settled(self) -> bool:
        """Whether it tells of something agreed or closed."""
        return any(standing.stage in {"announced", "closed"} for standing, _ in self.tells)

    @cached_property
    def holds(self) -> tuple[frozenset[str], ...]:
        """The terms of each sentence that says how things are."""
        present = (sentence for sentence in self.told if not stages.of(sentence).is_past)
        return tuple(frozenset(words.terms(sentence)) for sentence in present)


def reports(entries: Sequence[Entry], sentences: Sentences) -> tuple[Report, ...]:
    """The newest of `entries`, read, the newest first; none where all are of one time.

    `sentences` gives those of an entry without its headline.
    """
    newest = sorted(entries, key=lambda entry: (entry.dated, entry.id), reverse=True)[:_REPORTS]
    if not newest or not is_newer(newest[0].dated, min(entry.dated for entry in entries)):
        return ()
    return tuple(Report(entry, tuple(sentences(entry))) for entry in newest)


def is_overtaken(sentence: str, at: datetime, newer: Sequence[Report]) -> bool:
    """Whether a report of `newer` that came after `at` leaves nothing of `sentence`, which was told then.

    `newer` is what `reports` gives; of reports that are not newer than `at` nothing is read.
    """
    later = [report for report in takewhile(lambda one: one.at > at, newer) if is_newer(report.at, at)]
    standing = stages.of(sentence) if later else stages.NOTHING
    if standing.is_past or not later:
        return False
    if not standing.waits:
        return _has_run_out(sentence, at, later[0].at)
    known = (later[: place + 1] for place in range(len(later)))
    return _has_run_out(sentence, at, later[0].at) or any(_ends(sentence, standing, each) for each in known)


def is_newer(one: datetime, other: datetime) -> bool:
    """Whether `one` is later; midnight is a day without its hour, of which no hour is later."""
    is_day = any(moment.time() == datetime.min.time() for moment in (one, other))
    return one.date() > other.date() if is_day else one > other


def _ends(sentence: str, standing: Standing, later: Sequence[Report]) -> bool:
    """Whether the last of `later` overtakes the sentence, and none of them says it still."""
    last = later[-1]
    if not _is_about(sentence, last) or _is_said_still(sentence, later):
        return False
    return _leaves_behind(last, sentence, standing) or (standing.pledged and _has_other_sum(sentence, later))


def _leaves_behind(report: Report, sentence: str, standing: Standing) -> bool:
    """Whether it does; what is withdrawn must be what the sentence tells: many things end in one story."""
    terms = frozenset(words.terms(sentence)) - _COMMON
    return any(
        stages.overtakes(later, standing) and (later.stage != "withdrawn" or len(terms & held) >= _SHARED)
        for later, held in report.tells
    )


def _has_other_sum(sentence: str, later: Sequence[Report]) -> bool:
    """Whether the last of `later` settles a sum between the same two, and none of them has it as expected."""
    settled = later[-1]
    parties = (words.names(sentence) & settled.names) - _COMMON
    if not settled.is_settled or not settled.sums or len(parties) < _SHARED:
        return False
    expected, told = tuple(_sums(sentence)), [sum_ for report in later for sum_ in report.sums]
    return bool(expected) and not any(wording.near(one, other) for one in expected for other in told)


def _sums(text: str) -> Iterator[Money]:
    for figure in figures.of(text):
        if figure.kind == "money" and not figure.per:
            yield Money(figure.value, figure.unit, figure.qualifier)


def _is_about(sentence: str, report: Report) -> bool:
    """Whether the report names at least half of those whom the sentence names; whom none, is about all."""
    first, _, rest = sentence.partition(" ")  # any first word has a capital
    named = (words.names(rest) | (words.names(first) & report.names)) - _COMMON
    return 2 * len(named & report.names) >= len(named)


def _has_run_out(sentence: str, at: datetime, newest: datetime) -> bool:
    """Whether the day by which the sentence expects something was over when the newest report came."""
    days = [last for _, _, _, last in dates.due(sentence, at.date())]
    return bool(days) and max(days) + timedelta(days=1) <= newest.date()


def _is_said_still(sentence: str, later: Sequence[Report]) -> bool:
    """Whether a newer report says the same, as of its own day."""
    terms = frozenset(words.terms(sentence))
    figures = {term for term in terms if any(map(str.isdigit, term))}
    return any(
        len(terms & held) >= _SAME * len(terms) and figures <= held
        for report in later
        for held in report.holds
    )
