"""The book of a run: whom a refusal blames, what outlives a busy disk, what stops before it begins."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from digest.deliver.transport import Answer, Parcel, Verdict
from digest.errors import BusyError
from digest.readers.deliveries import Deliveries
from digest.sending import running
from tests.sending.runs import GONE, NOW, SEND, UNKNOWN, Post, Server

NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay")
POLICY = Answer(Verdict.REFUSED, "550 5.7.1 we do not want you", "RCPT TO")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with Post.prepared(tmp_path, NAMES) as found:
        yield found


def bounces(post: Post) -> dict[str, tuple[str, str]]:
    """Status and words of what came back, by the reader's name."""
    rows = post.people.database.rows("SELECT reader, status, words FROM bounces")
    return {post.people.reader_of(who).partition("@")[0]: (status, words) for who, status, words in rows}


def test_who_is_not_known_is_remembered_with_the_servers_code_and_words(post: Post) -> None:
    post.run(Server({"cyd": [UNKNOWN]}))
    assert bounces(post) == {"cyd": ("5.1.1", "550 5.1.1 nobody here")}


def test_a_refusal_of_us_at_a_readers_address_is_not_counted_against_them(post: Post) -> None:
    post.run(Server({"cyd": [POLICY]}))
    assert post.states()["cyd"] == "rejected"
    assert "550 5.7.1 we do not want you" in post.mails()["cyd"].words
    assert bounces(post) == {}


def test_a_server_that_refuses_everybody_is_held_against_nobody(post: Post) -> None:
    relaying = Answer(Verdict.REJECTED, "550 relaying denied", "RCPT TO")
    post.run(Server({name: [relaying] for name in NAMES}))
    assert post.state()[0] == "paused"
    post.run(Server(), now=NOW + timedelta(hours=1))
    assert list(post.states().values()).count("rejected") == 3
    assert bounces(post) == {}


def test_an_answer_that_was_heard_outlives_a_busy_database(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, calls = Deliveries.settled, [0]

    def busy(self: Deliveries, db: sqlite3.Connection, *rest: object) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise BusyError("subscribers.db", "another run is using it")
        true(self, db, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Deliveries, "settled", busy)
    server = Server()
    with suppress(BusyError):
        post.run(server)
    assert "handing" not in post.states().values()
    accepted = [name for name, state in post.states().items() if state == "accepted"]
    assert sorted(f"{name}@example.org" for name in accepted) == sorted(server.took)


def test_who_was_forgotten_while_a_killed_run_had_their_mail_does_not_stop_the_next(post: Post) -> None:
    reader = post.people.id_of("cyd@example.org")
    with post.people.database.writing() as db:
        db.execute("UPDATE deliveries SET state = 'handing', handings = 1 WHERE reader = ?", (reader,))
    post.people.erase("cyd@example.org", NOW)
    server = Server(knows=True)
    post.run(server)
    assert len(server.took) == 5
    sql = "SELECT state FROM deliveries WHERE reader = ?"
    assert post.people.database.rows(sql, (reader,)) == [("in_doubt",)]


def test_a_mail_that_waits_for_its_turn_does_not_begin_after_the_run_was_stopped(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[running.Run] = []
    true = running.Run.go

    def go(self: running.Run, *rest: object) -> None:
        runs.append(self)
        true(self, *rest)  # type: ignore[arg-type]

    def first(_parcel: Parcel) -> None:
        threading.Timer(0.1, runs[0].stop, ("stopped",)).start()

    monkeypatch.setattr(running.Run, "go", go)
    server = Server(meanwhile=first)
    ran = post.run(server, per_minute=60)
    assert (ran.handed, len(server.took)) == (1, 1)
    assert list(post.states().values()).count("queued") == 5
    assert post.state() == ("paused", "stopped")


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_a_limit_holds_while_lines_break(post: Post, limit: int) -> None:
    server = Server({name: [GONE] for name in NAMES}, cut=1)
    for _ in range(9):
        post.run(Server(script=server.script, took=server.took, cut=1), limit=1, lines=4)
        if len(server.took) >= limit:
            break
    assert len(server.took) == limit
    assert len(set(server.took)) == limit
    with post.people.database.reading() as db:
        (handed,) = db.execute("SELECT sum(handings) FROM deliveries WHERE send = ?", (SEND,)).fetchone()
    assert handed == limit
