"""Corrections: an edition that went out is put right on its page, in the next one, and by a short mail."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import checking, cli, corrections, editionjson, messages, periods, pipeline
from digest.check import numbers
from digest.errors import DigestError, UsageError
from digest.model import Correction, Edition, Period
from digest.project import Project, load, opened
from digest.store import Approval, Release
from tests import editions
from tests.check import test_numbers as reports
from tests.test_pipeline import KEY, NOW, built_once, sample, silent, week  # noqa: F401 - fixtures

DAY = date(2025, 6, 17)
LATER = datetime(2025, 6, 17, 9, tzinfo=UTC)
NOTE = "We wrote that Meta pays $10 billion; it pays $14.8 billion."
OWN = Correction(DAY, NOTE)


def _editions(*found: tuple[Correction, ...]) -> list[Edition]:
    """Editions of weeks in a row, each with its corrections, the last first."""
    plain = editions.edition()
    made = [
        replace(
            plain,
            period=replace(plain.period, key=f"2025-W{20 + number}"),
            number=number,
            url=f"https://n.example/{number}",
            corrections=corrections_,
        )
        for number, corrections_ in enumerate(found, start=1)
    ]
    return made[::-1]


def _elsewhere(one: Correction, number: int) -> Correction:
    return replace(one, edition=f"2025-W{20 + number}", url=f"https://n.example/{number}", number=number)


def test_what_was_corrected_and_no_edition_listed_is_pending_the_oldest_edition_first() -> None:
    second = replace(OWN, at=DAY + timedelta(days=1), text="And another.")
    earlier = _editions((second, OWN), (replace(OWN, story="s1", headline="A mine opens"),), ())
    assert corrections.pending(earlier) == (
        _elsewhere(OWN, 1),
        _elsewhere(second, 1),
        _elsewhere(replace(OWN, story="s1", headline="A mine opens"), 2),
    )


def test_what_an_edition_in_between_lists_is_not_listed_again() -> None:
    assert corrections.pending(_editions((OWN,), (_elsewhere(OWN, 1),), ())) == ()
    wrapped = replace(_elsewhere(OWN, 1), text=NOTE.replace(" ", "  "))
    assert corrections.pending(_editions((OWN,), (wrapped,))) == ()


def test_what_was_put_before_an_editor_who_deleted_it_does_not_come_back() -> None:
    other = replace(OWN, text="And another.")
    earlier = _editions((OWN, other), ())
    assert corrections.pending(earlier, [_elsewhere(OWN, 1)]) == (_elsewhere(other, 1),)


def test_the_same_words_about_two_editions_are_two_corrections() -> None:
    assert len(corrections.pending(_editions((OWN,), (OWN, _elsewhere(OWN, 1))))) == 1


# A project: the sample week, approved, then corrected.


@pytest.fixture
def out(sample: Path) -> Path:  # noqa: F811
    """The folder of a project whose edition was approved and published."""
    with opened(load(sample / "sources.toml")) as project:
        _let_out(project, KEY)
    return sample


def _let_out(project: Project, key: str, at: datetime = NOW) -> None:
    project.store.approve(Approval(key, "d1", at, "", (), b""))
    project.store.release(Release(key, "published", "d1", at + timedelta(hours=1), "a folder"))


def _correct(folder: Path, note: str = NOTE, story: str = "", now: datetime = LATER) -> corrections.Corrected:
    with opened(load(folder / "sources.toml")) as project:
        return corrections.correct(project, KEY, note, now, story)


def _build(folder: Path, key: str) -> Edition:
    config = load(folder / "sources.toml")
    period = periods.of_key(key, config.schedule, config.edition.timezone)
    with opened(config) as project:
        built = pipeline.build(project, period, period.end, silent, offline=True)
    return built.rendered.edition


def _rendered(folder: Path, key: str = KEY) -> Edition:
    return editionjson.read((folder / key / "edition.json").read_text("utf-8"))


def test_an_edition_that_never_went_out_is_simply_edited(sample: Path) -> None:  # noqa: F811
    with pytest.raises(DigestError, match=rf"{KEY}: is not out; edit its draft and render: digest render"):
        _correct(sample)
    with (
        opened(load(sample / "sources.toml")) as project,
        pytest.raises(DigestError, match=r"2025-W30: there is no such edition; digest build"),
    ):
        corrections.opened(project, "2025-W30")


def test_opening_tells_since_when_it_is_out_and_what_was_corrected(out: Path) -> None:
    _correct(out)
    with opened(load(out / "sources.toml")) as project:
        found = corrections.opened(project, KEY)
    assert dict(found.went) == {"approved": NOW, "published": NOW + timedelta(hours=1)}
    assert (found.since, found.draft) == (NOW, out / KEY / "draft.md")
    assert found.made == (OWN,)


def test_a_correction_is_a_dated_line_under_its_story_and_stands_in_every_output(out: Path) -> None:
    before = (out / KEY / "draft.md").read_text("utf-8")
    done = _correct(out, story="49% stake")
    after = (out / KEY / "draft.md").read_text("utf-8")
    assert after.replace(f"Correction: 2025-06-17 · {NOTE}\n\n", "", 1) == before
    assert (done.headline, done.is_new) == ("Meta signs $14.8 billion deal for 49% stake in Scale AI", True)
    assert _rendered(out).corrections == (replace(OWN, story=done.correction.story, headline=done.headline),)
    for name in ("index.html", "email.html", "email.txt", "edition.md"):
        text = " ".join((out / KEY / name).read_text("utf-8").replace("\n> ", " ").split())
        assert text.count("Corrected on 17 June 2025:") == 2, name


def test_the_day_is_that_of_the_readers(out: Path) -> None:
    done = _correct(out, now=datetime(2025, 6, 17, 23, 30, tzinfo=UTC))  # past midnight in London
    assert done.correction.at == date(2025, 6, 18)


def test_the_same_correction_is_not_written_twice(out: Path) -> None:
    _correct(out)
    before = (out / KEY / "draft.md").read_bytes()
    assert not _correct(out).is_new
    assert (out / KEY / "draft.md").read_bytes() == before


@pytest.mark.parametrize(
    ("note", "story", "problem"),
    [
        (" \n", "", "--note: says nothing"),
        (NOTE, "no such words", "is no story of the draft of 2025-W24"),
        (NOTE, "Scale AI", "means 6 stories"),
        ("See ![a chart](chart.png).", "", "put the picture beside the draft"),
    ],
)
def test_what_cannot_be_written_leaves_the_draft_as_it_was(
    out: Path, note: str, story: str, problem: str
) -> None:
    before = {path.name: path.read_bytes() for path in sorted((out / KEY).iterdir())}
    with pytest.raises(DigestError, match=problem):
        _correct(out, note, story)
    assert {path.name: path.read_bytes() for path in sorted((out / KEY).iterdir())} == before


def test_the_next_edition_lists_it_and_building_that_again_changes_nothing(out: Path) -> None:
    done = _correct(out, story="49% stake")
    following = _build(out, "2025-W25")
    told = replace(
        done.correction,
        headline=done.headline,
        edition=KEY,
        url=f"https://example.org/weekly/{KEY}/",
        number=1,
    )
    assert following.corrections == (told,)
    assert f"Correction: {KEY} · 2025-06-17 · {NOTE}" in (out / "2025-W25" / "draft.md").read_text("utf-8")
    text = (out / "2025-W25" / "email.txt").read_text("utf-8")
    assert re.search(r"No\. 1 \[\d+\], corrected on 17 June 2025: We wrote", text)
    before = (out / "2025-W25" / "edition.json").read_bytes()
    assert _build(out, "2025-W25").corrections == (told,)
    assert (out / "2025-W25" / "edition.json").read_bytes() == before
    assert _build(out, "2025-W26").corrections == ()


def test_a_line_that_the_next_editor_deleted_stays_deleted(out: Path) -> None:
    _correct(out)
    _build(out, "2025-W25")
    draft = out / "2025-W25" / "draft.md"
    draft.write_text(
        draft.read_text("utf-8").replace(f"Correction: {KEY} · 2025-06-17 · {NOTE}\n", ""), "utf-8"
    )
    assert digest("render", "2025-W25", "--config", str(out / "sources.toml")).exit_code == 0
    assert _rendered(out, "2025-W25").corrections == ()
    assert _build(out, "2025-W26").corrections == ()
    _correct(out, "And another.")
    assert [one.text for one in _build(out, "2025-W26").corrections] == ["And another."]


def test_an_edition_that_is_built_again_takes_nothing_that_a_later_one_lists(out: Path) -> None:
    _build(out, "2025-W25")
    _correct(out)
    assert len(_build(out, "2025-W26").corrections) == 1
    assert _build(out, "2025-W25").corrections == ()
    assert len(_build(out, "2025-W26").corrections) == 1


def test_an_edition_that_went_out_keeps_its_list_and_the_next_one_has_what_came_later(out: Path) -> None:
    _build(out, "2025-W25")
    with opened(load(out / "sources.toml")) as project:
        _let_out(project, "2025-W25", NOW + timedelta(days=7))
    _correct(out)
    assert _build(out, "2025-W25").corrections == ()
    assert [one.edition for one in _build(out, "2025-W26").corrections] == [KEY]


def _letter(folder: Path) -> corrections.Letter:
    with opened(load(folder / "sources.toml")) as project:
        return corrections.letter(project, KEY, LATER + timedelta(days=1))


def test_the_mail_tells_the_correction_and_nothing_else_and_is_not_sent(out: Path) -> None:
    _correct(out, story="49% stake")
    made = _letter(out)
    assert sorted(file.name for file in made.files) == [
        "correction.md",
        "email.eml",
        "email.html",
        "email.txt",
    ]
    assert {file.parent for file in made.files} == {out / KEY / "correction"}
    text = (out / KEY / "correction" / "email.txt").read_text("utf-8")
    assert "Corrected on 17 June 2025: We wrote that Meta pays $10 billion" in text.replace("\n> ", " ")
    assert f"https://example.org/weekly/{KEY}/" in text
    assert "This was wrong in no. 1 of AI Scale-Up Weekly (9–15 June 2025)." in " ".join(text.split())
    assert "quiet" not in text
    assert "OpenAI" not in text
    with opened(load(out / "sources.toml")) as project:
        assert [release.kind for release in project.store.releases(KEY)] == ["published"]


def test_the_mail_is_another_than_the_edition_and_than_the_next_correction(out: Path) -> None:
    _correct(out)
    ids, subjects = set[str](), set[str]()
    for note in ("", "And another."):
        if note:
            _correct(out, note)
        _letter(out)
        files = [out / KEY / "email.eml", out / KEY / "correction" / "email.eml"]
        for file in files:
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            ids.add(str(mail["Message-ID"]))
            subjects.add(str(mail["Subject"]))
    assert len(ids) == 3
    assert "Correction: AI Scale-Up Weekly, no. 1" in subjects


def test_the_gate_has_nothing_against_the_mail_but_that_it_is_a_sample(out: Path) -> None:
    _correct(out, story="49% stake")
    found = {finding.rule for finding in _letter(out).findings if finding.level != "note"}
    assert found == {"edition-sample"}


def test_a_mail_without_a_correction_is_refused(out: Path) -> None:
    with pytest.raises(DigestError, match="has no correction to tell"):
        _letter(out)
    assert not (out / KEY / "correction").exists()


def test_only_what_was_corrected_since_it_went_out_is_told() -> None:
    old = replace(OWN, at=DAY - timedelta(days=9), text="Mended before it went out.")
    made = replace(editions.edition(), corrections=(OWN, old, _elsewhere(OWN, 1)))
    told = corrections.letter_of(made, DAY - timedelta(days=1), LATER, messages.of("en"))
    assert told.corrections == (OWN,)
    assert (told.sections, told.sources) == ((), ())


@pytest.mark.parametrize("language", ["en", "ar", "de", "es", "fr", "pt"])
def test_the_lines_that_an_inbox_shows_of_the_mail_have_a_fitting_length(language: str) -> None:
    made = editions.corrected(language=language)
    told = corrections.letter_of(made, date(2025, 6, 1), LATER, messages.of(language))
    assert 20 <= len(told.subject) <= 70
    assert 40 <= len(told.preheader) <= 110


def test_what_was_wrong_is_no_claim_and_refuses_nothing() -> None:
    note = "We wrote that Northwind pays $10.8 billion; it pays $14.8 billion."
    plain = reports.printed(reports.told("Northwind takes a stake."))
    right = replace(plain, corrections=(Correction(DAY, note, plain.pieces[0].id),))
    entries = {one.id: one for one in (reports.LEAD, reports.SECOND, reports.OTHER)}
    assert {finding.level for finding in numbers.of(right, entries)} == {"note"}
    wrong = replace(right, corrections=(replace(right.corrections[0], text="It pays $99 billion."),))
    (finding,) = numbers.of(wrong, entries)
    assert (finding.level, finding.figure) == ("warning", "$99 billion")
    assert "correction of 2025-06-17" in finding.place
    assert finding.story == plain.pieces[0].id


def test_the_correction_of_an_earlier_edition_is_not_held_against_the_reports_of_this_one() -> None:
    made = reports.printed(reports.told("Northwind takes a stake."))
    listed = replace(made, corrections=(_elsewhere(OWN, 1),))
    assert reports.gate(listed) == reports.gate(made)


def digest(*args: str) -> Result:
    return CliRunner().invoke(cli.main, args, catch_exceptions=False)


def test_the_command_says_what_is_open_and_what_to_write(out: Path) -> None:
    said = digest("correct", KEY, "--config", str(out / "sources.toml"), "--now", "2025-06-17T10:00").output
    assert f"{KEY} was approved on 2025-06-15 and published on 2025-06-15; 0 corrections since." in said
    assert f"{out / KEY / 'draft.md'}" in said
    assert "  Correction: 2025-06-17 · We wrote …; it is …" in said


def test_the_command_writes_renders_and_prepares_the_mail_in_one_go(out: Path) -> None:
    options = ("--config", str(out / "sources.toml"), "--now", "2025-06-17T10:00")
    done = digest("correct", KEY, "--story", "49% stake", "--note", NOTE, "--mail", *options)
    assert done.exit_code == 0
    assert 'under "Meta signs $14.8 billion deal' in done.output
    assert f"digest approve {KEY} --config {out / 'sources.toml'}" in done.output
    assert "The next edition that you build lists it under Corrections." in done.output
    assert "nothing was sent" in done.output.strip().split("\n")[-1]
    assert json.loads((out / KEY / "edition.json").read_text("utf-8"))["corrections"][0]["text"] == NOTE


def test_a_story_without_a_note_is_asked_for_one(out: Path) -> None:
    done = digest("correct", KEY, "--story", "49% stake", "--config", str(out / "sources.toml"))
    assert done.exit_code == UsageError.exit_code
    assert 'give --note "What is right."' in done.output


def test_a_corrected_edition_passes_the_gate_as_it_did_before(out: Path) -> None:
    with opened(load(out / "sources.toml")) as project:
        before = {finding.rule for finding in checking.of(project, checking.current(project, KEY))}
    _correct(out, story="49% stake")
    _correct(out, "The [list](https://notes.example/list) was missing.")
    with opened(load(out / "sources.toml")) as project:
        found = checking.of(project, checking.current(project, KEY))
    assert {finding.rule for finding in found if finding.level == "error"} <= before
    assert not [finding for finding in found if finding.rule.startswith(("words", "html", "contrast"))]


def test_a_period_is_all_that_a_key_needs_to_be() -> None:
    one = Period("2025-06-09-to-2025-06-16", NOW - timedelta(days=7), NOW, "Europe/London")
    made = replace(editions.edition(), period=one, corrections=(OWN,))
    assert [found.edition for found in corrections.pending([made])] == ["2025-06-09-to-2025-06-16"]
