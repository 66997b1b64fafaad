"""Each deal stands once over all editions, and says how it got where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import ledger
from digest.model import KINDS, STATUSES, Deal, Edition, Money
from tests.ledger.weeks import closing, dollars, edition, key, made, piece, told_on

TALKS = Deal("investment", "Tall Pines", ("Northwind",), dollars(10, "at_least"), status="rumoured")
SIGNED = Deal("investment", "Tall Pines", ("Northwind",), dollars(14.3), dollars(29), 49.0)
DONE = Deal("investment", "Tall Pines Inc.", ("Northwind",), status="closed")


def four_editions() -> list[Edition]:
    """Talks, a second figure, the signature, and the closing half a year later."""
    return [
        edition(1, piece(1, TALKS)),
        edition(2, piece(2, replace(TALKS, amount=dollars(12)))),
        edition(3, piece(3, SIGNED, ("Post", SIGNED), ("Late Herald", TALKS))),
        edition(28, piece(28, DONE)),
    ]


def test_a_deal_moves_over_four_editions_and_stays_one_row() -> None:
    (row,) = ledger.of(four_editions())
    assert [(move.status, move.amount) for move in row.moves] == [
        ("rumoured", dollars(10, "at_least")),
        ("rumoured", dollars(12)),
        ("announced", dollars(14.3)),
        ("closed", None),
    ]
    assert [move.day for move in row.moves] == [told_on(week) for week in (1, 2, 3, 28)]
    assert (row.first_seen.edition, row.first_seen.number) == (key(1), 1)
    assert (row.last_seen.edition, row.last_seen.number) == (key(28), 28)
    deal = row.deal
    assert (deal.status, deal.amount, deal.valuation, deal.stake_percent) == (
        "closed", dollars(14.3), dollars(29), 49.0,
    )  # fmt: skip


def test_a_move_names_the_report_and_the_edition_that_told_it() -> None:
    (row,) = ledger.of(four_editions())
    signed = row.moves[2]
    assert (signed.publisher, signed.told.edition, signed.told.closed_at) == ("Post", key(3), closing(3))
    assert signed.url.startswith("https://post.example/")
    assert row.story.name == "Tall Pines Inc. investment 28"


def test_a_report_that_still_tells_of_talks_is_no_move_back() -> None:
    rows = ledger.of([edition(1, piece(1, SIGNED)), edition(2, piece(2, TALKS))])
    assert [[move.status for move in row.moves] for row in rows] == [["announced"]]
    assert rows[0].deal.status == "announced"
    assert rows[0].last_seen.edition == key(2)


def test_the_same_round_told_again_three_weeks_later_is_the_same_row() -> None:
    raised = Deal("funding", "Quarry", ("Oak Fund",), dollars(0.3), round="Series B")
    (row,) = ledger.of([edition(1, piece(1, raised)), edition(4, piece(4, raised))])
    assert len(row.moves) == 1


@pytest.mark.parametrize("end", ["closed", "withdrawn"])
def test_a_deal_at_its_end_is_not_reopened_by_a_rumour_months_later(end: str) -> None:
    ended = Deal("funding", "Quarry", (), dollars(1), status=end)
    rumour = Deal("funding", "Quarry", (), dollars(2), status="rumoured")
    rows = ledger.of([edition(1, piece(1, ended)), edition(25, piece(25, rumour))])
    assert [row.deal.status for row in rows] == ["rumoured", end]
    (row,) = ledger.of([edition(1, piece(1, ended)), edition(3, piece(3, replace(rumour, amount=None)))])
    assert row.deal.status == end, "a late report on the talks before"


def test_a_round_a_year_later_is_another_one() -> None:
    raised = Deal("funding", "Quarry", (), dollars(1))
    assert len(ledger.of([edition(1, piece(1, raised)), edition(53, piece(53, raised))])) == 2


def test_a_purchase_is_waited_for_longer_than_a_round() -> None:
    agreed = Deal("acquisition", "Quarry", ("Northwind",), dollars(1))
    closed = replace(agreed, status="closed", amount=None)
    (row,) = ledger.of([edition(1, piece(1, agreed)), edition(80, piece(80, closed))])
    assert [move.status for move in row.moves] == ["announced", "closed"]


def test_talks_that_broke_off_may_end_in_a_deal_after_all() -> None:
    off, on = replace(TALKS, status="withdrawn"), replace(TALKS, status="announced")
    (row,) = ledger.of(edition(n, piece(n, deal)) for n, deal in enumerate((TALKS, off, on), 1))
    assert [move.status for move in row.moves] == ["rumoured", "withdrawn", "announced"]
    assert row.deal.status == "announced"


def test_one_deal_in_two_stories_of_an_edition_is_one_row() -> None:
    other = replace(SIGNED, company="Tall Pines, Inc.", counterparties=())
    assert len(ledger.of([edition(1, piece(1, SIGNED), piece(1, other))])) == 1


def test_two_companies_with_the_same_two_investors_are_two_rows() -> None:
    one = Deal("funding", "Quarry", ("Oak Fund", "Northwind"), dollars(1))
    rows = ledger.of([edition(1, piece(1, one), piece(1, replace(one, company="Basalt")))])
    assert {row.deal.company for row in rows} == {"Quarry", "Basalt"}


def test_who_buys_and_who_is_bought_may_be_mixed_up_by_an_outlet() -> None:
    turned = replace(SIGNED, company="Northwind", counterparties=("Tall Pines",))
    assert len(ledger.of([edition(1, piece(1, SIGNED)), edition(2, piece(2, turned))])) == 1


def test_of_two_open_deals_the_one_with_the_figure_goes_on() -> None:
    small = Deal("contract", "Quarry", ("Basalt",), dollars(1))
    large = Deal("contract", "Quarry", ("Basalt",), dollars(3))
    again = Deal("contract", "Quarry", ("Basalt",), dollars(1.01), status="closed")
    rows = ledger.of([edition(1, piece(1, small)), edition(2, piece(2, large)), edition(3, piece(3, again))])
    assert {(row.deal.amount, row.deal.status) for row in rows} == {
        (dollars(1.01), "closed"),
        (dollars(3), "announced"),
    }


def test_a_sum_that_is_only_rounded_is_no_move() -> None:
    told = (("Wire", SIGNED), ("Post", replace(SIGNED, amount=dollars(14), valuation=None)))
    (row,) = ledger.of([edition(1, piece(1, SIGNED, *told))])
    assert [move.amount for move in row.moves] == [dollars(14.3)]


def test_what_one_report_says_in_two_sentences_is_one_move() -> None:
    told = piece(3, SIGNED, ("Post", replace(SIGNED, valuation=None)), ("Herald", SIGNED))
    first, second = told.deals[0].statements
    one_report = replace(told.deals[0], statements=(first, replace(second, entry=first.entry)))
    (row,) = ledger.of([edition(3, replace(told, deals=(one_report,)))])
    (move,) = row.moves
    assert (move.amount, move.valuation, move.publisher) == (dollars(14.3), dollars(29), "Post")


def test_a_closing_that_repeats_the_terms_is_one_move_and_one_on_other_terms_is_two() -> None:
    closed = replace(SIGNED, status="closed")

    def moves(repeated: Deal) -> list[str]:
        told = piece(2, closed, ("Post", DONE), ("Herald", repeated))
        (row,) = ledger.of([edition(1, piece(1, SIGNED)), edition(2, told)])
        return [move.status for move in row.moves]

    assert moves(closed) == ["announced", "closed"]
    assert moves(replace(closed, amount=dollars(13.1))) == ["announced", "closed", "closed"]


def test_the_editors_word_is_a_move_without_a_report() -> None:
    changed = replace(piece(1, SIGNED).deals[0], amount=dollars(20))
    story = piece(1, SIGNED).story
    assert story
    (row,) = ledger.of([edition(1, made(story, changed))])
    assert [(move.publisher, move.amount) for move in row.moves] == [
        ("Wire", dollars(14.3)),
        ("", dollars(20)),
    ]


def test_the_editor_who_says_that_it_is_only_a_rumour_is_believed() -> None:
    lowered = replace(piece(1, SIGNED).deals[0], status="rumoured")
    story = piece(1, SIGNED).story
    assert story
    (row,) = ledger.of([edition(1, made(story, lowered))])
    assert row.deal.status == "rumoured"
    assert [move.status for move in row.moves] == ["rumoured"]


def test_a_deal_of_the_editors_own_piece_stands_on_the_day_of_closing() -> None:
    own = replace(piece(1, SIGNED), story=None, deals=(SIGNED,))
    (row,) = ledger.of([edition(1, own)])
    assert [(move.day, move.publisher, move.url) for move in row.moves] == [(closing(1).date(), "", "")]


def test_an_edition_that_was_built_again_counts_as_it_was_built_last() -> None:
    old, new = edition(1, piece(1, TALKS)), edition(1, piece(1, SIGNED))
    (row,) = ledger.of([replace(new, built_at=closing(2)), old])
    assert [move.status for move in row.moves] == ["announced"]


def test_what_moved_last_stands_first() -> None:
    first, second = Deal("funding", "Quarry"), Deal("funding", "Basalt")
    rows = ledger.of([edition(1, piece(1, first)), edition(2, piece(2, second))])
    assert [row.deal.company for row in rows] == ["Basalt", "Quarry"]


DEALS = st.builds(
    Deal,
    st.sampled_from(KINDS),
    st.sampled_from(("Tall Pines", "Tall Pines Inc", "Quarry", "Basalt", "")),
    st.lists(st.sampled_from(("Northwind", "Oak Fund", "Quarry")), max_size=2, unique=True).map(tuple),
    st.none() | st.builds(Money, st.sampled_from((1e9, 1.2e9, 5e9)), st.sampled_from(("USD", "EUR"))),
    status=st.sampled_from(STATUSES),
)
WEEKS = st.dictionaries(st.integers(1, 120), st.lists(DEALS, min_size=1, max_size=3), max_size=6)


@given(WEEKS, st.randoms(use_true_random=False))
def test_the_order_in_which_editions_come_changes_nothing(
    weeks: dict[int, list[Deal]], chance: object
) -> None:
    editions = [edition(week, *(piece(week, deal) for deal in deals)) for week, deals in weeks.items()]
    shuffled = list(editions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ledger.of(shuffled) == ledger.of(editions)


@given(WEEKS)
def test_no_deal_is_lost_none_is_told_twice_and_none_goes_back(weeks: dict[int, list[Deal]]) -> None:
    editions = [edition(week, *(piece(week, deal) for deal in deals)) for week, deals in weeks.items()]
    rows = ledger.of(editions)
    said = [statement for row in rows for statement in row.deal.statements]
    assert {one.deal for one in said} == {deal for deals in weeks.values() for deal in deals}
    assert len(rows) <= sum(map(len, weeks.values()))
    for row in rows:
        statuses = [move.status for move in row.moves]
        assert row.deal.status == statuses[-1]
        assert [move.day for move in row.moves] == sorted(move.day for move in row.moves)
        assert "rumoured" not in statuses[statuses.count("rumoured") :]
