"""A story that was held for next week is told next week, in the editor's words, once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest import desk, drafts, editionjson, feedback, holding, periods, pipeline
from digest.model import Edition, Piece
from digest.project import Project, load, opened
from tests.pictures import png
from tests.test_pipeline import KEY, NOW, built_once, silent  # noqa: F401 - the fixture

NEXT, LATER, AFTER = "2025-W25", NOW + timedelta(days=7), "2025-W26"
HEADING = "## Held for next week <!-- held -->"


@pytest.fixture
def project(built_once: Path, tmp_path: Path) -> Iterator[Project]:  # noqa: F811
    """The sample week, built, to play with."""
    folder = tmp_path / "sample"
    shutil.copytree(built_once, folder)
    with opened(load(folder / "sources.toml")) as found:
        yield found


def build(project: Project, key: str, now: datetime) -> Edition:
    """The edition of `key` as it is printed after a build."""
    config = project.config
    period = periods.of_key(key, config.schedule, config.edition.timezone)
    pipeline.build(project, period, now, silent, offline=True)
    return edition(project, key)


def edition(project: Project, key: str = KEY) -> Edition:
    return editionjson.read((project.folder(key) / "edition.json").read_text(encoding="utf-8"))


def draft_of(project: Project, key: str = KEY) -> str:
    return (project.folder(key) / drafts.FILE).read_text(encoding="utf-8")


def hold(project: Project, ids: Sequence[str], words: tuple[str, str] = ("", ""), own: str = "") -> None:
    """Moves stories under the heading of what waits, as a hand would; `words` rewords them."""
    parts = re.split(r"(?m)^(?=##)", draft_of(project))
    mine = [part for part in parts if any(f"<!-- story {id_} -->" in part for id_ in ids)]
    rest = "".join(part for part in parts if part not in mine).rstrip()
    held = "".join(mine).replace(*words) if words[0] else "".join(mine)
    file = project.folder(KEY) / drafts.FILE
    file.write_text(f"{rest}\n\n{HEADING}\n\n{held}{own}", encoding="utf-8")


def story(project: Project, headline: str) -> Piece:
    return next(piece for piece in edition(project).pieces if headline in piece.headline)


def where(made: Edition, id_: str) -> list[str]:
    return [part.id for part in made.sections for piece in part.pieces if piece.id == id_]


def test_a_held_story_is_printed_nowhere_and_told_by_the_report(project: Project) -> None:
    held = story(project, "Google’s TPU")
    hold(project, [held.id])
    desk.render(project, KEY)
    assert where(edition(project), held.id) == []
    assert [piece.id for piece in edition(project).held] == [held.id]
    assert edition(project).held[0].story == held.story
    for name in ("edition.md", "email.html", "email.txt", "index.html"):
        assert "TPU strategy" not in (project.folder(KEY) / name).read_text(encoding="utf-8")
    report = json.loads((project.folder(KEY) / "report.json").read_text(encoding="utf-8"))
    told = [row["reason"] for row in report["items"] if row["fate"] == "held"]
    assert told == ["held for the next edition by the editor"]
    assert sum(report["fates"].values()) == len(report["items"]) == 66


def test_a_held_story_is_no_lesson_and_its_report_is_as_built_when_it_comes_back(project: Project) -> None:
    before = (project.folder(KEY) / "report.json").read_text(encoding="utf-8")
    text = draft_of(project)
    hold(project, [story(project, "Google’s TPU").id])
    desk.render(project, KEY)
    assert not (project.config.out / feedback.FILE).exists()
    (project.folder(KEY) / drafts.FILE).write_text(text, encoding="utf-8")
    desk.render(project, KEY)
    assert (project.folder(KEY) / "report.json").read_text(encoding="utf-8") == before


def test_the_next_edition_tells_it_in_its_section_although_it_is_old(project: Project) -> None:
    held = story(project, "Google’s TPU")
    hold(project, [held.id])
    desk.render(project, KEY)
    assert where(build(project, NEXT, LATER), held.id) == ["infrastructure"]
    assert held.story
    fates = {fate.entry: fate for fate in project.store.fates_of(NEXT)}
    assert fates[held.story.lead.id].fate == "section"
    assert fates[held.story.lead.id].reason.endswith(f"; held over from {KEY}")
    assert len(fates) == len(project.store.fates_of(NEXT))


def test_it_counts_although_the_draft_was_not_rendered(project: Project) -> None:
    held = story(project, "Google’s TPU")
    hold(project, [held.id])
    assert where(build(project, NEXT, LATER), held.id) == ["infrastructure"]


def test_new_reports_join_a_held_story_and_the_editors_words_come_along(project: Project) -> None:
    held = story(project, "Surge AI goes looking")
    hold(project, [held.id], (held.headline, "Surge looks for money, I hear"))
    desk.render(project, KEY)
    made = build(project, NEXT, LATER)
    (there,) = (piece for piece in made.pieces if piece.id == held.id)
    assert there.headline == "Surge looks for money, I hear"
    assert there.story
    assert held.story
    assert {entry.id for entry in held.story.entries} < {entry.id for entry in there.story.entries}
    assert there.blurb != held.blurb  # which they had left to the machine
    base = project.store.edition(NEXT)
    assert base
    assert "I hear" not in base.draft  # so that a rebuild knows it for theirs
    assert "I hear" in draft_of(project, NEXT)


def test_an_edition_that_is_built_twice_tells_it_once_and_stays_as_it_is(project: Project) -> None:
    held = story(project, "Surge AI goes looking")
    hold(project, [held.id], (held.headline, "Surge looks for money, I hear"))
    first = build(project, NEXT, LATER)
    draft = draft_of(project, NEXT)
    assert build(project, NEXT, LATER).pieces == first.pieces
    assert draft_of(project, NEXT) == draft
    assert draft.count(held.id) == 1


def test_a_story_of_ones_own_waits_too(project: Project) -> None:
    hold(project, [], own="### A thought of mine\n\nIt can wait.\n")
    desk.render(project, KEY)
    made = build(project, NEXT, LATER)
    (there,) = (piece for piece in made.pieces if piece.headline == "A thought of mine")
    assert (there.blurb, there.story) == ("It can wait.", None)


def test_a_held_picture_lies_beside_the_next_draft(project: Project) -> None:
    held = story(project, "Google’s TPU")
    (project.folder(KEY) / "chip.png").write_bytes(png(40, 30))
    hold(project, [held.id], (held.blurb, "![A chip](chip.png)\n\nLook at it."))
    made = build(project, NEXT, LATER)
    assert [picture.path for picture in made.pictures] == ["chip.png"]
    assert (project.folder(NEXT) / "chip.png").read_bytes() == png(40, 30)


def test_it_does_not_come_a_third_time_and_may_wait_once_more(project: Project) -> None:
    held, other = story(project, "Google’s TPU"), story(project, "Micro1 closes in")
    hold(project, [held.id, other.id])
    build(project, NEXT, LATER)
    file = project.folder(NEXT) / drafts.FILE
    parts = re.split(r"(?m)^(?=##)", draft_of(project, NEXT))
    again = next(part for part in parts if f"<!-- story {other.id} -->" in part)
    rest = "".join(part for part in parts if part != again)
    file.write_text(f"{rest}\n\n{HEADING}\n\n{again}", encoding="utf-8")
    desk.render(project, NEXT)
    made = build(project, AFTER, LATER + timedelta(days=7))
    assert where(made, held.id) == []
    assert where(made, other.id) == ["deals"]
    reasons = [fate.reason for fate in project.store.fates_of(AFTER) if fate.story == other.id]
    assert any(f"held over from {NEXT}" in reason for reason in reasons)


def test_two_held_stories_of_one_event_stay_two(project: Project) -> None:
    held = story(project, "Surge AI goes looking")
    assert held.story
    report = held.story.entries[1]
    own = f"### [The advisers, apart]({report.url})\n\nWords of mine on them.\n"
    hold(project, [held.id], own=own)
    made = build(project, NEXT, LATER)
    assert where(made, held.id) == ["deals"]
    assert [piece.headline for piece in made.pieces].count("The advisers, apart") == 1
    told = [fate.entry for fate in project.store.fates_of(NEXT)]
    assert len(told) == len(set(told))


def test_a_held_story_whose_source_is_gone_is_told_from_what_is_kept(project: Project) -> None:
    held = story(project, "Google’s TPU")
    assert held.story
    hold(project, [held.id])
    desk.render(project, KEY)
    gone = held.story.lead.source
    sources = tuple(source for source in project.config.sources if source.name != gone)
    fewer = Project(project.config.model_copy(update={"sources": sources}), project.store)
    made = build(fewer, NEXT, LATER)
    (there,) = (piece for piece in made.pieces if piece.id == held.id)
    assert there.blurb == held.blurb


def test_nothing_waits_where_nothing_was_held(project: Project) -> None:
    assert holding.of(project, ()) == holding.Held()
    assert holding.of(project, (edition(project),)) == holding.Held()


def test_a_draft_that_is_put_aside_gives_way_to_one_in_the_same_words(project: Project) -> None:
    held = story(project, "Surge AI goes looking")
    hold(project, [held.id], (held.headline, "Surge looks for money, I hear"))
    build(project, NEXT, LATER)
    first = draft_of(project, NEXT)
    (project.folder(NEXT) / drafts.FILE).write_text(first.replace("I hear", "they say"), encoding="utf-8")
    config = project.config
    period = periods.of_key(NEXT, config.schedule, config.edition.timezone)
    pipeline.build(project, period, LATER, silent, offline=True, overwrite=True)
    assert draft_of(project, NEXT) == first
    assert "they say" in (project.folder(NEXT) / "draft.old.md").read_text(encoding="utf-8")


def test_a_story_held_after_the_next_draft_was_made_arrives_there_in_the_editors_words(
    project: Project,
) -> None:
    (before,) = build(project, NEXT, LATER).pieces  # what came in since, alone
    held = story(project, "Surge AI goes looking")
    hold(project, [held.id], (held.headline, "Surge looks for money, I hear"))
    made = build(project, NEXT, LATER)
    assert before.id in {piece.id for piece in made.pieces}
    told = [piece.headline for piece in made.pieces if piece.story and held.url in _urls(piece)]
    assert told == ["Surge looks for money, I hear"]


def test_a_held_story_that_the_next_edition_drops_stays_dropped(project: Project) -> None:
    held = story(project, "Google’s TPU")
    hold(project, [held.id])
    build(project, NEXT, LATER)
    parts = re.split(r"(?m)^(?=##)", draft_of(project, NEXT))
    rest = "".join(part for part in parts if f"<!-- story {held.id} -->" not in part)
    (project.folder(NEXT) / drafts.FILE).write_text(rest, encoding="utf-8")
    assert where(build(project, NEXT, LATER), held.id) == []
    assert where(build(project, AFTER, LATER + timedelta(days=7)), held.id) == []


def _urls(piece: Piece) -> set[str]:
    return {entry.url for entry in piece.story.entries} if piece.story else set()
