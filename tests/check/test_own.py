"""The numbers gate over a story of the editor's own, which no report stands behind, and over code."""

from __future__ import annotations

import pytest

from digest.check import Finding
from digest.model import Piece
from tests.check.test_numbers import gate, printed, told


def of_own(blurb: str, url: str = "", headline: str = "Our view") -> list[Finding]:
    return list(gate(printed(told(), Piece("own1", headline, url, blurb))))


@pytest.mark.parametrize(
    "sentence",
    [
        "The server listens on port 8080.",
        "It began in 2019.",
        "This is a 2-year plan.",
        "In need, call 112.",
        "Try port 50000 if that is taken.",
    ],
)
def test_a_bare_small_number_a_year_and_a_port_are_notes(sentence: str) -> None:
    assert [one.level for one in of_own(sentence)] == ["note"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It costs $5 million.",
        "It grew by 31%.",
        "There are 5,000 of them.",
        "Some 112 people came.",
        "The site draws 40 MW.",
    ],
)
def test_money_shares_and_large_counts_are_errors_that_a_link_beside_them_makes_warnings(
    sentence: str,
) -> None:
    (found,) = of_own(sentence)
    assert found.level == "error"
    assert "link the page that has it in the same paragraph" in found.remedy
    (linked,) = of_own(f"[The Post](https://post.example/a) tells it. {sentence}")
    assert (linked.level, linked.figure) == ("warning", found.figure)
    assert "the linked page was not read" in linked.reason


def test_a_link_speaks_for_its_own_paragraph_only() -> None:
    blurb = (
        "It costs $5 million ([Post](https://post.example/a)).\n\nIt grew by 31%.\n\n"
        "Sales were $6 million.\nSee https://post.example/b.\n\n`https://x.example` took $8 million."
    )
    assert [(one.figure, one.level) for one in of_own(blurb)] == [
        ("$5 million", "warning"),
        ("31%", "error"),
        ("$6 million", "warning"),
        ("$8 million", "error"),
    ]


def test_a_headline_that_leads_to_its_page_is_linked() -> None:
    (bare,) = of_own("So it goes.", headline="Acme pays $5 million")
    (linked,) = of_own("So it goes.", "https://post.example/a", "Acme pays $5 million")
    assert (bare.level, linked.level) == ("error", "warning")


def test_what_a_report_says_is_still_proved_in_it() -> None:
    assert of_own("The 14.8 billion dollars are a wave.") == []


def test_a_link_makes_no_story_of_the_machine_softer() -> None:
    made = told("The price is $18.4 billion.")
    linked = told("The price is $18.4 billion ([Post](https://post.example/a)).")
    assert [one.level for one in gate(printed(made))] == ["error"]
    assert [one.level for one in gate(printed(linked))] == ["error"]


@pytest.mark.parametrize(
    "blurb",
    [
        "```python\n# well beyond seventy-six and $5 million\nx = 3.14\n```",
        "~~~\ncurl -d 31% https://x.example\n~~~\n\nSo it goes.",
        "Run `sleep 900 $5 million` and wait.",
    ],
)
def test_figures_in_code_are_not_read(blurb: str) -> None:
    assert of_own(blurb) == []


def test_what_stands_beside_code_is_read_and_quoted_without_it() -> None:
    (found,) = of_own("```\n31%\n```\n\nSo `x = 1` costs $5 million.\n\n```\nand 32%\n```")
    assert (found.figure, found.said) == ("$5 million", "So ‹code› costs $5 million.")


def test_a_fence_that_is_not_closed_hides_no_figure() -> None:
    assert [one.figure for one in of_own("```\nIt costs $5 million.")] == ["$5 million"]
