"""What breaks a store, as the person at the keyboard meets it: one clear line, nothing lost, a way on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bench.collect_kills import kept, read_here
from digest import cli, sqlitefile, start
from digest.collect.workers import Workers

NOW = "2026-11-22T17:00"
LARGE = "Words that fill a page of the store. " * 250
HOLD = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], isolation_level=None).execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
Fault = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture
def project() -> Iterator[Path]:
    """A project that has collected once, and whose two sources have news now; anybody may look into it."""
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workers, "read", read_here)
        patch.setattr(sqlitefile, "_LOCKED_WAIT_S", 0.05)
        folder = Path(temporary)
        folder.chmod(0o755)
        text = start.init(folder).read_text(encoding="utf-8").partition("[[sources]]")[0]
        for name in ("Wire", "Paper"):
            text += f'\n[[sources]]\nname = "{name}"\nkind = "folder"\npath = "{name}.xml"\n'
        (folder / "sources.toml").write_text(text, encoding="utf-8")
        listed(folder, range(8))
        assert digest("collect", folder).exit_code == 0
        listed(folder, range(4, 20))
        yield folder


def listed(folder: Path, numbers: range) -> None:
    """Both sources list items of these numbers now, the last item of the first run with other words."""
    for name in ("Wire", "Paper"):
        items = "".join(
            f"<item><title>{name} {n}</title><link>https://{name}.example/{n}</link>"
            f"<description>{LARGE}{numbers if n == 7 else n}</description></item>"
            for n in numbers
        )
        text = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
        os.utime(folder / f"{name}.xml", (1_795_000_000, 1_795_000_000 + len(numbers)))


def digest(command: str, folder: Path) -> Result:
    """`digest COMMAND` on the project in `folder`."""
    options = ["--quiet", "--now", NOW, "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli.main, [command, *options], catch_exceptions=False)


def store_of(folder: Path) -> Path:
    return folder / "out" / "digest.db"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process is writing."""
    command = [sys.executable, "-c", HOLD, str(store_of(folder))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        yield
        process.kill()


def damaged(change: Callable[[Path], object]) -> Fault:
    """The store is not what it was; a copy takes its place again later. It is as damaged as before then."""

    @contextmanager
    def fault(folder: Path) -> Iterator[None]:
        path = store_of(folder)
        shutil.copyfile(path, folder / "copy.db")
        change(path)
        before = path.read_bytes()
        yield
        assert path.read_bytes() == before
        shutil.copyfile(folder / "copy.db", path)

    return fault


def scribble(path: Path) -> None:
    """Everything behind the first page is noise, as after a disk has failed."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(16_384)
        file.write(b"\xa5" * (size - 16_384))


def foreign(path: Path) -> None:
    """The database of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")


def newer(path: Path) -> None:
    """A later version of Digest was here."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """The folder and what is in it may be read, not written; root, who may anything, is somebody else."""
    out = folder / "out"
    modes = {path: path.stat().st_mode for path in (out, *out.iterdir())}
    for path in modes:
        path.chmod(0o555 if path == out else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


def pages_left(more: int) -> Fault:
    """The store may grow by so many pages only."""

    @contextmanager
    def fault(folder: Path) -> Iterator[None]:
        with closing(sqlite3.connect(store_of(folder))) as db:
            (pages,) = db.execute("PRAGMA page_count").fetchone()
        connect = sqlite3.connect

        def bounded(*args: Any, **options: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(*args, **options)
            made.execute(f"PRAGMA max_page_count = {pages + more}")
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", bounded)
            yield

    return fault


FAULTS = {
    "locked": (locked, 5, "another run is using it; try again when that one has ended"),
    "no page left": (pages_left(0), 1, "the disk is full; free some space"),
    "few pages left": (pages_left(5), 1, "the disk is full; free some space"),
    "half is left": (
        damaged(lambda path: os.truncate(path, path.stat().st_size // 2)),
        1,
        "restore a backup",
    ),
    "the head is left": (damaged(lambda path: os.truncate(path, 50)), 1, "restore a backup"),
    "noise": (damaged(scribble), 1, "restore a backup"),
    "a text": (damaged(lambda path: path.write_text(LARGE)), 1, "restore a backup"),
    "another program's": (damaged(foreign), 1, "choose another folder for `out`"),
    "a newer one": (damaged(newer), 1, "install that version"),
    "guarded": (guarded, 1, "check who may write there"),
}


@pytest.mark.skipif(os.name != "posix", reason="locks and rights of POSIX")
@pytest.mark.parametrize("name", FAULTS)
def test_a_store_that_fails_is_one_clear_line_and_the_next_run_brings_everything(
    project: Path, tmp_path: Path, name: str
) -> None:
    fault, code, remedy = FAULTS[name]
    whole = tmp_path / "whole"
    shutil.copytree(project, whole)
    assert digest("collect", whole).exit_code == 0
    with fault(project):
        told, status = digest("collect", project), digest("status", project)
    assert told.exit_code == code
    assert told.stderr.count("\n") == 1
    assert str(project / "out") in told.stderr
    assert remedy in told.stderr
    assert status.exit_code == 0 or (status.exit_code, status.stderr.count("\n")) == (code, 1)
    assert digest("collect", project).exit_code == 0
    assert kept(project) == kept(whole)


@pytest.mark.parametrize(
    ("sound", "harmed"),
    [
        (b"2026-11-22T", b"2026-11-\xff2T"),
        (b"2026-11-22T", b"202\x1e-11-22T"),
        (b"CREATE TABLE facts", b"CREATE TABLE f\xb5cts"),
        (b"TEXT PRIMARY KEY", b"TEXT PRIMARY\x1b[2J"),
    ],
)
def test_text_in_a_store_that_was_harmed_is_one_clear_line_that_a_terminal_can_show(
    project: Path, sound: bytes, harmed: bytes
) -> None:
    path = store_of(project)
    path.write_bytes(path.read_bytes().replace(sound, harmed))
    for command in ("status", "collect"):
        told = digest(command, project)
        assert told.exit_code == 1
        assert "digest.db: is damaged" in told.stderr
        assert told.stderr.endswith("restore a backup, or move it away\n")
        assert told.stderr.strip().isprintable()


@pytest.fixture
def small_disk(project: Path) -> Iterator[Path]:
    """The project with its `out` on a disk of its own, which is small."""
    out, aside = project / "out", project / "aside"
    out.rename(aside)
    out.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(out)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        shutil.copytree(aside, out, dirs_exist_ok=True)
        yield project
    finally:
        subprocess.run(["umount", str(out)], check=True)


@pytest.mark.parametrize("left", [0, 4, 16, 40, 100, 200])
def test_a_disk_that_is_full_at_any_point_costs_nothing_but_the_run(
    small_disk: Path, tmp_path: Path, left: int
) -> None:
    whole, filler = tmp_path / "whole", small_disk / "out" / "filler"
    shutil.copytree(small_disk, whole)
    assert digest("collect", whole).exit_code == 0
    disk = os.statvfs(small_disk / "out")
    filler.write_bytes(bytes(max(disk.f_bavail * disk.f_frsize - left * 4096, 0)))
    told = digest("collect", small_disk)
    assert told.exit_code == 0 or (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert told.exit_code == 0 or "free some space" in told.stderr
    filler.unlink()
    assert digest("collect", small_disk).exit_code == 0
    assert kept(small_disk) == kept(whole)
