"""The moves and `digest diff` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli
from tests.test_pipeline import KEY, built_once, edition, sample, week  # noqa: F401 - fixtures


@pytest.fixture
def here(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    monkeypatch.chdir(sample)
    return sample


def digest(*args: str) -> Result:
    return CliRunner().invoke(cli.main, args, catch_exceptions=False)


def draft_of(folder: Path) -> str:
    return (folder / KEY / "draft.md").read_text(encoding="utf-8")


def test_stories_are_listed_by_section_with_the_ids_that_name_them(here: Path) -> None:
    lines = digest("stories").output.splitlines()
    assert lines[0] == "Deals (deals)"
    short, headline = lines[1].split(maxsplit=1)
    assert headline in draft_of(here)
    assert f"<!-- story {short}" in draft_of(here)
    assert sum(line.startswith("  ") for line in lines) == 22


def test_a_move_is_told_rendered_and_can_be_taken_back(here: Path) -> None:
    before, first = draft_of(here), edition(here / KEY).pieces[0]
    shown = digest("move", first.id[:4], "--to", "lab", "--before", "annotation shifts")
    assert shown.exit_code == 0
    before_it = "More than 9,000 contractors stand behind Scale AI’s data"
    assert shown.output.splitlines()[:2] == [
        f'Moved "{first.headline}" from Deals to Labor & regulation, after "{before_it}".',
        "  to take it back: digest undo",
    ]
    assert first.id in [piece.id for piece in edition(here / KEY).sections[3].pieces]
    assert digest("undo").exit_code == 0
    assert draft_of(here) == before
    assert edition(here / KEY).pieces[0] == first


def test_every_move_does_what_it_says(here: Path) -> None:
    first, second, third, *_ = edition(here / KEY).pieces
    for command in (
        ["drop", first.id],
        ["hold", second.id],
        ["pin", third.id],
        ["retitle", third.id, "Mine"],
    ):
        assert digest(*command, "--no-render").exit_code == 0
    listed = json.loads(digest("stories", "--json").output)
    assert listed["dropped"][0]["id"] == first.id
    assert listed["sections"][-1]["held"]
    assert listed["sections"][-1]["stories"][0]["id"] == second.id
    assert listed["sections"][0]["stories"][0] | {"url": ""} == {
        "id": third.id,
        "headline": "Mine",
        "url": "",
        "marks": ["pinned"],
    }
    assert first.id in [piece.id for piece in edition(here / KEY).pieces], "nothing was rendered yet"
    assert digest("restore", first.id).exit_code == 0
    assert digest("pin", third.id, "--off").exit_code == 0
    ids = [piece.id for piece in edition(here / KEY).pieces]
    assert ids[:2] == [first.id, third.id]
    assert second.id not in ids


def test_what_does_not_render_stays_in_the_draft_and_is_told(here: Path) -> None:
    path = here / KEY / "draft.md"
    path.write_text(
        draft_of(here).replace("## Labor & regulation <!-- section labor -->", "## Sport"), "utf-8"
    )
    first = edition(here / KEY).pieces[0]
    shown = digest("drop", first.id)
    assert shown.exit_code == 1
    assert "The draft is changed, the outputs are as they were before: " in shown.output
    assert 'there is no section "Sport"' in shown.output
    assert first.id not in draft_of(here)
    assert first.id in [piece.id for piece in edition(here / KEY).pieces]


def test_an_offer_is_settled_from_the_command_line(here: Path) -> None:
    first = edition(here / KEY).pieces[0]
    offer = "<!-- new since you edited\nThe machine has other words.\n-->\n"
    path = here / KEY / "draft.md"
    path.write_text(
        draft_of(here).replace("### [", f"{offer}\n### [", 2).replace(f"{offer}\n", "", 1), "utf-8"
    )
    assert f"{first.headline}  [offer]" in digest("stories").output
    assert digest("settle", first.id).exit_code == 2
    assert digest("settle", first.id, "--theirs").exit_code == 0
    assert edition(here / KEY).pieces[0].blurb == "The machine has other words."


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["drop", "scale ai"], "give the id of one:"),
        (["move", "tender offer"], "name a section"),
        (["move", "tender offer", "--to", "sport"], "there are deals, competitors"),
        (["move", "tender offer", "--to", "held"], "use digest hold"),
        (["undo"], "no action that could be taken back"),
        (["stories", "1999-W01"], "digest build 1999-W01 makes one"),
        (["diff", "--last"], "has no edition before it"),
        (["diff", "--last", "--with", "x"], "do not go together"),
    ],
)
def test_a_slip_is_told_with_what_to_do(here: Path, args: list[str], words: str) -> None:
    before = draft_of(here)
    shown = digest(*args)
    assert shown.exit_code in {1, 2}
    assert words in shown.output
    assert draft_of(here) == before


def test_diff_is_quiet_where_nothing_was_changed(here: Path) -> None:
    assert digest("diff").output == "The draft is as the machine wrote it.\n"
    assert json.loads(digest("diff", "--json").output)["changed"] is False


def test_diff_tells_what_was_done_story_by_story_and_word_by_word(here: Path) -> None:
    first, second, third, fourth, *_ = edition(here / KEY).pieces
    for command in (
        ["drop", first.id],
        ["hold", second.id],
        ["pin", third.id],
        ["move", fourth.id, "--to", "labor"],
    ):
        digest(*command, "--no-render")
    path = here / KEY / "draft.md"
    path.write_text(draft_of(here).replace("22 stories from 10", "Some stories from 10"), "utf-8")
    lines = digest("diff").output.splitlines()
    assert lines == [
        f"{KEY}: the draft against what the machine wrote last",
        "introduction: [-22-]{+Some+} stories from 10 newsrooms, chosen …",
        f"{third.headline} (Deals): pinned",
        f"{fourth.headline} (Labor & regulation): moved from Deals",
        f"{second.headline} (Deals): held for the next edition",
        f"{first.headline} (Deals): dropped",
    ]
    machine = json.loads(digest("diff", "--json").output)
    assert [story["done"] for story in machine["stories"]] == [["pinned"], ["moved"], ["held"], ["dropped"]]


def test_diff_with_an_earlier_edition_tells_new_repeated_and_gone_stories_and_deals(here: Path) -> None:
    halves = (
        ("first", "2025-06-08T18:00", "2025-06-11T18:00"),
        ("second", "2025-06-11T18:00", "2025-06-15T18:00"),
    )
    for key, start, end in halves:
        digest("build", key, "--from", start, "--to", end, "--offline", "--now", end)
    shown = digest("diff", "second", "--last").output
    assert shown == digest("diff", "second", "--with", "first").output
    assert shown.startswith("second against first\nNew (")
    assert "      since first: $14B announced → $14.8B announced" in shown
    assert "  Scale AI, investment: $14B announced → $14.8B announced" in shown
    assert "Not told again (" in shown
    assert "  Deals                   3 → 4" in shown
    found = json.loads(digest("diff", "second", "--last", "--json").output)
    assert found["before"] == "first"
    assert {story["headline"] for story in found["gone"]}.isdisjoint(story["was"] for story in found["again"])
