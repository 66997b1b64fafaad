"""Each address of the mail stands once in the table, those to look at first."""

from __future__ import annotations

from dataclasses import replace

from digest.model import Section
from digest.preview.mail import links
from digest.preview.mail.links import Link, Linked
from digest.preview.studio import Answer
from tests.preview.mail import mails

OK, GONE = Answer("ok", False, "2026-11-22 16:40"), Answer("gone (404)", True, "2026-11-22 16:41")


def linked(more: str = "", answers: dict[str, Answer] | None = None) -> Linked:
    return links.of(mails.mail(mails.told(more)), answers or {})


def link(found: Linked, words: str) -> Link:
    return next(each for each in found.links if each.words == words)


def test_a_link_tells_its_words_host_path_and_story() -> None:
    found = link(linked(), "Northwind signs")
    assert found.url == mails.SIGNS.url
    assert f"https://{found.host}{found.path}" == mails.SIGNS.url
    assert (found.story, found.place) == (mails.SIGNS.id, "Northwind signs")
    assert (found.scheme, found.count, found.faults) == ("https", 1, ())


def test_an_address_stands_once_and_says_how_often_it_is_linked() -> None:
    again = f'<a href="{mails.HIRES.url}">once more</a>'
    found = linked(again)
    assert link(found, "Quiet Mill hires").count == 2
    assert [each.words for each in found.links].count("once more") == 0


def test_a_page_that_two_stories_link_to_is_told() -> None:
    found = linked(f'<a href="{mails.SIGNS.url}">see there</a>')
    assert "in 2 stories" in link(found, "Northwind signs").faults


def test_one_page_under_two_addresses_is_told() -> None:
    found = linked(f'<a href="{mails.HIRES.url}?utm_source=us">again</a>')
    assert any(fault.startswith("the same page as") for fault in link(found, "again").faults)


def test_a_site_of_which_no_report_came_is_marked_and_comes_first() -> None:
    found = linked('<a href="https://unheard.example/offer">buy</a>')
    assert found.links[0].words == "buy"
    assert found.links[0].faults == ("no report is from this site",)


def test_what_is_no_sound_address_says_why() -> None:
    found = linked(
        '<a href="http://192.168.0.1:8080/x">router</a><a href="javascript:alert(1)">run</a>'
        '<a href="https://user@wire.example/">log in</a>'
    )
    router = link(found, "router")
    assert {"not encrypted", "192.168.0.1 is a number and no name"} <= set(router.faults)
    assert link(found, "run").url == link(found, "log in").url == ""
    assert link(found, "run").faults
    assert link(found, "log in").faults


def test_pages_that_nobody_asked_are_counted_and_mail_addresses_are_none() -> None:
    found = linked(answers={mails.SIGNS.url: OK})
    assert found.unasked == 1
    assert link(found, "Write to us").status == "a mail address"
    assert link(found, "Quiet Mill hires").status == "not asked yet"
    assert (link(found, "Northwind signs").status, found.asked_at) == ("ok", "2026-11-22 16:40")


def test_a_page_that_is_gone_is_to_be_looked_at() -> None:
    found = linked(answers={mails.HIRES.url: GONE})
    assert (found.links[0].words, found.links[0].faults) == ("Quiet Mill hires", ("gone (404)",))


def test_sites_are_counted_the_most_linked_first() -> None:
    more = "".join(f'<a href="https://many.example/{name}">{name}</a>' for name in "abc")
    assert linked(more).hosts[0] == ("many.example", 3)


def test_words_and_places_of_strangers_stay_short_and_on_one_line() -> None:
    evil = replace(mails.SIGNS, headline="Evil\u202e\x00 " + "long " * 99)
    body = mails.told(f'<a href="https://wire.example/{"a" * 3000}">{"w " * 900}</a>')
    found = links.of(mails.mail(body, Section("deals", "Deals", "", (evil, mails.HIRES))), {})
    assert all(len(part) <= 160 for each in found.links for part in (each.words, each.path, each.host))
    assert all(part.isprintable() for each in found.links for part in (each.words, each.place))
