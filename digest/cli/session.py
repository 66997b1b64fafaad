"""What every command works with: the shared options, and the configuration that they name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from digest.config import Config
    from digest.project import Project
    from digest.terminal import Terminal

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Session:
    """What every command on a project works with; `shipped` where there is none but the program's own."""

    file: Path
    config: Config
    terminal: Terminal
    now: datetime
    shipped: bool = False

    @contextmanager
    def project(self, *, alone: bool = True) -> Iterator[Project]:
        """The open project; `alone` refuses to run beside another run."""
        from digest import files
        from digest.project import opened

        if alone:
            with files.only_run(self.config.out), opened(self.config) as project:
                yield project
        else:
            with opened(self.config) as project:
                yield project

    def every(self) -> tuple[Session, ...]:
        """A session for each series of the file; for the one alone that was named."""
        from digest.project import all_series

        return tuple(replace(self, config=config) for config in all_series(self.config))

    def named(self, words: str) -> str:
        """`words` with the series that they are about, where it is not the main one."""
        return f"{self.config.series}: {words}" if self.config.series else words

    def command(self, words: str) -> str:
        """A command line for this project, to be shown to the user."""
        series = f" --series {self.config.series}" if self.config.series else ""
        return f"digest {words}{series}" + (
            "" if self.file == Path("sources.toml") else f" --config {self.file}"
        )


def on_project(*, now: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options that all share, and a `Session` in their place."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(
            file: Path, *, series: str, quiet: bool, verbose: bool, now: str | None = None, **options: Any
        ) -> None:
            command(session_of(file, series=series, quiet=quiet, verbose=verbose, now=now), **options)

        for option in _SHARED + (_NOW,) * now:
            option(run)
        return run

    return decorated


def on_beat(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command on items from anywhere the shared options and a `Session`, which needs no project.

    Where there is no ./sources.toml, the shipped one counts. `now` is None unless the user gave it.
    """

    @functools.wraps(command)
    def run(
        file: Path, *, series: str, quiet: bool, verbose: bool, now: str | None = None, **options: Any
    ) -> None:
        from digest import bundled

        source = click.get_current_context().get_parameter_source("file")
        shipped = source == ParameterSource.DEFAULT and not file.exists()
        place = bundled.path("sources.toml") if shipped else file
        session = session_of(place, series=series, quiet=quiet, verbose=verbose, now=now)
        command(replace(session, shipped=shipped), now=session.now if now else None, **options)

    for option in (*_SHARED, _NOW):
        option(run)
    return run


_SHARED = (
    click.option("-v", "--verbose", is_flag=True, help="Say more."),
    click.option("-q", "--quiet", is_flag=True, help="Say only where the result is."),
    click.option(
        "--config",
        "file",
        type=FILE,
        default=Path("sources.toml"),
        show_default=True,
        help="The configuration of the edition.",
    ),
    click.option(
        "--series",
        metavar="NAME",
        default="",
        help="Another series of editions: [series.NAME] in the file.",
    ),
)
_NOW = click.option("--now", metavar="WHEN", help="Act as at this moment, such as 2026-11-22T18:00.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
KEY = click.argument("key", required=False)


def session_of(
    file: Path, *, series: str = "", quiet: bool = False, verbose: bool = False, now: str | None = None
) -> Session:
    """The session of the configuration `file`. Raises `ConfigError` with its faults."""
    from digest import periods
    from digest.project import load
    from digest.terminal import Terminal

    config = load(file, series)
    moment = periods.moment(now, config.edition.timezone) if now else datetime.now(UTC)
    return Session(file, config, Terminal(-1 if quiet else int(verbose)), moment.replace(microsecond=0))


def newest(project: Project) -> str:
    """The key of the newest edition that was built. Raises `UsageError` where there is none."""
    from digest.errors import UsageError

    editions = project.store.editions()
    if not editions:
        raise UsageError(str(project.config.out), "holds no edition yet", "digest build makes one")
    return editions[0][0]
