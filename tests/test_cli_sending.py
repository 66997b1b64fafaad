"""`digest send` as a person types it: who gets it is said first, nothing goes unasked, nothing is silent."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli
from digest.cli import agreeing
from digest.project import load
from digest.readers.people import People, opened
from digest.readers.records import Consent
from digest.sending import dispatching
from digest.sending.ledger import Ledger
from tests.sending.engines import Scripted
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures
from tests.test_press import configure

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
NAMES = ("ada", "bob", "cyd", "dan", "eve")


def digest(folder: Path, *args: str, says: str = "") -> Result:
    command = [*args, "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli.main, command, input=says, catch_exceptions=False)


def send(folder: Path, *args: str, says: str = "") -> Result:
    return digest(folder, "send", *args, says=says)


def on_people(folder: Path, do: Callable[[People], object]) -> None:
    with opened(load(folder / "sources.toml").people, {}) as people:
        do(people)


def join(folder: Path, *names: str) -> None:
    consent = Consent(NOW, "command line")

    def subscribe(people: People) -> None:
        for name in names:
            people.subscribe(f"{name}@example.org", "readers", consent, NOW)

    on_people(folder, subscribe)


def leave(folder: Path, name: str) -> None:
    on_people(folder, lambda people: people.remove(f"{name}@example.org", "readers", NOW))


def receipt(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / KEY / "receipt.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """What hands the mails over, by a script."""
    scripted = Scripted()
    monkeypatch.setattr(dispatching, "ENGINE", scripted)
    return scripted


@pytest.fixture
def approved(sample: Path) -> Path:  # noqa: F811
    """The sample, approved, with five readers."""
    assert digest(sample, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    join(sample, *NAMES)
    return sample


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to be asked."""
    monkeypatch.setattr(agreeing, "is_asked", lambda: True)


def test_a_dry_run_says_who_gets_it_and_who_does_not_and_sends_nothing(
    approved: Path, engine: Scripted
) -> None:
    leave(approved, "eve")
    shown = send(approved, "--dry-run")
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert lines[0].startswith("Sends “")
    assert lines[1] == "  to   the list “readers”: 4 of 5; 1 left"
    assert lines[2] == "  by   into the folder outbox beside the editions; nothing leaves this machine"
    assert lines[-1] == "Nothing was sent: this was a dry run."
    assert engine.got == []


def test_an_edition_that_is_not_approved_is_held_and_its_readers_are_counted(
    sample: Path,  # noqa: F811
    engine: Scripted,
) -> None:
    join(sample, "ada")
    shown = send(sample, "--yes")
    assert shown.exit_code == 3
    assert "Would go to the list “readers”: 1 of 1" in shown.output
    assert "is not approved" in shown.output
    assert engine.got == []


def test_an_edition_that_is_not_there_is_no_edition_that_is_not_approved(
    approved: Path, engine: Scripted
) -> None:
    shown = digest(approved, "send", "2025-W99", "--yes")
    assert shown.exit_code == 1
    assert "2025-W99: there is no such edition" in shown.output
    assert engine.got == []


def test_a_send_to_nobody_is_not_begun_and_names_the_lists_that_have_somebody(
    approved: Path, engine: Scripted
) -> None:
    configure(approved, "list +=", 'list = "raeders"')
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert "nobody on the list “raeders” would get it" in shown.output
    assert "there are the lists readers (5)" in shown.output
    configure(approved, "list +=", 'list = "readers"')
    assert send(approved, "--yes").exit_code == 0
    assert len(engine.got) == 5


def test_a_key_that_signs_is_missed_before_anybody_is_asked(approved: Path, engine: Scripted) -> None:
    configure(approved, "selector +=", 'selector = "mail"')
    configure(approved, "key_file +=", 'key_file = "keys/mail.pem"')
    shown = send(approved, "--dry-run")
    assert shown.exit_code == 1
    assert "mail.pem" in shown.output
    assert engine.got == []


def test_nothing_is_sent_where_nobody_can_be_asked(approved: Path, engine: Scripted) -> None:
    shown = send(approved)
    assert shown.exit_code == 2
    assert "there is nobody to ask here: nothing was sent to the list “readers” before" in shown.output
    assert engine.got == []


def test_everybody_gets_it_once_and_the_receipt_adds_up(approved: Path, engine: Scripted) -> None:
    leave(approved, "eve")
    shown = send(approved, "--yes")
    assert shown.exit_code == 0
    assert sorted(engine.got) == [f"{name}@example.org" for name in NAMES[:4]]
    place = approved / "outbox"
    assert shown.output.splitlines()[-1].startswith(f"{KEY}: 4 of 4 accepted, they lie in {place}; receipt: ")
    told = receipt(approved)
    assert (told["candidates"], told["mails"], told["excluded"]) == (5, {"accepted": 4}, {"left": 1})
    join(approved, "zoe")
    again = send(approved, "--yes")
    assert again.exit_code == 0
    assert "nothing is left to do; 4 were accepted" in again.output
    assert "1 joined since; the next edition goes to them too" in again.output
    assert len(engine.got) == 4


def test_the_status_says_that_it_was_sent(approved: Path, engine: Scripted) -> None:
    send(approved, "--yes")
    shown = digest(approved, "status").output
    assert f"editions      {KEY}  sent 20" in shown
    assert f"sends         readers:maildir/{KEY}  done; 5 of 5 accepted" in shown


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(("typed", "code"), [("readers\n", 0), ("5\n", 0), ("y\n", 3), ("4\n", 3)])
def test_the_first_time_the_list_or_the_count_is_typed(
    approved: Path, engine: Scripted, typed: str, code: int
) -> None:
    shown = send(approved, says=typed)
    assert "Look twice: nothing was sent to the list “readers” before." in shown.output
    assert shown.exit_code == code
    assert len(engine.got) == (5 if code == 0 else 0)


def test_every_address_that_was_not_accepted_is_named_last(approved: Path, engine: Scripted) -> None:
    engine.fates = {"bob@example.org": "rejected", "cyd@example.org": "retry_wait"}
    shown = send(approved, "--yes")
    assert shown.exit_code == 4
    assert "  bob@example.org: rejected: 550 no such user" in shown.output
    assert "  cyd@example.org: to try later: 451 later" in shown.output
    with (approved / KEY / "receipt.csv").open(encoding="utf-8", newline="") as file:
        assert {row["address"] for row in csv.DictReader(file)} == {"bob@example.org", "cyd@example.org"}


def test_a_limit_sends_the_first_ones_and_the_rest_can_be_resumed(approved: Path, engine: Scripted) -> None:
    first = send(approved, "--yes", "--limit", "2")
    assert first.exit_code == 4
    assert "only the first 2 now; the rest stays queued" in first.output
    assert f"digest send {KEY} --resume" in first.output
    rest = send(approved, "--resume")
    assert rest.exit_code == 0
    assert sorted(engine.got) == sorted(f"{name}@example.org" for name in NAMES)


def test_a_send_goes_on_with_what_was_approved_whatever_the_draft_says_now(
    approved: Path, engine: Scripted
) -> None:
    send(approved, "--yes", "--limit", "2")
    draft = approved / KEY / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
    changed = send(approved, "--yes")
    assert changed.exit_code == 3
    assert f"An earlier version is on its way: digest send {KEY} --resume" in changed.output
    assert send(approved, "--resume").exit_code == 0
    assert len(engine.got) == 5


def test_there_is_nothing_to_resume_before_it_was_begun(approved: Path, engine: Scripted) -> None:
    shown = send(approved, "--resume")
    assert shown.exit_code == 2
    assert "was not begun" in shown.output


def test_a_pause_ends_with_three_and_says_why(approved: Path, engine: Scripted) -> None:
    engine.paused = "mail.example.org does not let this user in"
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert "Paused: mail.example.org does not let this user in. To go on: " in shown.output
    engine.paused = ""
    assert send(approved, "--resume").exit_code == 0


def test_a_mail_in_doubt_waits_for_a_person_and_is_never_sent_again_by_itself(
    approved: Path, engine: Scripted
) -> None:
    engine.fates = {"dan@example.org": "in_doubt"}
    assert send(approved, "--yes").exit_code == 3
    assert send(approved, "--resume").exit_code == 3
    assert engine.got.count("dan@example.org") == 1
    sent = send(approved, "--resolve", "assume-sent", "--yes")
    assert "  dan@example.org: in doubt since" in sent.output
    told = send(approved, "--receipt")
    assert told.exit_code == 0
    assert "5 of 5 accepted (1 of them taken as sent, as you said)" in told.output
    assert (receipt(approved)["state"], receipt(approved)["assumed"]) == ("done", 1)


def test_a_mail_in_doubt_goes_once_more_when_a_person_says_so(approved: Path, engine: Scripted) -> None:
    engine.fates = {"dan@example.org": "in_doubt", "eve@example.org": "in_doubt"}
    send(approved, "--yes")
    shown = send(approved, "--resolve", "resend", "--reader", "dan@example.org", "--yes")
    assert "1 mail in doubt is to be sent again; 1 still in doubt" in shown.output
    engine.fates = {}
    send(approved, "--resume")
    assert (engine.got.count("dan@example.org"), engine.got.count("eve@example.org")) == (2, 1)


def test_a_list_that_has_doubled_is_looked_at_twice(approved: Path, engine: Scripted) -> None:
    """The edition before went to fewer."""

    def earlier(people: People) -> None:
        with people.database.writing() as db:
            values = (
                "readers:maildir/2025-W23",
                "readers",
                "2025-W23",
                "cd" * 32,
                "done",
                "",
                "2025-06-09T00:00:00+00:00",
            )
            db.execute("INSERT INTO sends VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 2, '', 0)", values)

    on_people(approved, earlier)
    shown = send(approved)
    assert shown.exit_code == 2
    assert "the list has 5 people, 150% more than the 2 of the edition before" in shown.output


def test_a_mail_that_is_not_like_the_approved_one_holds_the_send(approved: Path, engine: Scripted) -> None:
    engine.spoil = b"Bcc: mallory@example.org\r\n"
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert "has another header than what was approved (Bcc)" in shown.output
    assert engine.got == []


def test_a_template_that_changed_after_the_approval_holds_the_send(approved: Path, engine: Scripted) -> None:
    (approved / "templates").mkdir(exist_ok=True)
    (approved / "templates" / "email.txt").write_text("{{ broken", encoding="utf-8")
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert "cannot be printed any more as it was approved" in shown.output
    assert engine.got == []


def test_a_database_from_before_the_send_sends_nothing_again(approved: Path, engine: Scripted) -> None:
    database = load(approved / "sources.toml").people
    shutil.copy(database, approved / "backup.db")
    send(approved, "--yes")
    shutil.copy(approved / "backup.db", database)
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert f"does not know readers:maildir/{KEY}, which sent.log says was sent" in shown.output
    assert len(engine.got) == 5
    adopted = send(approved, "--adopt", "--yes")
    assert adopted.exit_code == 0
    assert send(approved, "--yes").exit_code == 3
    assert len(engine.got) == 5


def test_a_copy_of_the_project_sends_nothing_again(approved: Path, engine: Scripted, tmp_path: Path) -> None:
    send(approved, "--yes", "--limit", "2")
    shutil.copytree(approved, tmp_path / "copy")
    shown = send(tmp_path / "copy", "--resume")
    assert shown.exit_code == 3
    assert "the last mails went out from" in shown.output
    assert len(engine.got) == 2
    assert send(tmp_path / "copy", "--adopt", "--yes").exit_code == 0
    assert send(tmp_path / "copy", "--resume").exit_code == 0
    assert len(engine.got) == 5
    assert len(set(engine.got)) == 5


def test_another_version_reaches_only_who_has_had_none(approved: Path, engine: Scripted) -> None:
    engine.fates = {"bob@example.org": "rejected"}
    send(approved, "--yes")
    draft = approved / KEY / "draft.md"
    text = draft.read_text(encoding="utf-8").replace("\n### [", "\n### [Zwieback: ", 1)
    draft.write_text(text, encoding="utf-8")
    assert digest(approved, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    engine.fates = {}
    shown = send(approved, "--yes")
    assert "1 of 5; 4 have it already" in shown.output
    assert shown.exit_code == 0
    assert engine.got.count("bob@example.org") == 2
    assert len(engine.got) == 6


def test_an_option_of_its_own_stands_alone(approved: Path, engine: Scripted) -> None:
    assert send(approved, "--resume", "--adopt").exit_code == 2
    assert send(approved, "--reader", "ada@example.org").exit_code == 2


def test_the_receipt_and_the_books_are_for_their_owner_alone(approved: Path, engine: Scripted) -> None:
    send(approved, "--yes")
    private = [approved / KEY / "receipt.json", approved / KEY / "receipt.csv", approved / "sent.log"]
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    assert "@" not in (approved / "sent.log").read_text(encoding="utf-8")


def test_while_another_run_sends_this_one_says_so(approved: Path, engine: Scripted) -> None:
    with Ledger.open(approved / "sent.log"):
        shown = send(approved, "--yes")
    assert shown.exit_code == 5
    assert "another run is sending from there" in shown.output
    assert engine.got == []


def test_a_machine_gets_the_receipt_and_no_address(approved: Path, engine: Scripted) -> None:
    engine.fates = {"bob@example.org": "rejected"}
    command = ["send", "--yes", "--json", "--config", str(approved / "sources.toml")]
    shown = CliRunner().invoke(cli.main, command, catch_exceptions=False)
    told = json.loads(shown.stdout)
    assert (told["send"], told["candidates"]) == (f"readers:maildir/{KEY}", 5)
    assert told["mails"] == {"accepted": 4, "rejected": 1}
    assert "@" not in shown.stdout


def test_an_approval_that_was_withdrawn_while_somebody_was_asked_sends_nothing(
    approved: Path, engine: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> bool:
        digest(approved, "approve", "--withdraw")
        return True

    monkeypatch.setattr(agreeing, "is_asked", asked)
    shown = send(approved, says="readers\n")
    assert shown.exit_code == 3
    assert "is not approved any more; nothing was sent" in shown.output
    assert engine.got == []


def test_a_correction_says_how_many_have_the_edition_as_it_was(approved: Path, engine: Scripted) -> None:
    send(approved, "--yes", "--limit", "3")
    send(approved, "--resume")
    shown = digest(approved, "correct", KEY, "--note", "We wrote five; it is six.", "--mail")
    assert shown.exit_code == 0, shown.output
    assert "5 readers of the list “readers” got the edition by mail before." in shown.output


def test_when_both_books_are_lost_the_store_still_knows(approved: Path, engine: Scripted) -> None:
    send(approved, "--yes")
    for path in (*approved.glob("subscribers.db*"), approved / "sent.log"):
        path.unlink()
    join(approved, *NAMES)
    shown = send(approved, "--yes")
    assert shown.exit_code == 3
    assert "was sent on 20" in shown.output
    assert "5 of 5 on the list “readers”, by maildir" in shown.output
    assert len(engine.got) == 5
