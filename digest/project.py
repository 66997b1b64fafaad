"""A project: a checked configuration and the store that remembers for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digest import configfile, files
from digest.collect import KINDS
from digest.config import Config
from digest.deliver import posts, transport
from digest.errors import DigestError
from digest.model import Source
from digest.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration and the store that remembers for it."""

    config: Config
    store: Store

    def folder(self, key: str) -> Path:
        """Where everything of the edition `key` lies."""
        return self.config.out / key

    def lacks(self, key: str, what: str = "edition") -> DigestError:
        """That there is no edition of `key`, or no draft of it: with the one that was perhaps meant."""
        others = (other for other, _ in self.store.editions() if other != key)
        meant = next((other for other in others if _letters(other) == _letters(key)), "")
        remedy = f'did you mean "{meant}"?' if meant else f"digest build {key} makes one"
        return DigestError(key, f"there is no such {what}", remedy)

    def sources(self) -> dict[str, Source]:
        """The configured sources by name."""
        return {settings.name: settings.source for settings in self.config.sources}


def _letters(key: str) -> str:
    return "".join(filter(str.isalnum, key.casefold()))


def load(file: Path, series: str = "") -> Config:
    """The configuration in `file`, checked: of its main series of editions, or of the one of that name.

    Raises:
        UsageError: there is no series of that name.
        ConfigError: it has faults, all of them listed.
    """
    return configfile.load(file, _kinds(), series)


def parsed(text: str, file: Path, series: str = "") -> Config:
    """The configuration in `text`, as if it stood in `file`. Raises as `load` does."""
    return configfile.parse(text, file, _kinds(), series)


def _kinds() -> configfile.Kinds:
    sources = {name: kind.Settings for name, kind in KINDS.items()}
    deliveries = {name: kind.Settings for name, kind in transport.KINDS.items()}
    deliveries |= {name: kind.Settings for name, kind in posts.KINDS.items()}
    return configfile.Kinds(sources, deliveries)


def all_series(config: Config) -> tuple[Config, ...]:
    """`config` with all series that its file adds; alone where it is one of these."""
    others = () if config.series else config.others
    return (config, *(load(config.file, name) for name in others))


@contextmanager
def opened(config: Config) -> Iterator[Project]:
    """The project of `config`, its store open."""
    files.kept_out_of_git(config.out)
    store = open_store(config.out / "digest.db")
    try:
        yield Project(config, store)
    finally:
        store.close()
