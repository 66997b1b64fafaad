"""The panel tells what the last save changed: stories, words, lengths and findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest import draft, editionjson
from digest.check import Finding
from digest.model import Edition, Section
from digest.preview import comparing
from digest.preview.comparing import Part, Span
from digest.preview.desk import OUTPUTS, Desk, View
from digest.preview.live import Live
from digest.preview.page import html
from digest.preview.places import Places
from digest.preview.renders import Render
from digest.preview.sight import Sight
from tests import editions, figured
from tests.preview.desks import Alone, desk_in

ONE, TWO, THREE = (
    editions.piece(headline, f"{headline} pays $9 million for it.", number=number)
    for number, headline in enumerate(("Northwind signs", "Quiet Mill hires", "Larch Fund sells"), 1)
)


def edition(*sections: Section, subject: str = "Nine million") -> Edition:
    rooms = sections or (Section("s1", "Deals", "", (ONE, TWO)), Section("s2", "Labor", "", (THREE,)))
    return replace(editions.edition(rooms=rooms), subject=subject)


def render(made: Edition, mail: str = "", findings: tuple[Finding, ...] | None = None) -> Render:
    return Render(editionjson.write(made), {"email": mail}, findings)


def between(before: Render, after: Render) -> Span:
    made = editionjson.read(after.record)
    return comparing.between("Since the last render", before, after, Places(draft.write(made), made))


def span(before: Edition, after: Edition) -> Span:
    return between(render(before), render(after))


def words(part: Part, kind: str) -> str:
    return "".join(each.text for each in part.words if each.kind == kind).strip()


def test_the_same_edition_has_not_changed() -> None:
    assert span(edition(), edition()).is_empty


def test_a_new_story_and_one_that_is_gone_are_told_with_their_sections() -> None:
    after = edition(Section("s1", "Deals", "", (ONE,)), Section("s2", "Labor", "", (THREE, TWO)))
    added = span(edition(Section("s1", "Deals", "", (ONE,)), Section("s2", "Labor", "", (THREE,))), after)
    assert [(told.kinds, told.headline, told.place) for told in added.stories] == [
        (("new",), "Quiet Mill hires", "Labor")
    ]
    gone = span(after, edition(Section("s1", "Deals", "", (ONE,)), Section("s2", "Labor", "", (THREE,))))
    assert [(told.kinds, told.place, told.line) for told in gone.stories] == [
        (("gone",), "was under Labor", "")
    ]


def test_a_story_that_changed_its_section_says_from_where() -> None:
    after = edition(Section("s1", "Deals", "", (ONE,)), Section("s2", "Labor", "", (THREE, TWO)))
    (told,) = span(edition(), after).stories
    assert (told.kinds, told.place) == (("moved",), "from Deals to Labor")


def test_of_two_that_changed_places_one_has_moved() -> None:
    after = edition(Section("s1", "Deals", "", (TWO, ONE)), Section("s2", "Labor", "", (THREE,)))
    assert len(span(edition(), after).stories) == 1


def test_words_that_went_and_came_are_marked_among_those_around_them() -> None:
    later = replace(ONE, blurb=ONE.blurb.replace("$9 million", "$11 million"))
    after = edition(Section("s1", "Deals", "", (later, TWO)), Section("s2", "Labor", "", (THREE,)))
    (told,) = span(edition(), after).stories
    (text,) = told.parts
    assert (told.kinds, text.name) == (("reworded",), "text")
    assert (words(text, "gone"), words(text, "came")) == ("$9", "$11")
    assert words(text, "kept").startswith("Northwind signs pays")


def test_a_reworded_story_leads_to_its_line() -> None:
    later = replace(TWO, headline="Quiet Mill hires forty")
    after = edition(Section("s1", "Deals", "", (ONE, later)), Section("s2", "Labor", "", (THREE,)))
    (told,) = span(edition(), after).stories
    assert "Quiet Mill hires forty" in draft.write(after).split("\n")[int(told.line) - 1]


def test_the_words_around_the_mail_are_told_too() -> None:
    (told,) = span(edition(), edition(subject="Eleven million")).stories
    assert (told.headline, told.parts[0].name) == ("", "subject")


def test_long_texts_are_cut_to_the_words_next_to_a_change() -> None:
    long = replace(ONE, blurb="word " * 300 + "ends.")
    later = replace(long, blurb=long.blurb.replace("ends", "stops"))
    before, after = (edition(Section("s1", "Deals", "", (each,))) for each in (long, later))
    (told,) = span(before, after).stories
    assert len("".join(each.text for each in told.parts[0].words)) < 200


def test_lengths_are_told_of_the_outputs_that_changed() -> None:
    before, after = render(edition(), "x" * 1000), render(edition(), "x" * 1500)
    (length,) = between(before, after).lengths
    assert (length.name, length.before, length.after) == (OUTPUTS["email"].label, "1.0 kB", "1.5 kB")
    assert length.more == "0.5 kB more"
    assert (
        between(render(edition(), "x" * 1000), render(edition(), "x" * 1001)).lengths[0].more == "1 byte more"
    )
    assert between(render(edition(), "ab"), render(edition(), "ba")).lengths[0].more == "as long"


def test_findings_are_compared_where_both_were_checked() -> None:
    found = figured.unproved()
    both = between(render(edition(), "", ()), render(edition(), "a", (found,)))
    assert len(both.appeared) == 1
    assert found.place in both.appeared[0]
    assert between(render(edition(), "", (found,)), render(edition(), "a", ())).vanished == both.appeared
    assert between(render(edition()), render(edition(), "a", (found,))).appeared == ()


@pytest.mark.parametrize("record", ["", "{}", "{", '{"version": 999}', "[" * 100_000])
def test_a_record_that_cannot_be_read_is_told_and_no_more(record: str) -> None:
    broken = Render(record, {"email": "a"})
    found = comparing.between("Since", broken, render(edition(), "ab"), Places("", None))
    assert (found.unread, found.stories, len(found.lengths)) == (True, (), 1)


def desk_of(folder: Path, made: Edition) -> Desk:
    desk = desk_in(folder)
    write(desk, made)
    return desk


def write(desk: Desk, made: Edition) -> None:
    (desk.folder / "edition.json").write_text(editionjson.write(made), "utf-8")
    (desk.folder / "draft.md").write_text(draft.write(made), "utf-8")


def page_of(studio: Alone, live: Live) -> str:
    view = View(panel="changes").of_edition(live.desk.key)
    return html(Sight.of(studio, live, view, "page-token"))


def test_before_anything_was_rendered_again_the_page_says_what_will_stand_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, edition())
    assert "Nothing was rendered again" in page_of(Alone(desk), Live(desk))


def test_the_page_tells_it_and_keeps_hostile_words_as_text(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, edition())
    live = Live(desk)
    evil = replace(ONE, headline="<script>alert(1)</script>", blurb="<img src=x onerror=alert(2)>")
    write(desk, edition(Section("s1", "Deals", "", (evil, TWO)), Section("s2", "Labor", "", (THREE,))))
    live.before, live.last = live.last, Render.of(desk)
    page = page_of(Alone(desk), live)
    assert "Since the last render" in page
    assert "<del>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_was_done_since_the_machine_wrote_and_since_the_last_edition_stands_there(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path, edition())
    studio = Alone(desk)
    studio.machine_draft = draft.write(edition()).replace("Quiet Mill hires", "Quiet Mill may hire")
    studio.editions_since = [("New since 2026-W46", ["Larch <b>Fund</b> sells (Labor)"])]
    page = page_of(studio, Live(desk))
    assert "Since the machine wrote the draft" in page
    assert "<ins>hires</ins>" in page
    assert "Larch &lt;b&gt;Fund&lt;/b&gt; sells (Labor)" in page
