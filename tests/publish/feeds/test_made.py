"""The items of an edition: itself and its sections, each with an id that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from digest.model import Correction, Edition, Section
from digest.publish import feeds
from tests.publish.feeds.made import URL, items, page
from tests.records import PERIOD, edition, piece

ID = "tag:notes.example,2026-11-22:2026-w47"


def test_an_edition_has_its_address_dates_tags_and_whole_text() -> None:
    made = edition(url=URL)
    found = items(made)[""]
    assert (found.id, found.address, found.language) == (ID, URL, "en")
    assert found.title == "First deal, and two more stories"
    assert found.summary == "A ruling that binds all"
    assert found.tags == ("Deals", "Labor & regulation")
    assert found.published == found.updated == made.built_at
    for told in made.pieces:
        assert told.headline in found.html
    assert "It binds all." in found.html


def test_each_section_with_a_story_has_an_item_of_its_own_part() -> None:
    made = edition(url=URL)
    made = replace(made, sections=(*made.sections, Section("empty", "Nothing", "", ())))
    found = items(made)
    assert list(found) == ["", "deals", "labor"]
    labor = found["labor"]
    assert labor.id == f"{ID}/labor"
    assert labor.address == f"{URL}#section-labor"
    assert labor.title == "First deal, and two more stories · Labor & regulation"
    assert labor.summary == "A ruling"
    assert labor.tags == ("Labor & regulation",)
    assert "It binds all." in labor.html
    assert "First deal" not in labor.html


def test_ids_outlive_a_new_title_a_correction_and_another_section_ahead() -> None:
    made = edition(url=URL)
    note = Correction(date(2026, 11, 24), "It is 4.")
    ahead = Section("chips", "Chips", "", (piece("A fab", "It runs."),))
    later = replace(made, subject="Another title", corrections=(note,), sections=(ahead, *made.sections))
    one, two = items(made), items(later)
    assert {name: two[name].id for name in one} == {name: item.id for name, item in one.items()}


def test_a_correction_changes_when_it_was_updated_and_what_it_says_and_nothing_else() -> None:
    made = edition(url=URL)
    wrong = made.sections[1].pieces[0]
    note = Correction(date(2026, 11, 24), "It binds some.", wrong.id)
    before, after = items(made), items(replace(made, corrections=(note,)))
    assert after[""].updated.isoformat() == "2026-11-24T12:00:00+00:00"
    assert replace(after[""], updated=before[""].updated, html=before[""].html) == before[""]
    assert "It binds some." in after[""].html
    assert after["deals"] == before["deals"]
    assert after["labor"].updated == after[""].updated
    assert after["labor"].published == before["labor"].published
    assert "It binds some." in after["labor"].html


def test_no_two_items_of_publications_without_an_address_have_one_id() -> None:
    others: tuple[Edition, ...] = (
        edition(),
        edition(period=replace(PERIOD, key="2026-W48")),
        edition(title="Another Weekly"),
    )
    found = [items(each) for each in others]
    ids = [item.id for made in found for item in made.values()]
    assert len(set(ids)) == 9
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    assert items(edition(subject="Changed"))["labor"].id == found[0]["labor"].id


def test_ids_of_sections_are_told_apart_whatever_they_are_called() -> None:
    named = ("a b", "a-b", "a/b", "ä", "a%20b", "A b")
    rooms = tuple(Section(name, name, "", (piece(f"On {name}", "Yes."),)) for name in named)
    found = items(edition(*rooms, url=URL))
    assert len({item.id for item in found.values()}) == len(named) + 1
    assert found["a b"].id == f"{ID}/a%20b"


def test_without_an_address_items_are_found_within_the_folder() -> None:
    made = edition()
    found = items(made, link="2026-W47/index.html", above="../")
    assert found[""].address == "2026-W47/index.html"
    assert 'href="2026-W47/index.html#section-labor"' in found[""].html
    assert found["labor"].address == "../2026-W47/index.html#section-labor"
    assert items(made)[""].address == ""
    assert items(made)["labor"].address == ""


def test_a_page_of_the_users_own_that_names_no_section_leaves_its_headlines() -> None:
    made = edition(url=URL, sample=True)
    found = feeds.of(made, '<aside class="band">Sample!</aside><main><p>All mine</p></main>')
    first = made.sections[0].pieces[0]
    assert found[""].html == "<p><strong>Sample!</strong></p>\n<p>All mine</p>"
    assert found["deals"].html.startswith("<p><strong>Sample!</strong></p>\n<ul>\n<li>")
    assert f'<a href="{first.url}">First deal</a>' in found["deals"].html


def test_the_same_edition_gives_the_same_items() -> None:
    made = edition(url=URL)
    assert feeds.of(made, page(made), image="https://notes.example/card.png") == feeds.of(
        made, page(made), image="https://notes.example/card.png"
    )
