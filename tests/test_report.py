"""`report.json` says what the reports state, with the place of every figure, and what the gate found."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from digest import report
from digest.check import Finding
from digest.condition import Condition
from digest.decisions import Decision
from digest.model import Edition, Fate, Memory, Source
from digest.sourcestates import SourceState
from digest.thin import Thin
from tests import editions, figured
from tests.figured import FIRST, LATER, SIGNED, TALKS

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def written(edition: Edition, *findings: Finding) -> dict[str, Any]:
    fates = [Fate(LATER.id, LATER.source, LATER.title, LATER.url, "section", "it leads")]
    source = Source("Ledger Wire", "feed", "https://ledgerwire.example/feed")
    sources = {"Ledger Wire": SourceState(source, Memory(checked_at=NOW), 9, Condition())}
    thin = (Thin("deals", "Deals", 1, 4, ("the others slept",)),)
    told: dict[str, Any] = json.loads(report.write(edition, fates, sources, findings, thin=thin))
    return told


def test_the_report_says_how_each_source_is_and_which_sections_are_thin() -> None:
    told = written(figured.edition())
    assert told["thin"] == [
        {"section": "deals", "told": "Deals: 1 story, usually 4, because the others slept"}
    ]
    (source,) = told["sources"]
    assert (source["name"], source["checked_at"], source["error"]) == ("Ledger Wire", NOW.isoformat(), "")


def test_every_figure_stands_with_its_outlet_sentence_and_reading() -> None:
    (story,) = written(figured.edition())["claims"].values()
    assert len(story) == 5
    assert story[1] == {
        "entry": LATER.id,
        "outlet": "Ledger Wire",
        "url": LATER.url,
        "sentence": SIGNED,
        "figure": "$14.8 billion",
        "span": [SIGNED.index("$"), SIGNED.index("$") + 13],
        "kind": "money",
        "value": 14_800_000_000,
        "high": None,
        "unit": "USD",
        "qualifier": "exact",
        "per": "",
        "role": "amount",
        "company": "Northwind",
        "stage": "announced",
    }
    assert [row["figure"] for row in story if row["entry"] == FIRST.id] == [
        "over $10 billion",
        "49 %",
        "$21 billion",
    ]


def test_deals_and_differences_name_who_says_so() -> None:
    told = written(figured.edition())
    story = figured.story().id
    (deal,) = told["deals"][story]
    assert (deal["company"], deal["amount"]["value"], deal["status"]) == (
        "Tall Pines",
        14_800_000_000,
        "announced",
    )
    assert [(said["outlet"], said["words"], said["status"]) for said in deal["statements"]] == [
        ("The Circuit", "in talks", "rumoured"),
        ("Ledger Wire", "has signed", "announced"),
    ]
    assert deal["statements"][0]["sentence"] == TALKS
    (difference,) = told["differences"][story]
    assert [(one["outlet"], one["url"], one["figure"]) for one in difference["stated"]] == [
        ("The Circuit", FIRST.url, "over $10B"),
        ("Ledger Wire", LATER.url, "$14.8B for 49%"),
    ]


def test_what_the_gate_found_stands_in_full() -> None:
    (finding,) = written(figured.edition(), figured.unproved())["findings"]
    assert finding["rule"] == "numbers-unproved"
    assert finding["said"] == figured.unproved().said
    assert finding["story"] == figured.story().id


def test_what_stood_there_before_still_does_and_what_says_nothing_is_empty() -> None:
    told = written(editions.edition())
    assert list(told)[:6] == ["edition", "built_at", "stories", "fates", "sources", "thin"]
    assert told["items"][0]["reason"] == "it leads"
    assert (told["claims"], told["deals"], told["differences"], told["findings"]) == ({}, {}, {}, [])


def test_a_claim_of_an_entry_that_is_gone_keeps_its_sentence() -> None:
    lost = figured.claim(editions.entry("Lost"), TALKS, figured.figure(TALKS, "49 %", 49.5, "%"), "stake")
    edition = figured.edition(figured.piece(id="other", claims=(lost,)))
    (row,) = written(edition)["claims"]["other"]
    assert (row["outlet"], row["url"], row["value"], row["company"]) == (None, None, 49.5, None)


def test_what_the_editor_decided_replaces_the_fate_and_can_be_taken_back() -> None:
    made = figured.edition()
    first = json.dumps(written(made), ensure_ascii=False, indent=1) + "\n"
    decided = {LATER.id: Decision("held", "held for the next edition by the editor", "s1")}
    told = report.renewed(first, made, (), decided)
    (row,) = json.loads(told)["items"]
    assert (row["fate"], row["reason"], row["story"]) == (
        "held",
        "held for the next edition by the editor",
        "s1",
    )
    assert row["built"] == {"fate": "section", "reason": "it leads", "story": ""}
    assert json.loads(told)["fates"] == {"held": 1}
    assert report.renewed(told, made, (), decided) == told
    assert report.renewed(told, made, ()) == first


@pytest.mark.parametrize(
    "items", [None, {}, [1], [{"id": "a"}], [{"id": "a", "fate": 3, "reason": ""}], [{"id": "a", "built": 1}]]
)
def test_items_that_somebody_broke_are_left_as_they_are(items: object) -> None:
    told = json.loads(report.renewed(json.dumps({"items": items}), figured.edition(), ()))
    assert told["items"] == items
