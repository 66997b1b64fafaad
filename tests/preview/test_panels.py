"""No panel falls, whatever lies on the desk, and what strangers wrote stays text."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import draft, editionjson
from digest.errors import DigestError
from digest.model import Edition
from digest.preview.checked import Checked
from digest.preview.desk import Desk, View
from digest.preview.live import Live
from digest.preview.page import html
from digest.preview.renders import Render
from digest.preview.sight import Sight
from digest.preview.studio import Answer
from tests import editions, figured
from tests.preview.desks import Alone, desk_in, sight_of

PANELS = ("check", "mail", "evidence", "changes")
PIECES = (
    "<h1>",
    "<h2>a",
    "<h3>b",
    "</td>",
    "<table>",
    "<a href=",
    '"',
    "javascript:x",
    "<!--",
    "-->",
    "<style>",
    "\x00",
)


def desk_of(folder: Path, made: Edition, mail: str = "") -> Desk:
    desk = replace(desk_in(folder), check=tuple)
    (desk.folder / "edition.json").write_text(editionjson.write(made), "utf-8")
    (desk.folder / "draft.md").write_text(draft.write(made), "utf-8")
    if mail:
        (desk.folder / "email.html").write_text(mail, "utf-8", errors="replace")
    return desk


def page_of(desk: Desk, panel: str) -> str:
    live = Live(desk)
    live.checked = Checked((figured.unproved(),))
    live.before = Render("", {})
    return html(sight_of(live, View(panel=panel)))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("made", [editions.judged(), editions.nasty(), editions.quiet(), figured.edition()])
def test_every_panel_of_every_edition_is_drawn_and_nothing_of_it_is_markup(
    made: Edition, panel: str, tmp_path: Path
) -> None:
    page = page_of(desk_of(tmp_path, made), panel)
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("record", ["", "{", "{}", "[" * 100_000, '{"version": 99}', "null"])
def test_a_record_that_cannot_be_read_leaves_every_panel(record: str, panel: str, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, editions.judged())
    (desk.folder / "edition.json").write_text(record, "utf-8")
    assert 'id="told"' in page_of(desk, panel)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
def test_no_mail_breaks_its_panel(tmp_path_factory: pytest.TempPathFactory, mail: str) -> None:
    desk = desk_of(tmp_path_factory.mktemp("desk"), editions.judged(), f"<p>{mail}")
    assert "Length of the mail" in page_of(desk, "mail")


def test_a_mail_of_endless_nesting_is_told_in_time(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, editions.judged(), "<div>" * 20_000 + '<a href="https://wire.example/">x</a>')
    start = time.monotonic()
    assert "wire.example" in page_of(desk, "mail")
    assert time.monotonic() - start < 20


def test_the_files_are_read_into_an_edition_once_for_each_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    once = editionjson.read

    def counted(text: str) -> Edition:
        read.append(text)
        return once(text)

    monkeypatch.setattr(editionjson, "read", counted)
    desk = desk_of(tmp_path, editions.edition(subject=f"Read once {time.monotonic_ns()}"))
    for _ in range(3):
        for panel in PANELS:
            page_of(desk, panel)
    assert len(read) == 1


def test_answers_that_cannot_be_had_leave_the_rest_of_the_mail(tmp_path: Path) -> None:
    class Silent(Alone):
        def answers(self, key: str) -> Mapping[str, Answer]:
            raise DigestError(key, "cannot be read", "mend it")

    desk = desk_of(tmp_path, editions.judged())
    view = View(panel="mail").of_edition(desk.key)
    page = html(Sight.of(Silent(desk), Live(desk), view, "page-token"))
    assert "Contrast" in page
