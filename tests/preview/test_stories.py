"""The panel of stories: the draft as it stands, with what is new beside a person's words."""

from __future__ import annotations

from pathlib import Path

from digest import draft, editionjson
from digest.draft.offers import Offer, write
from digest.preview.live import Live
from digest.preview.page import html
from digest.preview.panels import stories
from tests import editions
from tests.preview.desks import desk_in, sight_of

MADE = editions.edition(2, 3)
FIRST = MADE.pieces[0]


def live_of(folder: Path, text: str) -> Live:
    desk = desk_in(folder)
    (desk.folder / "draft.md").write_text(text, "utf-8")
    (desk.folder / "edition.json").write_text(editionjson.write(MADE), "utf-8")
    return Live(desk)


def with_offer(*, is_conflict: bool) -> str:
    parts = {"heading": "### [A *new* <b>headline</b>](https://a.example/x)", "blurb": "New words."}
    comment = "\n".join(write(Offer(is_conflict, "two sums" if is_conflict else "", parts)))
    heading = f"<!-- story {FIRST.id} -->"
    return draft.write(MADE).replace(heading, f"{heading}\n\n{comment}", 1)


def test_what_is_new_is_shown_in_words_beside_the_story(tmp_path: Path) -> None:
    live = live_of(tmp_path, with_offer(is_conflict=False))
    card = stories.data(sight_of(live)).columns[0].cards[0]
    assert card.says[0] == "news"
    assert dict(card.news[0].parts) == {"Headline": "A *new* <b>headline</b>", "Text": "New words."}
    page = html(sight_of(live))
    assert "A *new* &lt;b&gt;headline&lt;/b&gt;" in page
    assert 'data-which="theirs"' in page


def test_a_conflict_is_counted_and_told_with_its_reason(tmp_path: Path) -> None:
    live = live_of(tmp_path, with_offer(is_conflict=True))
    told = stories.data(sight_of(live))
    assert told.conflicts == 1
    assert told.columns[0].cards[0].news[0].why == "two sums"
    assert "1 conflict to settle before it can be approved." in html(sight_of(live))


def test_marks_held_and_own_stories_are_told(tmp_path: Path) -> None:
    text = draft.write(MADE).replace(
        f"<!-- story {FIRST.id} -->", f"<!-- story {FIRST.id} --> <!-- pinned -->"
    )
    text += (
        "\n### Mine\n\nMy words.\n\n## Held for next week <!-- held -->\n\n### Later <!-- story abc123 -->\n"
    )
    told = stories.data(sight_of(live_of(tmp_path, text)))
    assert told.columns[0].cards[0].is_pinned
    assert "your own" in told.columns[1].cards[-1].says
    assert [card.headline for card in told.held] == ["Later"]


def test_a_draft_that_cannot_be_read_is_told_and_shows_nothing(tmp_path: Path) -> None:
    told = stories.data(sight_of(live_of(tmp_path, draft.write(MADE) + "\n<!-- open\n")))
    assert "not closed" in told.problem
    assert told.columns == ()
