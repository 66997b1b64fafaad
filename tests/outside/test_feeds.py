"""Our feeds as feedsmith reads them, in another language; and the Atom feed as jing judges it."""

from __future__ import annotations

import html
import json
import subprocess
from dataclasses import asdict
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from digest.publish import feeds
from digest.publish.feeds import Item
from tests import editions
from tests.outside import tools
from tests.publish.feeds.made import CHANNEL, HOME, WHEN, item, items

pytestmark = pytest.mark.outside

SCRIPT = Path(__file__).with_name("read_feeds.mjs")
GRAMMAR = Path(__file__).parents[1] / "publish" / "atom.rng"
SHOWN = (
    *items(editions.weekly()).values(),
    items(editions.nasty())[""],
    item(9, updated=WHEN, image=f"{HOME}card.png", tags=("C++", "R&D")),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The feed of all of them in each format."""
    folder = tmp_path_factory.mktemp("feeds")
    made = {form.FILENAME: form.write(SHOWN, CHANNEL) for form in feeds.FORMATS.values()}
    for name, document in made.items():
        (folder / name).write_bytes(document)
    return [folder / name for name in made]


def test_feedsmith_has_every_item_as_it_was_meant(files: list[Path]) -> None:
    node, reader = tools.command("node", "nodejs"), tools.file("feedsmith", "dist", "index.mjs")
    ran = subprocess.run(
        [node, str(SCRIPT), str(reader), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert [(one["format"], one["title"], one["own"]) for one in found] == [
        (name, CHANNEL.title, CHANNEL.address(form.FILENAME)) for name, form in feeds.FORMATS.items()
    ]
    wanted = {one.id: meant(one) for one in SHOWN}
    for one in found:
        is_html = one["format"] == "rss"  # its description is
        assert {row["id"]: _plain(row, is_html=is_html) for row in one["items"]} == wanted


def test_jing_finds_no_fault_in_the_atom_feed(files: list[Path]) -> None:
    jing = tools.command("jing")
    ran = subprocess.run(
        [jing, str(GRAMMAR), str(files[0])], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def meant(one: Item) -> dict[str, Any]:
    """What a reader that speaks JSON has of it, its times as moments."""
    plain = {**asdict(one), "tags": list(one.tags)}
    del plain["language"]
    return plain


def _plain(row: dict[str, Any], *, is_html: bool) -> dict[str, Any]:
    summary = html.unescape(row["summary"]) if is_html else row["summary"]
    return {**row, "summary": summary, **{name: _moment(row[name]) for name in ("published", "updated")}}


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said) if said[:4].isdigit() else parsedate_to_datetime(said)
