"""What is published becomes a commit of its own, and nothing else does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.versioning import commit

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and the blog in a folder of it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Ada")
    git(tmp_path, "config", "user.email", "ada@notes.example")
    folder = tmp_path / "blog"
    folder.mkdir()
    for name in ("old.md", "mine.md"):
        (folder / name).write_text("old")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "Begin")
    return folder


def test_only_what_was_published_is_in_the_commit(blog: Path) -> None:
    (blog / "mine.md").write_text("staged")
    git(blog, "add", "mine.md")
    (blog / "a [1]*.md").write_text("new")
    (blog / "old.md").unlink()
    message = "2026-W47: “$(rm -rf /)”, `x`\n# no comment"
    made = commit(blog, ["a [1]*.md", "old.md", "never was.md"], message)
    assert git(blog, "rev-parse", "--short", "HEAD") == made
    changed = git(blog, "-c", "core.quotepath=off", "show", "--name-status", "--format=", "HEAD")
    assert changed.split("\n") == ["A\tblog/a [1]*.md", "D\tblog/old.md"]
    assert git(blog, "log", "-1", "--format=%B") == message
    assert git(blog, "diff", "--cached", "--name-only") == "blog/mine.md"


def test_where_nothing_changed_there_is_no_commit(blog: Path) -> None:
    before = git(blog, "rev-parse", "HEAD")
    assert commit(blog, ["old.md"], "Again") == ""
    assert commit(blog, [], "Again") == ""
    assert git(blog, "rev-parse", "HEAD") == before


def test_what_git_refuses_is_told_in_one_line(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = blog.parent / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho not on a Sunday >&2\nexit 1\n")
    hook.chmod(0o755)
    (blog / "old.md").write_text("new")
    with pytest.raises(DigestError, match="git did not commit it: not on a Sunday"):
        commit(blog, ["old.md"], "New")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DigestError, match="git: is not installed"):
        commit(blog, ["old.md"], "New")


def test_a_folder_in_no_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="lies in no repository"):
        commit(tmp_path, ["a"], "New")


def test_no_variable_leads_to_another_repository(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    (blog / "old.md").write_text("new")
    made = commit(blog, ["old.md"], "New")
    monkeypatch.delenv("GIT_DIR")
    assert git(blog, "rev-parse", "--short", "HEAD") == made
