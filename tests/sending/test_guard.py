"""A database that was rolled back, deleted or copied sends nothing; a project at home does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver.states import State
from digest.sending import guard
from digest.sending.guard import Home, Kept, Noted
from digest.sending.ledger import FILE, Entry, Ledger, Word, closed_line, home_line

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
SEND = "readers/2026-W47"
HOME = Home("0" * 32, "ada", "/srv/digest/out")
SAYS = Noted("k3", HOME, {SEND: 200})
KEPT = Kept("k3", {SEND: 200}, {SEND: 199})


def test_a_project_at_home_may_send() -> None:
    assert guard.disagreement(SAYS, KEPT, HOME) == ""


def test_a_new_project_may_send() -> None:
    assert guard.disagreement(Noted(), Kept(), HOME) == ""
    assert guard.disagreement(Noted(), Kept(handings={SEND: 0}), HOME) == ""


@pytest.mark.parametrize(
    ("says", "kept", "told"),
    [
        (SAYS, Kept(), "does not know readers/2026-W47"),
        (SAYS, Kept("k3", {"readers/2026-W46": 9}), "does not know readers/2026-W47"),
        (SAYS, Kept("k3", {SEND: 150}), "says less about readers/2026-W47 than sent.log"),
        (SAYS, Kept("z9", {SEND: 200}), "do not belong together"),
        (SAYS, Kept("", {SEND: 200}), "do not belong together"),
        (Noted(), KEPT, "sent.log is gone, in which 200 mails stood"),
        (Noted("k3", HOME, {}), KEPT, "sent.log says nothing about readers/2026-W47"),
    ],
)
def test_what_does_not_fit_together_is_told(says: Noted, kept: Kept, told: str) -> None:
    assert told in guard.disagreement(says, kept, HOME)


def test_a_copy_elsewhere_names_both_places() -> None:
    there = Home("1" * 32, "bob", "/home/bob/out")
    told = guard.disagreement(SAYS, KEPT, there)
    assert told == "the last mails went out from ada, /srv/digest/out, and this is bob, /home/bob/out"


def test_a_copy_in_the_same_place_is_told_from_the_original() -> None:
    assert "is a copy" in guard.disagreement(SAYS, KEPT, Home("1" * 32, "ada", "/srv/digest/out"))


def test_a_send_that_was_closed_need_not_be_known() -> None:
    says = Noted("k3", HOME, {SEND: 200}, {SEND: "the database was deleted"})
    assert guard.disagreement(says, Kept("k3"), HOME) == ""
    assert guard.disagreement(says, Kept("k3", {SEND: 150}), HOME) == ""


def test_mails_that_were_about_to_go_when_the_power_went_are_no_disagreement() -> None:
    """Their handing is in the database, and their line was not written yet."""
    assert guard.disagreement(Noted("k3", HOME), Kept("k3", {SEND: 4}), HOME) == ""
    assert guard.differing({}, [("anna", 1, State.HANDING)]) == ""


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("anna", 0, State.QUEUED), "of 1 reader sent.log says more"),
        (("anna", 3, State.HANDING), "of 1 reader sent.log says less"),
        (("berta", 1, State.ACCEPTED), "does not say that it was handed over"),
    ],
)
def test_one_reader_about_whom_they_differ_is_found(row: tuple[str, int, State], told: str) -> None:
    assert told in guard.differing({"anna": 1}, [row])


def test_a_reader_whom_the_database_forgot_is_found() -> None:
    assert "rolled back" in guard.differing({"anna": 1, "berta": 1}, [("anna", 1, State.ACCEPTED)])


def test_a_copied_file_has_another_home_and_the_same_file_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / FILE, tmp_path / "b" / FILE
    for path in (one, other):
        Ledger.open(path).close()
    copied = one.with_name("copy")
    copied.write_bytes(one.read_bytes())
    marks = {guard.here(path, {}).mark for path in (one, other, copied)}
    assert len(marks) == 3
    assert guard.here(one, {}) == guard.here(one, {})


def test_a_machine_that_is_made_anew_each_time_can_say_who_it_is(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / FILE, tmp_path / "b" / FILE
    for path in (one, other):
        Ledger.open(path).close()
    named = {guard.VARIABLE: "weekly at the CI"}
    assert guard.here(one, named).mark == guard.here(other, named).mark


def test_what_a_ledger_says_as_a_whole_is_read_from_its_lines(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / FILE) as ledger:
        ledger.write([home_line("k3", "old", "eve", "/x", NOW), home_line("k3", *_parts(HOME), NOW)])
        ledger.append(Entry(SEND, reader, Word.HANDING, 1, NOW) for reader in ("anna", "berta"))
        ledger.append([Entry(SEND, "anna", Word.ACCEPTED, 1, NOW)])
        ledger.write([closed_line("readers/2026-W46", "adopted", NOW)])
        says = guard.noted(ledger.records())
    assert says == Noted("k3", HOME, {SEND: 2}, {"readers/2026-W46": "adopted"})


def _parts(home: Home) -> tuple[str, str, str]:
    return home.mark, home.host, home.folder
