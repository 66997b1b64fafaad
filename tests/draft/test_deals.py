"""Deals as lines of the draft: written, read back, changed by a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from digest import draft
from digest.draft import deals
from digest.errors import DraftError
from digest.model import Deal, Edition, Money, Section, Statement, Watch
from tests import editions
from tests.deals import strategies

STAKE = Deal(
    "investment",
    "Scale AI",
    ("Meta",),
    Money(14.8e9),
    Money(29e9),
    49,
    status="announced",
)
LINE = "Deal: Meta → Scale AI · investment · $14.8B · 49% · at $29B · announced"


def _with_deals(*found: Deal) -> Edition:
    made = editions.edition(sections=1)
    piece = made.pieces[0]
    assert piece.story
    first = replace(piece, deals=found, story=replace(piece.story, deals=found))
    section = replace(made.sections[0], pieces=(first, *made.pieces[1:]))
    return made.with_sections([section])


def _read(made: Edition, text: str) -> Edition:
    return draft.applied(made, draft.read(text, "draft.md"))


def test_a_deal_reads_like_a_line_of_the_table() -> None:
    assert deals.line(STAKE) == LINE


def test_what_the_program_wrote_comes_back_with_all_that_the_reports_say() -> None:
    told = replace(STAKE, statements=(Statement("e", "Meta buys in.", "", STAKE),))
    made = _with_deals(told)
    text = draft.write(made)
    assert LINE in text
    assert _read(made, text).pieces[0].deals == (told,)


def test_a_changed_sum_is_the_editors_and_keeps_its_reports() -> None:
    told = replace(STAKE, statements=(Statement("e", "Meta buys in.", "", STAKE),))
    made = _with_deals(told)
    text = draft.write(made).replace("$14.8B", "about $14.3B").replace("announced", "closed")
    found = _read(made, text).pieces[0].deals[0]
    assert (found.amount, found.status) == (Money(14.3e9, "USD", "about"), "closed")
    assert found.statements == told.statements


def test_a_deleted_line_takes_the_deal_out_and_a_new_one_puts_one_in() -> None:
    made = _with_deals(STAKE)
    text = draft.write(made)
    assert _read(made, text.replace(LINE + "\n", "")).pieces[0].deals == ()
    more = text.replace(LINE, f"{LINE}\nDeal: Larkspur · funding · $35M · Series A · announced")
    assert _read(made, more).pieces[0].deals[1] == Deal(
        "funding", "Larkspur", (), Money(35e6), round="Series A", status="announced"
    )


def test_the_parts_may_stand_in_any_order_and_be_missing() -> None:
    read = deals.read("Oak Capital, Ash → Larkspur · closed · at €1B · Seed · up to €40M · funding", "here")
    assert read == Deal(
        "funding",
        "Larkspur",
        ("Oak Capital", "Ash"),
        Money(40e6, "EUR", "up_to"),
        Money(1e9, "EUR"),
        round="Seed",
        status="closed",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Meta → Scale AI · lots of money", 'says "lots of money"'),
        ("A → B → C · $1B", "names no deal"),
        ("→ · $1B", "names no deal"),
        ("Larkspur · 490%", 'says "490%"'),
        ("Larkspur · $1B", "has no kind"),
        ("Larkspur · funding · $1B", "has no status"),
        ("Larkspur · funding · $1B · $2B · closed", 'says "\\$2B" beside another'),
        ("Larkspur · funding · closed · announced", 'says "announced" beside another'),
        ("Larkspur · funding · $2B–$3B · closed", "means nothing"),
        ("Larkspur, funding, $1B, closed", "names no deal"),
        ("it was a good week for everybody who buys and sells", "names no deal"),
    ],
)
def test_what_means_nothing_is_named_with_its_line(text: str, problem: str) -> None:
    made = _with_deals(STAKE)
    written = draft.write(made)
    line = written[: written.index(LINE)].count("\n") + 1
    with pytest.raises(DraftError, match=problem) as caught:
        _read(made, written.replace(LINE, f"Deal: {text}"))
    assert f"draft.md:{line}" in str(caught.value)


def test_text_that_only_looks_like_a_deal_stays_text() -> None:
    made = editions.edition(sections=1)
    blurb = "Deal: or no deal?\nWatch: this space."
    piece = replace(made.pieces[0], blurb=blurb)
    made = made.with_sections([replace(made.sections[0], pieces=(piece,))])
    made = replace(made, intro="Watch: this space.")
    found = _read(made, draft.write(made))
    assert (found.pieces[0].blurb, found.pieces[0].deals) == (blurb, ())
    assert (found.intro, found.watch) == (made.intro, ())


@pytest.mark.parametrize("label", ["deal:", "**Deal:**", "DEAL:"])
def test_a_label_is_known_however_it_is_written(label: str) -> None:
    made = _with_deals(STAKE)
    assert _read(made, draft.write(made).replace("Deal:", label)).pieces[0].deals == (STAKE,)


def test_two_lines_for_one_deal_are_told() -> None:
    made = _with_deals(STAKE)
    twice = draft.write(made).replace(LINE, f"{LINE}\n{LINE.replace('14.8', '14.3')}")
    with pytest.raises(DraftError, match="two lines tell the deal"):
        _read(made, twice)


@pytest.mark.parametrize(
    ("before", "line", "problem"),
    [
        ("## ", "Deal: Larkspur · funding · $1B · closed\n\n## ", "has no place here"),
        ("Deal: Meta", "Watch: 14 July\nDeal: Meta", "has no place here"),
        ("## ", "Watch:\n\n## ", "holds nothing"),
    ],
)
def test_a_label_that_means_nothing_is_named_with_its_line(before: str, line: str, problem: str) -> None:
    made = _with_deals(STAKE)
    text = draft.write(made).replace(before, line, 1)
    with pytest.raises(DraftError, match=problem) as caught:
        _read(made, text)
    assert "draft.md:" in str(caught.value)


def test_a_story_of_the_editors_own_may_have_a_deal() -> None:
    made = editions.edition(sections=1)
    text = (
        draft.write(made)
        + "\n### Our own scoop\n\nRead here first.\n\nDeal: Larkspur · funding · $1B · announced\n"
    )
    own = _read(made, text).pieces[-1]
    found = [piece for piece in _read(made, text).pieces if piece.headline == "Our own scoop"]
    assert own
    assert found[0].deals == (Deal("funding", "Larkspur", (), Money(1e9)),)


def test_what_falls_due_stands_in_the_draft_and_is_the_editors_to_change() -> None:
    watch = Watch("**14 July**: “A hearing is set.” (no. 2: [One](https://a.example/1))", "2025-W23", 2)
    made = replace(editions.edition(), watch=(watch,))
    text = draft.write(made)
    assert _read(made, text).watch == (watch,)
    assert _read(made, text.replace(f"Watch: {watch.text}\n", "")).watch == ()
    changed = _read(made, text.replace("A hearing is set", "The hearing is on")).watch[0]
    assert (changed.due, "The hearing is on" in changed.text) == (None, True)


@given(strategies.bare_deals())
def test_every_deal_comes_back_from_its_line_to_the_same_line(deal: Deal) -> None:
    line = deals.line(deal)
    again = deals.read(line.removeprefix(deals.LABEL), "here")
    assert deals.line(again) == line
    assert (again.kind, again.status, again.stake_percent) == (deal.kind, deal.status, deal.stake_percent)


def test_sections_without_stories_hold_no_deal_lines() -> None:
    made = editions.edition(rooms=(Section("own", "Own", "", (), "Deal: with it."),))
    assert _read(made, draft.write(made)).sections[0].intro == "Deal: with it."
