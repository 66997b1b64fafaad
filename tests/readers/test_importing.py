"""Each line of an import has its answer, and what a reader said wins over every file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from digest.readers.importing import Answer, Fate, taken
from digest.readers.people import People
from digest.readers.records import Reason, Standing
from digest.readers.tables import Line
from tests.readers.houses import CONSENT, LIST, NOW


def imported(people: People, *cells: str | Line, is_trial: bool = False) -> list[Answer]:
    lines = [cell if isinstance(cell, Line) else Line(number, cell) for number, cell in enumerate(cells, 1)]
    return list(taken(people, LIST, lines, CONSENT, NOW, is_trial=is_trial))


def fates(answers: Sequence[Answer]) -> list[Fate]:
    return [answer.fate for answer in answers]


def test_each_line_is_told_what_became_of_it(people: People) -> None:
    imported(people, "old@example.org", "gone@example.org", "loud@example.org")
    people.remove("gone@example.org", LIST, NOW)
    people.suppress("loud@example.org", "", Reason.COMPLAINED, NOW)
    answers = imported(
        people,
        "ada@example.org",
        "old@example.org",
        "ADA@example.org",
        "nobody",
        "gone@example.org",
        "loud@example.org",
        "bob@example.org",
    )
    assert fates(answers) == [
        Fate.ADDED,
        Fate.ALREADY,
        Fate.DUPLICATE,
        Fate.BAD,
        Fate.LEFT,
        Fate.SUPPRESSED,
        Fate.ADDED,
    ]
    assert [answer.why for answer in answers][2:6] == [
        "as in line 1",
        "“nobody” has no @",
        "left on 2026-11-22: removed by the owner",
        "complained on 2026-11-22",
    ]


def test_a_trial_answers_the_same_and_writes_nothing(people: People) -> None:
    imported(people, "old@example.org")
    cells = ("ada@example.org", "old@example.org", "ada@example.org", "nobody")
    before = list(people.readers(LIST))
    tried = imported(people, *cells, is_trial=True)
    assert list(people.readers(LIST)) == before
    assert imported(people, *cells) == tried


def test_a_second_import_of_the_same_file_changes_nothing(people: People) -> None:
    imported(people, "ada@example.org", "bob@example.org")
    before = list(people.readers(LIST))
    assert fates(imported(people, "ada@example.org", "bob@example.org")) == [Fate.ALREADY] * 2
    assert list(people.readers(LIST)) == before


@pytest.mark.parametrize("status", ["unsubscribed", "Cleaned", "blocklisted", "left", "pending"])
def test_whom_another_program_had_lost_is_not_brought_in(people: People, status: str) -> None:
    (answer,) = imported(people, Line(1, "ada@example.org", status=status))
    assert (answer.fate, answer.why) == (Fate.ELSEWHERE, f"the file says “{status}”")
    assert not list(people.readers(LIST))


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("2024-03-01", "2024-03-01T00:00:00+00:00"),
        ("2024-03-01 12:30:00 UTC", "2024-03-01T12:30:00+00:00"),
        ("2024-03-01T12:30:00+02:00", "2024-03-01T10:30:00+00:00"),
        ("01.03.2024", "2024-03-01T00:00:00+00:00"),
    ],
)
def test_the_proof_of_consent_is_kept_as_the_file_has_it(people: People, date: str, at: str) -> None:
    imported(people, Line(1, "ada@example.org", consent_at=date, consent_source="fair", consent_text="v7"))
    (reader,) = people.readers(LIST)
    assert (reader.consent.at.isoformat(), reader.consent.source, reader.consent.text) == (at, "fair", "v7")


@pytest.mark.parametrize("date", ["03/01/2024", "yesterday", "2031-01-01"])
def test_a_date_that_is_none_or_lies_ahead_is_no_proof(people: People, date: str) -> None:
    answers = imported(people, Line(1, "ada@example.org", consent_at=date), "bob@example.org")
    assert fates(answers) == [Fate.BAD, Fate.ADDED]
    assert date in answers[0].why


def test_only_they_themselves_come_back_after_they_left(people: People) -> None:
    imported(people, "ada@example.org")
    reader, number = people.id_of("ada@example.org"), people.list_number(LIST)
    people.leave(number, reader, NOW, "one-click")
    people.subscribe("ada@example.org", LIST, CONSENT, NOW, Standing.PENDING)
    assert fates(imported(people, "ada@example.org")) == [Fate.LEFT]
    assert people.confirm(number, reader, NOW + timedelta(hours=1))
    assert fates(imported(people, "ada@example.org")) == [Fate.ALREADY]


@pytest.mark.parametrize("status", ["Abgemeldet", "opt-out", "0", "false", "whatever", "Unsubscribed"])
def test_who_is_not_subscribed_elsewhere_by_any_word_is_not_added(people: People, status: str) -> None:
    (answer,) = imported(people, Line(1, "ada@example.org", status))
    assert (answer.fate, status in answer.why) == (Fate.ELSEWHERE, True)
    assert list(people.readers(LIST)) == []


def test_who_left_elsewhere_is_taken_off_and_no_file_brings_them_back(people: People) -> None:
    imported(people, "ada@example.org", "bob@example.org")
    gone = [
        Line(1, "Ada@example.org", "unsubscribed"),
        Line(2, "cyd@example.org", "Opted Out"),
        Line(3, "bob@example.org", left="2021-05-05"),
    ]
    tried = imported(people, *gone, is_trial=True)
    assert imported(people, *gone) == tried
    assert fates(tried) == [Fate.TAKEN_OFF, Fate.ELSEWHERE, Fate.ELSEWHERE]  # Bob came after that
    assert fates(imported(people, "ada@example.org", "cyd@example.org", "bob@example.org")) == [
        *(Fate.LEFT, Fate.LEFT, Fate.ALREADY)
    ]
    assert people.id_of("cyd@example.org") == ""  # of strangers only a hash is kept


def test_of_two_lines_about_one_reader_the_one_that_says_they_left_wins(people: People) -> None:
    lines = (Line(1, "ada@example.org"), Line(2, "ada@example.org", "unsubscribed"))
    tried = imported(people, *lines, is_trial=True)
    answers = imported(people, *lines)
    assert answers == tried
    assert fates(answers) == [Fate.ADDED, Fate.TAKEN_OFF]


def test_a_column_that_says_when_somebody_left_is_heeded(people: People) -> None:
    left = Line(1, "ada@example.org", left="2021-05-05 10:00")
    stays = Line(2, "bob@example.org", "active", left="no")
    assert fates(imported(people, left, stays)) == [Fate.ELSEWHERE, Fate.ADDED]
