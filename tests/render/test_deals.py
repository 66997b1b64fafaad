"""The deal table and its total: each transaction once, the largest first, and nothing left out in silence."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from digest.deals import totals
from digest.model import KINDS, QUALIFIERS, STATUSES, Deal, Difference, Edition, Money, Section, Stated
from digest.render import Templates, deals, issue, missing, renditions
from tests import editions, oddities
from tests.render import reckoned

TEMPLATES = Templates()
BIG = Deal("funding", "Brightloom", (), Money(19.4e9))
EURO = Deal("acquisition", "Kiln Works", ("Northwind",), Money(1.7e9, "EUR"), status="closed")
TALK = Deal("investment", "Tall Pines", (), Money(26e9, "USD", "up_to"), status="rumoured")
OFF = Deal("acquisition", "Ferrowind", ("Corvane",), Money(5e8), status="withdrawn")
MUTE = Deal("acquisition", "Quillmark", ("Tidewater",))
WORTH = Deal("valuation", "Pillbug", (), None, Money(1e9))
POOL = Deal("fund", "Peregrine", (), Money(1e9))
PLANS = (Deal("spending", "Vantor", (), Money(6e10)), Deal("spending", "Elia", (), Money(1e10)))


def _who(*told: Deal) -> list[str]:
    table = deals.table(reckoned.one_room(*told))
    return [row.who for row in (*table.rows, *table.smaller)] if table else []


def test_the_largest_stands_first_across_currencies_and_those_without_a_sum_last() -> None:
    won = Deal("contract", "Lumen", (), Money(9e12, "KRW"))  # about six and a half billion dollars
    assert _who(MUTE, EURO, won, BIG) == [
        "Brightloom",
        "Lumen",
        "Northwind → Kiln Works",
        "Tidewater → Quillmark",
    ]


def test_without_a_deal_there_is_no_table() -> None:
    assert deals.table(editions.edition()) is None
    assert "deals, the largest first" not in "".join(
        r.text for r in renditions(editions.edition(), TEMPLATES)
    )


def test_one_transaction_in_two_stories_stands_once_and_is_counted_once() -> None:
    table = deals.table(reckoned.edition())
    assert table
    assert [row.who for row in table.rows].count("Northwind → Tall Pines") == 1
    assert table.total == (
        "Announced or closed, 2 deals: $14.8B and about €1.7B. Not counted: 1 rumoured (up to $1B), "
        "1 without a sum, 1 valuation only, 1 fund ($2B). Outlets differ on 1 of these deals."
    )


def test_the_total_says_by_name_what_it_leaves_out() -> None:
    assert totals.summed((BIG, EURO, TALK, OFF, MUTE, WORTH, POOL, *PLANS)) == (
        "Announced or closed, 2 deals: $19.4B and €1.7B. Not counted: 1 rumoured (up to $26B), "
        "1 withdrawn ($500M), 1 without a sum, 1 valuation only, 1 fund ($1B), 2 spending plans ($70B)."
    )


@pytest.mark.parametrize(
    ("hedges", "said"),
    [
        (("exact", "exact"), "$2B"),
        (("exact", "at_least"), "over $2B"),
        (("up_to", "exact"), "up to $2B"),
        (("at_least", "up_to"), "about $2B"),
        (("about", "exact"), "about $2B"),
    ],
)
def test_a_total_is_no_surer_than_its_parts(hedges: tuple[str, ...], said: str) -> None:
    told = [Deal("funding", f"Firm {hedge}", (), Money(1e9, "USD", hedge)) for hedge in hedges]
    assert totals.summed(told) == f"Announced or closed, 2 deals: {said}."


@pytest.mark.parametrize(
    ("hedge", "said"),
    [
        ("exact", "$12.35B"),
        ("at_least", "over $12.34B"),
        ("up_to", "up to $12.35B"),
        ("about", "about $12.3B"),
    ],
)
def test_a_total_is_short_and_a_bound_of_it_stays_true(hedge: str, said: str) -> None:
    told = [
        Deal("funding", f"Firm {n}", (), Money(value, "USD", hedge))
        for n, value in enumerate((12e9, 345.6e6))
    ]
    assert totals.summed(told) == f"Announced or closed, 2 deals: {said}."


def test_where_nothing_is_settled_the_total_says_so() -> None:
    assert totals.summed((TALK, MUTE)) == (
        "No sum is settled. Not counted: 1 rumoured (up to $26B), 1 without a sum."
    )


def test_a_lone_deal_has_no_total() -> None:
    table = deals.table(reckoned.one_room(BIG))
    assert table
    assert table.total == ""


_money = st.builds(
    Money, st.floats(1, 1e14), st.sampled_from(("USD", "EUR", "XTS")), st.sampled_from(QUALIFIERS)
)
_any = st.builds(
    Deal,
    st.sampled_from(KINDS),
    st.sampled_from(("Northwind", "Tall Pines", "Kiln Works", "Lumen")),
    st.lists(st.sampled_from(("Corvane", "Elia", "Vantor")), max_size=2, unique=True).map(tuple),
    st.none() | _money,
    st.none() | _money,
    status=st.sampled_from(STATUSES),
)


@given(st.lists(_any, min_size=2, max_size=12))
def test_every_row_is_either_counted_or_named_as_not_counted(told: list[Deal]) -> None:
    table = deals.table(reckoned.one_room(*told))
    assert table
    rows = len(table.rows) + len(table.smaller)
    total = table.total.partition(" Outlets differ")[0]
    assert not total or sum(int(word) for word in total.split() if word.isdigit()) == rows


@given(st.lists(_any, min_size=2, max_size=8))
def test_the_rows_never_grow_in_sum_from_top_to_bottom(told: list[Deal]) -> None:
    table = deals.table(reckoned.one_room(*told))
    assert table
    sizes = [row.usd for row in (*table.rows, *table.smaller)]
    assert sizes == sorted(sizes, reverse=True)


def test_more_than_a_dozen_are_named_in_one_line_in_every_output() -> None:
    many = [Deal("funding", f"Maker {chr(65 + n)}", (), Money((20 - n) * 1e6)) for n in range(15)]
    table = deals.table(reckoned.one_room(*many))
    assert table
    assert (len(table.rows), [row.who for row in table.smaller]) == (12, ["Maker M", "Maker N", "Maker O"])
    for name, text in _read(reckoned.one_room(*many)).items():
        assert "And 3 smaller ones: Maker M" in text, name
        assert "Maker O" in text, name
        assert "$6M." in text, name


def _read(edition: Edition) -> dict[str, str]:
    """What a reader sees of each output, whitespace folded and reference numbers gone."""
    found = {}
    for made in renditions(edition, TEMPLATES, only=("markdown", "email", "text", "page")):
        body = LexborHTMLParser(made.text).body if made.media_type == "text/html" else None
        text = body.text() if body else re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", made.text)
        found[made.format] = " ".join(re.sub(r"\[\d+\] ?", "", text).split())
    return found


def test_every_output_shows_every_fact_of_a_deal() -> None:
    facts = (
        "Northwind → Tall Pines",
        "stake",
        "$14.8B",
        "$30B",
        "49%",
        "announced (outlets differ)",
        "Series B round",
        "up to $1B",
    )
    for name, text in _read(reckoned.edition()).items():
        assert [fact for fact in facts if fact not in text] == [], name


@pytest.mark.parametrize(
    ("deal", "who"),
    [
        (Deal("investment", "Tall Pines", ("Northwind",)), "Northwind → Tall Pines"),
        (Deal("spending", "Northwind", ("Portugal",)), "Northwind → Portugal"),
        (Deal("ipo", "Ferrowind"), "Ferrowind"),
        (Deal("ipo", "Ferrowind", ("Harbour State",)), "Harbour State – Ferrowind"),
        (Deal("tender", "Ferrowind", ("Corvane", "Elia")), "Corvane and Elia – Ferrowind"),
        (Deal("acquisition", "", ("Corvane",)), "Corvane"),
        (Deal("funding", "Lumen", ("A1", "B2", "C3")), "A1, B2 and C3 → Lumen"),
        (Deal("funding", "Lumen", ("A1", "B2", "C3", "D4")), "A1, B2 and 2 more → Lumen"),
    ],
)
def test_the_arrow_runs_from_who_pays_to_who_gets_it(deal: Deal, who: str) -> None:
    assert _who(deal) == [who]


def test_a_sale_by_holders_has_no_arrow_in_any_output() -> None:
    sale = Deal("tender", "Tall Pines", ("Northwind",), Money(3e9))
    for name, text in _read(reckoned.one_room(sale, BIG, EURO)).items():
        assert "Northwind – Tall Pines" in text, name
        assert "Northwind → Tall Pines" not in text, name


def test_a_row_says_in_every_output_that_outlets_differ_and_so_does_the_total() -> None:
    for name, text in _read(reckoned.edition()).items():
        assert text.count("announced (outlets differ)") == 1, name
        assert "Outlets differ on 1 of these deals." in text, name


def _disputed(told: Deal, *parted: str) -> list[bool]:
    """For each row whether outlets differ, where the story of `told` says that they do on `parted`."""
    made = editions.piece("Story", "Text.")
    assert made.story
    lead, copy = made.story.lead.id, made.story.copies[0].id
    stated = (Stated(lead, "$1B", ""), Stated(copy, "$2B", ""))
    story = replace(made.story, differences=tuple(Difference(what, stated) for what in parted))
    pieces = (editions.changed(made, deals=(told, BIG), story=story),)
    table = deals.table(editions.edition(rooms=(Section("deals", "Deals", "", pieces),)))
    return [row.is_disputed for row in table.rows] if table else []


def test_only_the_deal_that_a_difference_names_is_disputed() -> None:
    big = Deal("acquisition", "Kiln Works Inc.", ("Northwind", "Elia", "Vantor"), Money(90e9))
    assert _disputed(big, "amount, Northwind – Elia – Kiln Works") == [True, False]
    assert _disputed(big, "stake, Kiln Works", "valuation, Brightloom") == [True, True]
    assert _disputed(big, "layoffs, Kiln Works", "amount, Tall Pines", "amount", "") == [False, False]


def test_two_stories_that_tell_other_figures_of_one_deal_are_a_dispute_and_rounding_is_none() -> None:
    rounded = replace(TALK, status="announced", amount=Money(2e9), valuation=Money(9e9), stake_percent=49.0)

    def disputed(**changes: object) -> list[bool]:
        table = deals.table(reckoned.one_room(rounded, replace(rounded, **changes)))  # type: ignore[arg-type]
        return [row.is_disputed for row in table.rows] if table else []

    assert disputed() == [False]
    assert disputed(amount=Money(2.04e9)) == [False]
    assert disputed(amount=Money(2.4e9)) == [True]
    assert disputed(valuation=Money(10e9)) == [True]
    assert disputed(stake_percent=51.0) == [True]
    assert disputed(amount=None, valuation=None, stake_percent=None) == [False]


def test_a_deal_of_nobody_is_no_row() -> None:
    assert deals.table(reckoned.one_room(Deal("funding", " \u202e "))) is None


def test_the_table_stands_with_the_deals_else_where_most_of_them_are_told() -> None:
    own = issue.of(reckoned.one_room(BIG, EURO))
    assert own.blocks[0].deals
    plain, one = reckoned.one_room(BIG, section="a"), reckoned.one_room(TALK, EURO, section="b")
    both = issue.of(editions.edition(rooms=(*plain.sections, *one.sections)))
    assert [block.deals is not None for block in both.blocks] == [False, True]
    named = replace(plain.sections[0], id="deals")
    both = issue.of(editions.edition(rooms=(*one.sections, named)))
    assert [block.deals is not None for block in both.blocks] == [False, True]


def test_each_row_leads_to_its_story_on_the_page_and_to_its_address_elsewhere() -> None:
    edition = reckoned.edition()
    made = {rendition.format: rendition.text for rendition in renditions(edition, TEMPLATES)}
    page = LexborHTMLParser(made["page"])
    ids = {node.attributes.get("id") for node in page.css("[id]")}
    leads = [node.attributes.get("href") or "" for node in page.css(".deals a, .bars a")]
    assert len(leads) == 6 + 3
    assert {lead.removeprefix("#") for lead in leads} <= ids
    mail = [node.attributes.get("href") for node in LexborHTMLParser(made["email"]).css("th.cell a")]
    assert set(mail) == {piece.url for piece in edition.pieces if piece.deals}


def test_a_row_without_an_address_is_printed_without_a_link() -> None:
    piece = editions.changed(editions.piece("Told by nobody", "Text.", ""), deals=(BIG, EURO))
    edition = editions.edition(rooms=(Section("deals", "Deals", "", (piece,)),))
    for made in renditions(edition, TEMPLATES, only=("markdown", "email", "text")):
        assert "Brightloom" in made.text
        assert 'href=""' not in made.text
        assert "[Brightloom]" not in made.text


def test_tables_name_their_rows_and_columns_for_a_screen_reader() -> None:
    for form in ("email", "page"):
        (made,) = renditions(reckoned.edition(), TEMPLATES, only=[form])
        tables = LexborHTMLParser(made.text).css("table:has(caption):not([role=presentation])")
        assert len(tables) >= 3, form
        for head in LexborHTMLParser(made.text).css("th"):
            assert head.attributes.get("scope") in {"row", "col"}, form


@pytest.mark.parametrize("name", [*editions.HOSTILE, *oddities.STRANGE])
def test_a_hostile_name_stays_a_name_and_stands_in_every_output(name: str) -> None:
    edition = reckoned.one_room(Deal("funding", name, (name,), Money(1e9), round=name), BIG, EURO, TALK)
    made = renditions(edition, TEMPLATES, only=("markdown", "email", "text", "page"))
    assert missing(edition, made) == ()
    for rendition in made:
        assert "\u202e" not in rendition.text
        if rendition.media_type == "text/html":
            assert not LexborHTMLParser(rendition.text).css("script, img, b, [onerror]")


@pytest.mark.parametrize("made", [editions.weekly(), editions.nasty(), reckoned.edition()])
def test_tables_in_markdown_keep_their_cells_whatever_the_names_hold(made: Edition) -> None:
    (markdown,) = renditions(made, TEMPLATES, only=["markdown"])
    html = LexborHTMLParser(MarkdownIt("commonmark").enable("table").render(markdown.text))
    rows = [[cell.text() for cell in row.css("td")] for row in html.css("table tbody tr")]
    shown = [row for row in rows if len(row) == 6]
    table = deals.table(made)
    assert table
    assert [row[1:] for row in shown] == [
        [row.kind, row.amount, row.valuation, row.stake, row.standing] for row in table.rows
    ]
    assert [row[0] for row in shown] == [row.who for row in table.rows]
