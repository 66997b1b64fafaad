"""What an editor is told to do: the figure that was meant where that is plain, and else no figure at all."""

from __future__ import annotations

import pytest

from digest.check import Finding, numbers
from digest.model import Deal, Entry, Money, Section
from tests.records import edition, entry, piece, story

REPORT = entry(
    "Northwind takes a stake in Tall Pines",
    source="The Circuit",
    text=(
        "Northwind will pay $14.8 billion for 49% of Tall Pines, the companies said on 12 June 2024. "
        "That is nearly half of it. Tall Pines had revenue of $870 million in 2024, and it projects "
        "$2.5 billion for 2025. Quillmark was founded in 2016. Tall Pines was valued at $13.2 billion before."
    ),
)


def of(sentence: str, report: Entry = REPORT, **changes: object) -> list[Finding]:
    made = piece("A stake", sentence, story=story(report), summary=(), **changes)
    section = Section("deals", "Deals", "", (made,))
    return list(numbers.of(edition(section, subject="", preheader="", intro=""), {report.id: report}))


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("It takes 94% of the firm.", "write 49%"),
        ("The price is $18.4 billion.", "write $14.8 billion"),
        ("The price is $14.9 billion.", "write $14.8 billion"),
        ("The price is $1.48 billion.", "write $14.8 billion"),
        ("Tall Pines had revenue of $950 million.", "write $870 million"),
        ("It was signed on 21 June 2024.", "write 12 June 2024"),
        ("It was signed on 12 June 2023.", "write 12 June 2024"),
    ],
)
def test_one_slip_away_or_the_same_thing_of_the_same_company_is_what_was_meant(
    sentence: str, advice: str
) -> None:
    (found,) = of(sentence)
    assert found.remedy.startswith(f"{advice}, ")


@pytest.mark.parametrize(
    "sentence",
    [
        "The bill is $3.75 billion.",
        "It owns 62% of the firm.",
        "It was signed on 3 June 2024.",
        "It was closed in 1987.",
        "Quillmark had revenue of $3 billion.",
    ],
)
def test_a_figure_that_is_merely_near_is_not_proposed(sentence: str) -> None:
    (found,) = of(sentence)
    assert found.remedy.startswith("take it out, or ")


def test_what_the_reports_do_have_of_that_kind_is_listed_three_at_most() -> None:
    (found,) = of("The bill is $3.75 billion.")
    assert "in no report of this story; their sums: $2.5 billion (The Circuit)" in found.reason
    assert found.reason.count("The Circuit") == 3
    (day,) = of("It was signed on 3 June.", entry("A stake", text="Quillmark was founded in 2016."))
    assert "2016" not in day.reason + day.remedy


def test_digits_are_proposed_before_words() -> None:
    report = entry("Half a firm", text="It takes nearly half, as all said. It takes 50% of it.")
    (found,) = of("It takes 5% of it.", report)
    assert found.remedy.startswith("write 50%,")


def test_the_name_of_another_company_is_proposed_only_for_the_same_thing() -> None:
    report = entry(
        "Northwind and Brightloom",
        text="Northwind paid $14 billion for a stake. Brightloom was valued at $8.3 billion.",
    )
    (found,) = [
        one for one in of("Brightloom has a valuation of $14 billion.", report) if one.level == "error"
    ]
    assert found.rule == "numbers-company"
    assert found.remedy.startswith("write $8.3 billion,")


def test_a_row_of_the_table_is_told_the_figure_of_its_own_deal() -> None:
    row = Deal("investment", "Tall Pines", ("Northwind",), None, Money(9e9))
    (found,) = of("It is large.", deals=(row,))
    assert found.remedy.startswith("write $13.2 billion,")
