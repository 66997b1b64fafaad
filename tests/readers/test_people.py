"""What a reader said wins, whatever comes before and after it; who is forgotten is gone from the disk."""

from __future__ import annotations

import sqlite3
import stat
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import BusyError
from digest.readers.people import HARD, REFUSED, SOFT, Outcome, People, Wish, opened
from digest.readers.records import Reason, Standing
from tests.readers.houses import CONSENT, LIST, NOW, bytes_on_disk

ADA = "ada@example.org"
DEEDS = ("add", "import", "ask", "leave", "remove", "suppress", "erase", "hard bounce", "complaint")
STOPS = {"leave", "remove", "suppress", "erase", "hard bounce", "complaint"}


def do(people: People, deed: str) -> None:
    reader, number = people.id_of(ADA), people.list_number(LIST)
    match deed:
        case "add":
            people.subscribe(ADA, LIST, CONSENT, NOW)
        case "import":
            people.join(LIST, [Wish(ADA.upper(), CONSENT)], NOW)
        case "ask":
            people.subscribe(ADA, LIST, CONSENT, NOW, Standing.PENDING)
        case "leave":
            people.leave(number, reader, NOW, "one-click")
        case "remove":
            people.remove(ADA, LIST, NOW)
        case "suppress":
            people.suppress(ADA, LIST, Reason.ASKED, NOW)
        case "erase":
            people.erase(ADA, NOW)
        case "hard bounce":
            people.bounced(reader, "readers/2026-W47", HARD, "5.1.1", "no such user", NOW)
        case "complaint":
            people.complained(number, reader, NOW)


def gets_mail(people: People) -> bool:
    members = [one for one in people.members(LIST) if one.address.casefold() == ADA]
    return any(one.standing is Standing.SUBSCRIBED and not one.suppressed for one in members)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DEEDS), max_size=10), st.sampled_from(sorted(STOPS)), st.lists(
    st.sampled_from(("add", "import", "ask", "erase")), max_size=5))  # fmt: skip
def test_who_is_to_get_no_mail_gets_none_whatever_came_before_and_is_imported_after(
    before: list[str], stop: str, after: list[str]
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "subscribers.db", {}) as home:
        for deed in ("add", *before):
            do(home, deed)
        known = home.id_of(ADA)
        do(home, stop)
        for deed in after:
            do(home, deed)
        assert not (known and gets_mail(home))


def test_only_the_owner_can_read_what_lies_there(people: People, tmp_path: Path) -> None:
    people.subscribe(ADA, LIST, CONSENT, NOW)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert {"subscribers.db", "subscribers.db-wal", "subscribers.keys"} <= modes.keys()
    del modes[".gitignore"]
    assert set(modes.values()) == {0o600}


def a_life(people: People) -> str:
    """Somebody with all that can be known of a reader; their id."""
    people.subscribe("Ada.Lovelace@example.org", LIST, CONSENT, NOW)
    people.subscribe("Ada.Lovelace@example.org", "daily", CONSENT, NOW)
    reader = people.id_of("ada.lovelace@example.org")
    words = "550 <Ada.Lovelace@example.org> unknown"
    people.bounced(reader, "readers/2026-W46", HARD, "5.1.1", words, NOW)
    with people.database.writing() as db:
        db.execute("INSERT INTO sends VALUES ('readers/2026-W46', 'readers', '2026-W46', '', 'done', '', '',"
                   " '{}', 1, '', 0)")  # fmt: skip
        db.execute(
            "INSERT INTO deliveries (send, reader, address, state, at, words) VALUES (?, ?, ?, ?, '', ?)",
            ("readers/2026-W46", reader, "Ada.Lovelace@example.org", "rejected", words),
        )
    return reader


def test_who_is_forgotten_is_gone_from_every_byte_on_the_disk(people: People, tmp_path: Path) -> None:
    for number in range(300):  # so that pages are split and merged
        people.subscribe(f"reader{number}@example.org", LIST, CONSENT, NOW)
    a_life(people)
    assert b"lovelace" in bytes_on_disk(tmp_path).lower()
    assert people.erase("ada.lovelace@example.org", NOW)
    assert b"lovelace" not in bytes_on_disk(tmp_path).lower()
    assert people.subscribe("ADA.lovelace@example.org", LIST, CONSENT, NOW) is Outcome.SUPPRESSED
    assert b"lovelace" not in bytes_on_disk(tmp_path).lower()


def test_a_copy_that_another_run_holds_is_told_and_gone_the_next_time(
    people: People,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people.database.rows("PRAGMA busy_timeout = 50")
    a_life(people)
    other = sqlite3.connect(tmp_path / "subscribers.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM readers").fetchall()
    with pytest.raises(BusyError, match="once more"):
        people.erase("ada.lovelace@example.org", NOW)
    other.execute("COMMIT")
    other.close()
    people.erase("ada.lovelace@example.org", NOW)
    assert b"lovelace" not in bytes_on_disk(tmp_path).lower()


def test_a_person_is_shown_everything_that_is_known_of_them(people: People) -> None:
    a_life(people)
    found = people.person("ada.lovelace@example.org")
    assert found["address"] == "Ada.Lovelace@example.org"
    assert [(one["list"], one["consent_source"]) for one in found["lists"]] == [
        ("daily", "form"),
        (LIST, "form"),
    ]
    assert [one["reason"] for one in found["suppressions"]] == ["bounced"]
    assert [one["state"] for one in found["mails"]] == ["rejected"]
    assert [one["status"] for one in found["bounces"]] == ["5.1.1"]
    people.erase("ada.lovelace@example.org", NOW)
    left = people.person("ada.lovelace@example.org")
    assert [left[name] for name in ("lists", "mails", "bounces")] == [[], [], []]
    assert [one["reason"] for one in left["suppressions"]] == ["erased"]


@pytest.mark.parametrize(("kind", "sends"), [(HARD, 1), (REFUSED, 2), (SOFT, 6)])
def test_an_address_is_given_up_after_so_many_sends_and_not_before(
    people: People,
    kind: str,
    sends: int,
) -> None:
    people.subscribe(ADA, LIST, CONSENT, NOW)
    reader = people.id_of(ADA)
    for number in range(1, sends):
        for _ in range(3):  # a report may come again and again
            assert not people.bounced(reader, f"readers/{number}", kind, "", "no", NOW)
    assert gets_mail(people)
    assert people.bounced(reader, f"readers/{sends}", kind, "", "no", NOW)
    assert not people.bounced(reader, f"readers/{sends}", kind, "", "no", NOW)
    assert not gets_mail(people)


def test_what_the_owner_lifts_lets_them_be_added_again_and_does_not_do_it(people: People) -> None:
    people.subscribe(ADA, LIST, CONSENT, NOW)
    people.remove(ADA, LIST, NOW)
    assert people.lift(ADA, LIST) == 1
    assert not gets_mail(people)
    assert people.subscribe(ADA, LIST, CONSENT, NOW) is Outcome.ADDED
    assert gets_mail(people)


def test_removing_from_a_list_that_nobody_knows_makes_none(people: People) -> None:
    people.subscribe(ADA, LIST, CONSENT, NOW)
    assert not people.remove(ADA, "typo", NOW)
    assert people.lists() == {LIST: 1}


def test_what_is_kept_for_a_while_goes_and_the_rest_stays(people: People) -> None:
    people.subscribe(ADA, LIST, CONSENT, NOW)
    people.subscribe("shy@example.org", LIST, CONSENT, NOW, Standing.PENDING)
    people.bounced(people.id_of(ADA), "readers/1", SOFT, "4.2.2", "full", NOW)
    people.seen("<1@example.org>", NOW)
    assert people.forget_older(NOW + timedelta(days=89)) == 0
    assert people.forget_older(NOW + timedelta(days=91)) == 2
    assert people.was_seen("<1@example.org>"), "else an old mail would act again"
    assert [one.address for one in people.readers(LIST)] == [ADA]
    assert people.id_of("shy@example.org") == ""
