"""The tabs of the preview that are no files of the edition: its MJML, its feed entry, its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from digest import archive, publish, render
from digest.errors import DigestError
from digest.model import Edition
from digest.project import Project
from digest.publish import feed
from digest.render import Templates


class Sheets(Mapping[str, str]):
    """Texts by the name of their tab, each made when it is asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> str:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def of(project: Project, key: str) -> Mapping[str, str]:
    """The sheets of the edition as it was last rendered; none where it cannot be read.

    Each raises `DigestError` when it is asked for and cannot be made.
    """
    made = archive.edition(project, key)
    if made is None:
        return {}
    makers: dict[str, Callable[[], str]] = {
        "mjml": partial(_mjml, project, made),
        "feed": lambda: feed.entry(made, _file(project, key, "index.html")),
    }
    for engine in publish.ENGINES:
        makers[f"post-{engine}"] = partial(_post, project, made, engine)
    return Sheets(makers)


def _mjml(project: Project, made: Edition) -> str:
    config = project.config
    return render.mjml_source(made, Templates(config.templates), config.stationery)


def _post(project: Project, made: Edition, engine: str) -> str:
    return publish.ENGINES[engine].post(made, _file(project, made.key, "edition.md")).text


def _file(project: Project, key: str, name: str) -> str:
    path = project.folder(key) / name
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise DigestError(str(path), "cannot be read", f"digest render {key} makes it") from None
