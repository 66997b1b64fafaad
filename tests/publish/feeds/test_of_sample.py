"""The feeds of the sample that comes with the program, as `digest publish` puts them onto the disk."""

from __future__ import annotations

from pathlib import Path

from digest import approval, publishing
from digest.project import load, opened
from digest.publish import feeds
from tests.publish.feeds import rules
from tests.test_pipeline import KEY, NOW, built_once, sample  # noqa: F401 - fixtures


def test_every_feed_of_the_sample_is_valid(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as project:
        approval.approve(project, KEY, NOW, ["edition-sample"])
        publishing.publish(project, KEY, NOW)
    for name, form in feeds.FORMATS.items():
        files = sorted((sample / "site").rglob(form.FILENAME))
        assert len(files) > 3
        for file in files:
            assert rules.CHECKS[name](file.read_bytes()) == [], file
            assert b"Sample: the outlets" in file.read_bytes()
