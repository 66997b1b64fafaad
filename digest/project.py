"""A project: a checked configuration and the store that remembers for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digest import configfile
from digest.collect import KINDS
from digest.config import Config
from digest.deliver import transport
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

    def sources(self) -> dict[str, Source]:
        """The configured sources by name."""
        return {settings.name: settings.source for settings in self.config.sources}


def load(file: Path) -> Config:
    """The configuration in `file`, checked. Raises `ConfigError` with all its faults."""
    sources = {name: kind.Settings for name, kind in KINDS.items()}
    deliveries = {name: kind.Settings for name, kind in transport.KINDS.items()}
    return configfile.load(file, configfile.Kinds(sources, deliveries))


@contextmanager
def opened(config: Config) -> Iterator[Project]:
    """The project of `config`, its store open."""
    store = open_store(config.out / "digest.db")
    try:
        yield Project(config, store)
    finally:
        store.close()
