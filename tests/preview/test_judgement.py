"""The panel says of every story why it stands where it does, and does not fail on what it cannot read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from digest import editionjson
from digest.model import Edition, Piece, Reason, Score, Section, Sentence
from digest.preview import judgement
from digest.preview.desk import View
from digest.preview.facts import gather
from digest.preview.judgement import Verdict
from digest.preview.live import Live
from digest.preview.page import html
from tests import editions
from tests.preview.desks import desk_in, sight_of


def _verdicts(edition: Edition) -> list[Verdict]:
    return [verdict for room in judgement.rooms(edition) for verdict in room.verdicts]


def _with(piece: Piece, section: str = "s1") -> Edition:
    other = Section("s2", "Section 2", "", ())
    return editions.edition(rooms=(Section(section, "Section 1", "", (piece,)), other))


def test_every_printed_story_is_told_in_its_section_in_printed_order() -> None:
    edition = editions.judged()
    found = judgement.rooms(edition)
    assert [room.title for room in found] == ["Section 1", "Section 2"]
    assert [verdict.headline for verdict in found[0].verdicts] == [
        piece.headline for piece in edition.sections[0].pieces
    ]


def test_the_reasons_for_section_runner_up_and_place_come_with_their_numbers() -> None:
    first = _verdicts(editions.judged())[0]
    assert [(case.title, case.total) for case in first.cases] == [
        ("Why Section 1", "0.50"),
        ("Came second: Section 2", "0.25"),
        ("Its place", "1.35"),
    ]
    assert [(row.name, row.number) for row in first.cases[2].rows] == [
        ("coverage", "1.25"),
        ("weight", "0.10"),
    ]
    assert first.score == "1.35"
    assert first.cases[0].full == first.cases[1].full, "bars of section and runner-up can be compared"


def test_reports_and_copies_say_what_they_are_nearest_to_and_what_they_share() -> None:
    first = _verdicts(editions.judged())[0]
    lead, other = first.reports
    assert lead.why == "leads the story"
    assert (other.why, other.rows[0].number) == ("nearest to Outlet 1", "0.62")
    assert other.roundup == "The week in *chips* & power"
    assert [copy.why for copy in first.copies] == ["nearest to Other Post"]


def test_voices_the_earlier_telling_and_related_stories_are_named() -> None:
    first = _verdicts(editions.judged())[0]
    assert dict(first.tellers)["Rewrites"] == "Copy & Paste, Daily Copy"
    assert (
        first.before == "No. 1 told it as “Company 1.1 is said to sell 1 %”. New since: The sale is signed."
    )
    assert first.related == ("Company 1.3 sells 3 % of itself",)


def test_a_story_that_the_editor_moved_says_where_it_had_been() -> None:
    made = editions.piece("Northwind buys Tall Pines", "It pays.")
    assert _verdicts(_with(made))[0].moved == ""
    assert made.story
    moved = replace(made, story=replace(made.story, section="s2"))
    (verdict,) = _verdicts(_with(moved))
    assert verdict.moved == "Section 2"
    assert verdict.cases[0].title == "Why Section 2"


def test_leaving_out_can_come_second_and_a_penalty_has_no_bar() -> None:
    made = editions.piece("Northwind buys Tall Pines", "It pays.")
    assert made.story
    score = Score((Reason("coverage", 1.0), Reason("diversity", -0.4, "2 others"), Reason("figures", 0.0)))
    story = replace(made.story, against=(Reason("none", 0.3),), score=score)
    cases = _verdicts(_with(replace(made, story=story)))[0].cases
    assert cases[1].title == "Came second: left out"
    assert [(row.name, row.value, row.number) for row in cases[2].rows] == [
        ("coverage", 1.0, "1.00"),
        ("diversity", 0.0, "−0.40"),
    ]


def test_each_printed_sentence_says_from_whose_report_it_is() -> None:
    made = editions.piece("Northwind buys Tall Pines", "It pays. I doubt it.")
    assert made.story
    said = (Sentence("It pays.", made.story.lead.id), Sentence("I doubt it.", None), Sentence("Old.", "gone"))
    printed = _verdicts(_with(replace(made, summary=said)))[0].printed
    names = [each.outlet.name if each.outlet else "" for each in printed]
    assert names == [made.story.lead.publisher, "", "a report that is not kept"]
    assert [each.text for each in printed] == ["It pays.", "I doubt it.", "Old."]


def test_the_editors_own_piece_has_nothing_behind_it() -> None:
    (verdict,) = _verdicts(_with(Piece("own", "A word from us", "", "Thank you.")))
    assert (verdict.score, verdict.cases, verdict.reports) == ("", (), ())


def test_the_page_shows_it_and_a_hostile_edition_stays_text(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    for edition in (editions.judged(), editions.nasty(), editions.quiet()):
        (desk.folder / "edition.json").write_text(editionjson.write(edition), "utf-8")
        page = html(sight_of(Live(desk), View(panel="evidence")))
        assert "<script>alert" not in page
        assert page.count('class="why"') == len(edition.pieces)
        assert "javascript:" not in page.replace("[Click](javascript:", "")


def test_a_record_of_another_version_keeps_its_plain_table_of_sections(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    assert gather(desk).sections
    assert "Deals &amp; stakes" in html(sight_of(Live(desk), View(panel="evidence")))
