"""The three-way merge: what a person did to a draft holds, and what is new finds its place in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from digest import draft
from digest.draft.merging import Merged, merged
from digest.draft.moves.choosing import settled
from digest.errors import DraftError
from digest.model import Deal, Edition, Link, Money, Piece, Section
from tests import editions
from tests.draft import sequences

DEAL = Deal("funding", "Larkspur", ("Oak Capital",), Money(40e6), status="announced")


def piece(number: int, **changes: Any) -> Piece:
    """A story that says its number."""
    plain = Piece(
        f"{number:012d}",
        f"Headline {number}",
        f"https://outlet.example/{number}",
        f"Story {number} costs ${number} million.",
        (Link("Post", f"https://post.example/{number}"),),
    )
    return replace(plain, **changes)


def edition(*rooms: tuple[Piece, ...], **changes: Any) -> Edition:
    sections = tuple(Section(f"s{n}", f"Section {n}", "", pieces) for n, pieces in enumerate(rooms, 1))
    return editions.edition(rooms=sections, **changes)


ONE, TWO, THREE, FOUR, NINE = (piece(number) for number in (1, 2, 3, 4, 9))
BEFORE = edition((ONE, TWO, THREE), (FOUR,))
BASE = draft.write(BEFORE)


def merge(mine: str, now: Edition, **options: Any) -> Merged:
    """The merge of what the machine would write `now`; that it is settled and can be read holds for all."""
    theirs = draft.write(now)
    found = merged(BASE, mine, theirs, **options)
    assert merged(theirs, found.text, theirs).text == found.text
    draft.applied(now, draft.read(found.text))
    return found


def order(text: str) -> list[str]:
    """The numbers of the stories as they stand, with `|` between the sections."""
    found = re.findall(r"^(?:(##) |### .*?([1-9])\b)", text, re.MULTILINE)
    return " ".join("|" if sign else number for sign, number in found).strip("| ").split()


def block(text: str, number: int) -> str:
    """A story as it stands in `text`."""
    start = text.index(f"<!-- story {number:012d}")
    start = text.rindex("\n### ", 0, start)
    return re.split(r"\n(?=##)", text[start + 1 :])[0].rstrip() + "\n"


def with_first(**changes: Any) -> Edition:
    return edition((replace(ONE, **changes), TWO, THREE), (FOUR,))


def test_an_untouched_draft_becomes_what_the_machine_would_write_now() -> None:
    now = edition((NINE, ONE), (FOUR, replace(TWO, blurb="Anew.")), subject="Another", intro="")
    found = merge(BASE, now)
    assert found.text == draft.write(now)
    assert (found.arrived, found.removed) == ((NINE.id,), (THREE.id,))


def test_without_news_a_draft_stays_to_the_byte() -> None:
    mine = "\ufeff" + BASE.replace("Story 1 costs", "It costs").replace("\n", "\r\n").rstrip() + "  "
    assert merged(BASE, mine, BASE).text == mine


def test_a_touched_text_stays_and_the_new_one_is_offered_beside_it() -> None:
    mine = BASE.replace("Story 1 costs $1 million.", "Mine, in my words.")
    found = merge(mine, with_first(blurb="Anew."))
    assert block(found.text, 1).endswith(
        "Mine, in my words.\n\nAlso: [Post](https://post.example/1)\n\n"
        "<!-- new since you edited\nAnew.\n-->\n"
    )
    assert (found.offered, found.conflicts) == ((ONE.id,), ())


def test_what_was_not_touched_of_an_edited_story_is_refreshed() -> None:
    mine = BASE.replace("Story 1 costs $1 million.", "Mine.")
    found = merge(mine, with_first(headline="A better headline", also=()))
    assert block(found.text, 1) == (
        "### [A better headline](https://outlet.example/1) <!-- story 000000000001 -->\n\nMine.\n"
    )
    assert found.refreshed == (ONE.id,)


def test_another_sum_than_the_editors_is_a_conflict_with_its_line() -> None:
    mine = BASE.replace("Story 1 costs $1 million.", "It will cost them $1 million.")
    found = merge(mine, with_first(blurb="Story 1 costs $7 million."))
    (conflict,) = found.conflicts
    assert found.text.split("\n")[conflict.line - 1] == (
        "<!-- conflict: its reports now say $7 million, you say $1 million; "
        "take one, then delete this comment"
    )
    assert "Story 1 costs $7 million." in block(found.text, 1)
    assert "It will cost them $1 million." in block(found.text, 1)


def test_a_sum_that_the_editor_tells_too_or_tells_nothing_of_is_no_conflict() -> None:
    for words in ("It is $7 million by now.", "It costs a lot."):
        mine = BASE.replace("Story 1 costs $1 million.", words)
        found = merge(mine, with_first(blurb="Story 1 costs $7 million."))
        assert (found.conflicts, found.offered) == ((), (ONE.id,))


@pytest.mark.parametrize(
    ("mine", "theirs", "conflicts"),
    [("$41M", "$42M", 1), ("$42M", "$42M", 0), ("$41M", "$40M", 0)],
)
def test_a_deal_that_both_changed_to_something_else_is_a_conflict(
    mine: str, theirs: str, conflicts: int
) -> None:
    first = replace(ONE, deals=(DEAL,))
    base = draft.write(edition((first, TWO)))
    amount = Money(float(theirs[1:-1]) * 1e6)
    now = draft.write(edition((replace(first, deals=(replace(DEAL, amount=amount),)), TWO)))
    edited = base.replace("$40M", mine)
    found = merged(base, edited, now)
    assert len(found.conflicts) == conflicts
    assert f"Deal: Oak Capital → Larkspur · funding · {mine} · announced" in found.text
    assert merged(now, found.text, now).text == found.text


def test_a_deal_is_refreshed_beside_one_that_was_changed() -> None:
    other = replace(DEAL, company="Ash", counterparties=())
    first = replace(ONE, deals=(DEAL, other))
    base = draft.write(edition((first,)))
    now = draft.write(edition((replace(first, deals=(DEAL, replace(other, amount=Money(5e6)))),)))
    found = merged(base, base.replace("Larkspur · funding · $40M", "Larkspur · funding · $41M"), now)
    assert "Larkspur · funding · $41M" in found.text
    assert "Ash · funding · $5M" in found.text
    assert "<!-- new since" not in found.text


BANKS = piece(
    5,
    headline="Larkspur raises $750 million",
    blurb="Larkspur raises $750 million from Oak Capital.",
    deals=(replace(DEAL, amount=Money(750e6)),),
)
GROWN = replace(DEAL, amount=Money(900e6), valuation=Money(7e9))


def rebuilt(edits: dict[str, str], now: Piece, was: Piece = BANKS) -> Merged:
    """A story that an editor edited, with what the machine would write `now`; a second build is quiet."""
    base, theirs = draft.write(edition((was,))), draft.write(edition((now,)))
    mine = base
    for old, new in edits.items():
        assert old in mine
        mine = mine.replace(old, new, 1)
    found = merged(base, mine, theirs)
    assert merged(theirs, found.text, theirs).text == found.text
    return found


@pytest.mark.parametrize(
    ("edits", "called"),
    [
        ({"[Larkspur raises": "[Larkspur banks"}, "headline"),
        ({"\nLarkspur raises $750": "\nIt has $750"}, "text"),
    ],
)
def test_a_row_with_another_sum_than_the_editors_words_is_a_conflict_and_not_refreshed(
    edits: dict[str, str], called: str
) -> None:
    found = rebuilt(edits, replace(BANKS, deals=(GROWN,)))
    (conflict,) = found.conflicts
    assert f"its deal now says $900M, your {called} says $750 million (and so does theirs); " in conflict.text
    shipped = draft.read(found.text).sections[0].pieces[0]
    assert [row.text for row in shipped.deals] == ["Oak Capital → Larkspur · funding · $750M · announced"]
    assert "Oak Capital → Larkspur · funding · $900M · at $7B · announced" in found.text
    assert found.refreshed == ()


@pytest.mark.parametrize(
    "words",
    [
        "[Larkspur banks $900 million]",
        "[Larkspur: from $750 million to $900 million]",
        "[Larkspur has money]",
    ],
)
def test_a_row_with_a_sum_that_the_editors_words_do_not_contradict_is_refreshed(words: str) -> None:
    found = rebuilt({"[Larkspur raises $750 million]": words}, replace(BANKS, deals=(GROWN,)))
    assert found.conflicts == ()
    assert "\nDeal: Oak Capital → Larkspur · funding · $900M · at $7B · announced" in found.text


def test_a_row_that_says_more_is_no_conflict() -> None:
    more = (replace(BANKS.deals[0], valuation=Money(7e9)), replace(DEAL, company="Ash", amount=Money(2e6)))
    found = rebuilt({"[Larkspur raises": "[Larkspur banks"}, replace(BANKS, deals=more))
    assert found.conflicts == ()
    assert "$750M · at $7B" in found.text


@pytest.mark.parametrize("deals", [BANKS.deals, ()])
def test_a_sum_that_the_news_give_up_in_the_part_beside_the_edited_one_is_a_conflict(
    deals: tuple[Deal, ...],
) -> None:
    was = replace(BANKS, headline="Larkspur raises money", deals=deals)
    now = replace(was, blurb="Larkspur raises $900 million.", deals=(GROWN,) * len(deals))
    found = rebuilt({"[Larkspur raises money": "[Larkspur banks $750 million"}, now, was)
    (conflict,) = found.conflicts
    said = (
        "its deal now says $900M, your headline says"
        if deals
        else "its reports now say $900 million, you say"
    )
    assert f"{said} $750 million" in conflict.text
    assert draft.read(found.text).sections[0].pieces[0].blurb == was.blurb
    still = replace(now, blurb="Larkspur raises $900 million, not $750 million.", deals=())
    assert rebuilt({"[Larkspur raises money": "[Larkspur banks $750 million"}, still, was).conflicts == ()


PLANT = piece(6, headline="Voltara builds 1.2 gigawatts", blurb="Voltara builds a plant of 1.2 gigawatts.")
MORE = replace(
    PLANT,
    headline="Voltara builds 1.5 gigawatts",
    blurb="Voltara builds a plant of 1.5 gigawatts.",
    also=(Link("Gazette", "https://gazette.example/6"),),
)
REWORDED = {"Voltara builds a plant": "Voltara gets a plant"}


def test_in_a_story_with_a_conflict_nothing_is_refreshed_and_all_news_stand_in_it() -> None:
    found = rebuilt(REWORDED, MORE, PLANT)
    assert (
        "### [Voltara builds 1.2 gigawatts](https://outlet.example/6) <!-- story 000000000006 -->\n\n"
        "Voltara gets a plant of 1.2 gigawatts.\n\n"
        "Also: [Post](https://post.example/6)\n\n"
        "<!-- conflict: its reports now say 1.5 gigawatts, you say 1.2 gigawatts; "
        "take one, then delete this comment\n"
        "### [Voltara builds 1.5 gigawatts](https://outlet.example/6)\n\n"
        "Voltara builds a plant of 1.5 gigawatts.\n\n"
        "Also: [Gazette](https://gazette.example/6)\n-->\n"
    ) in found.text
    assert (found.refreshed, found.offered) == ((), (MORE.id,))


def test_a_settled_conflict_leaves_one_story_and_is_not_asked_again() -> None:
    theirs = draft.write(edition((MORE,)))
    asked = rebuilt(REWORDED, MORE, PLANT).text
    mine = settled(asked, MORE.id, "mine")
    assert block(mine, 6).count("1.2 gigawatts") == 2
    assert "1.5" not in mine
    assert merged(theirs, mine, theirs).text == mine
    taken = settled(asked, MORE.id, "theirs")
    assert block(taken, 6) == block(theirs, 6)
    assert merged(theirs, taken, theirs).text == taken


@pytest.mark.parametrize(
    "edits", [{"[Larkspur raises": "[Larkspur banks"}, {"\nLarkspur raises": "\nIt has"}]
)
def test_the_machines_side_of_a_conflict_over_a_row_is_the_story_as_the_machine_has_it(
    edits: dict[str, str],
) -> None:
    now = replace(BANKS, deals=(GROWN,))
    taken = settled(rebuilt(edits, now).text, BANKS.id, "theirs")
    assert block(taken, 5) == block(draft.write(edition((now,))), 5)


def test_a_conflict_that_stands_is_renewed_by_newer_news_and_nothing_beneath_it_changes() -> None:
    first = rebuilt({"[Larkspur raises": "[Larkspur banks"}, replace(BANKS, deals=(GROWN,))).text
    base = draft.write(edition((replace(BANKS, deals=(GROWN,)),)))
    newest = replace(GROWN, amount=Money(950e6))
    link = (Link("Gazette", "https://gazette.example/5"),)
    theirs = draft.write(edition((replace(BANKS, deals=(newest,), also=link),)))
    second = merged(base, first, theirs)
    (conflict,) = second.conflicts
    assert "its deal now says $950M, your headline says $750 million" in conflict.text
    assert ("$900M" in second.text, second.text.count("<!-- ") - first.count("<!-- ")) == (False, 0)
    parts = [draft.read(text).sections[0].pieces[0] for text in (first, second.text)]
    assert [row.text for row in parts[0].deals] == [row.text for row in parts[1].deals]
    assert parts[0].also == parts[1].also
    assert merged(theirs, second.text, theirs).text == second.text


def test_a_conflict_is_an_offer_once_the_news_take_their_figure_back() -> None:
    asked = rebuilt(REWORDED, MORE, PLANT).text
    base, back = draft.write(edition((MORE,))), replace(PLANT, blurb="Again it is 1.2 gigawatts.")
    theirs = draft.write(edition((back,)))
    found = merged(base, asked, theirs)
    assert found.conflicts == ()
    assert "<!-- new since you edited\nAgain it is 1.2 gigawatts.\n-->" in found.text
    assert "1.5" not in found.text
    assert merged(theirs, found.text, theirs).text == found.text


def test_beneath_a_conflict_into_which_a_person_wrote_nothing_is_refreshed_either() -> None:
    asked = rebuilt(REWORDED, MORE, PLANT).text.replace("gigawatts.\n\nAlso: [Gaz", "GW?\n\nAlso: [Gaz")
    base = draft.write(edition((MORE,)))
    found = merged(base, asked, draft.write(edition((replace(MORE, headline="Voltara goes on"),))))
    assert draft.read(found.text).sections[0].pieces[0].headline == "Voltara builds 1.2 gigawatts"
    assert "1.5 GW?" in found.text
    assert "### [Voltara goes on]" in found.text


def test_words_around_the_stories_are_never_in_conflict() -> None:
    mine = BASE.replace("Three sums that matter", "Mine: $1 million").replace("What **moved**", "$1 million")
    mine = mine.replace("## Section 1", "## 10 of Section 1")
    one, two = BEFORE.sections
    now = replace(BEFORE, subject="Now $7 million", intro="All of $7 million.")
    found = merge(mine, now.with_sections((replace(one, title="20 of it"), two)))
    assert (found.conflicts, found.text.count("<!-- new since")) == ((), 3)


def test_a_deleted_story_stays_deleted() -> None:
    mine = BASE.replace(block(BASE, 2), "")
    found = merge(mine, edition((ONE, replace(TWO, blurb="Anew."), THREE), (FOUR,)))
    assert order(found.text) == ["1", "3", "|", "4"]


def test_a_story_that_waits_goes_on_waiting() -> None:
    mine = BASE.replace(block(BASE, 2), "") + "\n## Held for next week <!-- held -->\n\n" + block(BASE, 2)
    found = merge(mine, edition((NINE, ONE, replace(TWO, blurb="Anew."), THREE), (FOUR,)))
    assert order(found.text) == ["9", "1", "3", "|", "4", "|", "2"]
    assert "Anew." in block(found.text, 2)


@pytest.mark.parametrize(
    ("edit", "stays"),
    [
        (("Story 1 costs", "It costs"), True),
        (("<!-- story 000000000001 -->", "<!-- story 000000000001 --> <!-- pinned -->"), True),
        (("Story 1 costs", "<!-- note: call back -->\nStory 1 costs"), True),
        (("<!-- story 000000000001 -->", "<!-- story 000000000001 --> <!-- new -->"), False),
        ((" <!-- story 000000000001 -->", ""), False),
        (("intro", "intro"), False),
    ],
)
def test_a_story_that_the_machine_no_longer_has_stays_where_a_person_touched_it(
    edit: tuple[str, str],
    stays: bool,  # noqa: FBT001
) -> None:
    found = merge(BASE.replace(*edit), edition((TWO, THREE), (FOUR,)))
    assert ("1" in order(found.text)) == stays
    assert found.removed == (() if stays else (ONE.id,))


def test_a_new_story_arrives_behind_its_predecessor_and_is_marked() -> None:
    mine = BASE.replace("### [Headline 2]", "### By hand\n\nMine.\n\n### [Headline 2]")
    found = merge(mine, edition((ONE, NINE, TWO, THREE), (FOUR,)))
    assert found.text == mine.replace(
        "### [Headline 2]",
        block(draft.write(edition((NINE,))), 9).replace("9 -->", "9 --> <!-- new -->") + "\n### [Headline 2]",
    )


def test_a_deleted_section_comes_back_for_a_new_story_alone() -> None:
    mine = BASE[: BASE.index("## Section 2")]
    assert order(merge(mine, edition((ONE, TWO, THREE), (replace(FOUR, blurb="Anew."),))).text) == [
        "1",
        "2",
        "3",
    ]
    found = merge(mine, edition((ONE, TWO, THREE), (FOUR, NINE)))
    assert order(found.text) == ["1", "2", "3", "|", "9"]


def test_the_machines_order_holds_where_the_editor_left_it_and_own_stories_go_along() -> None:
    mine = BASE.replace("### [Headline 2]", "### My 5 cents\n\nMine.\n\n### [Headline 2]")
    assert order(merge(mine, edition((THREE, ONE, TWO), (FOUR,))).text) == ["3", "1", "5", "2", "|", "4"]


def test_the_editors_order_holds_where_they_changed_it() -> None:
    mine = BASE.replace(block(BASE, 3), "").replace("### [Headline 1]", block(BASE, 3) + "\n### [Headline 1]")
    found = merge(mine, edition((TWO, NINE, ONE, THREE), (FOUR,)))
    assert order(found.text) == ["3", "1", "2", "9", "|", "4"]


def test_a_story_that_the_editor_filed_elsewhere_stays_there() -> None:
    mine = BASE.replace(block(BASE, 1) + "\n", "") + "\n" + block(BASE, 1)
    assert order(merge(mine, edition((TWO, THREE, ONE), (FOUR,))).text) == ["2", "3", "|", "4", "1"]
    assert order(merge(BASE, edition((TWO, THREE), (ONE, FOUR))).text) == ["2", "3", "|", "1", "4"]


def test_nothing_moves_a_pinned_story_nor_passes_it() -> None:
    mine = BASE.replace("000000000001 -->", "000000000001 --> <!-- pinned -->")
    assert order(merge(mine, edition((NINE, THREE, TWO), (FOUR, ONE))).text) == ["1", "9", "3", "2", "|", "4"]


def test_sections_follow_the_machine_unless_the_editor_put_them_in_order() -> None:
    turned = BEFORE.with_sections(reversed(BEFORE.sections))
    head, first, second = re.split(r"(?m)^(?=## )", BASE)
    assert order(merge(BASE + "\n<!-- note: mine -->\n", turned).text) == ["4", "|", "1", "2", "3"]
    kept = merge(head + second + "\n" + first, edition((ONE, TWO, THREE, NINE), (FOUR,)))
    assert order(kept.text) == ["4", "|", "1", "2", "3", "9"]


def test_words_around_the_mail_are_refreshed_or_offered() -> None:
    mine = BASE.replace("Three sums that matter", "My subject").replace("What **moved**", "All that moved")
    now = replace(BEFORE, subject="Seven sums", preheader="And two", intro="Little moved.")
    found = merge(mine, now)
    assert 'subject: "My subject"' in found.text
    assert 'preheader: "And two"' in found.text
    assert '---\n\n<!-- new since you edited\nsubject: "Seven sums"\n-->\n' in found.text
    assert "All that moved this week.\n\n<!-- new since you edited\nLittle moved.\n-->\n\n## " in found.text
    assert set(found.refreshed) | set(found.offered) == {"preheader", "subject", "intro"}


def test_a_section_with_a_title_of_ones_own_keeps_it() -> None:
    mine = BASE.replace("## Section 1", "## Money").replace(
        "## Section 2 <!-- section s2 -->\n", "## Section 2 <!-- section s2 -->\n\nQuiet.\n"
    )
    one, two = BEFORE.sections
    now = BEFORE.with_sections((replace(one, title="Capital"), replace(two, title="Rules")))
    found = merge(mine, now)
    assert "## Money <!-- section s1 -->\n\n<!-- new since you edited\n## Capital\n-->\n" in found.text
    assert "## Rules <!-- section s2 -->\n\nQuiet.\n" in found.text


def test_an_offer_is_renewed_when_there_is_newer_news_and_goes_when_it_was_taken() -> None:
    mine = BASE.replace("Story 1 costs $1 million.", "Mine.")
    first = draft.write(with_first(blurb="Anew."))
    second = draft.write(with_first(blurb="Newer."))
    once = merged(BASE, mine, first).text
    twice = merged(first, once, second).text
    assert ("Anew." in twice, twice.count("<!-- new since"), "Newer." in twice) == (False, 1, True)
    taken = twice.replace("Mine.", "Newer.", 1)
    assert "<!-- new since" not in merged(second, taken, second).text


def test_an_offer_that_a_person_wrote_into_is_theirs() -> None:
    mine = BASE.replace("Story 1 costs $1 million.", "Mine.")
    first, second = (draft.write(with_first(blurb=words)) for words in ("Anew.", "Newer."))
    written = merged(BASE, mine, first).text.replace("Anew.\n-->", "Anew. Is it true?\n-->")
    found = merged(first, written, second).text
    assert "Anew. Is it true?\n-->\n\n<!-- new since you edited\nNewer.\n-->\n" in found


def test_a_comment_that_begins_like_an_offer_and_is_none_of_ours_is_left_alone() -> None:
    note = "<!-- new since you edited\nsaid the editor on the phone\n-->\n\n<!-- note: mine -->\n"
    mine = BASE.replace("Story 1 costs $1 million.\n", f"Mine.\n\n{note}")
    assert note in merge(mine, with_first(blurb="Anew.")).text


def test_an_edited_story_that_is_folded_into_another_is_a_conflict() -> None:
    mine = BASE.replace("Story 1 costs", "It costs")
    found = merge(mine, edition((TWO, THREE), (FOUR,)), folded={ONE.id: "Headline 2"})
    (conflict,) = found.conflicts
    assert conflict.text.startswith('its reports are told under "Headline 2" now')
    assert "Story: none" in block(found.text, 1)


def test_line_ends_of_the_editors_file_are_those_of_what_comes_into_it() -> None:
    mine = BASE.replace("Story 1 costs", "It costs").replace("\n", "\r\n")
    found = merge(mine, edition((NINE, replace(ONE, blurb="Anew."), TWO, THREE), (FOUR,)))
    assert found.text.count("\n") == found.text.count("\r\n")
    assert "Anew." in found.text


def test_a_story_that_lost_its_id_is_known_by_its_address_and_gets_it_back_when_that_changes() -> None:
    mine = BASE.replace(" <!-- story 000000000001 -->", "")
    found = merge(mine, with_first(url="https://better.example/1", blurb="Anew."))
    assert block(found.text, 1) == (
        "### [Headline 1](https://better.example/1) <!-- story 000000000001 -->\n\n"
        "Anew.\n\nAlso: [Post](https://post.example/1)\n"
    )


def test_an_own_story_on_the_address_of_a_new_one_is_that_one() -> None:
    own = "### [Seen first here](https://outlet.example/9)\n\nMine.\n\n"
    mine = BASE.replace("### [Headline 2]", f"{own}### [Headline 2]")
    found = merge(mine, edition((ONE, TWO, THREE, NINE), (FOUR,)))
    assert "Mine." in found.text
    assert found.arrived == ()


def test_an_own_story_on_an_address_that_a_story_of_the_machines_comes_to_lead_to_stays_its_own() -> None:
    own = "### [Seen first here](https://outlet.example/9)\n\nMine.\n\n"
    mine = BASE.replace("### [Headline 1]", f"{own}### [Headline 1]")
    found = merge(mine, with_first(url="https://outlet.example/9"))
    assert "### [Headline 1](https://outlet.example/9) <!-- story 000000000001 -->" in found.text
    assert own in found.text


def test_code_that_looks_like_a_story_is_kept() -> None:
    code = "```\n### [no story](x)\n<!-- no comment\nDeal: none\n\n```\n"
    mine = BASE.replace("Story 1 costs $1 million.\n", code)
    assert code in merge(mine, edition((NINE, replace(ONE, blurb="Anew."), THREE), (FOUR,))).text


def test_a_draft_from_elsewhere_is_a_persons_as_a_whole() -> None:
    mine = BASE.replace("Story 1 costs", "It costs")
    found = merged("---\n---\n", mine, draft.write(edition((ONE, TWO, THREE, NINE), (FOUR,))))
    assert order(found.text) == ["1", "2", "3", "9", "|", "4"]
    assert "It costs $1 million." in found.text


def test_a_slip_in_the_draft_is_told_with_its_line() -> None:
    with pytest.raises(DraftError, match=r"draft\.md:\d+: story 000000000001 stands here"):
        merged(BASE, BASE + "\n" + block(BASE, 1), BASE)
    with pytest.raises(DraftError, match=r'draft\.md:\d+: a "#" heading'):
        merged(BASE, BASE.replace("## Section 1", "# Section 1"), BASE)


@pytest.mark.parametrize("seed", range(300))
def test_no_human_change_is_lost_and_a_second_rebuild_changes_nothing(seed: int) -> None:
    state = sequences.week(seed)
    for build in sequences.builds(state):
        assert sequences.broken(build) == [], state.done
