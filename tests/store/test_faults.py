"""What breaks a store, as the person at the keyboard meets it: one clear line, nothing lost, a way on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench.collect_kills import kept, read_here
from digest import cli, sqlitefile, start
from digest.collect.workers import Workers
from digest.store.schema import STEPS
from tests.store.faults import FAULTS, LARGE, aged, store_of

NOW = "2026-11-22T17:00"


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


@pytest.mark.parametrize("steps", range(1, len(STEPS)))
def test_a_store_of_an_older_version_goes_on_as_if_it_had_always_been_of_this_one(
    project: Path, tmp_path: Path, steps: int
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(project, whole)
    aged(store_of(project), steps)
    for folder in (project, whole):
        assert digest("status", folder).exit_code == 0
        assert digest("collect", folder).exit_code == 0
    got, wanted = kept(project), kept(whole)
    assert all(got[name] == wanted[name] for name in ("entries", "sources", "sound"))


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
    for command in ("collect", "status"):
        told = digest(command, small_disk)
        assert told.exit_code == 0 or (told.exit_code, told.stderr.count("\n")) == (1, 1)
        assert told.exit_code == 0 or "free some space" in told.stderr
    filler.unlink()
    assert digest("collect", small_disk).exit_code == 0
    assert kept(small_disk) == kept(whole)
