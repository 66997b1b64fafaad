"""`digest sources check`: every source is tried, and what is wrong with it is said with what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest import collect, diagnosis, gathering, urls
from digest.collect import manners, sites
from digest.collect.discovery import Found, Missing
from digest.config import Config, WebSettings
from digest.diagnosis import Finding
from digest.gathering import Gathered
from digest.listening import Listener
from digest.model import Collected, Source

_SEARCHING = "Searching for better feeds"
_FEW = 3  # items that two sources may share by chance


@dataclass(frozen=True, slots=True)
class Checked:
    """One source that was tried: what it gave, and what is to be said of that.

    Attributes:
        better: a feed of the same site that is in better health; "" where none was looked for or found.
        findings: the gravest first; none where all is well.
    """

    source: Source
    result: Collected
    findings: tuple[Finding, ...]
    better: str = ""

    @property
    def is_well(self) -> bool:
        """Whether something new can come of it."""
        return not any(finding.is_fault for finding in self.findings)

    @property
    def newest(self) -> datetime | None:
        """When its newest item was published; None where none says."""
        return diagnosis.newest(self.result.entries)

    @property
    def usual_gap(self) -> timedelta | None:
        """The usual time between its items; None where they are too few."""
        return manners.rhythm(entry.published for entry in self.result.entries if entry.published)


@dataclass(frozen=True, slots=True)
class Checkup:
    """All sources that were tried, in the order of the configuration."""

    sources: tuple[Checked, ...]
    gathered: Gathered


def of(config: Config, names: Sequence[str], now: datetime, listen: Listener) -> Checkup:
    """Tries the sources called `names`, or all, and looks for better feeds of those that give nothing.

    Nothing is kept.

    Raises:
        UsageError: there is no source of a name.
    """
    gathered = gathering.trial(config, names, now, listen)
    chosen = gathering.chosen(config, names)
    tried = [(one.source, result) for one, result in zip(chosen, gathered.results, strict=True)]
    better = _better(config, tried, now, listen)
    taken = {source.place: source.name for source in (one.source for one in config.sources)}
    whole = {one.name for one in chosen if isinstance(one, WebSettings) and one.fulltext}
    found = [_checked(*one, now, better, taken, is_whole=one[0].name in whole) for one in tried]
    return Checkup(_with_twins(found), gathered)


def _with_twins(found: Sequence[Checked]) -> tuple[Checked, ...]:
    """The same, each source that lists just what an earlier one lists told so."""
    first: dict[frozenset[str], str] = {}
    return tuple(_with_twin(one, first.setdefault(_listed(one), one.source.name)) for one in found)


def _listed(one: Checked) -> frozenset[str]:
    """What it lists; its own name where that is too little to compare."""
    found = frozenset(urls.canonical(entry.url) for entry in one.result.entries if entry.url)
    return found if len(found) >= _FEW else frozenset({one.source.name})


def _with_twin(one: Checked, twin: str) -> Checked:
    if twin == one.source.name:
        return one
    said = f"lists the same items as “{twin}”"
    return replace(one, findings=(*one.findings, Finding("twin", said, "take one of the two out")))


def _checked(
    source: Source,
    result: Collected,
    now: datetime,
    better: Mapping[str, str],
    taken: Mapping[str, str],
    *,
    is_whole: bool,
) -> Checked:
    found = better.get(source.name, "")
    owner = taken.get(found)
    known = f"{found}, which is there already as “{owner}”: take this one out"
    told = known if owner else f"{found}; set that as url" if found else ""
    return Checked(source, result, diagnosis.of(source, result, now, told, is_whole=is_whole), found)


def _better(
    config: Config, tried: Sequence[tuple[Source, Collected]], now: datetime, listen: Listener
) -> dict[str, str]:
    """The address of a better feed by name of source, where one was found."""
    starts = {
        source.name: diagnosis.search_from(source, result, now)
        for source, result in tried
        if not sites.is_shared(source.place)
    }
    wanted = [url for found in starts.values() for url in found]
    if not wanted:
        return {}
    listen(_SEARCHING, 0, len(wanted))
    answers = collect.searched(wanted, config.fetching, config.folder, now)
    listen(_SEARCHING, len(wanted), len(wanted))
    return {
        source.name: url
        for source, result in tried
        if (url := _first(source, result, [answers[start] for start in starts.get(source.name, ())]))
    }


def _first(source: Source, result: Collected, answers: Sequence[Found | Missing]) -> str:
    for found in answers:
        if isinstance(found, Found) and diagnosis.is_better(source, result, found.url, found.entries):
            return found.url
    return ""
