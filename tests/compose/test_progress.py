"""What moved since an earlier edition, in one line from the figures; and what falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest import bookkeeping, editionjson
from digest.compose import progress, watch
from digest.model import Deal, Edition, Entry, Money, Period, Section, Since
from tests import records
from tests.records import NOW, entry, piece, story

RUMOUR = Deal("investment", "Tall Pines", ("Northwind",), Money(10e9, "USD", "at_least"), status="rumoured")
SIGNED = replace(RUMOUR, amount=Money(14.3e9), status="announced")


def printed(*deals: Deal, number: int = 3, said: Entry | None = None) -> Edition:
    ran = said or entry("Northwind in talks to invest over $10 billion in Tall Pines")
    told = story(ran)
    one = piece(ran.title, id=told.id, story=replace(told, deals=deals), deals=deals)
    week = replace(records.PERIOD, key=f"2026-W{40 + number}")
    made = records.edition(Section("deals", "Deals", "", (one,)), number=number, period=week)
    return editionjson.read(editionjson.write(made))


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        (RUMOUR, SIGNED, "over $10B rumoured → $14.3B announced"),
        (SIGNED, replace(SIGNED, status="closed"), "$14.3B announced → closed"),
        (SIGNED, replace(SIGNED, amount=Money(15.9e9)), "$14.3B announced → $15.9B announced"),
        (SIGNED, replace(SIGNED, valuation=Money(29e9)), "valuation $29B"),
        (SIGNED, replace(SIGNED, stake_percent=49), "stake 49%"),
        (SIGNED, SIGNED, ""),
        (SIGNED, RUMOUR, ""),
        (SIGNED, replace(SIGNED, amount=Money(14e9, "USD", "about")), ""),
    ],
    ids=["announced", "closed", "another sum", "valued", "stake", "same", "late rumour", "rounded"],
)
def test_what_moved_is_one_line(before: Deal, now: Deal, line: str) -> None:
    assert progress.moved(before, now) == line or (now is RUMOUR and line == "")


def test_a_deal_that_was_told_as_a_rumour_says_how_it_moved() -> None:
    fresh = replace(story(entry("Northwind signs $14.3 billion deal for Tall Pines")), deals=(SIGNED,))
    (found,) = progress.stories([fresh], [printed(RUMOUR)])
    assert found.since == Since(
        "2026-W43",
        3,
        "Northwind in talks to invest over $10 billion in Tall Pines",
        "over $10B rumoured → $14.3B announced",
        "developed",
    )


def test_of_several_editions_the_last_one_counts() -> None:
    fresh = replace(
        story(entry("Northwind closes deal for Tall Pines")), deals=(replace(SIGNED, status="closed"),)
    )
    (found,) = progress.stories([fresh], [printed(RUMOUR), printed(SIGNED, number=5)])
    assert found.since
    assert (found.since.number, found.since.change) == (5, "closed")


def test_a_report_that_now_states_another_sum_was_corrected() -> None:
    from digest.model import Statement

    ran = entry("Northwind invests $14.3 billion in Tall Pines")
    before = replace(SIGNED, statements=(Statement(ran.id, ran.title, "", SIGNED),))
    right = replace(SIGNED, amount=Money(13.4e9))
    now = replace(right, statements=(Statement(ran.id, "It invests $13.4 billion.", "", right),))
    (found,) = progress.stories([replace(story(ran), deals=(now,))], [printed(before, said=ran)])
    assert found.since
    assert found.since.change == "corrected"


def test_a_deal_that_is_called_off_is_not_closed() -> None:
    off = replace(
        story(entry("Northwind walks away from Tall Pines")), deals=(replace(SIGNED, status="withdrawn"),)
    )
    (found,) = progress.stories([off], [printed(SIGNED)])
    assert found.since
    assert (found.since.change, found.since.new) == ("withdrawn", "$14.3B announced → withdrawn")


def test_a_headline_that_corrects_says_that_the_story_was_corrected() -> None:
    since = Since("2026-W43", 3, "Northwind cuts jobs", "Not 1,500.")
    wrong = replace(story(entry("Correction: Northwind cuts 1,200 jobs, not 1,500")), since=since)
    (found,) = progress.stories([wrong], [printed(RUMOUR)])
    assert found.since
    assert found.since.change == "corrected"


def test_a_new_deal_says_nothing_of_earlier_editions() -> None:
    other = replace(story(entry("Larkspur raises $35 million")), deals=(Deal("funding", "Larkspur"),))
    (found,) = progress.stories([other], [printed(RUMOUR)])
    assert found.since is None


def test_a_count_that_has_grown_is_what_changed() -> None:
    before = entry("Northwind cuts 4,000 jobs", published=NOW - timedelta(days=9))
    after = entry("Northwind now cuts 6,000 jobs", published=NOW)
    (ran,) = bookkeeping.stories([story(before)])
    earlier = records.edition(Section("d", "D", "", (piece(before.title, id=ran.id, story=ran),)), number=2)
    since = Since(earlier.key, 2, before.title, "Northwind now cuts 6,000 jobs.")
    (found,) = bookkeeping.stories([replace(story(after), since=since)], [earlier])
    assert found.since
    assert (found.since.new.split()[0], found.since.change) == ("4,000", "developed")
    assert "→ 6,000" in found.since.new


def _expecting(text: str, published: datetime = NOW) -> Edition:
    ran = entry("Northwind and Tall Pines agree", text=text, published=published)
    (told,) = bookkeeping.stories([story(ran)])
    one = piece(ran.title, id=told.id, story=told)
    made = records.edition(Section("deals", "Deals", "", (one,)), number=7)
    return editionjson.read(editionjson.write(made))


def _week(monday: date) -> Period:
    start = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    return Period("week", start, start + timedelta(weeks=1), "UTC")


def test_a_dated_expectation_comes_back_in_the_edition_in_which_it_falls_due() -> None:
    earlier = _expecting("A court will hear the case on 14 January 2027. The judge is new.")
    assert watch.falling_due([earlier], _week(date(2027, 1, 4))) == ()
    (line,) = watch.falling_due([earlier], _week(date(2027, 1, 11)))
    assert (line.edition, line.number) == (earlier.key, 7)
    assert line.text.startswith("**14 January**")
    assert "“A court will hear the case on 14 January 2027.”" in line.text
    assert watch.falling_due([earlier], _week(date(2027, 1, 18))) == ()


def test_what_was_called_off_since_does_not_fall_due() -> None:
    earlier = _expecting("The purchase is expected to close by 14 January 2027.")
    piece_ = replace(earlier.pieces[0], deals=(SIGNED,))
    told = earlier.with_sections([replace(earlier.sections[0], pieces=(piece_,))])
    week = _week(date(2027, 1, 11))
    assert watch.falling_due([told], week)
    assert watch.falling_due([told], week, [replace(SIGNED, status="withdrawn")]) == ()
    later = printed(replace(SIGNED, status="closed"), number=9)
    assert watch.falling_due([told, later], week) == ()


def test_a_quarter_falls_due_on_its_last_day() -> None:
    earlier = _expecting("The purchase is expected to close in the first quarter of 2027.")
    (line,) = watch.falling_due([earlier], _week(date(2027, 3, 29)))
    assert line.text.startswith("**by 31 March**")


@pytest.mark.parametrize(
    "text",
    ["It will be built by 2030.", "It plans to hire in 2027.", "Will it close on 14 January 2027?"],
)
def test_what_no_reader_waits_for_is_not_kept(text: str) -> None:
    told = _expecting(text)
    assert told.pieces[0].story
    assert told.pieces[0].story.due == ()


def test_every_day_belongs_to_one_period() -> None:
    week = records.PERIOD
    following = replace(week, start=week.end, end=week.end + timedelta(weeks=1))
    assert following.days[0] == week.days[1] + timedelta(days=1)


def test_what_was_said_of_the_past_is_not_expected() -> None:
    told = _expecting("The hearing was held on 14 January 2026. They met in March.")
    assert told.pieces[0].story
    assert told.pieces[0].story.due == ()
