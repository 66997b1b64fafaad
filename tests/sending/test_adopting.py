"""What a person decides about a copy: nobody gets a mail again, whichever of the two books knows of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import HeldError
from digest.readers.schema import FORM
from digest.readers.sends import Send, Sends
from digest.sending import guard
from digest.sending.adopting import adopt
from digest.sending.ledger import FILE, Entry, Ledger, Word, moment
from digest.sqlitefile import Database

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
AT = moment(NOW)
SEND = "readers/2026-W47"
READERS = [(f"r{number}", f"r{number}@example.org") for number in range(4)]
ROW = Send(SEND, "readers", "2026-W47", "ab" * 32, "prepared", "", AT, {"exclusions": {"left": 2}}, 0, AT)


class Place:
    """A database of readers and a ledger, as a run finds them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(folder / "subscribers.db", FORM)
        self.sends = Sends(self.database)
        self.ledger = Ledger.open(folder / FILE)

    def close(self) -> None:
        self.ledger.close()
        self.database.close()

    def hand(self, *readers: str, accepted: bool = True) -> None:
        """What a run does to both books."""
        for reader in readers:
            state = "accepted" if accepted else "handing"
            with self.database.writing() as db:
                sql = "UPDATE deliveries SET state = ?, handings = handings + 1 WHERE send = ? AND reader = ?"
                db.execute(sql, (state, SEND, reader))
            self.ledger.append([Entry(SEND, reader, Word.HANDING, 1, NOW)])
            if accepted:
                self.ledger.append([Entry(SEND, reader, Word.ACCEPTED, 1, NOW)])

    def admit(self) -> None:
        guard.admit(self.ledger, self.sends, SEND, NOW, {})

    def states(self) -> dict[str, str]:
        return {reader: self.sends.state_of(SEND, reader) for reader, _ in READERS}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path)
    found.admit()
    found.sends.prepare(ROW, READERS)
    yield found
    found.close()


def rolled_back(place: Place, backup: Path) -> Place:
    """The same place with its database as it was."""
    place.close()
    for path in place.folder.glob("subscribers.db*"):
        path.unlink()
    if backup.exists():
        shutil.copy(backup, place.folder / "subscribers.db")
    found = Place(place.folder)
    place.database, place.sends, place.ledger = found.database, found.sends, found.ledger
    return place


def snapshot(place: Place) -> Path:
    backup = place.folder / "backup.db"
    place.database.rows("VACUUM INTO ?", (str(backup),))
    return backup


def test_a_project_that_sends_from_where_it_sent_goes_on(place: Place) -> None:
    place.hand("r0", "r1")
    place.admit()


def test_a_power_cut_between_the_two_books_stops_nothing(place: Place) -> None:
    with place.database.writing() as db:
        db.execute("UPDATE deliveries SET state = 'handing', handings = 1 WHERE reader = 'r0'")
    place.admit()


def test_a_database_from_before_the_send_is_held_and_then_nobody_gets_it_again(place: Place) -> None:
    backup = snapshot(place)
    place.hand("r0", "r1")
    place.hand("r2", accepted=False)
    rolled_back(place, backup)
    with pytest.raises(HeldError, match=r"says less about readers/2026-W47 than sent\.log"):
        place.admit()
    assert not adopt(place.ledger, place.sends, NOW, {}).closed
    assert place.states() == {"r0": "accepted", "r1": "accepted", "r2": "in_doubt", "r3": "queued"}
    place.admit()


def test_a_deleted_database_closes_what_was_sent_from_it(place: Place, tmp_path: Path) -> None:
    place.hand("r0")
    rolled_back(place, tmp_path / "none")
    with pytest.raises(HeldError, match="does not know readers/2026-W47"):
        place.admit()
    assert adopt(place.ledger, place.sends, NOW, {}).closed == (SEND,)
    with pytest.raises(HeldError, match="is closed"):
        place.admit()
    guard.admit(place.ledger, place.sends, "readers/2026-W48", NOW, {})


def test_a_lost_ledger_is_held_and_then_written_again_from_the_database(place: Place) -> None:
    place.hand("r0", "r1")
    place.ledger.close()
    (place.folder / FILE).unlink()
    place.ledger = Ledger.open(place.folder / FILE)
    with pytest.raises(HeldError, match=r"sent\.log is gone, in which 2 mails stood"):
        place.admit()
    adopt(place.ledger, place.sends, NOW, {})
    assert place.ledger.last_words(SEND) == {"r0": Word.ACCEPTED, "r1": Word.ACCEPTED}
    place.admit()


def test_a_copy_in_another_folder_is_held_until_a_person_says_that_it_is_the_only_one(
    place: Place, tmp_path: Path
) -> None:
    place.hand("r0")
    place.close()
    shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    copy = Place(tmp_path / "copy")
    with pytest.raises(HeldError, match="the last mails went out from"):
        copy.admit()
    adopt(copy.ledger, copy.sends, NOW, {})
    copy.admit()
    assert copy.states()["r0"] == "accepted"
    copy.close()


def test_another_version_reaches_only_who_has_had_none(place: Place) -> None:
    place.hand("r0")
    place.hand("r1", accepted=False)
    after = place.sends.prepare(replace(ROW, revision="cd" * 32), READERS)
    assert place.states() == {"r0": "accepted", "r1": "in_doubt", "r2": "queued", "r3": "queued"}
    assert (after.revision, after.candidates) == ("cd" * 32, 6)


def test_a_doubt_is_decided_once_and_a_send_that_was_over_has_work_again(place: Place) -> None:
    place.hand("r0", "r1", "r2")
    with place.database.writing() as db:
        db.execute("UPDATE deliveries SET state = 'in_doubt' WHERE reader IN ('r1', 'r2')")
        db.execute("UPDATE sends SET state = 'done_with_failures'")
    assert [mail.address for mail in place.sends.in_doubt(SEND)] == ["r1@example.org", "r2@example.org"]
    assert place.sends.resolve(SEND, ["r1"], "accepted", "taken as sent", AT) == 1
    assert place.sends.resolve(SEND, ["r1", "r2"], "queued", "to be sent again", AT) == 1
    assert place.states() == {"r0": "accepted", "r1": "accepted", "r2": "queued", "r3": "queued"}
    found = place.sends.get(SEND)
    assert found
    assert found.state == "prepared"


def test_what_the_database_knows_better_it_keeps(place: Place) -> None:
    """A run was killed before the ledger had the end of a mail that the server had refused."""
    place.hand("r0", accepted=False)
    with place.database.writing() as db:
        db.execute("UPDATE deliveries SET state = 'rejected', words = '554 no' WHERE reader = 'r0'")
    adopt(place.ledger, place.sends, NOW, {})
    assert place.states()["r0"] == "rejected"
