"""The clock as it runs: what it builds, sends, leaves to a person, and says."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest import approval, editionjson, heartbeat, pipeline, showing, start, status
from digest.errors import BusyError, HeldError, UsageError
from digest.listening import Listener
from digest.pipeline import Ticked
from digest.project import Project, load, opened
from digest.readers import tokens
from digest.readers.people import opened as people_of
from digest.readers.records import Consent
from digest.readers.tokens import Claim, Purpose
from digest.sendout import Begun, Sent
from tests.leaving import mails
from tests.test_cli import digest, here  # noqa: F401 - a fixture

MAIL = """
[mail]
sender = "Weekly <weekly@harbourpress.net>"
list_id = "weekly.harbourpress.net"
address = "1 Example Street, London"
unsubscribe_mail = "leave@harbourpress.net"
"""
WEEK = {
    46: "Sat, 14 Nov 2026 09:00:00 GMT",
    47: "Sat, 21 Nov 2026 09:00:00 GMT",
    48: "Sat, 28 Nov 2026 09:00:00 GMT",
}
NAMES = {
    46: "Southgate raises $3 billion for data centres",
    47: "Northwind raises $2 billion for AI chips",
    48: "Eastlake raises $4 billion to train AI models",
}


@dataclass
class Post:
    """A courier that writes down what it was given."""

    begins: list[str] = field(default_factory=list)
    stands: dict[str, Begun] = field(default_factory=dict)
    after: list[Begun] = field(default_factory=lambda: [Begun(is_over=True)])
    refuses: str = ""
    missed: int = 0

    def begun(self, _project: Project, key: str) -> Begun | None:
        return self.stands.get(key)

    def hindrance(self, _project: Project, _key: str) -> str:
        return self.refuses

    def send(self, project: Project, key: str, _now: datetime, _listen: Listener) -> Sent:
        if self.refuses:
            raise HeldError(key, self.refuses)
        approval.frozen(project, key)
        self.begins.append(key)
        self.stands[key] = self.after.pop(0) if len(self.after) > 1 else self.after[0]
        return Sent(key, self.stands[key], (f"{key} went out",), self.missed)


class Clock:
    """A project with one source and a courier, and a hand that turns the clock."""

    def __init__(self, folder: Path, **schedule: str) -> None:
        self.folder, self.post = folder, Post()
        (folder / "feeds").mkdir()
        start.init(folder)
        text = (folder / "sources.toml").read_text(encoding="utf-8")
        head = text[: text.index("[[sources]]")].replace('send          = ""', 'send = "monday 07:00"')
        for name, value in schedule.items():
            lines = [
                f'{name} = "{value}"' if line.split(" ")[0] == name else line for line in head.split("\n")
            ]
            head = "\n".join(lines)
        head = head[: head.index("[mail]")] + MAIL + head[head.index("[delivery]") :]
        sources = '[[sources]]\nname = "Wire"\nkind = "folder"\npath = "feeds/wire.xml"\n'
        (folder / "sources.toml").write_text(head + sources, encoding="utf-8")
        self.config = load(folder / "sources.toml")
        zone = self.config.edition.timezone
        (folder / "sources.toml").write_text(
            (head + sources).replace(f'timezone = "{zone}"', 'timezone = "UTC"'), encoding="utf-8"
        )
        self.config = load(folder / "sources.toml")
        self.publish()

    def publish(self, *weeks: int) -> None:
        items = "".join(
            f"<item><title>{NAMES[week]}</title><link>https://wire.example/{week}</link>"
            f"<description>{NAMES[week]}, the company said.</description>"
            f"<pubDate>{WEEK[week]}</pubDate></item>"
            for week in weeks
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
        (self.folder / "feeds" / "wire.xml").write_text(feed, encoding="utf-8")

    def tick(self, text: str) -> Ticked:
        with opened(self.config) as project:
            return pipeline.tick(project, moment(text), lambda *_: None, self.post)

    def approve(self, key: str, text: str) -> None:
        with opened(self.config) as project:
            approval.approve(project, key, moment(text), allowed=self.errors(project, key))

    @staticmethod
    def errors(project: Project, key: str) -> list[str]:
        from digest import desk

        return sorted({one.rule for one in desk.proof(project, key).findings if one.level == "error"})

    def slots(self) -> dict[str, str]:
        with opened(self.config) as project:
            return dict(project.store.settled())

    def headlines(self, key: str) -> list[str]:
        made = editionjson.read((self.config.out / key / "edition.json").read_text(encoding="utf-8"))
        return [piece.headline for piece in made.pieces]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """A clock that has run since the middle of a week; a person approves."""
    made = Clock(tmp_path)
    made.publish(46, 47)
    made.tick("2026-11-18T10:00")
    return made


def test_an_edition_is_built_at_its_cut_and_sent_at_its_time_once_it_is_approved(clock: Clock) -> None:
    assert clock.tick("2026-11-22T18:00").built
    assert clock.headlines("2026-W47") == [NAMES[47]]
    clock.approve("2026-W47", "2026-11-22T20:00")
    clock.tick("2026-11-23T06:59")
    assert clock.post.begins == []
    done = clock.tick("2026-11-23T07:00")
    assert [sent.words for sent in done.sent.sent] == [("2026-W47 went out",)]
    for text in ("2026-11-23T07:00", "2026-11-23T07:01", "2026-11-22T06:00", "2026-11-24T06:00"):
        clock.tick(text)
    assert clock.post.begins == ["2026-W47"]
    assert clock.slots()["send/2026-W47"] == "sent"


def test_a_late_approval_sends_once_and_one_that_is_too_late_is_told_once(clock: Clock) -> None:
    clock.tick("2026-11-22T18:00")
    waits = clock.tick("2026-11-23T07:00")
    assert waits.sent.held == (("2026-W47", "waits for your approval"),)
    assert showing.tick_code(waits) == 3
    clock.approve("2026-W47", "2026-11-23T20:00")
    clock.tick("2026-11-23T20:01")
    assert clock.post.begins == ["2026-W47"]
    clock.publish(46, 47, 48)
    clock.tick("2026-11-29T18:00")
    late = clock.tick("2026-12-01T07:01")
    assert [key for key, _ in late.sent.late] == ["2026-W48"]
    assert showing.tick_code(late) == 3
    clock.approve("2026-W48", "2026-12-01T08:00")
    assert clock.tick("2026-12-01T08:01").sent.late == ()
    assert clock.post.begins == ["2026-W47"]


def test_the_first_run_ever_sends_nothing_that_had_its_time_before(tmp_path: Path) -> None:
    clock = Clock(tmp_path, approval="auto")
    clock.publish(47)
    done = clock.tick("2026-11-23T08:00")
    assert done.built
    assert done.sent.sent == ()
    clock.tick("2026-11-23T09:00")
    assert clock.post.begins == []


def test_items_of_missed_and_quiet_weeks_come_in_the_next_edition_and_nowhere_twice(tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    clock.tick("2026-11-04T10:00")
    assert clock.tick("2026-11-08T18:00").built
    assert clock.slots()["2026-W45"] == "quiet"
    clock.publish(46, 47)
    back = clock.tick("2026-11-22T20:00")  # off for two weeks
    assert [period.key for period in back.missed] == ["2026-W46"]
    assert sorted(clock.headlines("2026-W47")) == sorted([NAMES[46], NAMES[47]])
    clock.publish(46, 47, 48)
    clock.tick("2026-11-29T18:00")
    assert clock.headlines("2026-W48") == [NAMES[48]]


def test_an_item_that_a_late_build_had_is_not_told_again_as_one_that_came_late(clock: Clock) -> None:
    clock.publish()
    clock.tick("2026-11-22T15:00")
    WEEK[47], before = "Sun, 22 Nov 2026 17:30:00 GMT", WEEK[47]
    try:
        clock.publish(47)
    finally:
        WEEK[47] = before
    clock.tick("2026-11-23T06:00")  # within the grace, and it sees the item only now
    clock.tick("2026-11-29T18:00")
    assert clock.headlines("2026-W47") == [NAMES[47]]
    assert clock.headlines("2026-W48") == []


def test_a_quiet_week_sends_nothing_and_says_so(tmp_path: Path) -> None:
    clock = Clock(tmp_path, approval="auto")
    clock.tick("2026-11-18T10:00")
    clock.tick("2026-11-22T18:00")
    done = clock.tick("2026-11-23T07:00")
    assert done.sent.quiet == ("2026-W47",)
    assert showing.tick_code(done) == 0
    assert clock.tick("2026-11-23T07:01").sent.quiet == ()
    assert clock.post.begins == []


def test_a_week_in_which_the_sources_failed_is_held_and_made_whole_once_they_answer(
    clock: Clock,
) -> None:
    feed = clock.folder / "feeds" / "wire.xml"
    feed.rename(feed.with_suffix(".away"))
    done = clock.tick("2026-11-22T18:00")
    assert showing.tick_code(done) == 3
    assert clock.slots()["2026-W47"] == "held"
    feed.with_suffix(".away").rename(feed)
    again = clock.tick("2026-11-22T21:00")
    assert again.built
    assert clock.slots()["2026-W47"] == "built"


def test_without_a_person_a_held_week_does_not_go_out(tmp_path: Path) -> None:
    clock = Clock(tmp_path, approval="auto")
    clock.publish(47)
    clock.tick("2026-11-18T10:00")
    (tmp_path / "feeds" / "wire.xml").unlink()
    clock.tick("2026-11-22T18:00")
    done = clock.tick("2026-11-23T07:00")
    assert [key for key, _ in done.sent.held] == ["2026-W47"]
    assert clock.post.begins == []


def test_without_a_person_only_what_the_gate_lets_pass_goes_out(tmp_path: Path) -> None:
    clock = Clock(tmp_path, approval="auto")
    clock.publish(47)
    clock.tick("2026-11-18T10:00")
    clock.tick("2026-11-22T18:00")
    draft = clock.config.out / "2026-W47" / "draft.md"
    good = draft.read_text(encoding="utf-8")
    draft.write_text(good.replace("$2 billion", "$9 billion"), encoding="utf-8")
    held = clock.tick("2026-11-23T07:00")
    assert "is not approved" in held.sent.held[0][1]
    assert showing.tick_code(held) == 3
    assert health(clock, "2026-11-23T07:00").words.startswith("held: 2026-W47 is not approved: ")
    draft.write_text(good, encoding="utf-8")
    done = clock.tick("2026-11-23T07:01")
    assert (done.sent.held, done.sent.approved) == ((), ("2026-W47",))
    assert clock.post.begins == ["2026-W47"]


def test_a_send_that_is_not_over_is_gone_on_with_when_its_time_comes(clock: Clock) -> None:
    clock.tick("2026-11-22T18:00")
    clock.approve("2026-W47", "2026-11-22T20:00")
    later = moment("2026-11-23T07:30")
    clock.post.after = [Begun(is_over=False, next_at=later), Begun(is_over=True)]
    assert showing.tick_code(clock.tick("2026-11-23T07:00")) == 4
    clock.tick("2026-11-23T07:29")
    assert clock.post.begins == ["2026-W47"]
    clock.tick("2026-11-23T07:30")
    clock.tick("2026-11-23T07:31")
    assert clock.post.begins == ["2026-W47", "2026-W47"]


def test_what_a_person_must_agree_to_is_held_and_an_address_not_reached_ends_with_4(
    clock: Clock,
) -> None:
    clock.tick("2026-11-22T18:00")
    clock.approve("2026-W47", "2026-11-22T20:00")
    clock.post.refuses = "nothing was sent to this list before"
    held = clock.tick("2026-11-23T07:00")
    assert "nothing was sent to this list before" in held.sent.held[0][1]
    clock.post.refuses, clock.post.missed = "", 2
    assert showing.tick_code(clock.tick("2026-11-23T07:01")) == 4


def test_a_wrong_clock_builds_and_sends_nothing(clock: Clock) -> None:
    with opened(clock.config) as project:
        heartbeat.noted(project, [moment("2026-11-18T10:00")], moment("2026-11-22T18:00"))
    done = clock.tick("2026-11-22T18:00")
    assert "ahead of those of the sources" in done.doubt
    assert done.built is None
    assert showing.tick_code(done) == 3
    with opened(clock.config) as project:
        heartbeat.noted(project, [moment("2026-11-22T18:01")], moment("2026-11-22T18:01"))
    assert clock.tick("2026-11-22T18:01").built


def test_a_clock_that_was_set_back_is_seen_by_the_run_before(clock: Clock) -> None:
    clock.tick("2026-11-25T10:00")
    assert "still to come" in clock.tick("2026-11-22T18:00").doubt


def test_after_a_gap_nothing_goes_out_until_a_source_has_said_the_time(clock: Clock) -> None:
    clock.tick("2026-11-22T18:00")
    clock.approve("2026-W47", "2026-11-22T20:00")
    feed = clock.folder / "feeds" / "wire.xml"
    feed.rename(feed.with_suffix(".away"))
    held = clock.tick("2026-11-23T07:00")
    assert "no source could be asked for the time" in held.sent.held[0][1]
    assert clock.tick("2026-11-23T07:14").gathered is None  # nor are they asked every minute
    assert clock.tick("2026-11-25T07:01").sent.late == ()  # it is not settled as too late either
    feed.with_suffix(".away").rename(feed)
    clock.tick("2026-11-23T08:00")  # the clock was wrong, and is right again
    assert clock.tick("2026-11-23T08:01").sent.sent
    assert clock.post.begins == ["2026-W47"]


def test_runs_within_the_hour_vouch_for_the_time_when_no_source_answers(clock: Clock) -> None:
    clock.tick("2026-11-22T18:00")
    clock.approve("2026-W47", "2026-11-22T20:00")
    clock.tick("2026-11-23T05:30")
    (clock.folder / "feeds" / "wire.xml").unlink()
    clock.tick("2026-11-23T06:20")
    assert clock.tick("2026-11-23T07:00").sent.sent


def test_the_sources_are_asked_for_the_time_before_an_edition_goes_out(clock: Clock) -> None:
    clock.tick("2026-11-22T18:00")
    clock.approve("2026-W47", "2026-11-22T20:00")
    clock.tick("2026-11-23T05:00")
    done = clock.tick("2026-11-23T07:00")  # not a time to collect
    assert done.gathered
    assert done.sent.sent


def test_two_machines_on_one_folder_do_not_tick_at_once(clock: Clock) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(opened(clock.config))
        mine = stack.enter_context(opened(clock.config))
        seen: list[BusyError] = []

        def meanwhile(_name: str, _done: int, _total: int) -> None:
            try:
                pipeline.tick(other, moment("2026-11-22T18:00"), lambda *_: None, clock.post)
            except BusyError as error:
                seen.append(error)

        assert pipeline.tick(mine, moment("2026-11-22T18:00"), meanwhile, clock.post).built
        assert seen
        assert all(error.exit_code == 5 for error in seen)
        after = pipeline.tick(other, moment("2026-11-22T18:00"), lambda *_: None, clock.post)
        assert after.built is None


def test_each_run_leaves_a_heartbeat_even_one_that_fails(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = clock.config.out / heartbeat.FILE
    assert json.loads(file.read_text(encoding="utf-8"))["state"] == "done"
    monkeypatch.setattr("digest.pipeline._built", _fails)
    with pytest.raises(OSError, match="disk"):
        clock.tick("2026-11-22T18:00")
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "at": "2026-11-22T18:00:00+00:00",
        "state": "failed",
        "note": "the disk is gone",
    }


def _fails(*_args: object, **_options: object) -> None:
    raise OSError("the disk is gone")


def health(clock: Clock, text: str, days: int = 8) -> status.Health:
    with opened(clock.config) as project:
        return status.health(status.of(project, moment(text)), moment(text), timedelta(days=days))


def test_a_monitor_is_told_whether_an_edition_came_or_waits(clock: Clock) -> None:
    assert health(clock, "2026-11-18T10:00").code == 1
    clock.tick("2026-11-22T18:00")
    waits = health(clock, "2026-11-23T07:00")
    assert (waits.code, waits.words) == (3, "held: 2026-W47 waits for your approval")
    clock.approve("2026-W47", "2026-11-23T07:30")
    clock.tick("2026-11-23T08:00")
    assert health(clock, "2026-11-30T08:00").words == "fine: 2026-W47, 2026-11-23 08:00 UTC"
    old = health(clock, "2026-12-02T08:00")
    assert old.code == 1
    assert "too old" in old.words


@pytest.fixture
def typed(here: Path) -> Clock:  # noqa: F811
    """A clock in the folder where commands are typed."""
    return Clock(here)


def test_status_tells_when_the_next_edition_goes_out_and_for_whom_it_waits(typed: Clock) -> None:
    typed.publish(47)
    typed.tick("2026-11-18T10:00")
    typed.tick("2026-11-22T18:00")
    told = digest("status", "--now", "2026-11-23T05:00").output
    assert "next send     2026-W47, Monday 23 November 2026 07:00" in told
    assert (
        "waiting       2026-W47: waits for your approval"
        in digest("status", "--now", "2026-11-23T08:00").output
    )
    line = digest("status", "--max-age", "8d", "--now", "2026-11-23T08:00")
    assert (line.exit_code, line.output) == (3, "held: 2026-W47 waits for your approval\n")
    with pytest.raises(UsageError, match="is no length of time"):
        status.length("soon")


def test_run_once_says_what_waits_and_ends_with_3(typed: Clock) -> None:
    typed.publish(47)
    digest("run", "--once", "--now", "2026-11-18T10:00")
    digest("run", "--once", "--now", "2026-11-22T18:00")
    done = digest("run", "--once", "--now", "2026-11-23T07:00")
    assert done.exit_code == 3
    assert "Held: 2026-W47: waits for your approval" in done.stderr


def test_run_once_heeds_who_has_left_by_mail_before_it_sends(typed: Clock) -> None:
    sources = typed.folder / "sources.toml"
    for name in ("new", "cur", "tmp"):
        (typed.folder / "inbox" / name).mkdir(parents=True)
    text = re.sub(r'(?m)^kind( *)= ""', r'kind\1= "maildir"', sources.read_text(encoding="utf-8"))
    sources.write_text(re.sub(r'(?m)^path( *)= ""', r'path\1= "inbox"', text), encoding="utf-8")
    at = moment("2026-11-18T10:00")
    with people_of(typed.config.people, {}) as people:
        people.subscribe("ada@reader.example", "readers", Consent(at, "here"), at)
        claim = Claim(Purpose.LEAVE, people.list_number("readers"), people.id_of("ada@reader.example"))
        mail = mails.unsubscribe(tokens.token(people.keys, claim))
    (typed.folder / "inbox" / "new" / "1.host").write_bytes(mail)
    done = digest("run", "--once", "--now", "2026-11-18T10:00")
    assert "Mailbox: 1 " in done.output
    assert digest("subscribers", "list").output.splitlines()[-1] == "readers: 1 left"


def test_status_says_that_the_first_send_to_a_list_waits_for_a_person(typed: Clock) -> None:
    typed.publish(47)
    typed.tick("2026-11-18T10:00")
    typed.tick("2026-11-22T18:00")
    typed.approve("2026-W47", "2026-11-22T20:00")
    digest("subscribers", "add", "ada@reader.example")
    told = digest("status", "--now", "2026-11-23T08:00").output
    assert (
        "waiting       2026-W47: nothing was sent to the list “readers” before; look at it and send" in told
    )
    line = digest("status", "--max-age", "8d", "--now", "2026-11-23T08:00")
    assert line.exit_code == 3


def test_status_says_of_an_edition_that_its_time_is_over(typed: Clock) -> None:
    typed.publish(47)
    typed.tick("2026-11-18T10:00")
    typed.tick("2026-11-22T18:00")
    typed.tick("2026-11-26T08:00")
    told = digest("status", "--now", "2026-11-26T08:00").output
    assert "2026-W47  draft, built 2026-11-22 18:00; too late to go out by itself" in told
