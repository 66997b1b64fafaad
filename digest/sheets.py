"""The tabs of the preview that are no files of the edition: its MJML, its feed entry, its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from digest import archive, editionjson, publish, render
from digest.errors import DigestError
from digest.model import Edition, Stationery, stable_id
from digest.project import Project
from digest.publish import feeds
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


@dataclass(frozen=True, slots=True)
class _Made:
    """An edition as it was last rendered; the same one where `state`, a hash of all it says, is the same."""

    edition: Edition = field(compare=False)
    state: str


def of(project: Project, key: str) -> Mapping[str, str]:
    """The sheets of the edition as it was last rendered; none where it cannot be read.

    A sheet is made once for each state of what it rests on: the edition, the output that it holds, the
    templates and what is said about the sender. Each raises `DigestError` when it is asked for and cannot
    be made.
    """
    edition = archive.edition(project, key)
    if edition is None:
        return {}
    made, config = _Made(edition, stable_id(editionjson.write(edition))), project.config
    makers: dict[str, Callable[[], str]] = {
        "mjml": lambda: _mjml(made, Templates.of(config.templates), config.stationery),
        "feed": lambda: _entry(made, _file(project, key, "index.html")),
    }
    for engine in publish.ENGINES:
        makers[f"post-{engine}"] = partial(_post, project, made, engine)
    return Sheets(makers)


# The templates are the same ones as long as no file of theirs changes (see `Templates.of`).
@lru_cache(maxsize=4)
def _mjml(made: _Made, templates: Templates, stationery: Stationery) -> str:
    return render.mjml_source(made.edition, templates, stationery)


@lru_cache(maxsize=4)
def _entry(made: _Made, page: str) -> str:
    return feeds.atom.entry(feeds.of(made.edition, page)[""])


def _post(project: Project, made: _Made, engine: str) -> str:
    return publish.ENGINES[engine].post(made.edition, _file(project, made.edition.key, "edition.md")).text


def _file(project: Project, key: str, name: str) -> str:
    path = project.folder(key) / name
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise DigestError(str(path), "cannot be read", f"digest render {key} makes it") from None
