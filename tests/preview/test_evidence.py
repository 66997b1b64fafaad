"""The panel shows figures in their sentences, deals with who says so, and all of it as text."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import editionjson
from digest.model import Claim, Figure, Piece, Section
from digest.preview import evidence
from digest.preview.desk import View
from digest.preview.evidence import Evidence, Quote
from digest.preview.facts import gather
from digest.preview.live import Live
from digest.preview.page import html
from tests import editions, figured
from tests.figured import FIRST, LATER, SIGNED, TALKS
from tests.preview.desks import desk_in, sight_of

HOSTILE = '<script>alert("$5 million")</script> & <mark>'


def of_story(**changes: object) -> Evidence:
    return evidence.of(replace(figured.story(), **changes), "UTC")  # type: ignore[arg-type]


def marks(quote: Quote) -> list[str]:
    return [part.text for part in quote.parts if part.marked]


def page_of(folder: Path, piece: Piece) -> str:
    desk = desk_in(folder)
    edition = editions.edition(rooms=(Section("s1", "Deals", "", (piece,)),))
    (desk.folder / "edition.json").write_text(editionjson.write(edition), "utf-8")
    return html(sight_of(Live(desk), View(panel="evidence")))


def test_a_sentence_with_three_figures_stands_once_with_three_marks_and_three_readings() -> None:
    found = of_story()
    assert found.figures == 5
    signed, talks = found.quotes
    assert "".join(part.text for part in talks.parts) == TALKS
    assert marks(talks) == ["over $10 billion", "49 %", "$21 billion"]
    assert [(reading.figure, reading.meaning) for reading in talks.readings] == [
        ("over $10B", "amount, Northwind, rumoured"),
        ("49%", "stake, Tall Pines, rumoured"),
        ("$21B", "valuation, Tall Pines, rumoured"),
    ]
    assert [(outlet.name, outlet.url, outlet.date) for outlet in talks.outlets] == [
        ("The Circuit", FIRST.url, "21 November")
    ]
    assert marks(signed) == ["49 %", "$14.8 billion"]


def test_of_a_figure_of_which_nothing_is_known_nothing_is_said() -> None:
    claim = figured.claim(LATER, SIGNED, figured.figure(SIGNED, "49 %", 49.0, "%", "percent"), "figure")
    ((reading,),) = (quote.readings for quote in of_story(claims=(claim,)).quotes)
    assert (reading.figure, reading.meaning) == ("49%", "")


def test_a_sentence_that_two_outlets_print_stands_once_with_both() -> None:
    claims = tuple(
        figured.claim(entry, SIGNED, figured.figure(SIGNED, "49 %", 49.0, "%", "percent"), "stake")
        for entry in (LATER, FIRST)
    )
    (quote,) = of_story(claims=claims).quotes
    assert [outlet.name for outlet in quote.outlets] == ["Ledger Wire", "The Circuit"]
    assert len(quote.readings) == 1


def test_a_deal_tells_its_terms_and_marks_the_words_that_say_how_far_it_is() -> None:
    (deal,) = of_story().deals
    assert deal.title == "Tall Pines: investment"
    assert dict(deal.terms) == {
        "With": "Northwind",
        "Amount": "$14.8B",
        "Valuation": "$21B",
        "Stake": "49%",
        "Round": "Series C",
        "Status": "announced",
    }
    assert [(marks(quote), quote.outlets[0].name) for quote in deal.quotes] == [
        (["in talks"], "The Circuit"),
        (["has signed"], "Ledger Wire"),
    ]
    assert deal.quotes[0].readings[0].figure == "rumoured"
    assert deal.quotes[0].readings[0].meaning == "amount over $10B, valuation $21B, stake 49%"


def test_differences_and_dates_due_are_told_with_their_outlets() -> None:
    found = of_story()
    (dispute,) = found.disputes
    assert [(stand.figure, stand.words, stand.outlet.name) for stand in dispute.stands] == [
        ("over $10B", "in talks", "The Circuit"),
        ("$14.8B for 49%", "has signed", "Ledger Wire"),
    ]
    (expected,) = found.expected
    assert expected.days == "1 July 2026 to 30 September 2026"
    assert marks(expected.quote) == ["in the third quarter"]
    day = replace(figured.story().due[0], first=date(2026, 7, 14), last=date(2026, 7, 14))
    assert of_story(due=(day,)).expected[0].days == "14 July 2026"


def test_a_story_without_figures_tells_nothing(tmp_path: Path) -> None:
    assert of_story(claims=(), deals=(), differences=(), due=()) == Evidence()
    page = page_of(tmp_path, figured.piece(claims=(), deals=(), differences=(), due=()))
    assert "<h3>Figures" not in page
    assert "<mark>" not in page


def test_the_page_marks_the_figures_and_links_their_outlets(tmp_path: Path) -> None:
    page = page_of(tmp_path, figured.piece())
    assert "to pay <mark>over $10 billion</mark> for <mark>49 %</mark> of Tall Pines" in page
    assert f'<a href="{FIRST.url}" target="_blank" rel="noopener noreferrer">The Circuit</a>' in page
    assert "Outlets differ" in page


def test_what_strangers_wrote_stays_text_around_and_inside_a_mark(tmp_path: Path) -> None:
    inside = figured.claim(LATER, HOSTILE, Figure("money", 5e6, "USD", 0, len(HOSTILE)), "amount", HOSTILE)
    within = figured.claim(FIRST, f"{HOSTILE} $3", Figure("money", 3, "USD", len(HOSTILE), 99), "amount")
    deal = replace(figured.story().deals[0], company=HOSTILE, counterparties=(HOSTILE,), round=HOSTILE)
    page = page_of(tmp_path, figured.piece(claims=(inside, within), deals=(deal,)))
    assert "<script>alert" not in page
    assert entities.escape(HOSTILE, quote=False)[:20] in page
    assert page.count("<mark>") == page.count("</mark>")


def test_a_long_list_is_folded_and_all_of_it_is_there(tmp_path: Path) -> None:
    sentences = [f"Sum {n} is ${n} million." for n in range(10, 30)]
    claims = tuple(
        figured.claim(LATER, text, figured.figure(text, f"${n} million", n * 1e6, "USD"), "amount")
        for n, text in enumerate(sentences, 10)
    )
    page = page_of(tmp_path, figured.piece(claims=claims))
    assert "16 more sentences" in page
    assert all(f"<mark>${n} million</mark>" in page for n in range(10, 30))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "figure",
    [
        Figure("money", float("inf"), "USD", 0, 4),
        Figure("date", 1e300, "", 0, 4),
        Figure("year", float("nan"), "", 0, 4),
    ],
)
def test_a_figure_that_is_none_leaves_the_rest_of_the_panel(tmp_path: Path, figure: Figure) -> None:
    desk = desk_in(tmp_path)
    written = editionjson.write(figured.edition())
    broken = written.replace('"value": 14800000000.0', f'"value": {json.dumps(figure.value)}', 1)
    broken = broken.replace('"kind": "money"', f'"kind": "{figure.kind}"')
    (desk.folder / "edition.json").write_text(broken, "utf-8")
    facts = gather(desk)
    assert [section.stories for section in facts.sections] == [1]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            Claim,
            st.sampled_from([FIRST.id, LATER.id, "gone"]),
            st.text(max_size=20),
            st.builds(
                Figure,
                st.sampled_from(["money", "percent", "power", "people", "number", "x"]),
                st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
                st.sampled_from(["USD", "%", "W", "", "€"]),
                st.integers(-5, 30),
                st.integers(-5, 30),
            ),
            st.text(max_size=5),
            st.text(max_size=5),
        ),
        max_size=6,
    )
)
def test_no_claims_break_the_panel(claims: list[Claim]) -> None:
    found = of_story(claims=tuple(claims))
    assert len(found.quotes) == len({claim.sentence for claim in claims})
