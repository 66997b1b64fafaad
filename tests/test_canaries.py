"""Planted secrets and addresses stand nowhere but where they belong."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit

from digest.readers import keys
from digest.readers.people import People
from digest.readers.records import Consent
from tests.deliver.servers import scripted
from tests.test_cli_sending import NOW, digest, on_people, send
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures

PASSWORD, TOKEN = "canary-password-9f31", "canary-imap-77aa"
NAMES = ("canary-ada", "canary-bob")
PRIVATE = (
    "subscribers.db",
    "subscribers.db-wal",
    "subscribers.db-shm",
    keys.FILE,
    "receipt.csv",
)


@pytest.fixture
def planted(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    """The sample with secrets and readers, approved."""
    monkeypatch.setenv("DIGEST_SMTP_PASSWORD", PASSWORD)
    monkeypatch.setenv("DIGEST_IMAP_PASSWORD", TOKEN)
    assert digest(sample, "approve", "--allow", "edition-sample", "--yes").exit_code == 0

    def join(people: People) -> None:
        for name in NAMES:
            people.subscribe(f"{name}@example.org", "readers", Consent(NOW, "test"), NOW)

    on_people(sample, join)
    return sample


def configured(folder: Path, port: int) -> None:
    file = folder / "sources.toml"
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    server = {"kind": "smtp", "host": "127.0.0.1", "port": port, "security": "starttls", "user": "ada"}
    document.setdefault("delivery", tomlkit.table()).update(server)
    file.write_text(tomlkit.dumps(document), encoding="utf-8")


def files(folder: Path) -> Iterator[Path]:
    """Everything that others may get to see."""
    private = (path for path in folder.rglob("*") if path.is_file())
    yield from (path for path in private if path.name not in PRIVATE and "outbox" not in path.parts)


@pytest.mark.server
def test_nothing_that_is_printed_or_made_holds_a_secret_or_an_address(
    planted: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = [send(planted, "--dry-run", "-v"), digest(planted, "status"), digest(planted, "status", "--json")]
    with scripted(EHLO=b"250-mail.test\r\n250 AUTH PLAIN") as server:  # no STARTTLS: refused before AUTH
        configured(planted, server.port)
        told += [send(planted, "--yes", "-v"), digest(planted, "doctor", "--offline")]
        heard = " ".join(server.heard)
    told += [
        digest(planted, "publish", "--yes"),
        digest(planted, "run", "--once", "-v"),
        send(planted, "--receipt"),
    ]
    words = " ".join(one.output for one in told) + "".join(capfd.readouterr()) + heard
    for secret in (PASSWORD, TOKEN):
        assert secret not in words
    key = (planted / keys.FILE).read_text(encoding="ascii").split(":")[1].strip()
    wanted = [PASSWORD, TOKEN, key, *(f"{name}@" for name in NAMES)]
    seen = 0
    for path in files(planted):
        content = path.read_bytes()
        seen += 1
        assert not [one for one in wanted if one.encode() in content], path
    assert seen > 10
    assert (planted / KEY / "receipt.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_what_is_private_is_for_its_owner_alone(planted: Path) -> None:
    assert send(planted, "--yes").exit_code == 0
    names = {path.name: path.stat().st_mode & 0o077 for path in planted.rglob("*") if path.is_file()}
    assert {
        names[name] for name in ("subscribers.db", keys.FILE, "receipt.csv", "receipt.json", "sent.log")
    } == {0}


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_a_repository_of_the_whole_project_holds_none(planted: Path) -> None:
    assert send(planted, "--yes").exit_code == 0
    digest(planted, "publish", "--yes")
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", "-C", planted, *command], check=True)
    kept = subprocess.run(
        ["git", "-C", planted, "ls-files"], capture_output=True, check=True, text=True
    ).stdout
    names = kept.splitlines()
    assert {"sources.toml", "digest.db"} <= set(names)
    key = (planted / keys.FILE).read_text(encoding="ascii").split(":")[1].strip()
    for name in names:
        content = (planted / name).read_bytes()
        assert not [one for one in (*NAMES, PASSWORD, TOKEN, key) if one.encode() in content], name
