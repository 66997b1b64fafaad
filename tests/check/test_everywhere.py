"""What the law and the readers want is there in every view: light, dark, narrow, and in Outlook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.check import Finding
from digest.check.parts import WORDS
from tests import editions
from tests.check import galleys
from tests.check.galleys import LINE, PAPER, with_mail

_DARK = "@media (prefers-color-scheme: dark)"
_NARROW = "@media (max-width: 479px)"
_PREHEADER = "display:none;max-height:0;overflow:hidden"
_LEAVE = 'href="https://scale-notes.pub/leave/sample-reader"'


def styled(css: str) -> list[Finding]:
    """What is found of the good mail with `css` in its head."""
    return galleys.findings(with_mail("</head>", f"<style>{css}</style></head>"))


def rules(found: list[Finding]) -> set[str]:
    return {each.rule for each in found}


@pytest.mark.parametrize("media", [_DARK, _NARROW, f"{_DARK} and (max-width: 479px)"])
@pytest.mark.parametrize(
    ("css", "rule"),
    [
        ("a[href*=leave] { display: none !important }", "imprint-unsubscribe"),
        (".roll { visibility: hidden !important }", "imprint-address"),
        (".headline { display: none !important }", "layout-hidden"),
        ("p { font-size: 9px !important }", "style-small"),
        ("a { text-decoration: none !important }", "style-underline"),
    ],
)
def test_what_one_view_takes_away_is_told(media: str, css: str, rule: str) -> None:
    assert rule in rules(styled(f"{media} {{ {css} }}"))
    assert rules(styled(f"@media print {{ {css} }}")) == set()


def test_what_outlook_hides_is_told() -> None:
    roll = rules(styled(".roll { mso-hide: all }"))
    assert {"imprint-unsubscribe", "imprint-address"} <= roll
    assert "layout-hidden" in rules(styled(".headline { mso-hide: all }"))


@pytest.mark.parametrize(
    "colour", ["hsl(0 0% 80%)", "hsl(0, 0%, 80%)", "hwb(0 80% 20%)", "hsla(0 0% 0% / 20%)"]
)
def test_pale_text_is_told_however_its_colour_is_written(colour: str) -> None:
    found = galleys.findings(with_mail("<h1", f'<p style="color:{colour}">pale words</p><h1'))
    assert "contrast-light" in rules(found)
    assert "contrast-unknown" not in rules(found)


@pytest.mark.parametrize("colour", ["oklch(60% 0.1 200)", "hsl(0 0%)", "blak"])
def test_a_colour_that_is_none_is_told_as_a_warning(colour: str) -> None:
    for galley in (
        with_mail("<h1", f'<p style="color:{colour}">words</p><h1'),
        with_mail("</head>", f"<style>{_DARK} {{ p {{ color: {colour} }} }}</style></head>"),
    ):
        told = next(each for each in galleys.findings(galley) if each.rule == "contrast-unknown")
        assert told.level == "warning"
        assert colour in told.reason


@pytest.mark.parametrize(
    "small",
    [
        '<p style="font-size:xx-small">tiny words</p>',
        '<p style="font:x-small/20px serif">tiny words</p>',
        '<p style="font-size:2mm">tiny words</p>',
        '<p><font size="1">tiny words</font></p>',
        '<p><font size="-2">tiny words</font></p>',
        '<p style="font-size:13px"><span style="font-size:smaller">tiny words</span></p>',
    ],
)
def test_small_text_is_told_however_its_size_is_written(small: str) -> None:
    assert "style-small" in rules(galleys.findings(with_mail("<h1", f"{small}<h1")))


def test_a_word_for_a_size_that_can_be_read_is_none() -> None:
    large = '<p style="font-size:medium">words</p><p><font size="3">words</font></p>'
    assert "style-small" not in rules(galleys.findings(with_mail("<h1", f"{large}<h1")))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (f">{LINE}<", "><", "its first words are “Scale Notes"),
        (f">{LINE}<", ">Three sums that matter<", "its first words are “Three sums"),
        (f">{LINE}<", f">{LINE} {LINE}<", "twice"),
        (f">{LINE}</div>", f'>{LINE}</div><div style="{_PREHEADER}">and more</div>', "“and more”"),
        ("<h1", "<h1", ""),
    ],
)
def test_the_first_words_of_the_mail_are_its_preheader_once(old: str, new: str, reason: str) -> None:
    found = [each for each in galleys.findings(with_mail(old, new)) if each.rule == "edition-preheader"]
    assert [reason in each.reason for each in found] == ([True] if reason else [])


def test_a_hidden_line_before_the_preheader_is_told() -> None:
    galley = galleys.good()
    mail = galley.outputs["email.html"]
    at = mail.index(">", mail.index("<body")) + 1
    changed = f'{mail[:at]}<div style="{_PREHEADER}">a preview</div>{mail[at:]}'
    found = galleys.findings(replace(galley, outputs={**galley.outputs, "email.html": changed}))
    assert "edition-preheader" in rules(found)


@pytest.mark.parametrize(
    "address",
    [
        "https://Scale-Notes.pub/L/{token}",
        "https://bücher.pub/weg/{token}",
        "https://scale-notes.pub/ü/{token}",
        "https://scale-notes.pub/a|b/{token}",
        "https://scale-notes.pub/leave?u={token}&b='x'",
    ],
)
def test_an_address_for_leaving_may_be_written_as_people_do(address: str) -> None:
    galley = galleys.of(editions.edition(preheader=LINE), replace(PAPER, unsubscribe=address))
    assert galleys.findings(galley) == []
    assert list(WORDS.of(galley)) == []


@pytest.mark.parametrize(
    "url", ["https://bücher.pub/wöche/", "https://Scale-Notes.pub/a|b", "https://x.pub:443/"]
)
def test_an_address_of_the_page_may_be_written_as_people_do(url: str) -> None:
    made = galleys.of(editions.edition(preheader=LINE, url=url))
    assert not {"imprint-browser", "imprint-canonical"} & rules(galleys.findings(made))


@pytest.mark.parametrize("words", [".", "→", "1"])
def test_a_link_for_leaving_needs_words(words: str) -> None:
    found = galleys.only(with_mail(">Unsubscribe<", f">{words}<"))
    assert found.rule == "imprint-unsubscribe"
    assert "no words" in found.reason


def test_a_link_that_only_begins_like_the_one_for_leaving_is_another() -> None:
    assert galleys.only(with_mail(_LEAVE, _LEAVE[:-1] + '-2"')).rule == "imprint-unsubscribe"


def test_the_headline_of_a_story_named_before_it_is_told_as_that_story() -> None:
    galley = galleys.of(editions.weekly())
    piece = galley.edition.sections[0].pieces[0]
    assert galley.mail is not None
    links = [node for node in galley.mail.tree.css("a.plain") if node.text() == piece.headline]
    assert len(links) == 2
    assert [galley.mail.spot(node).story for node in links] == [piece.id, piece.id]


def test_a_story_that_is_only_named_is_not_told_in_the_mail() -> None:
    piece = galleys.good().edition.pieces[0]
    body = f'<p><a href="{piece.url}">{piece.headline}</a></p>'
    galley = replace(
        galleys.good(), outputs={"email.html": f"<!doctype html><html><body>{body}</body></html>"}
    )
    assert galley.mail is not None
    assert galley.mail.story(galley.mail.tree.css("a")[0]) == (piece.id, piece.headline)
    assert not galley.mail.tells(piece.id)


@pytest.mark.parametrize(("phone", "told"), [("Both say this.", False), ("A phone says this.", True)])
def test_words_of_a_story_may_stand_in_one_form_for_phones_and_one_for_others(phone: str, told: bool) -> None:  # noqa: FBT001
    by = '<p class="meta by"'
    forms = with_mail(by, f'<p class="a">Both say this.</p><p class="b">{phone}</p>{by}')
    css = f".b {{ display: none }} {_NARROW} {{ .a {{ display: none }} .b {{ display: block !important }} }}"
    galley = with_mail("</head>", f"<style>{css}</style></head>", forms)
    assert ("layout-hidden" in rules(galleys.findings(galley))) is told


def test_the_headline_at_the_head_of_a_story_is_missed_although_it_is_named_before() -> None:
    galley = galleys.of(editions.weekly())
    first = galley.edition.sections[0].pieces[0].id
    css = f"<style>{_NARROW} {{ .headline {{ display: none !important }} }}</style>"
    found = galleys.findings(with_mail("</head>", f"{css}</head>", galley))
    assert first in {each.story for each in found if each.rule == "layout-hidden"}
