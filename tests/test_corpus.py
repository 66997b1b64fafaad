"""Real articles through the whole line; skipped where the shared data are absent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import periods, pipeline, start
from digest.project import load, opened

pytestmark = pytest.mark.corpus
JUNK = (
    "Leave a Reply",
    "email address will not be published",
    "Image Description",
    "Share this article",
    "Visit iavva",
    "lightbulb icon",
    "Photo AI scale up",
)


def test_the_seed_articles_make_an_edition_without_junk(shared: Path, tmp_path: Path) -> None:
    start.init(tmp_path)
    text = (tmp_path / "sources.toml").read_text(encoding="utf-8")
    source = f'[[sources]]\nname = "Seeds"\nkind = "folder"\npath = "{shared / "seeds"}"\n'
    text = text[: text.index("[[sources]]")] + source
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    config = load(tmp_path / "sources.toml")
    newest = max(
        file.stat().st_mtime for file in (shared / "seeds").iterdir()
    )  # a file without date has that
    now = datetime.fromtimestamp(newest, UTC).replace(microsecond=0) + timedelta(minutes=1)
    week = timedelta(weeks=1)
    period = periods.between(now - week, now + week, "seeds", "UTC")
    with opened(config) as project:
        built = pipeline.build(project, period, now, lambda *_: None)
        kept = project.store.entries(datetime(2000, 1, 1, tzinfo=UTC))
    stories = [piece.story for piece in built.composed.edition.pieces if piece.story]
    cut = {entry.id: story for story in stories for entry in story.entries if entry.within}
    assert len(kept) == 3
    assert len(cut) >= 10, "the roundup gives its events"
    assert {story.section for story in cut.values()} == {theme.id for theme in config.sections}
    meta = stories[0].entries
    assert len([entry for entry in meta if not entry.within]) == 2
    assert [entry for entry in meta if entry.within], (
        "the roundup's word on the stake is the third report of it"
    )
    for file in built.rendered.files:
        text = file.read_text(encoding="utf-8")
        assert not [junk for junk in JUNK if junk.lower() in text.lower()], file.name
    for entry in kept:
        assert not [junk for junk in JUNK if junk.lower() in entry.text.lower()], entry.title
        assert len(entry.text) > 3000
