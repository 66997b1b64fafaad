"""Which findings keep an edition back, for what, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest import findings, gatereport, inbox
from digest.check import GATES, RULES, Finding, Rule
from digest.check.clients.table import Group, Lack
from digest.errors import UsageError
from digest.inbox import Row

FIGURE = Finding(
    "numbers-unproved", "error", "subject", "It pays $3bn", "$3bn", "In no report.", "Leave it out."
)
MAILED = Finding("clients-unsupported", "error", "templates/email.mjml:9", "", "", "Grid.", "Tables.")
LINKED = Finding("links-tracking", "warning", "story a", "", "", "It carries utm_source.", "Take it out.")
NOTED = replace(LINKED, rule="links-foreign", level="note")
ALL = (NOTED, LINKED, FIGURE, MAILED)


def test_errors_keep_an_edition_back_and_nothing_else_does() -> None:
    assert findings.refusals(ALL) == (FIGURE, MAILED)
    assert findings.refusals((LINKED, NOTED)) == ()


def test_a_fault_of_the_mail_keeps_the_mail_back_and_not_the_page() -> None:
    assert findings.refusals(ALL, "send") == (FIGURE, MAILED)
    assert findings.refusals(ALL, "publish") == (FIGURE,)


@pytest.mark.parametrize("allowed", ["numbers-unproved", "numbers"])
def test_a_person_lets_errors_pass_by_rule_or_family(allowed: str) -> None:
    assert findings.refusals(ALL, "publish", [allowed]) == ()
    assert findings.refusals(ALL, "send", [allowed]) == (MAILED,)


def test_a_rule_that_does_not_exist_cannot_be_allowed() -> None:
    with pytest.raises(UsageError, match='did you mean "numbers-unproved"'):
        findings.refusals((), "send", ["numbers-unprovd"])


@pytest.mark.parametrize(
    ("found", "purpose", "allowed", "line"),
    [
        ((), "", (), "may go out; nothing was found"),
        ((), "send", (), "may be sent; nothing was found"),
        ((LINKED, NOTED), "publish", (), "may be published, with 1 warning, 1 note"),
        (ALL, "", (), "not to go out: 2 errors; 1 warning, 1 note besides"),
        (ALL, "send", ("clients",), "not to be sent: 1 error; 1 error allowed, 1 warning, 1 note besides"),
        ((MAILED,), "publish", (), "may be published; nothing was found"),
        ((FIGURE,), "publish", ("numbers",), "may be published, with 1 error allowed"),
    ],
)
def test_the_verdict_is_one_line(
    found: tuple[Finding, ...], purpose: str, allowed: tuple[str, ...], line: str
) -> None:
    assert findings.verdict("2026-W47", found, purpose, allowed).line == line


def test_the_gravest_come_first_and_those_of_a_rule_together() -> None:
    again = replace(LINKED, place="story b")
    assert findings.ordered((LINKED, NOTED, FIGURE, again)) == [FIGURE, LINKED, again, NOTED]


def test_an_error_that_is_let_pass_is_marked_as_such() -> None:
    told = findings.verdict("2026-W47", (FIGURE, MAILED), "send", ["clients"])
    heads = [block.splitlines()[0] for block in gatereport.blocks(told)]
    assert [head.endswith("(allowed)") for head in heads] == [False, True]


def test_the_list_of_rules_tells_every_rule_under_its_family_and_what_it_is_for() -> None:
    known = {
        "links-a": Rule("links-a", "a link is odd", "who clicks is lost"),
        "numbers-b": Rule("numbers-b", "a figure is odd", "", frozenset({"send"})),
    }
    assert list(gatereport.rules(known, ["numbers", "links"])) == [
        "numbers\n  numbers-b: a figure is odd (mail only)\n",
        "links\n  links-a: a link is odd\n      who clicks is lost\n",
    ]


def test_every_rule_says_what_it_reports_and_belongs_to_a_family_of_the_gate() -> None:
    for rule in RULES.values():
        assert rule.reports, rule.id
        assert rule.id.partition("-")[0] in GATES


def test_a_phone_breaks_the_preheader_between_words() -> None:
    row = Row(
        "Scale Notes", "A subject", "Northwind buys a mill in the valley of the river, and more besides"
    )
    lines = gatereport.picture(row, 100).splitlines()
    assert lines[4] == "│ Northwind buys a mill in the valley of   │"
    assert lines[5] == "│ the river, and more besides              │"


@pytest.mark.parametrize("width", [40, 60, 100, 300])
def test_the_pictures_have_straight_edges_in_every_script(width: int) -> None:
    row = Row("编辑部", "人工智能公司融资十亿美元，估值翻倍，竞争对手跟进" * 3, "e\u0301 🚀 مايكروسوفت")
    lines = gatereport.picture(row, width).splitlines()
    framed = [inbox.columns(line) for line in lines if line[0] in "┌│└"]
    assert len(set(framed)) == 2
    assert max(framed) <= max(width, 44)


def test_the_table_of_clients_names_only_what_does_harm() -> None:
    lost, fine = Lack("display:grid", harmless=False), Lack("border-radius", harmless=True)
    groups = [
        Group("Outlook", ("Windows",), True, 40, (), (fine, lost), 2),
        Group("HEY", ("webmail",), True, 44, (fine,), (), 0),
    ]
    _, rows, source = gatereport.clients(groups, "2026-06-29")
    assert rows == [
        ["Outlook (Windows)", "40", "0", "2", "display:grid"],
        ["HEY (webmail)", "44", "1", "0", "–"],
    ]
    assert "2026-06-29" in source
