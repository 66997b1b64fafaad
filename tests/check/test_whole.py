"""Rules about the edition itself, the lines in the inbox, what was left unfilled, and what stands below."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digest.model import BLANK, Section
from tests import editions
from tests.check import galleys
from tests.check.galleys import LINE, PAPER, good, of, only, with_edition, with_mail


@pytest.mark.parametrize(
    ("changes", "rule", "level", "says"),
    [
        ({"subject": "  "}, "edition-subject", "error", "none"),
        ({"subject": "A word too many " * 5}, "edition-subject", "warning", "79 letters"),
        ({"subject": "Brief"}, "edition-subject", "note", "little"),
        ({"preheader": ""}, "edition-preheader", "warning", "none"),
        ({"preheader": "Short"}, "edition-preheader", "warning", "5 letters"),
        ({"preheader": "x " * 60}, "edition-preheader", "warning", "119 letters"),
        ({"preheader": "three sums THAT matter"}, "edition-preheader", "error", "once more"),
        ({"title": " \u200b "}, "edition-untitled", "error", "no title"),
        ({"sample": True}, "edition-sample", "error", "sample"),
        ({"number": 0}, "edition-number", "error", "first"),
        ({"period": replace(editions.WEEK, end=editions.WEEK.start)}, "edition-number", "error", "ends"),
    ],
)
def test_the_lines_of_an_edition(changes: dict[str, Any], rule: str, level: str, says: str) -> None:
    finding = only(with_edition(**changes))
    assert (finding.rule, finding.level) == (rule, level)
    assert says in finding.reason


def test_a_subject_counts_letters_as_a_reader_does() -> None:
    assert galleys.findings(with_edition(subject="人工智能公司融资十亿美元，估值翻倍")) == []
    assert galleys.findings(with_edition(subject="e\u0301" * 60)) == []


def test_a_section_with_words_and_no_story_is_told() -> None:
    rooms = (*good().edition.sections, Section("x", "Extra", "", (), "Some words."))
    finding = only(with_edition(sections=rooms))
    assert (finding.rule, finding.place) == ("edition-section", "section “Extra”")
    assert (
        galleys.findings(with_edition(sections=(*good().edition.sections, Section("x", "X", "", ())))) == []
    )


def test_a_story_without_a_headline_is_told() -> None:
    made = editions.edition(preheader=LINE)
    first = editions.changed(made.pieces[0], headline=" \u200b")
    room = made.sections[0]
    rooms = (replace(room, pieces=(first, *room.pieces[1:])), made.sections[1])
    found = galleys.findings(with_edition(sections=rooms))
    assert "edition-untitled" in {finding.rule for finding in found}


def test_two_stories_of_one_headline_are_told_at_the_second() -> None:
    pieces = (editions.piece("The same", "It is.", number=1), editions.piece("The  SAME", "Too.", number=2))
    finding = only(of(editions.edition(preheader=LINE, rooms=(Section("a", "A", "", pieces),))))
    assert finding.rule == "edition-twice"
    assert finding.story == pieces[1].id


def test_what_could_not_be_printed_is_told_with_its_story() -> None:
    piece = good().edition.pieces[1]
    finding = only(replace(good(), replaced={piece.id: "its table is 90 columns wide"}))
    assert (finding.rule, finding.story) == ("edition-replaced", piece.id)
    assert "90 columns" in finding.reason


def test_stories_that_the_mail_leaves_to_the_page_are_counted() -> None:
    more = editions.piece("A story for the page", "It stands there.", number=77)
    rooms = (*good().edition.sections, Section("x", "Extra", "", (more,)))
    finding = only(with_edition(sections=rooms))
    assert (finding.rule, finding.level) == ("edition-cut", "note")
    assert finding.reason.startswith("1 of 7 stories")


def test_an_edition_in_a_language_without_messages_is_told() -> None:
    galley = of(editions.edition(preheader=LINE, language="tlh"))
    finding = only(galley)
    assert (finding.rule, finding.level) == ("edition-language", "note")
    assert "tlh.toml" in finding.remedy


@pytest.mark.parametrize(
    "words",
    [
        "Dear {{ name }}",
        "{% if x %}",
        "Hello [NAME]",
        "Hello [FIRST NAME]",
        "TODO: the numbers",
        "Lorem ipsum dolor",
        "Hi %FIRSTNAME%",
        "Hi *|FNAME|*",
        "Hi {token}",
        "It cost $XXXX",
        "Sums of \\[AMOUNT\\]",
    ],
)
def test_a_place_that_nobody_filled_in_is_told(words: str) -> None:
    finding = only(with_edition(intro=f"This week: {words}. So it goes."))
    assert (finding.rule, finding.place, finding.level) == ("placeholder-words", "intro", "error")
    assert finding.figure
    assert finding.figure in finding.said.replace("\\", "")


@pytest.mark.parametrize(
    "words",
    [
        "Braces {} and [brackets] (and `{{ code }}`)",
        "    {{ a block of code }}",
        "A rise of 49%, and 50% MORE",
        "To do: nothing. XXX is a film, [PDF] a file",
    ],
)
def test_what_only_looks_like_such_a_place_is_not_told(words: str) -> None:
    assert galleys.findings(with_edition(intro=words)) == []


@pytest.mark.parametrize(
    "headline", ["Why `{{ name }}` in a mail is a slip", "``{{ name }}`` and `TODO`: how mails go wrong"]
)
def test_a_place_that_a_headline_shows_as_code_is_none(headline: str) -> None:
    told = editions.piece(headline, "A template says `*|FNAME|*`.\n\n~~~\n{{ name }}\n~~~\n\nSo it goes.")
    told = replace(told, story=None)
    made = of(editions.edition(preheader=LINE, rooms=(Section("a", "A", "", (told,)),)))
    assert [one.rule for one in galleys.findings(made) if one.rule.startswith("placeholder")] == []


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("TODO Inc. buys the lorem ipsum museum", "warning"),
        ("A stake in TBD Media is sold", "warning"),
        ("TODO", "error"),
        ("The price: TBD. So it goes.", "error"),
        ("So it goes (TBC).", "error"),
        ("FIXME: who says so?", "error"),
        ("So it goes.\n\nTODO\n\nAnd on.", "error"),
        ("Lorem ipsum dolor sit amet", "error"),
    ],
)
def test_a_word_for_what_is_to_come_may_be_a_name_unless_it_stands_alone(words: str, level: str) -> None:
    found = galleys.findings(with_edition(intro=words))
    assert {one.rule for one in found} == {"placeholder-words"}
    assert {one.level for one in found} == {level}


def test_a_name_in_the_postal_address_is_no_error() -> None:
    made = of(editions.edition(preheader=LINE), replace(PAPER, address="1 TODO Street, 20457 Hamburg"))
    assert [(one.rule, one.level) for one in galleys.findings(made)] == [("placeholder-words", "warning")]


def test_a_story_about_templates_may_quote_what_its_report_says() -> None:
    headline = "Why mails say {{ first_name }} to millions"
    told = editions.piece(headline, "It happens.")
    assert (
        galleys.findings(of(editions.edition(preheader=LINE, rooms=(Section("a", "A", "", (told,)),)))) == []
    )
    renamed = editions.changed(told, headline="Why mails say {{ last_name }} to millions")
    finding = only(of(editions.edition(preheader=LINE, rooms=(Section("a", "A", "", (renamed,)),))))
    assert (finding.rule, finding.story) == ("placeholder-words", told.id)


@pytest.mark.parametrize("left", ["{{ issue.maker }}", "[NAME]", "[TODO]", "%%first%%"])
def test_a_place_that_a_template_left_is_told_where_it_stands(left: str) -> None:
    finding = only(with_mail("Made with Digest", f"Made with {left}"))
    assert finding.rule == "placeholder-output"
    assert finding.figure in left


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"sender": ""}, "imprint-sender"),
        ({"address": ""}, "imprint-address"),
        ({"unsubscribe": "", "unsubscribe_mail": ""}, "imprint-unsubscribe"),
        ({"sender": "Notes <a@notes.example>"}, "imprint-reserved"),
        ({"reply_to": "a@example.org"}, "imprint-reserved"),
        ({"list_id": "weekly.notes.test"}, "imprint-reserved"),
    ],
)
def test_a_setting_that_a_mail_needs_is_asked_for_by_its_name(changes: dict[str, str], rule: str) -> None:
    finding = only(replace(good(), stationery=replace(PAPER, **changes)))
    assert finding.rule == rule
    assert "sources.toml: [mail]" in finding.place


def test_addresses_of_examples_are_right_in_a_sample() -> None:
    paper = replace(PAPER, sender="Notes <a@notes.example>")
    found = galleys.findings(replace(with_edition(sample=True), stationery=paper))
    assert [finding.rule for finding in found] == ["edition-sample"]


def test_what_stands_below_the_mail_must_be_seen() -> None:
    assert only(with_mail(PAPER.address, "")).rule == "imprint-address"
    assert only(with_mail(PAPER.reason, "Because.")).rule == "imprint-reason"
    away = with_mail("https://scale-notes.pub/leave/", "https://elsewhere.pub/leave/")
    assert only(away).rule == "imprint-unsubscribe"
    hidden = with_mail(">Unsubscribe<", ' hidden=""><span style="display:none">Unsubscribe</span><')
    assert only(hidden).rule == "imprint-unsubscribe"


def test_either_way_to_leave_will_do() -> None:
    by_mail = replace(PAPER, unsubscribe="")
    assert galleys.findings(of(editions.edition(preheader=LINE), by_mail)) == []


def test_the_mail_leads_to_its_page_and_the_page_names_itself() -> None:
    url = good().edition.url
    assert only(with_mail(f'href="{url}"', f'href="{url}?from=mail"')).rule == "imprint-browser"
    found = only(
        galleys.with_page(f'rel="canonical" href="{url}"', 'rel="canonical" href="https://else.pub/"')
    )
    assert found.rule == "imprint-canonical"


def test_nothing_is_asked_of_what_is_not_there() -> None:
    bare = replace(good(), outputs={}, stationery=BLANK)
    assert {found.rule for found in galleys.findings(bare)} == {
        "imprint-sender",
        "imprint-address",
        "imprint-unsubscribe",
    }
