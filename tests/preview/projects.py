"""The desk of a whole project: the sample week, built once and copied for each test that edits it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from digest import periods, pipeline, start, studio
from digest.files import only_run
from digest.preview import serve
from digest.project import load, opened
from tests.preview.desks import KEYS

KEY = start.DEMO_KEY


@cache
def _built() -> Path:
    folder = Path(mkdtemp(prefix="digest-desk-"))
    config = load(start.demo(folder / "week"))
    period = periods.of_key(KEY, config.schedule, config.edition.timezone)

    def build() -> None:
        with only_run(config.out), opened(config) as project:
            pipeline.build(project, period, start.DEMO_NOW, lambda _name, _done, _of: None)

    with ThreadPoolExecutor() as aside:  # a browser test has an event loop in this thread
        aside.submit(build).result()
    return folder / "week"


def week(folder: Path) -> Path:
    """The sample week, built, in `folder`: the path of its sources.toml."""
    shutil.copytree(_built(), folder / "week")
    return folder / "week" / "sources.toml"


def draft_of(config: Path) -> Path:
    """The draft of the week."""
    return load(config).out / KEY / "draft.md"


@contextmanager
def served(config: Path) -> Iterator[str]:
    """The address of the desk of a project; the cookie of `KEYS` opens it."""
    ready, stop, addresses = threading.Event(), threading.Event(), list[str]()

    def note(address: str) -> None:
        addresses.append(address.partition("?")[0])
        ready.set()

    shown = studio.of(config)
    thread = threading.Thread(target=lambda: serve(shown, KEY, port=0, ready=note, stop=stop, keys=KEYS))
    thread.start()
    try:
        assert ready.wait(10)
        yield addresses[0]
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive(), "the server stops when it is told to"
