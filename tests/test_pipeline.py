"""The run as a whole: the sample week becomes an edition, a person edits it, nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import quopri
import re
import shutil
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import bundled, desk, editionjson, feedback, files, gathering, periods, pipeline, start
from digest.errors import BusyError, DigestError, DraftError, TemplateError
from digest.model import Edition, Story
from digest.project import load, opened

NOW, KEY = start.DEMO_NOW, start.DEMO_KEY
OUTPUTS = {"edition.md", "email.html", "email.txt", "email.eml", "index.html", "edition.json"}


def silent(_name: str, _done: int, _total: int) -> None:
    """Listens and says nothing."""


def build(folder: Path, **options: bool) -> pipeline.Built:
    """The sample week built in `folder`, as `digest build` would do it."""
    config = load(folder / "sources.toml")
    period = periods.of_key(KEY, config.schedule, config.edition.timezone)
    with files.only_run(config.out), opened(config) as project:
        return pipeline.build(project, period, NOW, silent, **options)


def render(folder: Path) -> desk.Rendered:
    """The draft in `folder` rendered, as `digest render` would do it."""
    with opened(load(folder / "sources.toml")) as project:
        return desk.render(project, KEY)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def shown(file: Path) -> str:
    """The text of an output; of a mail what its reader's program makes of it."""
    text = file.read_bytes()
    return (quopri.decodestring(text) if file.suffix == ".eml" else text).decode("utf-8")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder, built; read it, do not change it."""
    folder = tmp_path_factory.mktemp("sample")
    start.demo(folder)
    build(folder)
    return folder


@pytest.fixture
def sample(built_once: Path, tmp_path: Path) -> Path:
    """A copy of the built demo to play with."""
    folder = tmp_path / "sample"
    shutil.copytree(built_once, folder)
    return folder


@pytest.fixture
def week(sample: Path) -> Path:
    """The folder of the edition in `sample`."""
    return sample / KEY


def edition(week: Path) -> Edition:
    return editionjson.read((week / "edition.json").read_text(encoding="utf-8"))


EXPECTED = tomllib.loads(bundled.path("sample/expected.toml").read_text(encoding="utf-8"))


def test_the_sample_week_gives_all_files(week: Path) -> None:
    assert OUTPUTS | {"draft.md", "report.json"} == {path.name for path in week.iterdir()}


@pytest.mark.parametrize("event", EXPECTED["event"], ids=lambda event: event["name"])
def test_each_event_of_the_sample_is_one_story_in_its_section(week: Path, event: dict[str, object]) -> None:
    told = [
        (section.id, piece.headline)
        for section in edition(week).sections
        for piece in section.pieces
        if piece.story and {entry.url for entry in piece.story.entries} & set(event["urls"])  # type: ignore[call-overload]
    ]
    assert [section for section, _ in told] == [event["section"]], told


def test_nothing_that_is_noise_leads_a_story(week: Path) -> None:
    noise = {row["url"] for row in EXPECTED["noise"]}
    assert not noise & {piece.url for piece in edition(week).pieces}


def test_every_item_that_was_seen_has_a_fate(week: Path) -> None:
    report = json.loads((week / "report.json").read_text(encoding="utf-8"))
    assert len(report["items"]) == sum(report["fates"].values()) == 66
    assert all(item["reason"] for item in report["items"])


def test_the_sample_says_that_it_is_one_wherever_it_shows(week: Path) -> None:
    for name in OUTPUTS - {"edition.json"}:
        assert "Sample" in shown(week / name), name


def test_a_hostile_headline_is_harmless_and_readable(week: Path) -> None:
    for name in ("email.html", "index.html"):
        text = (week / name).read_text(encoding="utf-8")
        assert "<script" not in text
        assert "javascript:" not in text


def test_the_same_inputs_give_the_same_bytes(built_once: Path, tmp_path: Path) -> None:
    start.demo(tmp_path)
    build(tmp_path)
    assert contents(tmp_path / KEY) == contents(built_once / KEY)


def test_building_again_changes_nothing(sample: Path, week: Path) -> None:
    before = contents(week)
    built = build(sample)
    assert contents(week) == before
    assert built.gathered is not None
    assert (built.gathered.kept.new, built.gathered.kept.changed) == (0, 0)


def test_offline_uses_what_is_kept(sample: Path, week: Path) -> None:
    before = contents(week)
    shutil.rmtree(sample / "feeds")
    built = build(sample, offline=True)
    assert built.gathered is None
    assert contents(week) == before


def change(week: Path, before: str, after: str) -> str:
    draft = (week / "draft.md").read_text(encoding="utf-8")
    assert before in draft
    changed = draft.replace(before, after)
    (week / "draft.md").write_text(changed, encoding="utf-8")
    return changed


@pytest.mark.parametrize(
    ("language", "above", "noted"),
    [("de", "Die Woche in Zahlen", False), ("nl", "The week in figures", True)],
)
def test_an_edition_speaks_its_language_or_says_that_it_cannot(
    sample: Path, week: Path, language: str, above: str, *, noted: bool
) -> None:
    config = sample / "sources.toml"
    config.write_text(
        config.read_text("utf-8").replace('language = "en"', f'language = "{language}"'), "utf-8"
    )
    built = build(sample, offline=True, overwrite=True)
    assert any("templates/messages/nl.toml" in note for note in built.composed.notes) == noted
    assert above in shown(week / "index.html")
    assert not [found for found in built.rendered.findings if found.place == "intro"]


def test_an_edited_draft_is_rendered_as_edited(sample: Path, week: Path) -> None:
    change(week, "chosen from", "well chosen from")
    made = render(sample)
    assert {file.name for file in made.files} == {*OUTPUTS, "report.json"}
    for name in OUTPUTS:
        assert "well chosen from" in shown(week / name), name


def test_words_of_ones_own_under_a_section_are_in_every_output(sample: Path, week: Path) -> None:
    heading = "## Deals <!-- section deals -->\n"
    change(week, heading, heading + "\nMoney was *loud* this week.\n")
    render(sample)
    for name in OUTPUTS:
        text = shown(week / name).replace("*", "")
        assert "Money was" in text, name


def test_a_deleted_story_is_in_no_output(sample: Path, week: Path) -> None:
    draft = (week / "draft.md").read_text(encoding="utf-8")
    first = edition(week).pieces[0]
    start = draft.index("### [")
    (week / "draft.md").write_text(draft[:start] + draft[draft.index("### [", start + 5) :], encoding="utf-8")
    render(sample)
    for name in OUTPUTS:
        assert first.url not in shown(week / name), name


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("\n### [", "\n```\nprint(1)\n\n### [", "a code fence is opened and not closed"),
        ("## Deals <!-- section deals -->", "## <!-- section deals -->", "the section has no title"),
    ],
)
def test_a_slip_that_would_move_stories_keeps_the_last_good_outputs(
    sample: Path, week: Path, before: str, after: str, told: str
) -> None:
    draft = week / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    kept = contents(week)
    with pytest.raises(DraftError, match=told) as caught:
        render(sample)
    assert re.search(r"draft\.md:\d+$", caught.value.subject)
    assert contents(week) == kept
    assert not (week.parent / "feedback.jsonl").exists()


def test_a_template_with_a_slip_in_its_name_is_told_when_rendering(sample: Path, week: Path) -> None:
    assert week.exists()
    (sample / "templates").mkdir(exist_ok=True)
    (sample / "templates" / "emial.css").write_text("p { color: red }", encoding="utf-8")
    assert render(sample).notes == ('templates/emial.css is read by nothing; did you mean "email.css"?',)


def test_rendering_an_untouched_draft_changes_nothing(sample: Path, week: Path) -> None:
    before = contents(week)
    render(sample)
    assert contents(week) == before


def test_a_slip_in_the_draft_keeps_the_last_good_outputs(sample: Path, week: Path) -> None:
    before = contents(week)
    changed = change(week, "## Deals", "# Deals")
    with pytest.raises(DraftError, match=r"draft\.md:16"):
        render(sample)
    assert contents(week) == before | {"draft.md": changed.encode()}


def test_overwriting_puts_the_edited_draft_aside(sample: Path, week: Path) -> None:
    changed = change(week, "chosen from", "well chosen from")
    built = build(sample, overwrite=True)
    assert built.held is None
    assert (week / "draft.old.md").read_text(encoding="utf-8") == changed
    assert "well chosen from" not in (week / "draft.md").read_text(encoding="utf-8")


def move(week: Path, story: Story, section: str) -> None:
    """Takes a story out of the draft and, unless `section` is "", puts it at the top of that section."""
    lines = (week / "draft.md").read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if f"<!-- story {story.id} -->" in line)
    ends = (number for number, line in enumerate(lines) if number > start and line.startswith("##"))
    end = next(ends, len(lines))
    cut, rest = lines[start:end], lines[:start] + lines[end:]
    if section:
        heading = next(number for number, line in enumerate(rest) if f"<!-- section {section} -->" in line)
        rest[heading + 1 : heading + 1] = ["", *cut]
    (week / "draft.md").write_text("\n".join(rest), encoding="utf-8")


def learnt(sample: Path) -> list[tuple[str, str, str]]:
    file = sample / feedback.FILE
    return [(found.title, found.was, found.now) for found in feedback.load(file).lessons]


def first(week: Path, section: str) -> Story:
    found = next(found for found in edition(week).sections if found.id == section)
    assert found.pieces[0].story
    return found.pieces[0].story


def test_what_the_editor_does_is_remembered_once_and_unlearnt_when_taken_back(
    sample: Path, week: Path
) -> None:
    untouched = (week / "draft.md").read_text(encoding="utf-8")
    moved, dropped = first(week, "deals"), first(week, "labor")
    move(week, moved, "geopolitics")
    render(sample)
    before = (sample / feedback.FILE).read_bytes()
    assert learnt(sample) == [(moved.lead.title, "deals", "geopolitics")]
    render(sample)
    assert (sample / feedback.FILE).read_bytes() == before
    move(week, dropped, "")
    render(sample)
    assert learnt(sample) == [(moved.lead.title, "deals", "geopolitics"), (dropped.lead.title, "labor", "")]
    (week / "draft.md").write_text(untouched, encoding="utf-8")
    render(sample)
    assert learnt(sample) == []


def test_an_untouched_draft_makes_no_file_of_lessons(sample: Path) -> None:
    assert render(sample).lessons == ()
    assert not (sample / feedback.FILE).exists()


def test_a_broken_line_of_lessons_stops_neither_build_nor_render(sample: Path, week: Path) -> None:
    (sample / feedback.FILE).write_text("{half a", encoding="utf-8")
    assert f"{feedback.FILE}:1: is no JSON" in build(sample).composed.notes[0]
    assert len(render(sample).notes) == 1


def test_the_store_tells_the_fate_of_every_item_of_the_build(sample: Path, week: Path) -> None:
    report = json.loads((week / "report.json").read_text(encoding="utf-8"))
    with opened(load(sample / "sources.toml")) as project:
        told = project.store.fates({item["id"] for item in report["items"]})
    assert all(len(verdicts) == 1 for verdicts in told.values())
    assert {verdict.fate.fate for (verdict,) in told.values()} == set(report["fates"])


def test_a_template_of_ones_own_is_used_and_a_fault_in_it_is_named_with_its_line(
    sample: Path, week: Path
) -> None:
    own = sample / "templates"
    own.mkdir()
    shutil.copy(bundled.path("templates/email.txt"), own / "email.txt")
    with (own / "email.txt").open("a", encoding="utf-8") as file:
        file.write("Printed in Bergen.\n")
    render(sample)
    assert "Printed in Bergen." in (week / "email.txt").read_text(encoding="utf-8")

    before = contents(week)
    lines = (own / "email.txt").read_text(encoding="utf-8").count("\n")
    with (own / "email.txt").open("a", encoding="utf-8") as file:
        file.write("{{ editoin.title }}\n")
    with pytest.raises(TemplateError, match=rf"email\.txt:{lines + 1}"):
        render(sample)
    assert contents(week) == before


def test_a_template_that_drops_a_story_is_refused(sample: Path, week: Path) -> None:
    own = sample / "templates"
    own.mkdir()
    (own / "email.txt").write_text("Nothing but {{ 1 + 1 }}.\n", encoding="utf-8")
    before = contents(week)
    with pytest.raises(DigestError, match=r"email\.txt"):
        render(sample)
    assert contents(week) == before


def test_rendering_what_was_never_built_says_what_to_do(sample: Path) -> None:
    config = load(sample / "sources.toml")
    words = "digest build 2025-W20 makes one"
    with opened(config) as project, pytest.raises(DigestError, match=words):
        desk.render(project, "2025-W20")


def test_renaming_a_source_changes_nothing_that_is_printed(sample: Path, week: Path) -> None:
    before = [(piece.id, piece.headline) for piece in edition(week).pieces]
    config = sample / "sources.toml"
    text = config.read_text(encoding="utf-8").replace('"Ledger Wire"', '"The Ledger Wire"')
    config.write_text(text, encoding="utf-8")
    (sample / "feeds" / "ledger-wire.xml").write_text("gone", encoding="utf-8")
    build(sample)
    assert [(piece.id, piece.headline) for piece in edition(week).pieces] == before


def test_one_source_that_fails_stops_nothing(sample: Path) -> None:
    (sample / "feeds" / "ledger-wire.xml").unlink()
    built = build(sample)
    assert built.gathered is not None
    assert [str(result.source) for result in built.gathered.failed] == ["Ledger Wire"]
    assert len(built.composed.edition.pieces) == len(EXPECTED["event"]), (
        "what was collected before is still there"
    )


def test_a_build_in_which_most_sources_failed_replaces_nothing(sample: Path, week: Path) -> None:
    before = contents(week)
    for feed in sorted((sample / "feeds").iterdir())[:8]:
        feed.unlink()
    shutil.rmtree(sample / "out", ignore_errors=True)
    built = build(sample)
    assert built.held == week / "draft.new.md"
    after = contents(week)
    assert after.pop("draft.new.md")
    assert after == before


def test_a_draft_that_is_a_folder_is_named(sample: Path, week: Path) -> None:
    (week / "draft.md").unlink()
    (week / "draft.md").mkdir()
    with pytest.raises(DraftError, match="cannot be read"):
        render(sample)


def test_a_full_disk_leaves_what_was_there(sample: Path, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up at each of the files in turn."""
    before = contents(week)
    change(week, "chosen from", "well chosen from")
    edited = before | {"draft.md": (week / "draft.md").read_bytes()}
    real, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fail_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    for fail_at in range(1, len(OUTPUTS) + 1):
        calls = 0
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(DigestError, match=r"no space left.*unchanged"):
            render(sample)
        monkeypatch.setattr(os, "fsync", real)
        assert contents(week) == edited, f"with the disk full at file {fail_at}"


def test_an_out_that_is_a_file_is_named(sample: Path) -> None:
    config = sample / "sources.toml"
    text = config.read_text(encoding="utf-8").replace('out      = "."', 'out      = "blocked"')
    config.write_text(text, encoding="utf-8")
    (sample / "blocked").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(DigestError, match="blocked"):
        build(sample)


def test_a_second_run_at_the_same_time_is_told_to_wait(sample: Path) -> None:
    with files.only_run(sample), pytest.raises(BusyError, match="another run"):
        build(sample)


def test_a_week_without_news_gives_a_quiet_edition(sample: Path) -> None:
    config = load(sample / "sources.toml")
    period = periods.of_key("2025-W30", config.schedule, config.edition.timezone)
    with opened(config) as project:
        built = pipeline.build(project, period, NOW + timedelta(weeks=6), silent, offline=True)
    assert built.composed.edition.pieces == ()
    assert "quiet week" in (sample / "2025-W30" / "draft.md").read_text(encoding="utf-8")


def test_all_outputs_list_the_same_stories_in_the_same_order(week: Path) -> None:
    urls = [piece.url for piece in edition(week).pieces]
    for name in OUTPUTS:
        text = shown(week / name).replace("&amp;", "&")
        start = text.index("stories") if name != "edition.json" else 0
        places = [text.rindex(url, start) for url in urls]
        assert all(place > 0 for place in places), name


def test_a_number_belongs_to_an_edition_for_good(sample: Path, week: Path) -> None:
    assert edition(week).number == 1
    made = replace(edition(week), number=1)
    config = load(sample / "sources.toml")
    period = periods.of_key("2025-W30", config.schedule, config.edition.timezone)
    with opened(config) as project:
        later = pipeline.build(project, period, NOW + timedelta(weeks=6), silent, offline=True)
    assert later.composed.edition.number == 2
    build(sample)
    assert edition(week).number == made.number


def test_a_trial_keeps_nothing(sample: Path) -> None:
    config = load(sample / "sources.toml")
    before = (sample / "digest.db").read_bytes()
    tried = gathering.trial(config, ["The Circuit"], NOW, silent)
    assert [len(result.entries) for result in tried.results] == [9]
    assert (sample / "digest.db").read_bytes() == before
    with pytest.raises(DigestError, match='did you mean "The Circuit"'):
        gathering.trial(config, ["The Circus"], NOW, silent)


def test_a_project_is_never_written_over(tmp_path: Path) -> None:
    start.init(tmp_path)
    (tmp_path / "sources.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(DigestError, match="is there already"):
        start.init(tmp_path)
    assert (tmp_path / "sources.toml").read_text(encoding="utf-8") == "mine"


def test_a_new_project_keeps_every_word_of_the_shipped_file(tmp_path: Path) -> None:
    shipped = bundled.path("sources.toml").read_text(encoding="utf-8").splitlines()
    written = start.init(tmp_path).read_text(encoding="utf-8").splitlines()
    changed = [pair for pair in zip(shipped, written, strict=True) if pair[0] != pair[1]]
    assert all(line.startswith("timezone") for line, _ in changed)


OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="News"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed"/>
<outline type="rss" title="A &amp; B" xmlUrl="https://b.example/feed"/>
<outline type="rss" xmlUrl="https://c.example/feed"/><outline xmlUrl="javascript:alert(1)"/></outline>
</body></opml>"""


def test_subscriptions_take_the_place_of_the_shipped_sources(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    config = load(start.init(tmp_path / "project", tmp_path / "mine.opml"))
    assert [(source.name, source.place) for source in config.sources] == [
        ("A & B", "https://a.example/feed"),
        ("A & B 2", "https://b.example/feed"),
        ("c.example", "https://c.example/feed"),
    ]
    assert len(config.sections) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [("<opm>", "is no OPML"), ("<opml>", "names no feed"), ("<!DOCTYPE x><opml/>", "document type")],
)
def test_a_subscription_list_that_is_none_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.opml").write_text(text, encoding="utf-8")
    with pytest.raises(DigestError, match=words):
        start.init(tmp_path / "project", tmp_path / "mine.opml")
    assert not (tmp_path / "project").exists()
