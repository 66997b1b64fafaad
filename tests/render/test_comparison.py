"""Side by side: which figures are compared, whose, and where each can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser

from digest.model import Claim, Deal, Edition, Figure, Money, Piece, Section
from digest.render import Templates, comparison, issue, renditions
from tests import editions

TEMPLATES = Templates()


def _edition(*told: tuple[str, str, str, float], deals: tuple[Deal, ...] = ()) -> Edition:
    """One story a claim: company, role, kind of figure, value."""
    pieces = [_piece(n, *claim) for n, claim in enumerate(told)]
    if deals:
        pieces.append(editions.changed(editions.piece("Deals", "Text.", number=90), deals=deals))
    return editions.edition(rooms=(Section("s1", "Room", "", tuple(pieces)),))


def _piece(number: int, company: str, role: str, kind: str, value: float) -> Piece:
    made = editions.piece(f"Story {number}", "Text.", number=number)
    assert made.story
    unit = {"money": "USD", "power": "W", "people": "people", "chips": "chips"}.get(kind, "")
    claim = Claim(made.story.lead.id, "", Figure(kind, value, unit, 0, 0), role, company)
    return replace(made, story=replace(made.story, claims=(claim,)))


def _three(role: str, kind: str) -> Edition:
    return _edition(*((name, role, kind, 10.0**n) for n, name in enumerate(("Ash", "Birch", "Cedar"), 6)))


def test_three_companies_with_one_kind_of_figure_are_compared_the_largest_first() -> None:
    found = comparison.of(_three("revenue", "money"))
    assert found
    assert found.columns == ("Revenue",)
    assert [(line.company, line.cells[0].text) for line in found.lines] == [
        ("Cedar", "$100M"),
        ("Birch", "$10M"),
        ("Ash", "$1M"),
    ]


def test_two_companies_are_no_table() -> None:
    assert comparison.of(_edition(("Ash", "fine", "money", 1e6), ("Birch", "fine", "money", 1e6))) is None


def test_one_company_told_three_times_is_one_company() -> None:
    told = [(name, "revenue", "money", 1e6) for name in ("Ash", "ASH", "Ash Inc.")]
    assert comparison.of(_edition(*told)) is None


def test_years_percentages_and_deal_sums_are_not_compared() -> None:
    for role, kind in (("date", "year"), ("revenue", "percent"), ("growth", "percent"), ("amount", "money")):
        assert comparison.of(_three(role, kind)) is None, role


def test_power_chips_people_and_fines_are() -> None:
    for role, kind in (("capacity", "power"), ("chips", "chips"), ("headcount", "people"), ("fine", "money")):
        assert comparison.of(_three(role, kind)), role


def test_the_latest_figure_of_a_company_wins() -> None:
    edition = _edition(
        ("Ash", "revenue", "money", 5e6),
        ("Birch", "revenue", "money", 1e6),
        ("Cedar", "revenue", "money", 1e6),
        ("Ash", "revenue", "money", 7e6),
    )
    (room,) = edition.sections
    old, *others = room.pieces
    assert old.story
    late = replace(old.story.lead, published=old.story.lead.dated + timedelta(days=9))
    moved = replace(old, story=replace(old.story, entries=(late, *old.story.entries[1:])))
    for pieces, said in ((room.pieces, "$7M"), ((moved, *others), "$5M")):
        found = comparison.of(edition.with_sections([replace(room, pieces=tuple(pieces))]))
        assert found
        assert found.lines[0].cells[0].text == said


def _valued(*told: tuple[str, str]) -> tuple[Deal, ...]:
    worth = Money(1e9, "USD", "at_least")
    return tuple(Deal("funding", name, (), None, worth, status=status) for name, status in told)


def test_valuations_of_deals_count_and_a_rumour_is_called_one() -> None:
    deals = _valued(("Ash", "announced"), ("Birch", "rumoured"))
    found = comparison.of(_edition(("Cedar", "valuation", "money", 2e9), deals=deals))
    assert found
    assert [(line.company, line.cells[0].text, line.cells[0].note) for line in found.lines] == [
        ("Cedar", "$2B", ""),
        ("Ash", "over $1B", ""),
        ("Birch", "over $1B", "rumoured"),
    ]


def test_what_the_deal_table_says_already_is_not_said_again() -> None:
    deals = _valued(("Ash", "announced"), ("Birch", "closed"), ("Cedar", "closed"))
    assert comparison.of(_edition(deals=deals)) is None


def test_a_claim_of_nobody_or_of_an_unknown_report_is_left_out() -> None:
    edition = _three("revenue", "money")
    first = edition.pieces[0]
    assert first.story
    for changed in ({"company": " "}, {"entry": "nobody"}):
        story = replace(first.story, claims=(replace(first.story.claims[0], **changed),))  # type: ignore[arg-type]
        room = replace(edition.sections[0], pieces=(replace(first, story=story), *edition.pieces[1:]))
        assert comparison.of(edition.with_sections([room])) is None


def test_at_most_eight_companies_and_three_columns_are_shown() -> None:
    kinds = (("revenue", "money"), ("fine", "money"), ("chips", "chips"), ("headcount", "people"))
    told = [(f"Maker {chr(65 + n)}", role, kind, 1e6 + n) for n in range(12) for role, kind in kinds]
    found = comparison.of(_edition(*told))
    assert found
    assert (len(found.lines), len(found.columns)) == (8, 3)
    assert found.lines[0].company == "Maker L"


def test_it_stands_where_most_of_its_stories_do_and_each_figure_leads_to_its_report() -> None:
    few = _three("fine", "money")
    talk = Section("s0", "Talk", "", (editions.piece("Talk", "Text."),))
    edition = editions.edition(rooms=(talk, *few.sections))
    assert [block.comparison is not None for block in issue.of(edition).blocks] == [False, True]
    (page,) = renditions(edition, TEMPLATES, only=["page"])
    links = [node.attributes.get("href") for node in LexborHTMLParser(page.text).css(".figures td a")]
    assert links == [piece.url for piece in reversed(few.pieces)]
