"""`digest check` as a person types it: what it says, and the code that it ends with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import checking, cli
from digest.check import Finding, Galley
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures

UNPROVED = Finding(
    rule="numbers-unproved",
    level="error",
    place="story a1b2c3 “Northwind buys Tall Pines”, sentence 2",
    said="Northwind pays $14 billion,\nnot $140 billion.",
    figure="$14 billion",
    reason="No report has $14 billion.",
    remedy="Take the figure from a report, or leave it out.",
    story="a1b2c3",
)
HEDGED = Finding("numbers-hedge", "warning", "subject", "It pays $3bn", "$3bn", "It says about.", "", "")
NOTED = Finding("numbers-unit", "note", "introduction", "", "", "A unit is missing.", "Add it.", "")


@pytest.fixture
def found(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:  # noqa: F811
    """Makes the gate find what it is given, as if the edition said so."""

    def plant(*findings: Finding) -> Path:
        def gate(galley: Galley) -> tuple[Finding, ...]:
            assert galley.edition.pieces
            assert galley.entries
            assert galley.outputs
            return findings

        monkeypatch.setattr(checking, "GATES", {"numbers": gate})
        return sample

    return plant


def check(folder: Path, *args: str) -> Result:
    command = ["check", *args, "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli.main, command, catch_exceptions=False)


def test_a_finding_is_a_block_with_its_place_sentence_reason_and_remedy(found: Callable[..., Path]) -> None:
    shown = check(found(HEDGED, UNPROVED))
    assert shown.output.splitlines() == [
        "error    numbers-unproved  story a1b2c3 “Northwind buys Tall Pines”, sentence 2",
        "  Northwind pays *$14 billion*, not $140 billion.",
        "  No report has $14 billion.",
        "  -> Take the figure from a report, or leave it out.",
        "",
        "warning  numbers-hedge  subject",
        "  It pays *$3bn*",
        "  It says about.",
        "",
        f"{KEY}: 1 error, 1 warning",
    ]
    assert shown.exit_code == 1


def test_warnings_and_notes_alone_end_with_0(found: Callable[..., Path]) -> None:
    shown = check(found(HEDGED, NOTED, NOTED), KEY)
    assert shown.exit_code == 0
    assert shown.output.splitlines()[-1] == f"{KEY}: 1 warning, 2 notes"


def test_an_edition_without_findings_says_so_in_one_line(found: Callable[..., Path]) -> None:
    shown = check(found())
    assert (shown.exit_code, shown.output) == (0, f"{KEY}: no figure is unproved\n")


def test_quiet_says_only_the_count(found: Callable[..., Path]) -> None:
    shown = check(found(UNPROVED), "-q")
    assert (shown.exit_code, shown.output) == (1, f"{KEY}: 1 error\n")


@pytest.mark.parametrize(
    ("args", "rules", "code"),
    [
        (["--only", "numbers-hedge"], {"numbers-hedge"}, 0),
        (["--ignore", "numbers-unproved"], {"numbers-hedge", "numbers-unit"}, 0),
        (["--only", "numbers", "--ignore", "numbers-hedge"], {"numbers-unproved", "numbers-unit"}, 1),
        (["--only", "numbers-unit", "--only", "numbers-hedge"], {"numbers-unit", "numbers-hedge"}, 0),
        (["--ignore", "numbers"], set(), 0),
    ],
)
def test_rules_can_be_chosen_and_left_out(
    found: Callable[..., Path], args: list[str], rules: set[str], code: int
) -> None:
    shown = check(found(UNPROVED, HEDGED, NOTED), "--json", *args)
    assert {row["rule"] for row in json.loads(shown.output)} == rules
    assert shown.exit_code == code


def test_a_chosen_rule_that_finds_nothing_claims_no_more_than_that(found: Callable[..., Path]) -> None:
    shown = check(found(UNPROVED), "--only", "numbers-unit")
    assert shown.output == f"{KEY}: these rules have nothing to report\n"


def test_a_machine_gets_every_field(found: Callable[..., Path]) -> None:
    (row,) = json.loads(check(found(UNPROVED), "--json").output)
    assert row == {
        "rule": "numbers-unproved",
        "level": "error",
        "place": UNPROVED.place,
        "story": "a1b2c3",
        "said": UNPROVED.said,
        "figure": "$14 billion",
        "reason": "No report has $14 billion.",
        "remedy": "Take the figure from a report, or leave it out.",
    }


def test_a_rule_that_does_not_exist_is_named_with_what_may_be_meant(found: Callable[..., Path]) -> None:
    shown = check(found(), "--only", "numbers-units")
    assert shown.exit_code == 2
    assert '"numbers-units": is no rule; did you mean "numbers-unit"?' in shown.output


def test_an_edition_that_does_not_exist_is_named(found: Callable[..., Path]) -> None:
    shown = check(found(), "2001-W01")
    assert shown.exit_code == 1
    assert "2001-W01: there is no such edition" in shown.output


def test_a_draft_that_cannot_be_read_is_told_with_its_line(found: Callable[..., Path]) -> None:
    folder = found()
    (folder / KEY / "draft.md").write_text("no front matter", "utf-8")
    shown = check(folder)
    assert shown.exit_code == 1
    assert "draft.md:1" in shown.output
