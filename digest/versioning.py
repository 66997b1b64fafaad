"""What was published becomes a commit, where the folder lies in a repository of git. Nothing is pushed.

Only the files that were published are in it, whatever else was staged or changed there.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from digest.errors import DigestError

_TIME_S = 120.0  # hooks may take their time
_LONGEST = 300  # characters of what git says


def commit(folder: Path, names: Iterable[str], message: str) -> str:
    """Commits the files `names` of `folder` as they lie there; the id of the commit, "" where none changed.

    Raises:
        DigestError: there is no git, no repository, or it refuses, such as a hook or a missing identity.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    inside = [os.path.relpath((folder / name).resolve(), root.resolve()) for name in names]
    known = _git(root, "ls-files", "-z", "--", *inside).split("\0") if inside else []
    paths = sorted({*filter(None, known), *(path for path in inside if (root / path).exists())})
    if not paths or not _git(root, "status", "--porcelain", "-z", "--", *paths):
        return ""
    _git(root, "add", "--all", "--", *paths)
    _git(root, "commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--", *paths, given=message)
    return _git(root, "rev-parse", "--short", "HEAD").strip()


def _git(folder: Path, *words: str, given: str = "") -> str:
    """What git says to a command; paths are taken as they are, and no variable leads it elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name not in _LEADS_ELSEWHERE}
    command = ["git", "--literal-pathspecs", *words]
    try:
        ran = subprocess.run(  # noqa: S603  # a list of words, no shell
            command,
            cwd=folder,
            env=environment | {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIME_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise DigestError("git", "is not installed", "install it, or publish without --commit") from error
    except subprocess.TimeoutExpired as error:
        raise DigestError("git", f"took longer than {_TIME_S:g} s", "commit it yourself") from error
    if ran.returncode:
        raise _refused(folder, words, ran.stderr or ran.stdout)
    return ran.stdout


def _refused(folder: Path, words: Sequence[str], said: str) -> DigestError:
    line = " ".join(said.split())[:_LONGEST]
    if words[0] == "rev-parse":
        return DigestError(
            str(folder), "lies in no repository of git", "git init makes one; or leave out --commit"
        )
    return DigestError(
        str(folder), f"was published, and git did not commit it: {line}", "mend that, then commit it"
    )


_LEADS_ELSEWHERE = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_COMMON_DIR"}
)
