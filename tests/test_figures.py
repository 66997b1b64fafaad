"""Figures over three weeks, from sources to outputs: a rumour that becomes a deal, and a date that comes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import archive, checking, desk, ledger, periods, pipeline
from digest.model import Edition, Money
from digest.project import load, opened

CONFIG = """
[edition]
title = "Figures Weekly"
timezone = "UTC"

[schedule]
period = "week"
build = "Sunday 18:00"

[[sections]]
id = "deals"
title = "Deals"
description = "Who buys what."
keywords = ["invest", "stake", "raises", "deal", "talks"]

[[sources]]
name = "Wire"
kind = "folder"
path = "news"
"""
WEEKS = ("2026-W45", "2026-W46", "2026-W47")
FIGURES = ("numbers-", "deals-")
SUNDAY = datetime(2026, 11, 8, 18, tzinfo=UTC)
NEWS = (
    (
        3,
        "Ledger Wire",
        "Northwind in talks to invest over $10 billion in Tall Pines",
        (
            "Northwind is in talks to invest more than $10 billion in chip maker Tall Pines. "
            "A court will hear a case against Tall Pines on 19 November 2026."
        ),
    ),
    (
        8,
        "Ledger Wire",
        "Northwind agrees to invest $14.3 billion in Tall Pines",
        "Northwind has agreed to invest $14.3 billion in Tall Pines for a 49% stake.",
    ),
    (
        9,
        "The Circuit",
        "Northwind to invest $14.8 billion in Tall Pines",
        "Northwind will invest $14.8 billion in Tall Pines, two people said.",
    ),
    (
        16,
        "Ledger Wire",
        "Larkspur raises $35 million to design chips",
        "Larkspur has raised $35 million from Oak Capital to design chips.",
    ),
)
OUTPUTS = ("edition.md", "email.html", "email.txt", "index.html")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which three weeks were built, one after the other."""
    folder = tmp_path_factory.mktemp("figures")
    (folder / "sources.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "news").mkdir()
    for number, key in enumerate(WEEKS):
        closing = SUNDAY + timedelta(weeks=number)
        rows = [
            {
                "id": f"n{n}",
                "url": f"https://{outlet.split()[-1].lower()}.example/{n}",
                "title": title,
                "text": text,
                "publisher": outlet,
                "published": (datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day)).isoformat(),
            }
            for n, (day, outlet, title, text) in enumerate(NEWS)
        ]
        told = [row for row in rows if str(row["published"]) < closing.isoformat()]
        (folder / "news" / "news.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
        config = load(folder / "sources.toml")
        period = periods.of_key(key, config.schedule, "UTC")
        with opened(config) as opened_project:
            pipeline.build(opened_project, period, closing, lambda *_: None)
    return folder


def texts(project: Path, key: str) -> dict[str, str]:
    folder = project / "out" / key
    return {name: (folder / name).read_text(encoding="utf-8") for name in OUTPUTS}


def editions(project: Path) -> list[Edition]:
    with opened(load(project / "sources.toml")) as found:
        return [kept.edition for kept in archive.editions(found) if kept.edition]


def test_the_table_of_the_week_stands_in_every_output(project: Path) -> None:
    for name, text in texts(project, "2026-W45").items():
        assert "Tall Pines" in text, name
        assert "over $10B" in text, name
        assert "rumoured" in text, name


def test_what_moved_since_the_last_edition_is_told_in_every_output(project: Path) -> None:
    for name, text in texts(project, "2026-W46").items():
        assert "over $10B rumoured → $14.3B announced" in " ".join(text.split()) or (
            "over $10B rumoured → $14.8B announced" in " ".join(text.split())
        ), name


def test_outlets_that_differ_are_told_in_every_output(project: Path) -> None:
    for name, text in texts(project, "2026-W46").items():
        assert "Outlets differ" in text, name
        assert "$14.3B" in text, name
        assert "$14.8B" in text, name


def test_what_was_expected_comes_back_in_the_week_in_which_it_falls_due(project: Path) -> None:
    assert all("19 November" not in text for text in texts(project, "2026-W46").values())
    for name, text in texts(project, "2026-W47").items():
        assert "19 November" in text, name


def test_the_ledger_counts_the_deal_once_and_knows_how_it_went(project: Path) -> None:
    rows = ledger.of(editions(project))
    (northwind,) = [row for row in rows if row.deal.company == "Tall Pines"]
    assert northwind.moves[0].status == "rumoured"
    assert northwind.deal.status == "announced"
    (larkspur,) = [row for row in rows if row.deal.company == "Larkspur"]
    assert larkspur.deal.amount == Money(35e6)


def test_nothing_that_the_program_took_from_reports_is_unproved(project: Path) -> None:
    with opened(load(project / "sources.toml")) as found:
        for key in WEEKS:
            findings = checking.of(found, checking.current(found, key))
            assert [one for one in findings if one.rule.startswith(FIGURES)] == [], key


def test_a_figure_that_the_editor_made_up_is_found_with_its_place(project: Path) -> None:
    draft = project / "out" / "2026-W47" / "draft.md"
    before = draft.read_text(encoding="utf-8")
    try:
        draft.write_text(before.replace("raised $35 million", "raised $35 billion"), encoding="utf-8")
        with opened(load(project / "sources.toml")) as found:
            made = desk.render(found, "2026-W47")
        wrong = [one for one in made.findings if one.rule.startswith(FIGURES) and one.level == "error"]
        assert {(one.rule, one.figure) for one in wrong} == {("numbers-magnitude", "$35 billion")}
        assert [one.place.partition(" ")[0] for one in wrong] == ["preheader", "story"]
        report = json.loads((draft.parent / "report.json").read_text(encoding="utf-8"))
        told = [one["rule"] for one in report["findings"] if one["rule"].startswith(FIGURES)]
        assert told == ["numbers-magnitude"] * 2
    finally:
        draft.write_text(before, encoding="utf-8")
