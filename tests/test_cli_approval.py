"""`digest approve` and `digest send` as a person types them: what they say, and the code they end with."""

from __future__ import annotations

import json
import mailbox
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli
from digest.cli import agreeing
from tests.deliver.servers import CLOSE, scripted
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures
from tests.test_press import configure
from tests.test_testmail import through

ALLOW = ("--allow", "edition-sample")


def digest(folder: Path, *args: str, says: str = "") -> Result:
    command = [*args, "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli.main, command, input=says, catch_exceptions=False)


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to be asked."""
    monkeypatch.setattr(agreeing, "is_asked", lambda: True)


def retitle(folder: Path) -> None:
    file = folder / KEY / "draft.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n### [", "\n### [Zwieback: ", 1), encoding="utf-8")


def editions(folder: Path) -> str:
    """The line of `digest status` about the one edition."""
    lines = digest(folder, "status").output.splitlines()
    return next(line for line in lines if line.startswith("editions")).removeprefix("editions").strip()


def test_the_sample_is_refused_with_the_way_on(sample: Path) -> None:  # noqa: F811
    shown = digest(sample, "approve", "--yes")
    assert shown.exit_code == 3
    assert shown.output.splitlines() == [
        f"digest: {KEY}: is not approved: 1 error",
        f"  edition-sample: {KEY}: it is a sample, and a reader might believe it",
        "    -> take sample = true out of sources.toml and name sources of your own",
        f"mend that, or let pass what you have looked at: digest approve {KEY} --allow edition-sample",
    ]


def test_approving_says_what_it_freezes_and_how_to_open_it_again(sample: Path) -> None:  # noqa: F811
    shown = digest(sample, "approve", *ALLOW, "--yes")
    assert shown.exit_code == 0
    frozen, gate, done = shown.output.splitlines()
    assert frozen.startswith(f"Freezes {KEY}, number 1: “")
    assert frozen.endswith("errors let pass: edition-sample")
    assert gate.startswith("The gate: may go out, with 1 error allowed")
    assert done.startswith(f"{KEY} is approved, version ")
    assert f"digest approve {KEY} --withdraw" in done
    assert editions(sample).startswith(f"{KEY}  approved ")


def test_nothing_is_frozen_where_nobody_can_be_asked(sample: Path) -> None:  # noqa: F811
    shown = digest(sample, "approve", *ALLOW)
    assert shown.exit_code == 2
    assert "there is nobody to ask here; give --yes" in shown.output
    assert editions(sample).startswith(f"{KEY}  draft, built ")


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(("says", "state"), [("y\n", "approved"), ("n\n", "draft"), ("\n", "draft")])
def test_the_person_is_asked_and_no_is_no(sample: Path, says: str, state: str) -> None:  # noqa: F811
    shown = digest(sample, "approve", *ALLOW, says=says)
    assert "Approve it? [y/N]" in shown.output
    assert shown.exit_code == (0 if state == "approved" else 1)
    assert editions(sample).startswith(f"{KEY}  {state}")


def test_the_same_again_is_told_and_not_asked(sample: Path) -> None:  # noqa: F811
    digest(sample, "approve", *ALLOW, "--yes")
    again = digest(sample, "approve")
    assert again.exit_code == 0
    assert "is approved already, version " in again.output
    assert again.output.count("\n") == 1


def test_a_change_after_approval_is_told_by_render_and_by_status(sample: Path) -> None:  # noqa: F811
    digest(sample, "approve", *ALLOW, "--yes")
    assert "approved before" not in digest(sample, "render").output
    retitle(sample)
    shown = digest(sample, "render")
    assert f"{KEY} was approved before this (draft.md changed); to let it go out" in shown.output
    assert f"digest approve {KEY}" in shown.output
    assert "changed since it was approved" in editions(sample)
    digest(sample, "approve", *ALLOW, "--yes")
    assert editions(sample).startswith(f"{KEY}  approved ")


def test_a_machine_gets_the_approval_and_the_state_as_json(sample: Path) -> None:  # noqa: F811
    shown = CliRunner().invoke(
        cli.main,
        [
            "approve",
            *ALLOW,
            "--yes",
            "--json",
            "--now",
            "2025-06-16T09:00",
            "--config",
            str(sample / "sources.toml"),
        ],
        catch_exceptions=False,
    )
    told = json.loads(shown.stdout)
    assert (told["edition"], told["new"], told["allowed"]) == (KEY, True, ["edition-sample"])
    assert told["at"] == "2025-06-16T08:00:00+00:00"
    assert {"draft.md", "email.eml", "edition.json"} < set(told["files"])
    (edition,) = json.loads(digest(sample, "status", "--json").output)["editions"]
    assert (edition["state"], edition["since"], edition["digest"]) == ("approved", told["at"], told["digest"])


def test_withdrawing_says_what_is_open_again(sample: Path) -> None:  # noqa: F811
    digest(sample, "approve", *ALLOW, "--yes")
    shown = digest(sample, "approve", "--withdraw")
    assert shown.output.startswith(f"{KEY} is open again: version ")
    assert editions(sample).startswith(f"{KEY}  draft, built ")
    again = digest(sample, "approve", "--withdraw")
    assert again.exit_code == 1
    assert "nothing to withdraw" in again.output


def test_a_test_mail_is_announced_and_then_lies_in_the_outbox(sample: Path) -> None:  # noqa: F811
    shown = digest(sample, "send", "--test", "ada@reader.example", "--yes")
    assert shown.exit_code == 0
    before, after = shown.output.splitlines()
    assert before.startswith("Sends “[Test] ")
    assert "to ada@reader.example into the folder outbox" in before
    assert str(sample / "outbox" / "new") in after
    assert len(mailbox.Maildir(sample / "outbox", create=False)) == 1


def test_nothing_is_sent_where_nobody_can_be_asked(sample: Path) -> None:  # noqa: F811
    shown = digest(sample, "send", "--test", "ada@reader.example")
    assert shown.exit_code == 2
    assert "there is nobody to ask here; give --yes" in shown.output
    assert not (sample / "outbox").exists()


@pytest.mark.usefixtures("at_a_terminal")
def test_no_sends_nothing(sample: Path) -> None:  # noqa: F811
    assert digest(sample, "send", "--test", "ada@reader.example", says="n\n").exit_code == 1
    assert not (sample / "outbox").exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--test", "a@reader.example", "--test", "b@reader.example"), "takes one address"),
        (("--test", "a@reader.example, b@reader.example"), "more than one"),
        (("--test", "nobody"), "is no mail address"),
    ],
)
def test_what_is_no_single_address_is_bad_usage(sample: Path, args: tuple[str, ...], told: str) -> None:  # noqa: F811
    shown = digest(sample, "send", *args, "--yes")
    assert shown.exit_code == 2
    assert told in shown.output


def test_without_a_sender_the_line_to_write_is_told(sample: Path) -> None:  # noqa: F811
    configure(sample, "sender", 'sender = ""')
    shown = digest(sample, "send", "--test", "ada@reader.example", "--yes")
    assert shown.exit_code == 1
    assert "nobody sends this mail yet; write sender = " in shown.output


@pytest.mark.server
@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        ({}, 0, "took it: 250 2.0.0 queued as 42"),
        ({"RCPT": b"550 5.1.1 nobody"}, 1, "refused RCPT TO <ada@reader.example>: 550 5.1.1 nobody"),
        ({"dot": CLOSE}, 3, "in doubt: it had the whole mail"),
    ],
)
def test_what_the_server_says_is_told_with_its_code(
    sample: Path,  # noqa: F811
    change: dict[str, bytes],
    code: int,
    told: str,
) -> None:
    with scripted(**change) as server:
        through(sample, server.port)
        shown = digest(sample, "send", "--test", "ada@reader.example", "--yes")
    assert shown.exit_code == code
    assert told in shown.output
