"""A run: every answer of a server has its state, nothing is sent twice, and trouble blames nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digest.deliver.transport import Answer, Parcel
from digest.errors import StoreError
from digest.readers.records import Reason
from digest.sending.ledger import Ledger
from tests.sending.runs import (
    BROKEN,
    FINE,
    GONE,
    GREY,
    LATER,
    NOW,
    SILENT,
    UNKNOWN,
    UNWANTED,
    Post,
    Server,
)

NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with Post.prepared(tmp_path, NAMES) as found:
        yield found


def everybody(state: str, **others: str) -> dict[str, str]:
    return {name: others.get(name, state) for name in NAMES}


@pytest.mark.parametrize("lines", [1, 3, 20])
def test_each_reader_has_one_mail_over_any_number_of_lines(post: Post, lines: int) -> None:
    server = Server()
    ran = post.run(server, lines=lines)
    assert sorted(server.took) == [f"{name}@example.org" for name in NAMES]
    assert (post.states(), post.state(), ran.handed) == (everybody("accepted"), ("done", ""), len(NAMES))
    assert post.handings() == dict.fromkeys(NAMES, 1)


def test_a_run_with_nothing_to_do_opens_no_line(post: Post) -> None:
    post.run(Server())
    server = Server()
    post.run(server)
    assert (server.lines, server.took) == (0, [])


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (GREY, "retry_wait"),
        (LATER, "retry_wait"),
        (BROKEN, "retry_wait"),
        (UNKNOWN, "rejected"),
        (UNWANTED, "rejected"),
        (SILENT, "in_doubt"),
        (GONE, "accepted"),  # the next line takes it
    ],
)
def test_every_answer_has_its_state_and_the_others_go_on(post: Post, answer: Answer, state: str) -> None:
    server = Server({"cyd": [answer]})
    post.run(server)
    assert post.states() == everybody("accepted", cyd=state)
    assert len(server.took) == len(set(server.took))


def test_a_mail_is_on_both_books_before_its_text_goes(post: Post) -> None:
    seen: list[tuple[str, str]] = []

    def look(parcel: Parcel) -> None:
        name = parcel.to.partition("@")[0]
        lines = (post.folder / "sent.log").read_text(encoding="ascii").splitlines()
        reader = post.people.id_of(parcel.to)
        assert any(f'"reader":"{reader}","handing":1' in line for line in lines)
        seen.append((name, post.mails()[name].state))

    post.run(Server(meanwhile=look))
    assert sorted(seen) == [(name, "handing") for name in NAMES]


def test_a_mail_that_was_put_off_is_tried_again_later_and_later_until_a_day_is_over(post: Post) -> None:
    server = Server({"cyd": [GREY] * 99})
    waits, now = [], NOW
    post.run(server, now=now)
    while post.states()["cyd"] == "retry_wait":
        due = post.mails()["cyd"].next_at
        waits.append(round((type(NOW).fromisoformat(due) - now) / timedelta(minutes=1)))
        before = server.lines
        post.run(server, now=now + timedelta(minutes=waits[-1] - 1))
        assert server.lines == before, "too early"
        now = type(NOW).fromisoformat(due)
        post.run(server, now=now)
    assert waits[:6] == [5, 10, 20, 40, 60, 60]
    assert timedelta(hours=23) < now - NOW <= timedelta(hours=25)
    assert post.states() == everybody("accepted", cyd="expired")
    assert post.state() == ("done_with_failures", "")


def test_greylisting_ends_well(post: Post) -> None:
    server = Server({name: [GREY] for name in NAMES})
    post.run(server)
    assert (set(post.states().values()), post.state()[0]) == ({"retry_wait"}, "sending")
    post.run(server, now=NOW + timedelta(minutes=6))
    assert (post.states(), post.state()[0]) == (everybody("accepted"), "done")
    assert sorted(server.took) == sorted(set(server.took))


def test_three_lasting_refusals_in_a_row_pause_the_send(post: Post) -> None:
    server = Server({name: [UNWANTED] for name in NAMES})
    post.run(server)
    states = list(post.states().values())
    assert states.count("rejected") == 3
    assert states.count("queued") == 3
    assert post.state()[0] == "paused"
    assert "554 spam" in post.state()[1]


def test_a_refusal_of_the_mail_itself_never_suppresses_its_reader(post: Post) -> None:
    post.run(Server({"cyd": [UNWANTED]}))
    assert list(post.people.suppressions()) == []


def test_an_unknown_reader_is_suppressed_after_the_second_edition(post: Post) -> None:
    post.run(Server({"cyd": [UNKNOWN]}))
    assert list(post.people.suppressions()) == []
    assert post.people.bounced(
        post.people.id_of("cyd@example.org"), "readers/2026-W48", "refused", "", "", NOW
    )


def test_two_doubts_in_a_row_pause_the_send(post: Post) -> None:
    server = Server({name: [SILENT] for name in NAMES})
    post.run(server)
    assert list(post.states().values()).count("in_doubt") == 2
    assert post.state()[0] == "paused"


def test_what_is_in_doubt_is_not_sent_again_by_itself(post: Post) -> None:
    server = Server({"cyd": [SILENT]})
    post.run(server)
    for days in (0, 1, 9):
        post.run(server, now=NOW + timedelta(days=days))
    assert server.took.count("cyd@example.org") == 1
    assert post.state()[0] == "done_with_failures"


def test_lines_that_bring_nothing_pause_the_send_and_blame_nobody(post: Post) -> None:
    server = Server({name: [GONE] * 9 for name in NAMES})
    post.run(server)
    assert (post.states(), server.lines) == (everybody("queued"), 3)
    assert post.state() == ("paused", "3 lines to the server broke off and brought nothing: 421 going down")


def test_a_server_that_hangs_up_on_one_address_does_not_stop_the_others(post: Post) -> None:
    post.run(Server({"cyd": [GONE] * 99}))
    assert post.states() == everybody("accepted", cyd="retry_wait")


def test_a_server_that_closes_every_line_after_two_mails_takes_each_once(post: Post) -> None:
    server = Server(cut=2)
    post.run(server, lines=2)
    assert sorted(server.took) == [f"{name}@example.org" for name in NAMES]
    assert post.state() == ("done", "")


def test_a_limit_leaves_the_rest_in_the_queue(post: Post) -> None:
    server = Server({"ada": [GONE]})
    assert post.run(server, limit=2, lines=3).handed == 2
    assert len(server.took) == 2
    assert list(post.states().values()).count("queued") == 4
    post.run(server)
    assert sorted(server.took) == [f"{name}@example.org" for name in NAMES]


@pytest.mark.parametrize(
    "go",
    [
        lambda post: post.people.remove("fay@example.org", "readers", NOW),
        lambda post: post.people.suppress("fay@example.org", "", Reason.COMPLAINED, NOW),
        lambda post: post.people.erase("fay@example.org", NOW),
    ],
)
def test_who_leaves_before_their_mail_is_claimed_gets_none(post: Post, go: Callable[[Post], object]) -> None:
    go(post)
    server = Server()
    post.run(server)
    assert "fay@example.org" not in server.took
    assert len(server.took) == 5
    assert "skipped" in [mail.state for mail in post.mails().values()]
    assert post.state() == ("done", "")


def test_what_died_on_its_way_is_looked_up_where_that_can_be_done(post: Post) -> None:
    set_state(post, "handing", "ada", "bob")
    server = Server(took=["ada@example.org"], knows=True)
    post.run(server)
    assert post.states() == everybody("accepted")
    assert sorted(server.took) == [f"{name}@example.org" for name in NAMES]


def test_what_died_on_its_way_is_in_doubt_where_nobody_can_know(post: Post) -> None:
    set_state(post, "handing", "ada", "bob")
    server = Server()
    post.run(server)
    assert post.states() == everybody("accepted", ada="in_doubt", bob="in_doubt")
    assert len(server.took) == 4


def test_a_mail_over_which_the_program_dies_again_and_again_goes_last_and_then_is_set_aside(
    post: Post,
) -> None:
    for _ in range(3):
        set_state(post, "claimed", "ada")
        server = Server({name: [GREY] for name in NAMES})
        with post.people.database.writing() as db:
            db.execute("UPDATE sends SET changed_at = '2026-11-22T19:00:00+00:00'")
        post.run(server, limit=1)
        with post.people.database.writing() as db:
            db.execute("UPDATE deliveries SET at = '2026-11-22T18:00:00+00:00' WHERE state <> 'expired'")
    assert post.states()["ada"] == "expired"
    assert "set aside" in post.mails()["ada"].words


def test_a_ledger_that_takes_nothing_lets_nothing_out(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    server, calls = Server(), [0]
    true = Ledger.append

    def full(self: Ledger, entries: object) -> None:
        calls[0] += 1
        if calls[0] == 4:
            raise StoreError("sent.log", "the disk is full")
        true(self, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "append", full)
    with pytest.raises(StoreError, match="disk is full"):
        post.run(server)
    monkeypatch.undo()
    before = len(server.took)
    assert before < len(NAMES)
    assert "handing" not in post.states().values()
    post.run(server)
    assert sorted(server.took) == [f"{name}@example.org" for name in NAMES]


def test_a_pace_is_kept_over_all_lines(post: Post) -> None:
    ran = post.run(Server(), lines=4, per_minute=1200)
    assert ran.took_s >= 5 * 0.05


def test_the_tally_ends_as_the_database_does(post: Post) -> None:
    assert FINE.words
    post.run(Server({"ada": [GREY], "bob": [UNKNOWN], "cyd": [SILENT]}))
    assert sorted(post.states().values()) == ["accepted"] * 3 + ["in_doubt", "rejected", "retry_wait"]


def set_state(post: Post, state: str, *names: str) -> None:
    """As a run that died has left it."""
    readers = [post.people.id_of(f"{name}@example.org") for name in names]
    handings = int(state == "handing")
    with post.people.database.writing() as db:
        db.executemany(
            "UPDATE deliveries SET state = ?, handings = handings + ? WHERE reader = ?",
            [(state, handings, reader) for reader in readers],
        )


def test_every_try_is_counted(post: Post) -> None:
    post.run(Server({"ada": [UNKNOWN], "bob": [SILENT], "cyd": [GREY], "dan": [GONE]}))
    assert [post.mails()[name].attempts for name in ("ada", "bob", "cyd", "dan")] == [1, 1, 1, 1]
