"""What a page answered is told in a few words, whatever the file of answers holds."""

from __future__ import annotations

from typing import Any

import pytest

from digest.check import Reply
from digest.preview.mail import answers

PAGE = "https://wire.example/signs"
AT = "2026-11-22T16:40:05+00:00"


@pytest.mark.parametrize(
    ("reply", "words", "is_fault"),
    [
        (Reply(200, asked_at=AT), "ok", False),
        (
            Reply(200, moved_to="https://www.wire.example/new/signs"),
            "redirects to wire.example/new/signs",
            False,
        ),
        (Reply(200, moved_to="https://elsewhere.example/"), "redirects to elsewhere.example", True),
        (Reply(404), "gone (404)", True),
        (Reply(410), "gone (410)", True),
        (Reply(403), "refuses programs (403)", False),
        (Reply(503), "fails (503)", True),
        (Reply(0, "its name is not known"), "no answer: its name is not known", True),
        (Reply(0, unasked="no page answered at all"), "not asked: no page answered at all", False),
    ],
)
def test_each_answer_has_its_words(reply: Reply, words: str, is_fault: bool) -> None:  # noqa: FBT001
    told = answers.of(PAGE, reply)
    assert (told.words, told.is_fault) == (words, is_fault)


def test_the_time_is_told_to_the_minute() -> None:
    assert answers.of(PAGE, Reply(200, asked_at=AT)).at == "2026-11-22 16:40"
    assert answers.of(PAGE, Reply(200, asked_at="yesterday")).at == ""


def test_what_a_server_wrote_into_its_address_stays_one_line_of_text() -> None:
    moved = Reply(200, moved_to="https://wire.example/\x1b[31m\u202e" + "a" * 400)
    words = answers.of(PAGE, moved).words
    assert len(words) < 80
    assert words.isprintable()


def test_answers_that_hold_what_they_should_not_are_left_out() -> None:
    odd: Any = "200"
    assert answers.told({PAGE: Reply(odd), "https://b.example": Reply(200, asked_at=odd)}) == {
        "https://b.example": answers.of("https://b.example", Reply(200, asked_at="200"))
    }
