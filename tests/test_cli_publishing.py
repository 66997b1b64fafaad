"""`digest publish` as a person types it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import approval, cli
from digest.cli import publishing as command
from digest.project import load, opened
from tests.test_pipeline import KEY, NOW, built_once, sample  # noqa: F401 - fixtures


@pytest.fixture
def approved(sample: Path) -> Path:  # noqa: F811
    """The sample, approved."""
    with opened(load(sample / "sources.toml")) as project:
        approval.approve(project, KEY, NOW, ["edition-sample"])
    return sample


def publish(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(cli.main, ["publish", *args, "--config", str(folder / "sources.toml")])


def test_what_is_not_approved_is_held_with_the_command_that_helps(sample: Path) -> None:  # noqa: F811
    found = publish(sample)
    assert found.exit_code == 3
    assert f"digest approve {KEY}" in found.output
    assert not (sample / "site").exists()


def test_it_says_what_it_does_and_where_the_page_lies(approved: Path) -> None:
    found = publish(approved, KEY)
    assert found.exit_code == 0
    page = approved / "site" / KEY / "index.html"
    assert found.output.splitlines()[-1] == f"{KEY} published: {page}"
    assert f"new: {KEY}/index.html, " in found.output
    assert page.is_file()
    assert publish(approved).output.splitlines()[-1] == f"{KEY} was published already: {page}"


def test_a_dry_run_does_nothing(approved: Path) -> None:
    found = publish(approved, "--dry-run")
    assert found.exit_code == 0
    assert found.output.endswith("Nothing was done.\n")
    assert not (approved / "site").exists()


@pytest.mark.parametrize(("answer", "is_done"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_on_a_terminal_it_asks_first(
    approved: Path, monkeypatch: pytest.MonkeyPatch, answer: str, *, is_done: bool
) -> None:
    monkeypatch.setattr(command, "_is_someone_there", lambda: True)
    config = str(approved / "sources.toml")
    found = CliRunner().invoke(cli.main, ["publish", "--config", config], input=answer)
    assert "Publish? [y/N]" in found.output
    assert found.exit_code == 0
    assert (approved / "site").exists() == is_done


def test_yes_does_not_ask(approved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_is_someone_there", lambda: True)
    assert "Publish?" not in publish(approved, "--yes").output
    assert (approved / "site" / "index.html").is_file()


def test_another_folder_can_be_named(approved: Path, tmp_path: Path) -> None:
    assert publish(approved, "--to", str(tmp_path / "there")).exit_code == 0
    assert (tmp_path / "there" / "feed.xml").is_file()
    assert not (approved / "site").exists()


def test_a_persons_file_stays_and_the_exit_code_says_that_not_all_was_done(approved: Path) -> None:
    publish(approved)
    (approved / "site" / "index.html").write_text("mine", "utf-8")
    found = publish(approved)
    assert found.exit_code == 4
    assert found.output.splitlines()[-1].endswith(f"{approved / 'site' / 'index.html.new'}")


def test_what_is_published_into_a_repository_is_committed_where_that_is_wished(
    approved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = publish(approved, "--commit")
    assert refused.exit_code == 1
    assert "lies in no repository of git" in refused.output
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@notes.example")
    subprocess.run(["git", "init", "--quiet"], cwd=approved / "site", check=True)
    made = publish(approved, "--commit")
    assert made.exit_code == 0, made.output
    assert "Nothing to commit" not in made.output
    log = ["git", "log", "--format=%s"]
    said = subprocess.run(log, cwd=approved / "site", check=True, capture_output=True, text=True).stdout
    assert said.startswith(f"Publish {KEY}: Meta signs $14.8 billion deal")
    left = ["git", "status", "--porcelain"]
    assert not subprocess.run(left, cwd=approved / "site", check=True, capture_output=True).stdout
    assert "Nothing to commit" in publish(approved, "--commit").output


def test_a_machine_gets_values(approved: Path) -> None:
    found = json.loads(publish(approved, "--json").output)
    assert found["edition"] == KEY
    assert found["kind"] == "site"
    assert found["published"] is True
    page = f"{KEY}/index.html"
    assert {"name": page, "state": "new", "target": page} in found["files"]
    assert json.loads(publish(approved, "--json", "--dry-run").output)["published"] is False
