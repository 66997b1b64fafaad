"""The text part and the HTML part of a mail, held side by side."""

from __future__ import annotations

import pytest

from digest.check import Finding, Galley, said
from digest.check.parts import WORDS
from digest.model import Edition
from tests import editions, generated, presses
from tests.render import reckoned


def _found(html: str, text: str) -> list[Finding]:
    page = f"<html><body>{html}</body></html>"
    return list(WORDS.of(Galley(editions.quiet(), {}, {"email.html": page, "email.txt": text})))


def _words(html: str) -> list[str]:
    mail = Galley(editions.quiet(), {}, {"email.html": f"<body>{html}</body>"}).mail
    assert mail
    return [word.text for word in said.of_html(mail.body).words]


@pytest.mark.parametrize(
    "edition",
    [
        editions.weekly(),
        editions.judged(),
        editions.quiet(),
        reckoned.edition(),
        reckoned.edition(language="ar"),
    ],
    ids=["weekly", "judged", "quiet", "figures", "Arabic"],
)
def test_both_parts_of_our_mail_say_the_same(edition: Edition) -> None:
    assert list(WORDS.of(presses.galley(edition, generated.stationery(0)))) == []


def test_case_punctuation_references_addresses_and_rules_are_no_words() -> None:
    html = '<h2>Größe &amp; Maß</h2><p>One, <a href="https://a.example/x">two</a> ▇▇▇ (2).</p>'
    text = "GRÖSSE & MASS\n-------------\n* one two [1]\nhttps://a.example/x\n\n\nLINKS\n-----\n[1] https://a.example/x\n"
    assert _found(html, text) == []


def test_a_line_that_begins_with_a_reference_is_no_list_of_links() -> None:
    html = '<p>Before <a href="https://a.example/x">name</a> after, then more.</p>'
    assert _found(html, "Before name\n[1] after,\nthen more.\n\nLINKS\n\n[1] https://a.example/x\n") == []


def test_the_first_place_where_they_part_is_told_with_the_words_around_it() -> None:
    (finding,) = _found("<p>One two three four.</p>", "One two 3 four.\n")
    assert finding.rule == "words-same"
    assert "“One two three four.”" in finding.reason
    assert "“One two 3 four.”" in finding.reason


def test_a_part_that_ends_too_early_is_told() -> None:
    (longer,) = _found("<p>One two three</p>", "One two\n")
    assert longer.reason.startswith("the text part ends where the HTML part goes on")
    (shorter,) = _found("<p>One</p>", "One two\n")
    assert shorter.reason.startswith("the HTML part ends where the text part goes on")


def test_a_finding_names_its_story() -> None:
    made = editions.edition()
    galley = presses.galley(made)
    headline = made.pieces[1].headline
    mail = galley.outputs["email.html"].replace(f"{headline}</a></h3>", f"{headline}</a></h3><p>Extra!</p>")
    (finding,) = WORDS.of(Galley(made, {}, {**galley.outputs, "email.html": mail}))
    assert finding.story == made.pieces[1].id


def test_a_link_that_one_part_lacks_is_told() -> None:
    here, there = "https://here.example/", "https://there.example/"
    missing = _found(f'<p><a href="{here}">One</a></p>', "One\n")
    assert [finding.reason for finding in missing] == [f"the text part does not lead to {here}"]
    extra = _found("<p>One</p>", f"One {there}\n")
    assert [finding.reason for finding in extra] == [f"the HTML part does not lead to {there}"]


def test_a_mail_address_is_a_link_without_its_scheme() -> None:
    assert _found('<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example\n") == []


def test_the_preheader_is_read_by_nobody_and_a_list_by_its_numbers() -> None:
    assert _words('<div style="display:none">Hidden</div><ol><li>One</li><li>Two</li></ol>') == [
        "1",
        "one",
        "2",
        "two",
    ]


def test_a_picture_speaks_its_words() -> None:
    assert _words('<p>One<img src="cid:x" alt="A chart">two</p>') == ["one", "a", "chart", "two"]


def test_words_that_only_inline_elements_part_are_one_word() -> None:
    assert _words("<p><strong>half</strong>way <em>do</em>ne</p><p>e</p>nd") == ["halfway", "done", "e", "nd"]


@pytest.mark.parametrize("html", ["", "<p>", "<ol><li>", "\x00", "<div style='display:none'>"])
def test_an_odd_output_raises_nothing(html: str) -> None:
    _found(html, html)
    assert list(WORDS.of(Galley(editions.quiet()))) == []
