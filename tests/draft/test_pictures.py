"""Pictures in a draft: read with their files, told by line where one cannot be, and written as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import draft, drafts, editionjson
from digest.errors import DraftError
from digest.model import Edition
from tests.pictures import png, put
from tests.records import edition

CHART = '![Rents rise in every quarter](chart.png "City figures")'


def drafted(text: str, folder: Path) -> Edition:
    """The small edition with `text` under its first story."""
    return drafts.applied(edition(), draft.write(edition()).replace("It is large.", text), folder)


def test_a_picture_stands_where_the_editor_put_it_and_comes_back_from_the_draft(tmp_path: Path) -> None:
    found = put(tmp_path)
    made = drafted(f"It is large.\n\n{CHART}\n\nAnd more.", tmp_path)
    assert made.pictures == (found,)
    assert CHART in made.pieces[0].blurb
    assert drafts.applied(made, draft.write(made), tmp_path) == made
    assert editionjson.read(editionjson.write(made)).pictures == made.pictures


def test_pictures_stand_in_every_text_and_each_file_is_kept_once(tmp_path: Path) -> None:
    first, second = put(tmp_path, "intro.png"), put(tmp_path, "pictures/deals.png", png(80))
    put(tmp_path, "unused.png")
    text = draft.write(edition())
    text = text.replace("Three stories this week.", "![The harbour at dawn](intro.png)\nThree stories.")
    text = text.replace("### [First", "![Who buys whom](pictures/deals.png)\n\n### [First")
    text = text.replace("It binds all.", "![The harbour again, at night](intro.png)")
    assert drafts.applied(edition(), text, tmp_path).pictures == (first, second)


def test_a_changed_file_is_another_picture(tmp_path: Path) -> None:
    put(tmp_path)
    before = drafted(CHART, tmp_path)
    put(tmp_path, "chart.png", png(90))
    after = drafted(CHART, tmp_path)
    assert before.pictures[0].digest != after.pictures[0].digest
    assert (before.pieces, after.pictures[0].width) == (after.pieces, 90)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("![Rents](gone.png)", r'"gone.png" is not in .*; put the picture beside the draft'),
        ("![](chart.png)", '"chart.png" has no words between the brackets'),
        ("![ ](chart.png)", '"chart.png" has no words between the brackets'),
        ("![Rents](../../etc/passwd)", r'"../../etc/passwd" is no file beside the draft'),
        ("![Rents](%2e%2e/chart.png)", r'"%2e%2e/chart.png" is no file beside the draft'),
        ("![Rents](C:\\\\chart.png)", "is no file beside the draft"),
        ("![Rents](/etc/chart.png)", "is no file beside the draft"),
        ("![Rents](data:image/gif;base64,R0lGODdh)", "is no file beside the draft"),
        ("Look ![Rents](chart.png) here", '"chart.png" stands within a line'),
        ("- a list\n- ![Rents](chart.png)", '"chart.png" stands within a line'),
        ("![A](chart.png) ![B](chart.png)", '"chart.png" stands within a line'),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_with_its_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    put(tmp_path)
    lines = draft.write(edition()).replace("It is large.", f"It is large.\n\n{text}").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if "![" in line and "its-name" not in line)
    with pytest.raises(DraftError, match=problem) as caught:
        drafted(f"It is large.\n\n{text}", tmp_path)
    assert caught.value.subject == f"{tmp_path / 'draft.md'}:{number}"
    assert caught.value.remedy


def test_a_line_of_what_falls_due_shows_no_picture(tmp_path: Path) -> None:
    put(tmp_path)
    text = draft.write(edition()).replace("## Deals", f"Watch: {CHART}\n\n## Deals")
    with pytest.raises(DraftError, match="stands within a line"):
        drafts.applied(edition(), text, tmp_path)


def test_a_picture_elsewhere_on_the_web_and_one_in_code_are_no_files(tmp_path: Path) -> None:
    text = "![Rents](https://news.example/rents.png)\n\n```\n![Rents](chart.png)\n```"
    assert drafted(text, tmp_path).pictures == ()


def test_the_words_of_a_picture_are_sentences_of_the_editors_own(tmp_path: Path) -> None:
    put(tmp_path)
    made = drafted(f"It is large.\n\n{CHART}", tmp_path)
    assert [(one.text, bool(one.entry)) for one in made.pieces[0].summary] == [
        ("It is large.", True),
        ("Rents rise in every quarter", False),
        ("City figures", False),
    ]
