"""Where ranked stories stand in the issue, and the fates of the entries behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from digest.compose import place
from digest.config import SelectionSettings
from digest.learned import traits, weights
from digest.model import Entry, Fate, Reason, Score, Story, Tie
from tests.records import entry, story

OPEN = SelectionSettings(stories_per_section=50, briefs_per_section=50, per_publisher=50, diversity=0)
UNLIKE = (
    "Court rules on copyright in songs",
    "Grid operator warns of a cold winter",
    "Lisbon opens a language model",
    "Bank buys a brewery in the north",
    "Union strikes at a harbour",
    "Satellite finds water under sand",
    "Museum hires a robot as its guide",
)


def scored(*told: Story, best: float = 5.0) -> list[Story]:
    """The stories with falling scores."""
    return [
        replace(one, score=Score((Reason("coverage", best - number / 10, "so many"),)))
        for number, one in enumerate(told)
    ]


def placed(
    told: Iterable[Story], selection: SelectionSettings, context: Iterable[Entry] = ()
) -> place.Placed:
    told = tuple(told)
    entries = [*(one for each in told for one in each.entries), *context]
    return place.stories(told, selection, traits.by_id(entries, weights.shipped()))


def titles(stories: Iterable[Story]) -> list[str]:
    return [told.lead.title for told in stories]


def fate_of(found: place.Placed, title: str) -> Fate:
    return next(fate for fate in place.fates(found) if fate.title == title)


def test_a_section_takes_its_share_and_no_outlet_leads_it_alone() -> None:
    selection = SelectionSettings(stories_per_section=3, briefs_per_section=1, per_publisher=2)
    other = story(entry(UNLIKE[4], source="The Circuit"))
    found = placed(scored(*(story(entry(title)) for title in UNLIKE[:4]), other), selection)
    assert titles(found.told) == [UNLIKE[0], UNLIKE[1], UNLIKE[4]]
    assert titles(found.briefs) == [UNLIKE[2]]
    assert titles(found.below) == [UNLIKE[3]]
    assert sorted(fate.fate for fate in place.fates(found)) == ["below the line", *["section"] * 4]
    assert fate_of(found, UNLIKE[2]).reason == (
        "in brief in deals, rank 3 of 5; third story of Ledger Wire in deals; per_publisher = 2"
    )
    assert fate_of(found, UNLIKE[3]).reason == (
        "below the line at rank 4 of 5 in deals; its score was 4.7, the last one in had 4.6; "
        "third story of Ledger Wire in deals; per_publisher = 2"
    )


def test_one_busy_company_does_not_fill_the_issue() -> None:
    said = entry("People at Northwind", summary="In the north Northwind is known to all.")
    busy = [
        story(entry(f"Northwind {what}"), section=section)
        for what, section in (("buys a bank", "deals"), ("faces a court", "law"), ("hires a cook", "deals"))
    ]
    other = story(entry(UNLIKE[0]), section="law")
    found = placed(scored(*busy, other), replace_caps(per_company=2), [said])
    assert titles(found.told) == ["Northwind buys a bank", "Northwind faces a court", UNLIKE[0]]
    assert fate_of(found, "Northwind hires a cook").reason == (
        "in brief in deals, rank 2 of 2; third story about Northwind; per_company = 2"
    )


def replace_caps(**caps: int) -> SelectionSettings:
    return OPEN.model_copy(update=caps)


def test_a_story_nearly_like_one_above_it_falls_behind_another() -> None:
    first = story(entry("Grid operator warns of a cold winter"))
    again = story(entry("Grid operator warns of cold winter again"))
    other = story(entry("Museum hires a robot as its guide"))
    told = scored(first, again, other)
    found = placed(told, OPEN.model_copy(update={"diversity": 1.0}))
    assert titles(found.told) == [first.lead.title, other.lead.title, again.lead.title]
    reason = found.told[-1].score.reasons[-1]
    assert (reason.name, reason.note) == ("diversity", f'nearly like "{first.lead.title}" above it')
    assert reason.value < 0
    assert titles(placed(told, OPEN).told) == titles(told), "the editor can turn it off"
    elsewhere = [told[0], replace(told[1], section="law"), told[2]]
    apart = placed(elsewhere, OPEN.model_copy(update={"diversity": 1.0}))
    assert titles(apart.told) == titles(told), "another section is no neighbour"


def test_a_related_story_falls_behind_another_too() -> None:
    first, second, third = scored(*(story(entry(title)) for title in UNLIKE[:3]))
    second = replace(second, related=(first.id,))
    found = placed([first, second, third], OPEN.model_copy(update={"diversity": 1.0}))
    assert titles(found.told) == [UNLIKE[0], UNLIKE[2], UNLIKE[1]]


def test_scores_fall_down_a_section() -> None:
    told = scored(*(story(entry(f"{title} {word}")) for title in UNLIKE for word in ("today", "at last")))
    found = placed(told, OPEN.model_copy(update={"diversity": 1.0}))
    values = [one.score.value for one in found.told]
    assert values == sorted(values, reverse=True)
    assert len(found.told) == 14


def test_every_entry_of_a_placed_story_has_one_fate_in_that_story() -> None:
    told = replace(story(*(entry(f"{n}") for n in range(3))), copies=(entry("copy"),))
    fates = place.fates(placed([told], OPEN))
    assert [fate.fate for fate in fates] == ["section", "merged", "merged", "copy"]
    assert {fate.story for fate in fates} == {told.id}


def test_a_merged_entry_says_with_what_and_why() -> None:
    lead, other = entry("Northwind buys a bank"), entry("Bank goes to Northwind", source="The Circuit")
    tie = Tie(other.id, lead.id, (Reason("likeness", 0.83, "share northwind, bank"),))
    found = placed([replace(story(lead, other), ties=(tie,))], OPEN)
    assert fate_of(found, other.title).notes == (
        "merged with “Northwind buys a bank” (0.83): share northwind, bank",
    )


def test_a_lead_says_what_decided_for_its_section_and_its_place() -> None:
    told = replace(
        story(entry("Northwind buys a bank")),
        filed_by=(Reason("words", 2.1, '"buys"'),),
        runner_up="law",
        against=(Reason("words", 1.4, '"bank"'),),
    )
    filing, scoring = fate_of(placed([told], OPEN), told.lead.title).notes
    assert filing == 'deals 2.1: words "buys"; second: law 1.4: words "bank"'
    assert scoring == "score 1: coverage +1.00 (1 newsrooms)"


def test_nothing_is_placed_as_nothing() -> None:
    found = placed([], OPEN)
    assert (found.told, found.briefs, found.below, place.fates(found)) == ((), (), (), ())


def test_a_section_in_which_a_rule_lets_nobody_in_still_has_fates() -> None:
    selection = SelectionSettings(stories_per_section=1, briefs_per_section=0)
    found = placed(scored(*(story(entry(title)) for title in UNLIKE)), selection)
    assert len(place.fates(found)) == len(UNLIKE)
    assert (len(found.told), len(found.below)) == (1, len(UNLIKE) - 1)


def test_a_held_story_is_told_whatever_its_rank_and_takes_the_room_of_another() -> None:
    selection = SelectionSettings(stories_per_section=2, briefs_per_section=0, per_publisher=1)
    ranked = scored(*(story(entry(title)) for title in UNLIKE[:4]))
    last = ranked[-1]
    entries = [one for each in ranked for one in each.entries]
    known = traits.by_id(entries, weights.shipped())
    found = place.stories(ranked, selection, known, {last.id: "held over from 2026-W46"})
    assert titles(found.told) == [UNLIKE[3]]  # one of that outlet is as many as may be
    assert fate_of(found, UNLIKE[3]).fate == "section"
    assert fate_of(found, UNLIKE[3]).reason == "told in deals, rank 4 of 4; held over from 2026-W46"
    found = place.stories(ranked, selection.model_copy(update={"per_publisher": 5}), known, {last.id: "held"})
    assert titles(found.told) == [UNLIKE[0], UNLIKE[3]]


def test_what_comes_next_is_given_section_by_section_in_order() -> None:
    selection = SelectionSettings(stories_per_section=1, briefs_per_section=0)
    ranked = scored(*(story(entry(title)) for title in UNLIKE[:5]), story(entry(UNLIKE[6]), section="labor"))
    found = placed(ranked, selection)
    assert titles(place.waiting(found, 2)) == [UNLIKE[1], UNLIKE[2]]
    assert titles(place.waiting(found, 9)) == list(UNLIKE[1:5])
    assert place.waiting(found, 0) == ()
