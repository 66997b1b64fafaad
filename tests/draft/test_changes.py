"""What a person did with a draft, told story by story and word by word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import draft
from digest.draft import moves, rewording
from digest.draft.changes import Changes, between
from digest.draft.moves.weaving import woven
from digest.draft.rewording import CAME, GONE, KEPT, Run
from tests.draft.test_moves import FIRST, RULING, SECOND, STRIKE, TEXT

SLOWLY = settings(deadline=None)  # a shared machine is slow at times


def changes(text: str) -> Changes:
    return between(draft.read(TEXT), draft.read(text))


def done(text: str) -> dict[str, tuple[str, ...]]:
    """What was done with each story that was touched, by headline."""
    return {change.headline: change.done for change in changes(text).stories}


@SLOWLY
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_that_stayed_went_and_came_make_both_texts(before: str, now: str) -> None:
    runs = rewording.runs(before, now)
    assert "".join(run.text for run in runs if run.sign != CAME) == before
    assert "".join(run.text for run in runs if run.sign != GONE) == now


def test_changes_stand_by_whole_words_and_figures() -> None:
    assert rewording.runs("It pays $14.8B for 49%.", "It pays $14.3B for 49%.") == (
        Run(KEPT, "It pays "),
        Run(GONE, "$14.8B"),
        Run(CAME, "$14.3B"),
        Run(KEPT, " for 49%."),
    )
    assert rewording.runs("one two", "three four") == (Run(GONE, "one two"), Run(CAME, "three four"))


def test_an_untouched_draft_has_no_changes_whatever_its_notes_and_spaces() -> None:
    assert not changes(TEXT)
    assert not changes(TEXT.replace("It is large.", "It is large.\n\n<!-- note: sure? -->"))
    assert not changes(TEXT.replace("\n", "\r\n"))


def test_each_move_is_told_as_what_it_is() -> None:
    assert done(moves.moved(TEXT, FIRST, "labor")) == {"First deal": ("moved",)}
    assert list(done(moves.led(TEXT, STRIKE)).values()) == [("order",)]
    assert done(moves.dropped(TEXT, SECOND)) == {"Second deal": ("dropped",)}
    assert done(moves.held(TEXT, RULING)) == {"A ruling": ("held",)}
    assert done(moves.pinned(TEXT, RULING)) == {"A ruling": ("pinned",)}
    assert done(TEXT + "\n### Mine\n\nSo.\n") == {"Mine": ("own",)}
    assert done(TEXT + "\n### Late <!-- story abcdef -->\n") == {"Late": ("brought in",)}
    assert changes(moves.moved(TEXT, FIRST, "labor")).stories[0].was == "Deals"


def test_one_story_that_goes_to_the_end_is_the_only_one_that_moved() -> None:
    text = TEXT + "".join(f"\n### Story {number} <!-- story x{number} -->\n" for number in range(5))
    last_first = moves.led(text, "x4")
    told = between(draft.read(text), draft.read(last_first)).stories
    assert [(change.headline, change.done) for change in told] == [("Story 4", ("order",))]


def test_reworded_parts_are_named() -> None:
    text = (
        TEXT.replace("It is large.", "It is huge.")
        .replace("$2B", "$3B")
        .replace("[First deal]", "[The deal]")
    )
    (change,) = changes(
        text.replace("[The Circuit](https://c.example/a)", "[Me](https://c.example/a)", 1)
    ).stories
    assert [part.part for part in change.reworded] == ["headline", "text", "deals", "also"]
    around = changes(TEXT.replace("Three stories", "Four stories").replace("## Deals", "## Money")).around
    assert [part.part for part in around] == ["introduction", "sections"]


def test_a_story_whose_id_was_lost_is_known_by_its_address() -> None:
    assert not changes(TEXT.replace(f" <!-- story {FIRST} -->", "")).stories


def test_two_changes_of_one_text_come_together_where_they_do_not_meet() -> None:
    base = "one\ntwo\nthree\nfour\n"
    assert (
        woven(base, "one!\ntwo\nthree\nfour\n", "one\ntwo\nthree\nfour\nfive\n")
        == "one!\ntwo\nthree\nfour\nfive\n"
    )
    assert woven(base, "one\nthree\nfour\n", "one\nthree\nfour\n") == "one\nthree\nfour\n"
    assert woven(base, "one\n2\nthree\nfour\n", "one\nII\nthree\nfour\n") is None
    assert woven(base, "zero\none\ntwo\nthree\nfour\n", "nought\none\ntwo\nthree\nfour\n") is None


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)


@SLOWLY
@given(TEXTS, TEXTS)
def test_a_change_beside_none_is_that_change(base: str, mine: str) -> None:
    assert woven(base, mine, base) == mine
    assert woven(base, base, mine) == mine
    assert woven(base, mine, mine) == mine
