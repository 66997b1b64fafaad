"""The project as the preview sees it: what may be read of it, and what a person may decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digest import archive, checking, desk, drafts, files, linkcheck
from digest.check import Finding
from digest.config import Config
from digest.errors import DigestError
from digest.preview import Desk
from digest.preview.mail import answers
from digest.preview.studio import Answer, Done, Hits, Listed, Plan, Waiting
from digest.project import Project, load, opened


@dataclass(frozen=True, slots=True)
class ProjectStudio:
    """The project that a configuration names; each call opens it anew, as it is then."""

    config: Config

    @property
    def title(self) -> str:
        """Name of the publication."""
        return self.config.edition.title

    def editions(self) -> Sequence[Listed]:
        """All editions, the newest first."""
        with self._project() as project:
            return [_listed(project, key) for key, _ in project.store.editions()]

    def desk(self, key: str) -> Desk | None:
        """The desk of an edition that was built."""
        with self._project() as project:
            if project.store.edition(key) is None:
                return None
            folder, sender = project.folder(key), project.config.stationery.sender
        watched = (folder / drafts.FILE, self.config.templates, self.config.file)
        return Desk(
            folder,
            self.title,
            watched,
            lambda: self._rerendered(key),
            lambda: self._checked(key),
            sender,
        )

    def act(self, key: str, action: str, values: Mapping[str, str]) -> Done:
        """An editorial move on the draft."""
        raise NotImplementedError

    def undo(self, key: str, before: str, after: str) -> Done:
        """Takes an action back."""
        raise NotImplementedError

    def plan(self, key: str, step: str, values: Mapping[str, str]) -> Plan:
        """What a step would do."""
        raise NotImplementedError

    def carry_out(self, key: str, step: str, values: Mapping[str, str], agreed: str) -> Done:
        """Does it."""
        raise NotImplementedError

    def search(self, key: str, words: str) -> Hits:
        """What became of the items that `words` name."""
        raise NotImplementedError

    def below(self, key: str) -> Mapping[str, Sequence[Waiting]]:
        """The next candidates of each section."""
        raise NotImplementedError

    def answers(self, key: str) -> Mapping[str, Answer]:  # noqa: ARG002 - all editions share them
        """What linked pages answered when `digest check --live` asked them last."""
        return answers.told(linkcheck.load(self.config.out))

    def sheets(self, key: str) -> Mapping[str, str]:
        """The tabs that are no files."""
        raise NotImplementedError

    @contextmanager
    def _project(self, *, alone: bool = False) -> Iterator[Project]:
        if alone:
            with files.only_run(self.config.out), opened(load(self.config.file)) as project:
                yield project
        else:
            with opened(load(self.config.file)) as project:
                yield project

    def _rerendered(self, key: str) -> str:
        try:
            with self._project(alone=True) as project:
                desk.render(project, key)
        except DigestError as error:
            return str(error)
        return ""

    def _checked(self, key: str) -> tuple[Finding, ...]:
        with self._project() as project:
            shown = archive.edition(project, key)
            return checking.of(project, shown) if shown else ()


def of(file: Path) -> ProjectStudio:
    """The studio of the configuration in `file`. Raises `ConfigError` with its faults."""
    return ProjectStudio(load(file))


def _listed(project: Project, key: str) -> Listed:
    made = archive.edition(project, key)
    if made is None:
        return Listed(key, "", 0, "cannot be read")
    return Listed(key, made.period.label, made.number, "draft", "", len(made.pieces))
