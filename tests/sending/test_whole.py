"""A whole send with the real engine: into the folder, and to a server of this machine."""

from __future__ import annotations

import mailbox
import shutil
from email import message_from_bytes
from pathlib import Path

import pytest

from digest.project import load
from tests.deliver.servers import CLOSE, scripted, working
from tests.test_cli_sending import NAMES, approved, digest, join, leave, receipt, send  # noqa: F401 - fixtures
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures
from tests.test_testmail import through


def outbox(folder: Path) -> list[mailbox.MaildirMessage]:
    return list(mailbox.Maildir(folder / "outbox"))


def ready(folder: Path, port: int) -> None:
    """The sample, to be sent to the server at `port`, approved, with five readers."""
    through(folder, port)
    assert digest(folder, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    join(folder, *NAMES)


def test_without_any_server_each_reader_has_one_mail_in_the_folder(approved: Path) -> None:  # noqa: F811
    leave(approved, "eve")
    shown = send(approved, "--yes")
    assert shown.exit_code == 0, shown.output
    mails = outbox(approved)
    assert sorted(mail["To"] for mail in mails) == [f"{name}@example.org" for name in NAMES[:4]]
    assert len({mail["Message-ID"] for mail in mails}) == 4
    assert str(approved / "outbox") in shown.output.splitlines()[-1]
    send(approved, "--yes")
    assert len(outbox(approved)) == 4


def test_a_limit_is_kept_and_is_no_reason_to_worry(approved: Path) -> None:  # noqa: F811
    first = send(approved, "--yes", "--limit", "2")
    assert (first.exit_code, len(outbox(approved))) == (4, 2)
    assert "Paused" not in first.output
    assert (send(approved, "--resume").exit_code, len(outbox(approved))) == (0, 5)


def test_who_leaves_between_two_runs_gets_none(approved: Path) -> None:  # noqa: F811
    send(approved, "--yes", "--limit", "2")
    had = {mail["To"] for mail in outbox(approved)}
    gone = next(name for name in NAMES if f"{name}@example.org" not in had)
    leave(approved, gone)
    assert send(approved, "--resume").exit_code == 0
    assert f"{gone}@example.org" not in {mail["To"] for mail in outbox(approved)}
    assert receipt(approved)["mails"] == {"accepted": 4, "skipped": 1}


@pytest.mark.server
def test_a_server_takes_each_mail_once_with_the_readers_own_way_out(sample: Path) -> None:  # noqa: F811
    with working() as (inbox, port):
        ready(sample, port)
        shown = send(sample, "--yes")
        assert shown.exit_code == 0, shown.output
        send(sample, "--yes")
    assert sorted(mail.rcpt_tos[0] for mail in inbox.mails) == [f"{name}@example.org" for name in NAMES]
    mails = [message_from_bytes(mail.content) for mail in inbox.mails if isinstance(mail.content, bytes)]
    ways = {mail["List-Unsubscribe"] for mail in mails}
    assert len(ways) == len(NAMES)
    assert not any("sample-reader" in way for way in ways)


@pytest.mark.server
def test_a_server_that_knows_nobody_is_told_with_every_address(sample: Path) -> None:  # noqa: F811
    with scripted(RCPT=b"550 5.1.1 no such user") as server:
        ready(sample, server.port)
        shown = send(sample, "--yes")
    assert shown.exit_code in {3, 4}
    assert "550 5.1.1 no such user" in shown.output
    assert all(f"{name}@example.org" in shown.output for name in NAMES)


@pytest.mark.server
def test_a_server_that_goes_silent_leaves_a_doubt_that_is_named_and_not_sent_again(
    sample: Path,  # noqa: F811
) -> None:
    with scripted(dot=CLOSE) as server:
        ready(sample, server.port)
        shown = send(sample, "--yes")
        took = len(server.mails)
        again = send(sample, "--resume")
    doubtful = [line for line in shown.output.splitlines() if ": in doubt" in line and "@" in line]
    assert shown.exit_code == again.exit_code == 3
    assert len(doubtful) == took >= 1


@pytest.mark.server
def test_a_server_that_is_not_there_pauses_the_send_and_blames_nobody(sample: Path) -> None:  # noqa: F811
    ready(sample, 9)
    shown = send(sample, "--yes")
    assert shown.exit_code == 3
    assert "Paused: " in shown.output
    assert receipt(sample)["mails"] == {"queued": 5}


def test_a_database_put_back_in_the_middle_of_a_send_sends_nobody_a_second_mail(approved: Path) -> None:  # noqa: F811
    database = load(approved / "sources.toml").people
    send(approved, "--yes", "--limit", "2")
    shutil.copy(database, approved / "backup.db")
    send(approved, "--resume")
    shutil.copy(approved / "backup.db", database)
    held = send(approved, "--resume")
    assert held.exit_code == 3
    assert "it was rolled back" in held.output
    assert send(approved, "--adopt", "--yes").exit_code == 0
    after = send(approved, "--resume")
    assert after.exit_code == 0, after.output
    assert len(outbox(approved)) == 5
    assert receipt(approved)["mails"] == {"accepted": 5}


def test_a_project_that_was_moved_goes_on_after_a_person_says_so(
    approved: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    send(approved, "--yes", "--limit", "2")
    moved = approved.rename(tmp_path / "elsewhere")
    assert send(moved, "--resume").exit_code == 3
    assert send(moved, "--adopt", "--yes").exit_code == 0
    assert send(moved, "--resume").exit_code == 0
    assert len(outbox(moved)) == 5


@pytest.mark.server
def test_who_tried_it_into_the_folder_can_send_the_same_edition_through_a_server(sample: Path) -> None:  # noqa: F811
    assert digest(sample, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    join(sample, *NAMES)
    assert send(sample, "--yes").exit_code == 0
    with working() as (inbox, port):
        through(sample, port)
        shown = send(sample, "--yes")
        assert shown.exit_code == 0, shown.output
        send(sample, "--yes")
    assert (len(inbox.mails), len(outbox(sample))) == (5, 5)
