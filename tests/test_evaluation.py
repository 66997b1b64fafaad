"""Raw items judged and measured: what is said of each, against labels and beside the plain ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from digest import accounts, analysis, bundled, evaluation, labels, rawitems
from digest.config import Config
from digest.evaluation import Evaluation
from digest.model import Fate, Lesson, Link
from digest.project import load

ROWS: tuple[dict[str, Any], ...] = (
    {
        "id": "deal",
        "title": "Northwind takes 40% stake in AI start-up Tall Pines for $2 billion",
        "publisher": "Ledger Wire",
        "summary": "Northwind will buy 40% of the AI start-up Tall Pines for $2 billion.",
        "story": "stake",
        "section": "deals",
        "importance": 3,
    },
    {
        "id": "deal-again",
        "title": "Northwind takes 40% stake in AI start-up Tall Pines for $2 billion",
        "publisher": "Quay Daily",
        "summary": "Northwind will buy 40% of the AI start-up Tall Pines for $2 billion.",
        "story": "stake",
        "duplicate_of": "deal",
        "section": "deals",
        "importance": 3,
    },
    {
        "id": "law",
        "title": "Regulator fines AI firm over training data in copyright lawsuit",
        "publisher": "The Circuit",
        "summary": "The regulator has fined the firm for training AI on copied books.",
        "story": "fine",
        "section": "labor",
        "importance": 2,
    },
    {
        "id": "soup",
        "title": "A bean soup for long evenings",
        "publisher": "Quay Daily",
        "story": "soup",
        "section": None,
        "importance": 0,
    },
)


@pytest.fixture(scope="module")
def config() -> Config:
    return load(bundled.path("sources.toml"))


def items(*rows: Mapping[str, Any]) -> tuple[rawitems.Item, ...]:
    text = "\n".join(json.dumps({"published": "2026-11-21"} | dict(row)) for row in rows)
    found = rawitems.read(text.encode(), "f", None)
    assert found.faults == ()
    return found.items


def measured(config: Config, *rows: Mapping[str, Any], lessons: tuple[Lesson, ...] = ()) -> Evaluation:
    found = items(*rows)
    known = labels.of(found, [theme.id for theme in config.sections])
    return evaluation.of(config, [item.entry for item in found], known, lessons)


def figures(found: Evaluation) -> dict[str, float]:
    return {f"{figure.about}: {figure.name}": figure.value for figure in found.figures}


def analysed(config: Config, *rows: Mapping[str, Any]) -> dict[str, analysis.Finding]:
    return dict(analysis.of(config, [item.entry for item in items(*rows)]).findings)


def test_every_item_is_told_its_story_its_section_and_its_score(config: Config) -> None:
    found = analysed(config, *ROWS)
    assert list(found) == ["deal", "deal-again", "law", "soup"]
    assert found["deal"].story == found["deal-again"].story != found["law"].story
    assert {found["deal"].duplicate_of, found["deal-again"].duplicate_of} <= {None, "deal", "deal-again"}
    assert (found["deal"].section, found["deal"].relevance > 0.5) == ("deals", True)
    assert (found["soup"].section, found["soup"].score) == (None, None)
    assert found["soup"].relevance < 0.5
    assert found["deal"].score


def test_what_is_said_does_not_depend_on_the_order_of_the_items(config: Config) -> None:
    assert analysed(config, *ROWS) == analysed(config, *reversed(ROWS))


def test_items_of_any_age_count_as_one_period(config: Config) -> None:
    old = [
        dict(row, published=f"{year}-01-01") for year, row in zip((1995, 1995, 2010, 2026), ROWS, strict=True)
    ]
    found = analysed(config, *old)
    assert (found["deal"].section, found["law"].section is not None) == ("deals", True)


def test_no_items_are_no_findings(config: Config) -> None:
    assert analysed(config) == {}


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": str(number), "title": "The same title"} for number in range(30)],
        [{"id": "long", "title": "long " * 2000}, {"id": "other", "title": "北京的人工智能公司融资十亿美元"}],
        [{"id": "1", "title": "?!"}, {"id": "2", "title": "…"}],
        [{"id": "1", "title": "One"}],
    ],
    ids=["all the same", "long and foreign", "no words", "a single one"],
)
def test_odd_titles_are_judged_like_any_others(config: Config, rows: list[dict[str, Any]]) -> None:
    assert list(analysed(config, *rows)) == [row["id"] for row in rows]


def test_figures_stand_beside_those_of_the_plain_ways(config: Config) -> None:
    found = measured(config, *ROWS)
    assert figures(found).keys() == {
        "near copies: precision",
        "near copies: recall",
        "same story: pair precision",
        "same story: pair recall",
        "same story: pair F1",
        "same story: B-cubed F1",
        "section: macro-F1",
        "section: accuracy",
        "for this digest: kept of importance 2 and 3",
        "for this digest: left out of 0",
        "order: nDCG@20",
    }
    assert all(figure.plain for figure in found.figures)
    assert figures(found)["same story: pair F1"] == 1.0
    assert figures(found)["for this digest: left out of 0"] == 1.0


def test_only_figures_with_labels_are_given(config: Config) -> None:
    bare = [{key: row[key] for key in ("id", "title")} for row in ROWS]
    filed = [dict(row, primary=ROWS[number]["section"]) for number, row in enumerate(bare)]
    assert figures(measured(config, *bare)) == {}
    assert figures(measured(config, *filed)).keys() == {"section: macro-F1", "section: accuracy"}


def test_an_event_told_twice_in_the_order_is_worth_something_once(config: Config) -> None:
    split = [dict(row, story="all of it") for row in ROWS if row["id"] in {"deal", "law"}]
    assert figures(measured(config, *split, ROWS[3]))["order: nDCG@20"] == pytest.approx(1.0)


def test_related_events_may_stand_together_without_harm(config: Config) -> None:
    second = dict(ROWS[1], story="stake, told anew", related="stake")
    found = figures(measured(config, ROWS[0], second, *ROWS[2:]))
    assert found["same story: pair precision"] == 0.0
    assert found["same story: precision, related ones harmless"] == 1.0


def test_lessons_are_shown_without_and_with(config: Config) -> None:
    lesson = Lesson(
        "A stake", "", "Wire", "deals", "labor", "2026-W47", datetime(2026, 11, 22, 18, tzinfo=UTC)
    )
    found = measured(config, *ROWS, lessons=(lesson,))
    assert found.lessons == 1
    assert found.untaught is not None
    assert accounts.evaluated_row(found)["feedback"]["lessons"] == 1
    assert measured(config, *ROWS).untaught is None


def test_labels_that_mean_nothing_here_are_named_and_left_out() -> None:
    found = labels.of(
        items(
            {"id": "a", "title": "A", "section": "sports"},
            {"id": "b", "title": "B", "section": "sports", "importance": 9},
            {"id": "c", "title": "C", "section": "deals", "importance": "high"},
            {"id": "d", "title": "D", "primary": "none", "secondary": "sports", "importance": 2.0},
        ),
        ["deals"],
    )
    assert found.section == {"c": "deals", "d": "none"}
    assert (found.secondary, found.importance) == ({}, {"d": 2})
    assert found.notes == (
        '"9" is no importance from 0 to 3; left out of those figures (1 item)',
        '"high" is no importance from 0 to 3; left out of those figures (1 item)',
        'there is no section "sports"; left out of the section figures (2 items)',
    )


def test_a_copy_of_a_copy_is_one_of_the_original_and_a_ring_of_copies_is_one_group() -> None:
    found = labels.of(
        items(
            {"id": "a", "title": "A", "dup": None},
            {"id": "b", "title": "B", "dup": "a"},
            {"id": "c", "title": "C", "dup": "b"},
            {"id": "x", "title": "X", "dup": "y"},
            {"id": "y", "title": "Y", "dup": "x"},
            {"id": "z", "title": "Z", "dup": "y"},
        ),
        [],
    )
    assert found.original == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x", "z": "x"}


def test_a_roundup_stands_beside_the_stories_cut_out_of_it(config: Config) -> None:
    found = analysis.of(config, [item.entry for item in items(*ROWS)])
    roundup = Link("The week", "https://wire.example/week")
    ranked = tuple(
        replace(story, entries=tuple(replace(entry, within=roundup) for entry in story.entries))
        for story in found.judged.ranked
    )
    fate = Fate("week", "Wire", roundup.name, roundup.url, "split", "split into its events")
    judged = replace(found.judged, ranked=ranked, fates=(fate,))
    finding = analysis.by_entry(judged)["week"]
    assert finding.related == tuple(story.id for story in ranked)
    assert finding.section == ranked[0].section
