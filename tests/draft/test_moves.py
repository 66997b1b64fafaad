"""Moves of a draft: the same Markdown that a hand would have written, and not a byte more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import draft
from digest.draft import moves
from digest.draft.moves import rewriting
from digest.draft.moves.proofs import Proofs
from digest.draft.moves.sheet import Sheet
from digest.errors import DraftError
from digest.model import Deal, Edition, Link, Money, Section
from digest.text import line
from tests.draft.test_draft import LINE, pieces
from tests.records import edition, piece

SLOWLY = settings(deadline=None)  # a shared machine is slow at times

SIGNED = Deal("investment", "Tall Pines", ("Northwind",), Money(2e9), status="announced")


def made() -> Edition:
    """Two sections of two stories; the first story has all that a story can have."""
    rich = piece(
        "First deal", "It is large.", deals=(SIGNED,), also=(Link("The Circuit", "https://c.example/a"),)
    )
    deals = Section("deals", "Deals", "", (rich, piece("Second deal", "It is small.")))
    labor = Section(
        "labor", "Labor & regulation", "", (piece("A ruling", "It binds all."), piece("A strike", also=()))
    )
    return edition(deals, labor)


TEXT = draft.write(made())
FIRST, SECOND, RULING, STRIKE = (one.id for one in made().pieces)


def headlines(text: str) -> list[list[str]]:
    """The headlines of each section, the held ones last."""
    read = draft.read(text)
    return [[one.headline for one in section.pieces] for section in (*read.sections, *read.held)]


@dataclass(frozen=True)
class Written:
    """A draft as an editor may have left it, and the keys of its stories."""

    text: str
    keys: tuple[str, ...]


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A draft with notes, own stories and held ones, with the line ends of any system."""
    found = draw(st.lists(pieces(), min_size=1, max_size=6, unique_by=lambda one: one.id))
    cuts = sorted(draw(st.lists(st.integers(0, len(found)), min_size=2, max_size=2)))
    parts = [found[: cuts[0]], found[cuts[0] : cuts[1]]]
    sections = [Section(f"s{number}", f"Part {number}", "", tuple(part)) for number, part in enumerate(parts)]
    text = draft.write(edition(*sections, held=tuple(found[cuts[1] :])))
    blocks = text.split("\n\n")
    for number in draw(st.lists(st.integers(3, len(blocks)), max_size=4)):
        extra = draw(
            st.sampled_from(["<!-- note: look\nat this -->", "- a list\n- of two", "```\n## code\n```", ""])
        )
        blocks.insert(
            max(number, next(n for n, block in enumerate(blocks) if block.startswith("## "))) + 1, extra
        )
    if draw(st.booleans()):
        blocks.append(f"### {draw(st.sampled_from(['Mine', 'Mine too']))}\n\nMy own words.\n")
    text = "\n\n".join(blocks)
    text = draw(st.sampled_from([text, text.rstrip("\n"), text + "\n\n", "\ufeff" + text]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return Written(text, tuple(leaf.key for leaf in Sheet.of(text).leaves if leaf.piece))


def neighbours(text: str, key: str) -> tuple[str, dict[str, str]]:
    """The section of a story, and how to say where in it the story stands."""
    leaves = Sheet.of(text).leaves
    at = next(number for number, leaf in enumerate(leaves) if leaf.piece and leaf.key == key)
    section = leaves[at].section
    assert section
    if leaves[at - 1].piece:
        return section.id, {"after": leaves[at - 1].key}
    if at + 1 < len(leaves) and leaves[at + 1].piece:
        return section.id, {"before": leaves[at + 1].key}
    return section.id, {}


@SLOWLY
@given(written(), st.data())
def test_a_story_moved_there_and_back_leaves_the_draft_as_it_was(one: Written, data: st.DataObject) -> None:
    key, beside = (data.draw(st.sampled_from(one.keys)) for _ in range(2))
    section, home = neighbours(one.text, key)
    if not section and not home:  # the only one that is held: its heading goes with it
        return
    moved = moves.moved(one.text, key, **{data.draw(st.sampled_from(["before", "after"])): beside})
    assert Counter(moved.split()) - Counter(one.text.split()) == Counter()
    assert moves.moved(moved, key, section, **home) == one.text


@SLOWLY
@given(written(), st.data())
def test_no_line_is_lost_or_made_by_a_move(one: Written, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(one.keys))
    moved = moves.moved(one.text, key, data.draw(st.sampled_from(["s0", "s1"])))

    def lines(text: str) -> Counter[str]:
        return Counter(row for row in text.split("\n") if row.strip() and "<!-- held -->" not in row)

    assert lines(moved.rstrip() + "\n") == lines(one.text.rstrip() + "\n") or "\r" in one.text
    assert {leaf.key for leaf in Sheet.of(moved).leaves} == {leaf.key for leaf in Sheet.of(one.text).leaves}


@SLOWLY
@given(written(), st.data())
def test_a_story_dropped_and_restored_to_its_place_leaves_the_draft_as_it_was(
    one: Written, data: st.DataObject
) -> None:
    sheet = Sheet.of(one.text)
    key = data.draw(st.sampled_from(one.keys))
    leaf = sheet.leaves[sheet.story(key)]
    section, home = neighbours(one.text, key)
    before = sheet.leaves[sheet.story(key) - 1]
    ends = sheet.story(key) == len(sheet.leaves) - 1
    if leaf.is_held or (before.gap if ends else leaf.gap) != (sheet.newline,):
        return
    dropped = moves.dropped(one.text, key)
    assert key not in {leaf.key for leaf in Sheet.of(dropped).leaves}
    assert moves.restored(dropped, "".join(leaf.lines), section, **home) == one.text


@SLOWLY
@given(written(), st.data())
def test_a_story_held_and_restored_leaves_the_draft_as_it_was(one: Written, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(one.keys))
    section, home = neighbours(one.text, key)
    if not section:
        assert moves.held(one.text, key) == one.text
        return
    held = moves.held(one.text, key)
    assert key in {leaf.key for leaf in Sheet.of(held).leaves if leaf.is_held}
    assert moves.moved(held, key, section, **home) == one.text


@SLOWLY
@given(written(), st.data())
def test_a_pin_is_put_and_taken_and_nothing_else_changes(one: Written, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(one.keys))
    pinned = moves.pinned(one.text, key)
    assert pinned.replace(" <!-- pinned -->", "", 1) == one.text
    assert moves.pinned(pinned, key) == pinned
    assert moves.pinned(pinned, key, on=False) == one.text


@SLOWLY
@given(written(), st.text(max_size=60), st.data())
def test_any_headline_is_read_as_it_was_given_and_only_its_line_changes(
    one: Written, headline: str, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(one.keys))
    if not line(headline):
        with pytest.raises(DraftError, match="needs a headline"):
            moves.retitled(one.text, key, headline)
        return
    after = moves.retitled(one.text, key, headline)
    at = Sheet.of(one.text).story(key)
    told = Sheet.of(after).leaves[at].piece
    assert told
    assert told.headline == line(headline)
    changed = [
        pair for pair in zip(one.text.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]
    ]
    assert len(changed) <= 1


@SLOWLY
@given(written(), st.text(max_size=80), st.data())
def test_any_words_become_the_text_of_their_story_or_are_refused(
    one: Written, words: str, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(one.keys))
    try:
        after = moves.reworded(one.text, key, "blurb", words)
    except DraftError:
        return
    others = [(leaf.key, leaf.lines) for leaf in Sheet.of(one.text).leaves if leaf.key != key]
    assert [(leaf.key, leaf.lines) for leaf in Sheet.of(after).leaves if leaf.key != key] == others
    assert after.count("<!-- note: look") >= one.text.count("<!-- note: look")


def test_a_story_goes_to_the_end_of_a_section_or_beside_another() -> None:
    assert headlines(moves.moved(TEXT, FIRST, "labor"))[1] == ["A ruling", "A strike", "First deal"]
    assert headlines(moves.moved(TEXT, FIRST, "Labor & Regulation", before=RULING))[1][0] == "First deal"
    assert headlines(moves.moved(TEXT, STRIKE, after=FIRST))[0] == ["First deal", "A strike", "Second deal"]
    assert headlines(moves.led(TEXT, STRIKE))[1] == ["A strike", "A ruling"]
    assert moves.led(TEXT, RULING) == TEXT


def test_a_held_story_stands_under_its_heading_at_the_end_which_goes_with_the_last() -> None:
    held = moves.held(moves.held(TEXT, FIRST), RULING)
    assert held.endswith(TEXT[TEXT.index("### [A ruling]") : TEXT.index("### [A strike]")].rstrip() + "\n")
    assert held.count("## Held for next week <!-- held -->") == 1
    assert headlines(held) == [["Second deal"], ["A strike"], ["First deal", "A ruling"]]
    with pytest.raises(DraftError, match="is held for the next edition; restore it first"):
        moves.led(held, FIRST)
    back = moves.moved(moves.moved(held, RULING, before=STRIKE), FIRST, before=SECOND)
    assert back == TEXT


def test_a_note_goes_with_its_story_and_stays_where_its_words_change() -> None:
    text = TEXT.replace("It is large.", "It is large. <!-- sure? -->\n<!-- note: ask\nthem -->")
    assert "<!-- note: ask\nthem -->" in moves.moved(text, FIRST, "labor").partition("## Labor")[2]
    after = moves.reworded(text, FIRST, "blurb", "It is huge.\n\nIt is.")
    assert "It is huge.\n\nIt is. <!-- sure? -->\n<!-- note: ask\nthem -->" in after
    gone = moves.reworded(text, FIRST, "blurb", "")
    assert "<!-- sure? -->\n<!-- note: ask\nthem -->" in gone
    assert not draft.read(gone).sections[0].pieces[0].blurb


def test_a_move_takes_the_mark_of_a_new_story_away_and_no_others() -> None:
    text = TEXT.replace(f"<!-- story {FIRST} -->", f"<!-- story {FIRST} --> <!-- new --> <!-- pinned -->")
    text = text.replace(f"<!-- story {RULING} -->", f"<!-- story {RULING} --> <!-- new -->")
    assert "<!-- new -->" not in moves.seen(text, FIRST).partition("## Labor")[0]
    assert moves.seen(text, SECOND) == text
    moved = moves.moved(text, FIRST, after=SECOND)
    assert f"<!-- story {FIRST} --> <!-- pinned -->\n" in moved
    assert f"<!-- story {RULING} --> <!-- new -->" in moved


def test_a_mark_beneath_its_heading_is_taken_with_its_line() -> None:
    text = TEXT.replace(f" <!-- story {FIRST} -->", f"\n<!-- story {FIRST} -->\n<!-- pinned -->")
    assert moves.pinned(text, FIRST, on=False) == text.replace("<!-- pinned -->\n", "")
    assert moves.pinned(text, FIRST) == text


def test_parts_of_a_story_are_reworded_in_place() -> None:
    assert moves.reworded(TEXT, FIRST, "blurb", "It is huge.") == TEXT.replace("It is large.", "It is huge.")
    deals = moves.reworded(TEXT, FIRST, "deals", "Northwind → Tall Pines · investment · $3B · closed")
    assert deals == TEXT.replace("$2B · announced", "$3B · closed")
    also = moves.reworded(TEXT, FIRST, "also", "[Me](https://me.example/a)")
    assert also == TEXT.replace("[The Circuit](https://c.example/a)", "[Me](https://me.example/a)", 1)
    bare = moves.reworded(
        moves.reworded(moves.reworded(TEXT, FIRST, "also", ""), FIRST, "deals", ""), FIRST, "blurb", ""
    )
    assert f"<!-- story {FIRST} -->\n\n### [Second deal]" in bare
    again = moves.reworded(bare, FIRST, "blurb", "It is large.")
    again = moves.reworded(
        again, FIRST, "deals", "Deal: Northwind → Tall Pines · investment · $2B · announced"
    )
    assert moves.reworded(again, FIRST, "also", "Also: [The Circuit](https://c.example/a)") == TEXT


def test_words_around_the_mail_and_of_sections_are_reworded_in_place() -> None:
    subject = moves.reworded(TEXT, "", "subject", 'They said "no"')
    assert draft.read(subject).subject == 'They said "no"'
    assert moves.reworded(subject, "", "subject", made().subject) == TEXT
    bare = TEXT.replace(f'subject: "{made().subject}"\n', "")
    assert draft.read(moves.reworded(bare, "", "subject", "Back")).subject == "Back"
    without = moves.reworded(TEXT, "", "intro", "")
    assert "Three stories" not in without
    assert moves.reworded(without, "", "intro", made().intro) == TEXT
    titled = moves.reworded(TEXT, "deals", "section title", "Money *and* more")
    assert "## Money \\*and\\* more <!-- section deals -->" in titled
    opened = moves.reworded(TEXT, "labor", "section intro", "A slow week.")
    assert opened == TEXT.replace("<!-- section labor -->\n", "<!-- section labor -->\n\nA slow week.\n")


def test_what_looks_like_another_part_stays_text_or_is_refused() -> None:
    after = moves.reworded(TEXT, FIRST, "blurb", "Deal: none of it is one")
    told = draft.read(after).sections[0].pieces[0]
    assert (told.blurb, len(told.deals)) == ("Deal: none of it is one", 1)
    for words in ("So.\n\n### Another\n\nText", "## A section"):
        with pytest.raises(DraftError, match="would begin another story"):
            moves.reworded(TEXT, FIRST, "blurb", words)
    for words in ("It is <!-- not closed", "```\ncode without end"):
        with pytest.raises(DraftError, match="not closed"):
            moves.reworded(TEXT, FIRST, "blurb", words)
    with pytest.raises(DraftError, match="is no list of links"):
        moves.reworded(TEXT, FIRST, "also", "The Circuit")
    with pytest.raises(DraftError, match="means nothing here"):
        moves.reworded(TEXT, FIRST, "deals", "A → B · funding · soonish · announced")


def test_a_comment_that_reaches_over_the_edge_of_a_story_keeps_it_in_place() -> None:
    text = TEXT.replace("It is small.", "It is small. <!-- from here").replace(
        "## Labor", "to here -->## Labor"
    )
    with pytest.raises(DraftError):
        moves.dropped(text, SECOND)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (lambda: moves.moved(TEXT, "nothing", "labor"), 'holds no story "nothing"'),
        (lambda: moves.moved(TEXT, FIRST, "sport"), "there are deals, labor"),
        (lambda: moves.moved(TEXT, FIRST, "deals", before=RULING), "does not stand in deals"),
        (lambda: moves.moved(TEXT, FIRST), "name a section"),
        (
            lambda: moves.restored(TEXT, "### [First deal](https://a.example)\n\n### Two\n", "deals"),
            "not one story",
        ),
        (
            lambda: moves.restored(TEXT, f"### Again <!-- story {FIRST} -->", "labor"),
            "stands in the draft already",
        ),
        (lambda: moves.reworded(TEXT, FIRST, "colour", "red"), "has no part"),
        (lambda: moves.settled(TEXT, FIRST, "mine"), "has nothing to settle"),
        (
            lambda: moves.moved(TEXT + f"\n### Twice <!-- story {FIRST} -->\n", FIRST, "labor"),
            "stands here and in",
        ),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(move: object, words: str) -> None:
    with pytest.raises(DraftError) as caught:
        move()  # type: ignore[operator]
    assert words in str(caught.value)


def test_a_deleted_section_gets_its_heading_again_before_the_held_ones() -> None:
    bare = TEXT[: TEXT.index("## Labor")]
    opened = moves.opened(moves.held(bare, FIRST), "labor", "Labor & regulation")
    assert opened.index("## Labor & regulation <!-- section labor -->") < opened.index("## Held")
    assert [section.id for section in draft.read(opened).sections] == ["deals", "labor"]


OFFER = """<!-- new since you edited
### [First deal signed](https://c.example/new)

It is larger.

Deal: none
-->
"""


def offered(text: str = OFFER) -> str:
    return TEXT.replace(
        "Also: [The Circuit](https://c.example/a)\n", f"Also: [The Circuit](https://c.example/a)\n\n{text}"
    )


def test_an_offer_is_settled_by_keeping_ones_words_or_taking_the_machines() -> None:
    assert Proofs("", offered(), "d").stories[0].marks == ("offer",)
    assert moves.settled(offered(), FIRST, "mine") == TEXT
    told = draft.read(moves.settled(offered(), FIRST, "theirs")).sections[0].pieces[0]
    assert (told.headline, told.url, told.blurb) == (
        "First deal signed",
        "https://c.example/new",
        "It is larger.",
    )
    assert (told.id, told.deals, len(told.also)) == (FIRST, (), 1)
    assert "<!-- new since" not in moves.settled(offered(), FIRST, "theirs")


def test_a_conflict_about_a_whole_story_can_take_it_out() -> None:
    conflict = (
        "<!-- conflict: no report tells this any more; take one, then delete this comment\nStory: none\n-->\n"
    )
    assert len(draft.read(offered(conflict)).conflicts) == 1
    assert moves.settled(offered(conflict), FIRST, "mine") == TEXT
    assert moves.settled(offered(conflict), FIRST, "theirs") == moves.dropped(TEXT, FIRST)


def test_offers_of_sections_and_of_the_words_around_the_mail_are_settled_too() -> None:
    around = '<!-- new since you edited\nsubject: "Other"\n\nOther words.\n-->\n\n'
    text = TEXT.replace("## Deals", f"{around}## Deals")
    assert moves.settled(text, "", "mine") == TEXT
    read = draft.read(moves.settled(text, "", "theirs"))
    assert (read.subject, read.intro) == ("Other", "Other words.")
    section = TEXT.replace(
        "<!-- section labor -->\n", "<!-- section labor -->\n\n<!-- new since you edited\n## Work\n-->\n"
    )
    assert moves.settled(section, "labor", "mine") == TEXT
    assert draft.read(moves.settled(section, "labor", "theirs")).sections[1].title == "Work"


def test_what_a_part_says_is_what_it_can_be_reworded_with() -> None:
    parts = ("blurb", "also", "deals", "title", "subject", "preheader", "intro")
    for part in parts:
        words = rewriting.words_of(TEXT, FIRST, part)
        assert words
        assert moves.reworded(TEXT, FIRST, part, words) == TEXT
    assert rewriting.words_of(TEXT, FIRST, "headline") == "First deal"


@SLOWLY
@given(LINE)
def test_a_story_of_ones_own_is_found_by_the_id_that_it_will_get(headline: str) -> None:
    own = replace(piece(headline), id="x", story=None, url="", also=())
    text = draft.write(edition(Section("deals", "Deals", "", (own, own)))).replace(" <!-- story x -->", "")
    rendered = draft.applied(edition(Section("deals", "Deals", "", ())), draft.read(text))
    assert [leaf.key for leaf in Sheet.of(text).leaves if leaf.piece] == [one.id for one in rendered.pieces]
