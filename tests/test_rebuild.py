"""A build on a draft that a person has in their hands: nothing of theirs is lost, and the news gets in."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from digest import desk, editionjson, feedback, files, machine, periods, pipeline, press, showing, start
from digest.model import Edition, Lesson
from digest.project import Project, load, opened
from digest.store import Approval
from digest.terminal import Terminal

NOW, KEY = start.DEMO_NOW, start.DEMO_KEY
BLOG = '[[sources]]\nname = "Labelmill Blog"'
OF_THE_BLOG = "Training data, not computing power"


def silent(_name: str, _done: int, _total: int) -> None:
    """Listens and says nothing."""


def build(folder: Path, **options: bool) -> pipeline.Built:
    config = load(folder / "sources.toml")
    period = periods.of_key(KEY, config.schedule, config.edition.timezone)
    with files.only_run(config.out), opened(config) as project:
        return pipeline.build(project, period, NOW, silent, **options)


def render(folder: Path) -> tuple[Lesson, ...]:
    with opened(load(folder / "sources.toml")) as project:
        return desk.render(project, KEY).lessons


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample week, built; read it, do not change it."""
    folder = tmp_path_factory.mktemp("rebuild")
    start.demo(folder)
    build(folder)
    return folder


@pytest.fixture
def sample(built_once: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    shutil.copytree(built_once, folder)
    return folder


@pytest.fixture
def file(sample: Path) -> Path:
    """The draft in the sample."""
    return sample / KEY / "draft.md"


def edition(sample: Path) -> Edition:
    return editionjson.read((sample / KEY / "edition.json").read_text(encoding="utf-8"))


def change(file: Path, before: str, after: str) -> str:
    text = file.read_bytes().decode("utf-8")
    assert before in text
    changed = text.replace(before, after, 1)
    file.write_bytes(changed.encode("utf-8"))
    return changed


def block(text: str, told: str) -> str:
    """The story in `text` that says `told`, with the empty lines after it."""
    return next(found for found in re.split(r"(?m)^(?=##)", text) if told in found)


def without_blog(sample: Path) -> str:
    """Takes a source away, so that its story is no longer found; gives the configuration as it was."""
    config = sample / "sources.toml"
    text = config.read_text(encoding="utf-8")
    begins = text.index(BLOG)
    config.write_text(text[:begins] + text[text.index("[[sources]]", begins + 5) :], encoding="utf-8")
    return text


def again(sample: Path, config: str) -> None:
    (sample / "sources.toml").write_text(config, encoding="utf-8")


def correct(sample: Path, before: str, after: str) -> None:
    """Another wording in all feeds, as a newsroom corrects its report."""
    for feed in (sample / "feeds").iterdir():
        feed.write_text(feed.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_a_rebuild_without_news_changes_no_byte(sample: Path, file: Path) -> None:
    changed = change(file, "chosen from", "well chosen from")
    built = build(sample)
    assert (built.held, file.read_bytes().decode("utf-8")) == (None, changed)
    assert "well chosen from" in (sample / KEY / "email.html").read_text(encoding="utf-8")
    assert not (sample / KEY / "draft.new.md").exists()


def test_what_is_new_gets_into_an_edited_draft(sample: Path, file: Path) -> None:
    whole = without_blog(sample)
    build(sample)
    assert OF_THE_BLOG not in file.read_text(encoding="utf-8")
    change(file, "chosen from", "well chosen from")
    again(sample, whole)
    built = build(sample)
    text = file.read_text(encoding="utf-8")
    assert "<!-- new -->" in block(text, OF_THE_BLOG).split("\n")[0]
    assert "well chosen from" in text
    assert OF_THE_BLOG in (sample / KEY / "email.html").read_text(encoding="utf-8")
    assert built.merged is not None
    assert len(built.merged.arrived) == 2
    build(sample)
    assert file.read_text(encoding="utf-8") == text


def test_a_story_that_is_gone_stays_with_its_evidence_where_a_person_wrote_on_it(
    sample: Path, file: Path
) -> None:
    before = next(piece for piece in edition(sample).pieces if OF_THE_BLOG in piece.headline)
    change(file, OF_THE_BLOG, f"{OF_THE_BLOG} as we see it")
    without_blog(sample)
    for _ in range(2):
        build(sample)
        kept = next(piece for piece in edition(sample).pieces if piece.id == before.id)
        assert kept.headline.startswith(f"{OF_THE_BLOG} as we see it")
        assert kept.story is not None
        assert before.story is not None
        assert kept.story.lead.id == before.story.lead.id


def test_a_story_that_is_gone_and_nobody_touched_goes(sample: Path, file: Path) -> None:
    change(file, "chosen from", "well chosen from")
    without_blog(sample)
    built = build(sample)
    assert OF_THE_BLOG not in file.read_text(encoding="utf-8")
    assert built.merged is not None
    assert len(built.merged.removed) == 2


def test_a_deleted_story_stays_deleted_although_it_went_and_came_again(sample: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    change(file, block(text, OF_THE_BLOG), "")
    render(sample)
    whole = without_blog(sample)
    build(sample)
    learnt = render(sample)
    assert [(lesson.title[:13], lesson.now) for lesson in learnt] == [(OF_THE_BLOG[:13], "")]
    again(sample, whole)
    build(sample)
    assert OF_THE_BLOG not in file.read_text(encoding="utf-8")
    assert render(sample) == learnt


def test_what_a_rebuild_brings_and_takes_is_no_lesson(sample: Path, file: Path) -> None:
    whole = without_blog(sample)
    build(sample)
    change(file, "chosen from", "well chosen from")
    again(sample, whole)
    build(sample)
    assert render(sample) == ()
    without_blog(sample)
    build(sample)
    assert render(sample) == ()
    assert not (sample / feedback.FILE).exists()


def test_another_figure_than_the_editors_is_a_conflict_that_is_told_with_its_line(
    sample: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piece = next(piece for piece in edition(sample).pieces if "$14.8 billion" in piece.headline)
    told = block(file.read_text(encoding="utf-8"), f"<!-- story {piece.id}")
    change(file, told, told.replace(piece.headline, f"As we hear, {piece.headline}", 1))
    correct(sample, "$14.8 billion", "$15.1 billion")
    built = build(sample)
    assert built.merged is not None
    (conflict, *_) = built.merged.conflicts
    line = file.read_text(encoding="utf-8").split("\n")[conflict.line - 1]
    assert "its reports now say $15.1 billion, you say $14.8 billion" in line
    showing.built(Terminal(0), built)
    shown = capsys.readouterr()
    assert f"draft.md:{conflict.line}" in shown.out + shown.err
    assert machine.built(built)["merged"]["conflicts"][0]["line"] == conflict.line


@pytest.mark.parametrize("slip", [("## Deals", "# Deals"), ("<!-- section deals -->", "<!-- section deals")])
def test_a_draft_with_a_slip_keeps_its_last_good_outputs(
    sample: Path, file: Path, slip: tuple[str, str]
) -> None:
    changed = change(file, *slip)
    before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    built = build(sample)
    assert showing.exit_code(built.gathered, built) == 3
    assert re.search(r"draft\.md:\d+", built.refused)
    assert built.held == file.parent / "draft.new.md"
    after = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    assert "## Deals" in after.pop("draft.new.md").decode("utf-8")
    assert after == before
    file.write_text(changed.replace(slip[1], slip[0], 1), encoding="utf-8")
    assert build(sample).held is None


def test_what_came_while_a_slip_stood_in_the_draft_arrives_when_it_is_mended(
    sample: Path, file: Path
) -> None:
    whole = without_blog(sample)
    build(sample)
    change(file, "chosen from", "well chosen from")
    changed = change(file, "## Deals", "# Deals")
    again(sample, whole)
    build(sample)
    file.write_text(changed.replace("# Deals", "## Deals", 1), encoding="utf-8")
    build(sample)
    assert "<!-- new -->" in block(file.read_text(encoding="utf-8"), OF_THE_BLOG)


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_approved_edition_is_not_changed(sample: Path, file: Path, *, overwrite: bool) -> None:
    text = change(file, "chosen from", "well chosen from")
    with opened(load(sample / "sources.toml")) as project:
        project.store.approve(Approval(KEY, "0" * 64, NOW, text, (), b""))
    without_blog(sample)
    built = build(sample, overwrite=overwrite)
    assert built.held is not None
    assert f"digest approve {KEY} --withdraw" in built.refused
    assert file.read_text(encoding="utf-8") == text
    with opened(load(sample / "sources.toml")) as project:
        project.store.withdraw(KEY, NOW + timedelta(hours=1))
    assert build(sample).held is None
    assert OF_THE_BLOG not in file.read_text(encoding="utf-8")


def test_a_draft_whose_build_nobody_remembers_is_kept_whole(sample: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    changed = change(file, block(text, OF_THE_BLOG), "### Mine\n\nAll by hand.\n\n")
    (sample / "digest.db").unlink()
    build(sample)
    now = file.read_text(encoding="utf-8")
    assert "All by hand." in now
    assert "<!-- new -->" in block(now, OF_THE_BLOG)
    assert set(changed.split("\n")) <= set(now.split("\n"))


def test_what_is_saved_while_it_is_built_is_not_lost(
    sample: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_blog(sample)
    real, saved = press.printed, list[str]()

    def printed(project: Project, made: Edition) -> press.Printed:
        if not saved:
            saved.append(change(file, "chosen from", "well chosen from"))
        return real(project, made)

    monkeypatch.setattr(press, "printed", printed)
    build(sample)
    assert "well chosen from" in file.read_text(encoding="utf-8")
    assert "well chosen from" in (sample / KEY / "email.html").read_text(encoding="utf-8")
    assert OF_THE_BLOG not in file.read_text(encoding="utf-8")


def test_overwriting_brings_everything_back(sample: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    changed = change(file, block(text, OF_THE_BLOG), "")
    built = build(sample, overwrite=True)
    assert (built.held, file.read_text(encoding="utf-8")) == (None, text)
    assert (file.parent / "draft.old.md").read_text(encoding="utf-8") == changed


def test_a_section_that_was_deleted_by_a_slip_stands_on_its_evidence_when_it_is_put_back(
    sample: Path, file: Path
) -> None:
    before = file.read_bytes()
    text = before.decode()
    start_of, end_of = text.index("## Infrastructure"), text.index("## Labor")
    file.write_text(text[:start_of] + text[end_of:], encoding="utf-8")
    render(sample)
    build(sample)
    file.write_bytes(before)
    found = build(sample)
    assert not [finding.place for finding in found.rendered.findings if finding.rule == "numbers-unproved"]
    assert len(found.rendered.edition.pieces) == 22
    assert file.read_bytes() == before
    assert render(sample) == ()
