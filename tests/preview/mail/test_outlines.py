"""The outline tells headings in reading order, what is read under each, and what is wrong."""

from __future__ import annotations

from digest.model import Section
from digest.preview.mail import outlines
from digest.preview.mail.outlines import Outline
from tests.preview.mail import mails


def outline(body: str, *rooms: Section) -> Outline:
    return outlines.of(mails.mail(body, *rooms))


def test_headings_come_in_reading_order_with_what_is_read_under_each() -> None:
    found = outline(mails.told('<img src="a.png" alt="A chart"><table><tr><td>1</td></tr></table>'))
    assert [(stop.level, stop.title) for stop in found.stops] == [
        (1, "Week"),
        (2, "Deals 1 story"),
        (3, "Northwind signs"),
        (2, "Labor"),
        (3, "Quiet Mill hires"),
    ]
    last = found.stops[-1]
    assert last.story == mails.HIRES.id
    assert last.content == "12 words, 2 links, 1 table, 1 picture"
    assert found.stops[0].content == "1 word"
    assert found.faults == ()


def test_what_is_read_before_the_first_heading_is_told_and_what_nobody_sees_is_not() -> None:
    hidden = '<div style="display:none">Preheader <b>words</b></div>'
    assert outline(hidden + mails.told()).stops[0].level == 1
    spoken = outline(f"<p>View in browser</p>{mails.told()}").stops[0]
    assert (spoken.level, spoken.content) == (0, "3 words")


def test_a_heading_that_skips_a_level_says_so() -> None:
    found = outline("<h1>Week</h1><h3>Deep</h3><p>words</p><h2></h2><p>words</p>")
    assert found.stops[1].faults == ("an h3 follows an h1",)
    assert found.stops[2].faults == ("it is empty",)


def test_a_mail_without_a_main_heading_says_so_as_a_whole() -> None:
    assert outline("<h2>Deals</h2><p>words</p>").faults == ("there is no h1",)


def test_stories_in_another_order_than_the_edition_are_told() -> None:
    rooms = Section("labor", "Labor", "", (mails.HIRES,)), Section("deals", "Deals", "", (mails.SIGNS,))
    assert outline(mails.told(), *rooms).faults == ("“Northwind signs” is read before “Quiet Mill hires”",)


def test_a_mail_without_words_has_no_stop() -> None:
    assert outline("").stops == ()
