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
    for n, deal in enumerate(deals, 90):
        pieces.append(editions.changed(editions.piece(f"Deal {n}", "Text.", number=n), deals=(deal,)))
    return editions.edition(rooms=(Section("s1", "Room", "", tuple(pieces)),))


def _piece(number: int, company: str, role: str, kind: str, value: float) -> Piece:
    made = editions.piece(f"{company} in story {number}", "Text.", number=number)
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


def test_three_valuations_of_deals_are_compared_and_two_are_not() -> None:
    deals = _valued(("Ash", "announced"), ("Birch", "closed"), ("Cedar", "closed"))
    found = comparison.of(_edition(deals=deals))
    assert found
    assert [line.company for line in found.lines] == ["Ash", "Birch", "Cedar"]
    assert comparison.of(_edition(deals=deals[:2])) is None


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


def _claimed(piece: Piece, *claims: Claim) -> Piece:
    """`piece` with claims of its lead, the sentences of which are theirs."""
    assert piece.story
    lead = piece.story.lead.id
    told = tuple(replace(claim, entry=lead) for claim in claims)
    return replace(piece, story=replace(piece.story, claims=told))


def _valuation(company: str, sentence: str, words: str, value: float) -> Claim:
    start = sentence.index(words)
    figure = Figure("money", value, "USD", start, start + len(words))
    return Claim("", sentence, figure, "valuation", company)


def _with_piece(piece: Piece) -> Edition:
    """Ash, Birch and Cedar with $1M, $10M and $100M, and one more story."""
    pieces = [
        _piece(n, name, "valuation", "money", 10.0**n) for n, name in enumerate(("Ash", "Birch", "Cedar"), 6)
    ]
    return editions.edition(rooms=(Section("s1", "Room", "", (*pieces, piece)),))


def _rows(edition: Edition) -> dict[str, str]:
    found = comparison.of(edition)
    return {line.company: line.cells[0].text for line in found.lines} if found else {}


_THREE = {"Ash": "$1M", "Birch": "$10M", "Cedar": "$100M"}


def test_a_company_that_neither_the_headline_nor_a_deal_names_is_not_compared() -> None:
    told = _valuation("Dogwood", "Dogwood has a $5M valuation", "$5M", 5e6)
    beside = _claimed(editions.piece("Something else", "Text.", number=9), told)
    assert _rows(_with_piece(beside)) == _THREE
    named = _claimed(editions.piece("Dogwood hires", "Text.", number=9), told)
    assert _rows(_with_piece(named)) == _THREE | {"Dogwood": "$5M"}
    dealt = replace(beside, deals=(Deal("investment", "Elm", ("Dogwood",)),))
    assert _rows(_with_piece(dealt)) == _THREE | {"Dogwood": "$5M"}


def test_a_figure_that_a_deal_gives_to_another_company_than_a_sentence_is_nobodys() -> None:
    told = _valuation("Elm", "Elm backs Dogwood at a $5B valuation", "$5B", 5e9)
    deal = Deal("funding", "Dogwood", ("Elm",), None, Money(5e9))
    piece = replace(_claimed(editions.piece("Elm backs Dogwood", "Text.", number=9), told), deals=(deal,))
    assert _rows(_with_piece(piece)) == _THREE
    right = _valuation("Dogwood", "Elm values Dogwood at $5B", "$5B", 5e9)
    assert _rows(_with_piece(_claimed(piece, told, right))) == _THREE | {"Dogwood": "$5B"}


def test_a_figure_that_two_companies_of_a_story_seem_to_have_is_nobodys() -> None:
    one = _valuation("Elm", "Elm has a $5B valuation", "$5B", 5e9)
    other = _valuation("Dogwood", "Dogwood has a $5B valuation", "$5B", 5e9)
    piece = _claimed(editions.piece("Elm and Dogwood", "Text.", number=9), one, other)
    assert _rows(_with_piece(piece)) == _THREE
    twice = _claimed(piece, one, other, _valuation("Elm AI", "Elm AI reaches a $5B valuation", "$5B", 5e9))
    titled = replace(twice, headline="Elm AI and Dogwood")
    assert _rows(_with_piece(titled)) == _THREE | {"Elm AI": "$5B"}


def test_an_earlier_figure_and_a_forecast_are_not_compared() -> None:
    earlier = _valuation("Dogwood", "Dogwood, once valued at $5B, closes", "$5B", 5e9)
    forecast = _valuation("Dogwood", "Dogwood could reach a valuation of $7B", "$7B", 7e9)
    piece = _claimed(editions.piece("Dogwood", "Text.", number=9), earlier, forecast)
    assert _rows(_with_piece(piece)) == _THREE
