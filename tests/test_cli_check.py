"""`digest check` as a person types it: what it says, and the code that it ends with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import checking, cli, linkcheck
from digest.check import RULES, Finding, Galley, Reply
from digest.check.links import LINKS
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
MAILED = Finding("clients-unsupported", "error", "templates/email.mjml:9", "", "", "Grid.", "Tables.", "")
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


def test_findings_stand_under_their_rule_with_place_sentence_reason_and_remedy(
    found: Callable[..., Path],
) -> None:
    shown = check(found(HEDGED, UNPROVED, replace(HEDGED, place="preheader")))
    told = shown.output.partition("In the inbox")[0]
    assert told.splitlines() == [
        f"error    numbers-unproved: {RULES['numbers-unproved'].reports}",
        "  story a1b2c3 “Northwind buys Tall Pines”, sentence 2",
        "    Northwind pays *$14 billion*, not $140 billion.",
        "    No report has $14 billion.",
        "    -> Take the figure from a report, or leave it out.",
        "",
        f"warning  numbers-hedge: {RULES['numbers-hedge'].reports}",
        "  subject",
        "    It pays *$3bn*",
        "    It says about.",
        "  preheader",
        "    It pays *$3bn*",
        "    It says about.",
        "",
    ]
    assert shown.output.splitlines()[-1] == f"{KEY}: not to go out: 1 error; 2 warnings besides"
    assert shown.exit_code == 1


def test_warnings_and_notes_alone_end_with_0(found: Callable[..., Path]) -> None:
    shown = check(found(HEDGED, NOTED, NOTED), KEY)
    assert shown.exit_code == 0
    assert shown.output.splitlines()[-1] == f"{KEY}: may go out, with 1 warning, 2 notes"


def test_an_edition_without_findings_may_go_out(found: Callable[..., Path]) -> None:
    shown = check(found())
    assert shown.exit_code == 0
    assert shown.output.splitlines()[-1] == f"{KEY}: may go out; nothing was found"


def test_quiet_says_only_the_verdict(found: Callable[..., Path]) -> None:
    shown = check(found(UNPROVED), "-q", "--clients")
    assert (shown.exit_code, shown.output) == (1, f"{KEY}: not to go out: 1 error\n")


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
    assert {row["rule"] for row in json.loads(shown.output)["findings"]} == rules
    assert shown.exit_code == code


def test_a_chosen_rule_that_finds_nothing_claims_no_more_than_that(found: Callable[..., Path]) -> None:
    shown = check(found(UNPROVED), "--only", "numbers-unit")
    assert shown.output == f"{KEY}: these rules have nothing to report\n"


def test_an_error_that_a_person_lets_pass_is_told_and_keeps_nothing_back(found: Callable[..., Path]) -> None:
    folder = found(UNPROVED, MAILED)
    shown = check(folder, "--allow", "numbers-unproved", "--allow", "clients")
    assert shown.exit_code == 0
    assert f"numbers-unproved: {RULES['numbers-unproved'].reports} (allowed)" in shown.output
    assert shown.output.splitlines()[-1] == f"{KEY}: may go out, with 2 errors allowed"
    shown = check(folder, "--allow", "numbers-unproved")
    assert shown.exit_code == 1
    assert shown.output.splitlines()[-1] == f"{KEY}: not to go out: 1 error; 1 error allowed besides"


def test_what_is_wrong_with_the_mail_alone_does_not_keep_the_page_back(found: Callable[..., Path]) -> None:
    folder = found(MAILED)
    assert check(folder, "--for", "send").output.splitlines()[-1] == f"{KEY}: not to be sent: 1 error"
    shown = check(folder, "--for", "publish")
    assert (shown.exit_code, shown.output) == (0, f"{KEY}: may be published; nothing was found\n")


def test_a_machine_gets_every_field(found: Callable[..., Path]) -> None:
    told = json.loads(check(found(UNPROVED, HEDGED), "--json", "--clients", "--for", "send").output)
    assert told["edition"] == KEY
    assert told["purpose"] == "send"
    assert told["verdict"] == {
        "may_go_out": False,
        "words": "not to be sent: 1 error; 1 warning besides",
        "refused_by": ["numbers-unproved"],
        "allowed": [],
        "counts": {"error": 1, "warning": 1, "note": 0},
    }
    assert told["findings"][0] == {
        "rule": "numbers-unproved",
        "level": "error",
        "place": UNPROVED.place,
        "story": "a1b2c3",
        "said": UNPROVED.said,
        "figure": "$14 billion",
        "reason": "No report has $14 billion.",
        "remedy": "Take the figure from a report, or leave it out.",
    }
    assert told["inbox"]["phone_subject"].startswith(told["inbox"]["subject"][:30])
    assert 1000 < told["size"]["raw"] < told["size"]["encoded"] < told["size"]["limit"] == 100_000
    assert {group["family"] for group in told["clients"]["groups"]} >= {"Gmail", "Outlook", "Apple Mail"}


def test_the_row_in_the_inbox_and_the_size_are_shown(found: Callable[..., Path]) -> None:
    lines = check(found()).output.splitlines()
    at = lines.index("In the inbox of a phone:")
    assert {len(line) for line in lines[at + 1 : at + 5]} == {44}
    assert any(line.startswith("The mail has ") and line.endswith("of 100 kB.") for line in lines)


def test_each_mail_client_is_told_by_what_it_does_with_the_mail(found: Callable[..., Path]) -> None:
    shown = check(found(), "--clients").output
    assert "Outlook (Windows)" in shown
    assert "as caniemail.com tested it up to 20" in shown


def test_all_rules_are_listed_with_what_they_report_and_why(found: Callable[..., Path]) -> None:
    shown = check(found(), "--rules")
    assert shown.exit_code == 0
    for rule in RULES.values():
        assert f"  {rule.id}: {rule.reports}" in shown.output
    assert (
        "clients-unsupported: the mail uses something that an important client does not show (mail only)"
        in (shown.output)
    )
    assert shown.output.splitlines()[-1] == f"{len(RULES)} rules"
    listed = json.loads(check(found(), "--rules", "--json").output)
    assert {row["id"] for row in listed} == set(RULES)


def test_linked_pages_are_asked_once_a_day_and_their_answers_told(
    found: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = found()
    asked: list[str] = []

    async def answer(_session: object, url: str) -> Reply:
        asked.append(url)
        return Reply(404)

    monkeypatch.setattr(checking, "GATES", {"links": LINKS.of})
    monkeypatch.setattr(linkcheck, "_asked", answer)
    first = check(folder, "--live", "--only", "links-gone", "--now", "2026-11-22T18:00")
    assert "the page is not there" in first.output
    assert first.exit_code == 1
    number = len(asked)
    assert number > 3
    assert len(set(asked)) == number
    again = check(folder, "--live", "--only", "links-gone", "--now", "2026-11-23T17:00")
    assert again.output == first.output
    assert len(asked) == number
    check(folder, "--live", "--only", "links-gone", "--now", "2026-11-23T19:00")
    assert len(asked) == 2 * number
    assert "links-gone" not in check(folder, "--only", "links").output


def test_a_machine_without_a_line_is_told_and_no_page_is_blamed(
    found: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = found()

    async def fail(_session: object, _url: str) -> Reply:
        return Reply(0, "its name is not known")

    monkeypatch.setattr(checking, "GATES", {"links": LINKS.of})
    monkeypatch.setattr(linkcheck, "_asked", fail)
    shown = check(folder, "--live", "--only", "links-gone")
    assert shown.exit_code == 0
    assert "linked pages could be reached: is this machine online?" in shown.output
    told = json.loads(check(folder, "--live", "--json").stdout)
    (one,) = [one for one in told["findings"] if one["rule"].startswith("links-unasked")]
    assert one["level"] == "warning"
    assert "so no link was checked" in one["reason"]
    assert told["verdict"]["counts"]["warning"] > 0
    assert "no link was checked" in check(folder, "--live").output


def test_a_link_into_a_private_network_is_told_as_not_asked(
    found: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = found()
    first: list[str] = []

    async def answer(_session: object, url: str) -> Reply:
        first.append(url)
        return Reply(0, unasked="it is an address of a private network") if url == first[0] else Reply(200)

    monkeypatch.setattr(checking, "GATES", {"links": LINKS.of})
    monkeypatch.setattr(linkcheck, "_asked", answer)
    shown = check(folder, "--live", "--only", "links-unasked")
    assert shown.output.count("was not asked: it is an address of a private network") == 1
    assert shown.exit_code == 0


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
