"""Killed before each single thing that it asks of the file system, a folder is the old one or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digest import treeswap
from tests.test_treeswap import filled, tree

pytestmark = pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="no folders are exchanged here"
)

OLD = {
    "index.html": b"old",
    "feed.xml": b"old",
    "w1/index.html": b"one",
    "gone/p.html": b"x",
    "CNAME": b"mine",
}
NEW = {"index.html": b"new", "feed.xml": b"new", "w2/index.html": b"two"}
WITHOUT = ["gone/p"]
AFTER = {name: content for name, content in OLD.items() if name not in WITHOUT} | NEW

_DYING = f"""
import os, signal, sys
from pathlib import Path
from digest import treeswap
left = int(sys.argv[2])
def asked(event, _):
    global left
    left -= event.partition(".")[0] in ("os", "open", "ctypes", "shutil")
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(asked)
treeswap.put(Path(sys.argv[1]), {NEW!r}, {WITHOUT!r})
"""


def died(folder: Path, step: int) -> bool:
    """Whether a process that puts the new files there was killed before that step of its own."""
    done = subprocess.run([sys.executable, "-c", _DYING, str(folder), str(step)], check=False)
    return done.returncode == -signal.SIGKILL


def test_killed_before_any_step_it_is_the_old_folder_or_the_new_one_and_the_next_run_leaves_nothing(
    tmp_path: Path,
) -> None:
    seen: list[bool] = []
    for step in range(1, 300):
        top = tmp_path / str(step)
        folder = filled(top / "site", OLD)
        killed = died(folder, step)
        lies = tree(folder)
        assert lies in (OLD, AFTER), f"step {step}"
        seen.append(lies == AFTER)
        assert treeswap.put(folder, NEW, WITHOUT)
        assert tree(top) == {f"site/{name}": content for name, content in AFTER.items()}
        assert [path.name for path in top.iterdir()] == ["site"]
        if not killed:
            break
    assert seen == sorted(seen)  # once new it stays new
    assert seen.count(False) > 10
    assert seen.count(True) > 10
