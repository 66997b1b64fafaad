"""What was seen and not printed can be brought in, and stands on its reports like any other story."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digest import checking, desk, drafts, editionjson, files, periods, pipeline, reserve, start
from digest.compose import roundup
from digest.errors import DigestError
from digest.model import Collected, Edition, Fate, Memory, Piece
from digest.project import Project, load, opened
from tests.compose.test_roundup import roundup_in_text

NOW, KEY = start.DEMO_NOW, start.DEMO_KEY


def silent(_name: str, _done: int, _total: int) -> None:
    """Listens and says nothing."""


@pytest.fixture(scope="session")
def narrow_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample week, of which each section tells two stories; read it, do not change it."""
    folder = tmp_path_factory.mktemp("narrow")
    start.demo(folder)
    file = folder / "sources.toml"
    text = re.sub(r"(?m)^stories_per_section *= \d+", "stories_per_section = 2", file.read_text())
    file.write_text(re.sub(r"(?m)^briefs_per_section *= \d+", "briefs_per_section = 0", text))
    config = load(file)
    period = periods.of_key(KEY, config.schedule, config.edition.timezone)
    with files.only_run(config.out), opened(config) as project:
        pipeline.build(project, period, NOW, silent)
    return folder


@pytest.fixture
def narrow(narrow_once: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of it to play with."""
    folder = tmp_path / "narrow"
    shutil.copytree(narrow_once, folder)
    with opened(load(folder / "sources.toml")) as project:
        yield project


def printed(project: Project) -> Edition:
    return editionjson.read((project.folder(KEY) / "edition.json").read_text(encoding="utf-8"))


def waiting(project: Project, section: str) -> Piece:
    """The next story below the line of a section."""
    base = project.store.edition(KEY)
    return next(part.pieces[0] for part in reserve.sections(base) if part.id == section)


def item(project: Project, fate: str) -> dict[str, str]:
    """An item that came to that fate."""
    report = json.loads((project.folder(KEY) / "report.json").read_text(encoding="utf-8"))
    return next(row for row in report["items"] if row["fate"] == fate)


def bring_in(project: Project, block: str, section: str) -> None:
    """Puts a block under a section, as a hand would."""
    file = project.folder(KEY) / drafts.FILE
    heading = rf"(## .*<!-- section {section} -->\n)"
    told = file.read_text(encoding="utf-8")
    file.write_text(re.sub(heading, lambda found: f"{found[1]}\n{block}", told), encoding="utf-8")


def drop(project: Project, story: str) -> None:
    """Takes a story out of the draft, as a hand would."""
    file = project.folder(KEY) / drafts.FILE
    parts = re.split(r"(?m)^(?=##)", file.read_text(encoding="utf-8"))
    file.write_text(
        "".join(part for part in parts if f"<!-- story {story} -->" not in part), encoding="utf-8"
    )


def test_the_build_keeps_what_comes_next_in_each_section_with_its_figures(narrow: Project) -> None:
    kept = {part.id: part.pieces for part in reserve.sections(narrow.store.edition(KEY))}
    assert set(kept) == {"deals", "competitors", "infrastructure", "labor", "geopolitics"}
    scores = [piece.story.score.value for piece in kept["deals"] if piece.story]
    assert scores == sorted(scores, reverse=True)
    first = kept["deals"][0]
    assert first.blurb
    assert first.deals
    assert first.story
    assert first.story.claims
    assert not {piece.id for piece in printed(narrow).pieces} & set(reserve.of(narrow, KEY))


def test_a_story_below_the_line_comes_in_with_its_evidence(narrow: Project) -> None:
    wanted = waiting(narrow, "deals")
    found, section = reserve.piece(narrow, KEY, wanted.id)
    assert (found.headline, section) == (wanted.headline, "deals")
    bring_in(narrow, reserve.block(narrow, KEY, wanted.id), "deals")
    desk.render(narrow, KEY)
    (there,) = (piece for piece in printed(narrow).pieces if piece.id == wanted.id)
    assert there.story
    assert there.story.claims == wanted.story.claims  # type: ignore[union-attr]
    assert {entry.id for entry in there.story.entries} <= set(checking.texts(narrow, printed(narrow)))


def test_a_wrong_sum_in_a_story_that_was_brought_in_is_found(narrow: Project) -> None:
    block = reserve.block(narrow, KEY, waiting(narrow, "deals").id)
    assert "$800 million" in block
    bring_in(narrow, block.replace("$800 million", "$870 million"), "deals")
    findings = desk.render(narrow, KEY).findings
    assert any(finding.rule.startswith("numbers") and "870" in str(finding) for finding in findings)


def test_a_dropped_story_comes_back_as_it_was(narrow: Project) -> None:
    gone = printed(narrow).sections[0].pieces[0]
    drop(narrow, gone.id)
    desk.render(narrow, KEY)
    assert gone.story
    for name in (gone.id, gone.story.lead.id, gone.url, f"{gone.url}?utm_source=mail", gone.headline.upper()):
        assert reserve.piece(narrow, KEY, name)[0].id == gone.id
    bring_in(narrow, reserve.block(narrow, KEY, gone.id), "deals")
    assert desk.render(narrow, KEY).edition.pieces == checking.current(narrow, KEY).pieces
    assert printed(narrow).sections[0].pieces[0] == gone


@pytest.mark.parametrize("fate", ["merged", "not for this digest", "copy", "too old"])
def test_an_item_that_is_no_story_becomes_one_under_a_section_of_the_edition(
    narrow: Project, fate: str
) -> None:
    row = item(narrow, fate)
    found, section = reserve.piece(narrow, KEY, row["url"])
    assert (found.headline, found.url) == (row["title"], row["url"])
    assert section in {part.id for part in printed(narrow).sections}
    assert found.id not in {piece.id for piece in printed(narrow).pieces}
    bring_in(narrow, reserve.block(narrow, KEY, row["id"]), section)
    there = next(piece for piece in desk.render(narrow, KEY).edition.pieces if piece.id == found.id)
    assert there.story
    assert there.story.lead.id == row["id"]
    told = json.loads((narrow.folder(KEY) / "report.json").read_text(encoding="utf-8"))["items"]
    (now,) = (one for one in told if one["id"] == row["id"])
    assert (now["fate"], now["reason"]) == ("section", f"chosen by the editor, in {section}")
    assert now["built"]["fate"] == fate


def test_what_stands_in_the_draft_is_not_brought_in_twice(narrow: Project) -> None:
    there = printed(narrow).pieces[0]
    with pytest.raises(DigestError, match=f"stands in the draft of {KEY}"):
        reserve.piece(narrow, KEY, there.url)
    row = item(narrow, "merged")
    bring_in(narrow, reserve.block(narrow, KEY, row["id"]), "deals")
    with pytest.raises(DigestError, match="stands in the draft"):
        reserve.piece(narrow, KEY, row["id"])


def test_words_that_mean_several_items_name_them_and_ask_for_one(narrow: Project) -> None:
    with pytest.raises(DigestError, match="name one by its id") as raised:
        reserve.piece(narrow, KEY, "scale ai")
    assert raised.value.problem.count('"') == 10
    with pytest.raises(DigestError, match="is nothing that 2025-W24 has seen"):
        reserve.piece(narrow, KEY, "a word that nobody wrote")
    with pytest.raises(DigestError, match="digest build 2025-W30 makes one"):
        reserve.piece(narrow, "2025-W30", "scale ai")


def test_what_a_draft_names_outlives_a_build_that_no_longer_has_it(narrow: Project) -> None:
    row = item(narrow, "not for this digest")
    found, section = reserve.piece(narrow, KEY, row["id"])
    other = reserve.piece(narrow, KEY, item(narrow, "too old")["id"])[0]
    bring_in(narrow, reserve.block(narrow, KEY, row["id"]), section)
    desk.render(narrow, KEY)
    config = narrow.config
    period = periods.of_key(KEY, config.schedule, config.edition.timezone)
    built = pipeline.build(narrow, period, NOW, silent, offline=True).rendered.edition
    (there,) = (piece for piece in built.pieces if piece.id == found.id)
    assert there.story == found.story or (there.story and there.story.lead.id == row["id"])
    assert found.id in reserve.of(narrow, KEY)
    assert other.id not in reserve.of(narrow, KEY)


def test_a_reserve_that_cannot_be_read_is_an_empty_one(narrow: Project) -> None:
    narrow.store.reserve(KEY, '{"format": 99}')
    assert reserve.of(narrow, KEY) == {}
    assert desk.render(narrow, KEY).edition.pieces
    assert reserve.piece(narrow, KEY, item(narrow, "below the line")["id"])[1]


def test_an_event_of_a_roundup_is_cut_out_of_it_again(narrow: Project) -> None:
    source = next(iter(narrow.sources()))
    whole = replace(roundup_in_text(), source=source)
    narrow.store.keep(Collected(source, (whole,), Memory()))
    event, *_ = roundup.split([whole]).entries
    fates = [
        Fate(whole.id, source, whole.title, whole.url, "split", "a roundup"),
        Fate(event.id, source, event.title, event.url, "not for this digest", "so it is", "st0ry"),
    ]
    narrow.store.keep_fates(KEY, 1, [*narrow.store.fates_of(KEY), *fates])
    found, section = reserve.piece(narrow, KEY, event.id)
    assert (found.id, found.headline) == ("st0ry", event.title)
    bring_in(narrow, reserve.block(narrow, KEY, "st0ry"), section)
    told = checking.texts(narrow, desk.render(narrow, KEY).edition)
    assert told[event.id].text == event.text
