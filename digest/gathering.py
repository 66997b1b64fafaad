"""Sources asked: what is new into the store, a recorded run once more, a trial that keeps nothing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest import collect as collecting
from digest import heartbeat, rounds, words
from digest.collect import recording, replaying
from digest.collect.asking import Asking
from digest.collect.recording import Recorder
from digest.collect.replaying import Replayer
from digest.collect.round import Round
from digest.collect.running import Way, straight
from digest.config import Config, SourceSettings
from digest.errors import DigestError, UsageError
from digest.listening import Listener, Work, counted
from digest.model import Collected, Memory
from digest.project import Project
from digest.store import Kept


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one collect brought: the result of each source, and what keeping them did, by source."""

    results: tuple[Collected, ...]
    by_source: Mapping[str, Kept]
    at: datetime

    @property
    def kept(self) -> Kept:
        """What keeping all results did."""
        return sum(self.by_source.values(), Kept())

    @property
    def failed(self) -> tuple[Collected, ...]:
        """The sources that could not be read."""
        return tuple(result for result in self.results if result.failure)

    @property
    def mostly_failed(self) -> bool:
        """More than half of the sources failed: that is not a quiet week but a broken one.

        A source that was left alone stands as it stood when it was asked last; one that is gone for good
        does not count.
        """
        alive = [result for result in self.results if result.memory.retired is None]
        sick = sum(bool(result.failure or result.memory.error) for result in alive)
        return sick * 2 > len(alive)


def collect(
    project: Project,
    now: datetime,
    listen: Listener,
    *,
    is_wanted: bool = True,
    record: Path | None = None,
    way: Way = collecting.by_kind,
) -> Gathered:
    """Asks every source for what is new and keeps it, each source's answer as soon as it is there.

    Those that want to be left alone are, and so is, unless `is_wanted`, who is not due yet. With `record` the
    run is written down in that folder. `way` is how sources are asked.

    Raises:
        UsageError: `record` is there and not empty.
        DigestError: there is no source yet.
    """
    config = project.config
    if not config.sources:
        raise DigestError(str(config.file), "has no source yet", 'write "digest sources add ADDRESS"')
    places = {name: source.place for name, source in project.sources().items()}
    project.store.adopt(places)
    watch = Round(len(config.sources))
    step = counted(listen, Work("Collecting", watch.words), len(config.sources))
    kept: dict[str, Kept] = {}
    told: list[Collected] = []

    def keep(result: Collected) -> None:
        told.append(result)
        if result.is_asked:
            kept[result.source] = project.store.keep(result)
        watch.finished(result, kept.get(result.source, Kept()).new)
        step()

    memories = project.store.memories()
    through = _recorded(config, memories, now, record, is_wanted=is_wanted) if record else straight
    try:
        results = collecting.entries(
            config.sources,
            memories,
            config.fetching,
            config.folder,
            now,
            keep,
            is_wanted=is_wanted,
            forgets=True,
            known=project.store.known,
            watch=watch,
            through=through,
            way=way,
        )
    except KeyboardInterrupt:
        rounds.save(config.out, rounds.record(tuple(told), kept, now))
        raise _stopped(len(told), len(config.sources)) from None
    project.store.adopt(places)  # again, now that the new ones are known
    project.store.collected(now)
    failed = any(result.failure for result in results)
    heartbeat.noted(project, (result.served_at for result in results), now, is_cut_off=failed)
    gathered = Gathered(results, kept, now)
    rounds.save(config.out, rounds.record(results, kept, now))
    return gathered


def _stopped(done: int, total: int) -> DigestError:
    """What to say after somebody pressed Ctrl-C."""
    problem = f"stopped; what {done} of {words.counted(total, 'source')} brought is kept"
    return DigestError("collecting", problem, "digest collect asks the others as well")


def _recorded(
    config: Config, memories: Mapping[str, Memory], now: datetime, folder: Path, *, is_wanted: bool
) -> Callable[[Asking], Asking]:
    """What stands between the sources and the network to write down what comes in."""
    recording.begin(folder, config.sources, memories, now, config.folder, is_wanted=is_wanted)
    return lambda asked: Recorder(asked, folder)


def replay(config: Config, folder: Path, listen: Listener) -> Gathered:
    """The recorded run in `folder` once more, without a network; nothing is kept.

    Raises:
        DigestError: it is no recording, is damaged, or was made by a newer version.
    """
    kinds = {name: kind.Settings for name, kind in collecting.KINDS.items()}
    recorded, replayer = replaying.load(folder, kinds), Replayer(folder)
    watch = Round(len(recorded.sources))
    step = counted(listen, Work("Replaying", watch.words), len(recorded.sources))

    def heard(result: Collected) -> None:
        watch.finished(result, len(result.entries))
        step()

    results = collecting.entries(
        recorded.sources,
        recorded.memories,
        config.fetching,
        folder,
        recorded.now,
        heard,
        is_wanted=recorded.is_wanted,
        watch=watch,
        through=lambda _network: replayer,
    )
    return Gathered(results, {}, recorded.now)


def chosen(config: Config, names: Sequence[str]) -> tuple[SourceSettings, ...]:
    """The sources called `names`, or all where none is named. Raises `UsageError` where a name is unknown."""
    known = {settings.name: settings for settings in config.sources}
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            remedy = f'did you mean "{close[0]}"?' if close else "digest sources list names them"
            raise UsageError(f'"{name}"', "is no configured source", remedy)
    return tuple(known[name] for name in names) if names else config.sources


def trial(config: Config, names: Sequence[str], now: datetime, listen: Listener) -> Gathered:
    """Asks the sources called `names`, or all, in full, and keeps nothing.

    Raises:
        UsageError: there is no source of a name.
    """
    sources = chosen(config, names)
    watch = Round(len(sources))
    step = counted(listen, Work("Trying", watch.words), len(sources))

    def tried(result: Collected) -> None:
        watch.finished(result, 0)
        step()

    results = collecting.entries(sources, {}, config.fetching, config.folder, now, tried, watch=watch)
    return Gathered(results, {}, now)
