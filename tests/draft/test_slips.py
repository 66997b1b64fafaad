"""Slips that would swallow stories, or move them into another section, are named with their line."""

from __future__ import annotations

import pytest

from digest import draft
from digest.errors import DraftError
from digest.model import Edition
from tests.records import edition


def changed(before: str, after: str) -> tuple[str, Edition]:
    made = edition()
    text = draft.write(made)
    assert text.count(before) == 1, f"{before!r} is not unique in the draft"
    return text.replace(before, after), made


def refused(before: str, after: str) -> DraftError:
    text, made = changed(before, after)
    with pytest.raises(DraftError) as caught:
        draft.applied(made, draft.read(text))
    return caught.value


@pytest.mark.parametrize("fence", ["```", "```python", "~~~", "````"])
def test_an_open_code_fence_is_named_where_it_opens(fence: str) -> None:
    error = refused("It is large.", f"It is large.\n\n{fence}\nprint(1)")
    assert error.subject == "draft.md:22"
    assert "code fence is opened and not closed" in error.problem
    assert "before line" in error.remedy


def test_a_later_fence_does_not_close_the_one_that_swallows_stories() -> None:
    text, made = changed("It is large.", "```\nprint(1)")
    with pytest.raises(DraftError, match=r"draft\.md:20: a code fence is opened"):
        draft.applied(made, draft.read(text + "\n\n```js\nrun()\n```\n"))


def test_an_open_fence_in_the_last_story_is_named_too() -> None:
    text, made = changed("It is large.", "It is large.")
    with pytest.raises(DraftError, match="not closed; put a line ``` where the code ends"):
        draft.applied(made, draft.read(text + "\n### Mine\n\n```\nprint(1)\n\n### And mine\n"))


def test_code_in_a_line_of_its_own_opens_no_fence() -> None:
    text, made = changed("It is large.", "```x``` is code.")
    assert len(draft.applied(made, draft.read(text)).pieces) == len(made.pieces)


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("## <!-- section labor -->", "the section has no title"),
        ("##", "the section has no title"),
        ("##Labor <!-- section labor -->", "a heading is not written as one"),
        ("  ## Labor <!-- section labor -->", "a heading is not written as one"),
        ("#### Labor <!-- section labor -->", "a heading is not written as one"),
        ("<!-- section labor -->", 'the comment of section "labor" stands under no heading'),
    ],
)
def test_a_section_without_its_heading_is_named_and_its_stories_move_nowhere(
    heading: str, problem: str
) -> None:
    own = next(line for line in draft.write(edition()).split("\n") if line.endswith("<!-- section labor -->"))
    error = refused(own, heading)
    text, _ = changed(own, heading)
    line = text.split("\n").index(heading) + 1
    assert error.subject == f"draft.md:{line}"
    assert problem in error.problem
    assert error.remedy


def test_a_story_without_a_headline_is_named() -> None:
    made = edition()
    text = draft.write(made) + "\n### <!-- story abc -->\n\nSome words.\n"
    with pytest.raises(DraftError, match="the story has no headline; write one: ### … <!-- story abc -->"):
        draft.applied(made, draft.read(text))


def test_two_stories_of_the_editors_own_with_one_headline_have_ids_of_their_own() -> None:
    made = edition()
    text = draft.write(made) + "\n### My view\n\nOne.\n"
    alone = draft.applied(made, draft.read(text)).pieces[-1].id
    both = [piece.id for piece in draft.applied(made, draft.read(text + "\n### My view\n\nTwo.\n")).pieces]
    assert len(set(both)) == len(both)
    assert both[-2] == alone  # the first keeps its address when another comes
    again = draft.applied(made, draft.read(text + "\n### My view\n\nTwo.\n"))
    assert [piece.id for piece in again.pieces] == both


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title: "AI Scale-Up Weekly"', "x" * 5_000),
        ('title: "AI Scale-Up Weekly"', "x" * 5_000 + ": y"),
        ("## Deals <!-- section deals -->", f"## https://long.example/{'x' * 5_000}"),
        ("It is large.", f"Deal: https://long.example/{'x' * 5_000}"),
        ("It is large.", f"Deal: Acme raises https://long.example/{'x' * 5_000}"),
    ],
)
def test_what_is_wrong_with_an_endless_line_fits_on_a_screen(before: str, after: str) -> None:
    assert len(str(refused(before, after))) < 500
