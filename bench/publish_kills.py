"""Kills `publish` at random moments: the site must be the old one or the new one, and goes on being made.

    python bench/publish_kills.py [ROUNDS] [--editions 40] [--seed N]

A site of many editions gets another one. Each round a process that carries out the plan is killed (SIGKILL)
at a random moment, writing of the records included. Counts the sites that are neither the old nor the new
one, to the byte; after the next run those that are not the new one, what a person would be told of as changed
by them, and files that were left over. Beside it, in the same run, one file replaced after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from unittest import mock

from digest import approval, editionjson, placing, publishing, start
from digest.approval import Frozen, seal
from digest.model import Edition
from digest.project import Project, load, opened
from digest.render import Templates, renditions
from digest.store import Approval

NOW = datetime(2025, 6, 16, 9, tzinfo=UTC)
_FILES = ("index.html", "edition.json", "edition.md")


def sample(folder: Path) -> Edition:
    """The edition of the demo, whose project is made in `folder`."""
    from digest import periods, pipeline

    file = start.demo(folder)
    with opened(load(file)) as project:
        zone, schedule = project.config.edition.timezone, project.config.schedule
        period = periods.of_key(start.DEMO_KEY, schedule, zone)
        return pipeline.build(project, period, start.DEMO_NOW, lambda *_: None).rendered.edition


def shifted(edition: Edition, weeks: int) -> Edition:
    """The same stories so many weeks later."""
    end = edition.period.end + timedelta(weeks=weeks)
    year, week, _ = (end - timedelta(hours=12)).isocalendar()
    period = replace(
        edition.period, key=f"{year}-W{week:02}", start=edition.period.start + timedelta(weeks=weeks), end=end
    )
    url = edition.url.replace(edition.key, period.key)
    subject = f"{edition.subject} ({weeks})"
    return replace(edition, period=period, number=edition.number + weeks, url=url, subject=subject)


def frozen(edition: Edition, templates: Templates) -> Frozen:
    """`edition` as if somebody had approved it."""
    texts = {one.filename: one.text for one in renditions(edition, templates, only=["page", "markdown"])}
    texts["edition.json"] = editionjson.write(edition)
    files = {name: texts[name].encode() for name in _FILES}
    sealed = Approval(edition.key, seal.digest(files), NOW, "", (), seal.packed(files))
    return Frozen(sealed, files)


@contextmanager
def approved(known: dict[str, Frozen]) -> Iterator[None]:
    """Lets these editions count as approved, without rendering them again to see."""
    with mock.patch.object(approval, "frozen", lambda _, key: known[key]):
        yield


def published(project: Project, known: dict[str, Frozen], keys: list[str]) -> None:
    """Publishes some editions, one after the other."""
    with approved(known):
        for key in keys:
            project.store.approve(known[key].approval)
            publishing.publish(project, key, NOW)


def tree(folder: Path) -> dict[str, str]:
    """Digests of all files of a site."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Rig:
    """A project whose site gets one more edition, again and again."""

    def __init__(self, folder: Path, editions: int) -> None:
        self.folder = folder
        edition = sample(folder)
        templates = Templates()
        self.known: dict[str, Frozen] = {}
        for weeks in range(editions + 1):
            made = shifted(edition, weeks)
            self.known[made.key] = frozen(made, templates)
        *earlier, self.key = self.known
        with opened(load(folder / "sources.toml")) as project:
            published(project, self.known, earlier)
            project.store.approve(self.known[self.key].approval)
        self.old = tree(folder / "site")
        self.kept = folder.with_name("kept")
        shutil.copytree(folder, self.kept)
        began = time.perf_counter()
        self.run()
        self.length_s = time.perf_counter() - began
        self.new = tree(folder / "site")
        self.restore()

    def restore(self) -> None:
        """Everything as it was before the edition."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    def run(self) -> publishing.Published:
        """Publishes the edition."""
        with opened(load(self.folder / "sources.toml")) as project, approved(self.known):
            return publishing.publish(project, self.key, NOW)

    def killed(self, draw: random.Random) -> bool:
        """Carries out the plan in a process that is killed; False where it had ended before."""
        ready, told = os.pipe()
        child = os.fork()
        if not child:
            with opened(load(self.folder / "sources.toml")) as project, approved(self.known):
                planned = publishing.plan(project, self.key)
                os.write(told, b"x")
                publishing.carry_out(project, planned, NOW)
            os._exit(0)
        os.read(ready, 1)
        time.sleep(draw.uniform(0, self.carry_s))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(ready)
        os.close(told)
        return os.WIFSIGNALED(status)

    carry_s = 0.0

    def time_it(self) -> None:
        """How long carrying out takes."""
        with opened(load(self.folder / "sources.toml")) as project, approved(self.known):
            planned = publishing.plan(project, self.key)
            began = time.perf_counter()
            publishing.carry_out(project, planned, NOW)
            self.carry_s = (time.perf_counter() - began) * 2  # a process of its own is slower
        self.restore()


def measure(rig: Rig, rounds: int, seed: int) -> Counter[str]:
    """What became of so many kills."""
    draw, tally = random.Random(seed), Counter[str]()
    rig.time_it()
    while tally["killed in time"] < rounds:
        tally["killed in time"] += rig.killed(draw)
        lies = tree(rig.folder / "site")
        tally["old"] += lies == rig.old
        tally["new"] += lies == rig.new
        tally["mixed"] += lies not in (rig.old, rig.new)
        done = rig.run()
        tally["taken for a person's"] += bool(done.plan.kept)
        tally["wrong after the next run"] += tree(rig.folder / "site") != rig.new
        litter = [
            path.name for path in rig.folder.rglob(".*") if re.search(r"\.(part|new|digest-new)$", path.name)
        ]
        tally["left over"] += len(litter)
        rig.restore()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", type=int, nargs="?", default=1000)
    parser.add_argument("--editions", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--baseline", type=int, default=200, help="rounds of the baseline")
    parser.add_argument("--told", type=Path, help="write the counts there as JSON")
    given = parser.parse_args()
    told = {}
    with tempfile.TemporaryDirectory() as temporary:
        rig = Rig(Path(temporary) / "project", given.editions)
        print(f"{len(rig.old)} files, {len(rig.new.items() - rig.old.items())} of them change")
        told["digest"] = measure(rig, given.rounds, given.seed)
        print("in one step      ", dict(told["digest"]), f"over {rig.carry_s:.2f} s")
        if given.baseline:
            placing.put_whole = placing.put  # one file after the other
            told["one by one"] = measure(rig, given.baseline, given.seed)
            print("file after file  ", dict(told["one by one"]), f"over {rig.carry_s:.2f} s")
    if given.told:
        given.told.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
