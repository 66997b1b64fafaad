"""The panel shows what the gate found, with the way to the story and to the line of the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digest import draft, editionjson
from digest.check import Finding
from digest.errors import DigestError
from digest.preview import Desk, gate
from digest.preview.checked import Checked, checked
from digest.preview.desk import View
from digest.preview.live import Live
from digest.preview.page import html
from digest.preview.places import Places
from tests import figured
from tests.preview.desks import Events, ask, desk_in, served, sight_of

STORY = figured.story().id
DRAFT = draft.write(figured.edition())
WARNED = replace(figured.unproved(), level="warning", rule="numbers-hedge")


def rows(*findings: Finding, text: str = DRAFT) -> tuple[gate.Row, ...]:
    return gate.verdict(Checked(findings), Places(text), [STORY]).rows


def written(folder: Path, check: Callable[[], Sequence[Finding]] | None) -> Desk:
    desk = replace(desk_in(folder), watch=(), rerender=lambda: "", check=check)
    (desk.folder / "edition.json").write_text(editionjson.write(figured.edition()), "utf-8")
    (desk.folder / "draft.md").write_text(DRAFT, "utf-8")
    return desk


def page_of(folder: Path, *findings: Finding) -> str:
    live = Live(written(folder, lambda: findings))
    live.checked = Checked(findings)
    return html(sight_of(live, View(panel="check")))


def test_the_gravest_comes_first_and_all_are_counted() -> None:
    found = gate.verdict(Checked((WARNED, figured.unproved(), WARNED)), Places(DRAFT), [STORY])
    assert [row.level for row in found.rows] == ["Error", "Warning", "Warning"]
    assert found.summary == "1 error, 2 warnings"


def test_a_finding_leads_to_its_story_and_marks_its_figure() -> None:
    (row,) = rows(figured.unproved())
    assert row.anchor == f"why-{STORY}"
    assert [part.text for part in row.parts if part.marked] == ["$14.9 billion"]
    assert rows(replace(figured.unproved(), story="of-another-edition"))[0].anchor == ""


def test_reason_and_remedy_are_sentences_of_their_own() -> None:
    short = replace(figured.unproved(), reason="in no report; the nearest is $14.8 billion", remedy="")
    (row,) = rows(short)
    assert (row.reason, row.remedy) == ("In no report; the nearest is $14.8 billion.", "")


def test_an_edition_without_findings_is_told_as_such(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert "May go out: nothing was found." in page
    assert 'class="findings"' not in page


def test_the_page_tells_level_place_sentence_reason_remedy_and_line(tmp_path: Path) -> None:
    page = page_of(tmp_path, figured.unproved())
    assert "<b>Error:</b>" in page
    assert f"panel=evidence#why-{STORY}" in page
    assert "Northwind pays <mark>$14.9 billion</mark>, not $14." in page
    assert "No report of this story has $14.9 billion" in page
    assert "Take the figure from a report, or leave it out." in page
    assert "tab=draft" in page
    assert "Show line " in page
    assert 'id="why-finding-1"' in page


def test_a_hostile_finding_stays_text_and_many_are_folded(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    bad = replace(figured.unproved(), said=evil, figure="alert", reason=evil, remedy=evil, place=evil)
    page = page_of(tmp_path, *[bad] * 20)
    assert "<script>alert" not in page
    assert "14 more" in page
    assert page.count('class="error"') == 20


def test_findings_stand_by_level_and_the_gravest_are_open(tmp_path: Path) -> None:
    noted = replace(WARNED, level="note")
    page = page_of(tmp_path, WARNED, noted, figured.unproved(), noted)
    assert page.index(">Errors <span") < page.index("<span>Warnings</span>") < page.index("<span>Notes<")
    assert page.count("Not to go out as it stands.") == 1
    assert '<details class="grade" id="check-warnings">' in page
    assert 'id="check-errors"' not in page
    grades = gate.verdict(Checked((WARNED, noted, figured.unproved(), noted)), Places(DRAFT), [STORY]).grades
    assert [(grade.title, grade.start, len(grade.rows)) for grade in grades] == [
        ("Errors", 1, 1),
        ("Warnings", 2, 1),
        ("Notes", 3, 2),
    ]


def test_warnings_alone_keep_nothing_back(tmp_path: Path) -> None:
    page = page_of(tmp_path, WARNED)
    assert "May go out." in page
    assert 'id="check-warnings"' not in page


def test_the_panel_shows_the_row_in_the_inbox_with_its_sender_and_the_mail_clients(tmp_path: Path) -> None:
    desk = replace(written(tmp_path, tuple), sender="Scale Notes <weekly@notes.example>")
    page = html(sight_of(Live(desk), View(panel="mail")))
    assert '<div class="row"><b>Scale Notes</b>' in page
    assert "kB as it travels, of 100 kB" in page
    assert "<span>Outlook</span>" in page
    assert page.index("<span>Gmail</span>") < page.index("Other clients") < page.index("<span>GMX</span>")


def test_a_client_that_loses_something_says_what(tmp_path: Path) -> None:
    desk = written(tmp_path, tuple)
    mail = desk.folder / "email.html"
    mail.write_text(mail.read_text("utf-8").replace("<p>", '<p style="display:grid">', 1), "utf-8")
    assert '<p class="harm"><b>Windows</b> loses display:grid</p>' in html(
        sight_of(Live(desk), View(panel="mail"))
    )


def test_a_desk_without_a_gate_shows_none(tmp_path: Path) -> None:
    page = html(sight_of(Live(written(tmp_path, None)), View(panel="check")))
    assert "There is nothing to check yet." in page


def test_a_finding_of_this_render_is_marked_and_one_that_is_gone_is_told() -> None:
    stays = replace(WARNED, said="Northwind now pays $14.9 billion, they say.")
    found = gate.verdict(
        Checked((figured.unproved(), stays)), Places(DRAFT), [STORY], (WARNED, replace(WARNED, story="gone"))
    )
    assert [(row.rule, row.is_new) for row in found.rows] == [
        (figured.unproved().rule, True),
        ("numbers-hedge", False),
    ]
    assert [row.rule for row in found.vanished] == ["numbers-hedge"]
    last_one_gone = gate.verdict(Checked(()), Places(DRAFT), [STORY], (WARNED,))
    assert (last_one_gone.summary, len(last_one_gone.vanished)) == ("No findings", 1)


def test_before_anything_was_checked_nothing_is_new() -> None:
    found = gate.verdict(Checked((figured.unproved(),)), Places(DRAFT), [STORY], None)
    assert (found.rows[0].is_new, found.vanished) == (False, ())


def test_of_two_alike_one_that_goes_is_one_that_is_gone() -> None:
    assert gate.parted((WARNED, WARNED), (WARNED,)) == ((), (WARNED,))
    assert gate.parted((WARNED,), (WARNED, WARNED)) == ((WARNED,), ())


def test_one_level_can_be_looked_at_alone(tmp_path: Path) -> None:
    findings = (WARNED, figured.unproved())
    live = Live(written(tmp_path, lambda: findings))
    live.checked = Checked(findings)
    warnings = html(sight_of(live, View(panel="check", words="warning")))
    assert 'class="warning"' in warnings
    assert 'class="error"' not in warnings
    everything = html(sight_of(live, View(panel="check", words="<script>")))
    assert 'class="warning"' in everything
    assert 'class="error"' in everything


def test_why_a_rule_is_one_stands_with_its_finding() -> None:
    (row,) = rows(figured.unproved())
    assert row.why.endswith((".", ")"))
    assert rows(replace(figured.unproved(), rule="of-another-version"))[0].why == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            DigestError("digest.db", "is damaged", "restore a backup"),
            "digest.db: is damaged; restore a backup",
        ),
        (ZeroDivisionError("by zero"), "The check failed with ZeroDivisionError: by zero"),
    ],
)
def test_a_gate_that_falls_is_told_and_no_more(error: Exception, words: str) -> None:
    def check() -> Sequence[Finding]:
        raise error

    assert gate.verdict(checked(check), Places(DRAFT), ()).words == words


@pytest.mark.server
def test_each_render_is_checked_again(tmp_path: Path) -> None:
    desk = written(tmp_path, None)

    def check() -> Sequence[Finding]:
        told = (desk.folder / "edition.json").read_text("utf-8")
        return () if "proved at last" in told else (figured.unproved(),)

    with served(replace(desk, check=check)) as address:
        events = Events(address)
        events.until(lambda: "1 error" in ask(address, "/?panel=check")[1])
        record = desk.folder / "edition.json"
        record.write_text(record.read_text("utf-8").replace("A small weekly", "proved at last"), "utf-8")
        events.until(lambda: "May go out: nothing was found." in ask(address, "/?panel=check")[1])
        assert "Gone since the last render" in ask(address, "/?panel=check")[1]
        events.close()


@pytest.mark.server
def test_a_draft_that_cannot_be_read_for_a_while_does_not_make_old_findings_new(tmp_path: Path) -> None:
    desk = written(tmp_path, None)

    def check() -> Sequence[Finding]:
        if "half a w" in (desk.folder / "draft.md").read_text("utf-8"):
            raise DigestError("draft.md:9", "is half a word", "type on")
        told = (desk.folder / "edition.json").read_text("utf-8")
        return (WARNED,) if "proved at last" in told else (figured.unproved(), WARNED)

    def write(name: str, old: str, new: str) -> None:
        file = desk.folder / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    with served(replace(desk, check=check)) as address:
        events = Events(address)
        events.until(lambda: "1 error, 1 warning" in ask(address, "/?panel=check")[1])
        write("draft.md", "Northwind", "half a w")
        events.until(lambda: "is half a word" in ask(address, "/?panel=check")[1])
        write("draft.md", "half a w", "Northwind")
        events.until(lambda: "1 error, 1 warning" in ask(address, "/?panel=check")[1])
        write("edition.json", "A small weekly", "proved at last")
        events.until(lambda: "Gone since the last render" in ask(address, "/?panel=check")[1])
        assert '<span class="tag">new</span>' not in ask(address, "/?panel=check")[1]
        events.close()
