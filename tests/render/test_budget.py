"""A mail that would be cut by Gmail is cut by us, openly; nothing else is."""

from __future__ import annotations

import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from digest import messages
from digest.model import Deal, Edition, Money, Rendition, Section
from digest.render import Templates, budget, issue, missing, renditions
from tests import editions

TEMPLATES = Templates()
_BLURB = "The company **says** so itself, and [a filing](https://filings.example/1) agrees. " * 3


def _crowd(stories: int, told: int = 4, **changes: object) -> Edition:
    """Five sections; of five stories in a row `told` have a text."""
    pieces = [
        editions.piece(f"Company {n} takes {n} % of another", _BLURB if n % 5 < told else "", number=n)
        for n in range(stories)
    ]
    rooms = tuple(Section(f"s{room}", f"Section {room}", "", tuple(pieces[room::5])) for room in range(5))
    return replace(editions.edition(rooms=rooms), **changes)  # type: ignore[arg-type]


def _made(edition: Edition) -> dict[str, Rendition]:
    return {rendition.format: rendition for rendition in renditions(edition, TEMPLATES)}


@pytest.mark.parametrize("stories", [60, 120, 500])
def test_an_edition_of_any_length_makes_a_mail_that_nobody_cuts(stories: int) -> None:
    edition = _crowd(stories)
    made = _made(edition)
    assert budget.weight(made["email"].text) <= budget.LIMIT
    assert budget.weight(made["email"].text) > 0.9 * budget.LIMIT, "more was cut than had to be"
    assert missing(edition, made.values()) == ()


def test_an_edition_that_fits_is_not_touched() -> None:
    made = _made(editions.weekly())
    assert not made["email"].briefed
    assert not made["email"].dropped
    assert "shortened" not in made["email"].text


def test_every_section_keeps_its_lead_and_says_how_many_more_there_are() -> None:
    edition = _crowd(500)
    made = _made(edition)
    for section in edition.sections:
        assert section.pieces[0].id not in made["email"].dropped | made["email"].briefed
        gone = sum(piece.id in made["email"].dropped for piece in section.pieces)
        assert f">and {gone} more: read the rest online</a>" in made["email"].text
        assert f"and {gone} more: read the rest online [" in made["text"].text
    assert "shortened: all 500 stories in full online" in made["email"].text
    assert "shortened: all 500 stories in full online" in " ".join(made["text"].text.split())


def test_texts_go_before_stories_and_tails_before_leads() -> None:
    edition = _crowd(60, told=5)
    made = _made(edition)["email"]
    assert made.briefed
    assert not made.dropped
    for section in edition.sections:
        texts = [piece.id not in made.briefed for piece in section.pieces]
        assert texts == sorted(texts, reverse=True)


def test_the_text_part_and_the_html_part_tell_the_same_stories() -> None:
    edition = _crowd(200)
    made = _made(edition)
    assert made["email"].dropped == made["text"].dropped != frozenset()
    assert made["email"].briefed == made["text"].briefed
    for piece in edition.pieces:
        is_told = piece.id not in made["email"].dropped
        headline = re.escape(piece.headline).replace(r"\ ", r"\s+")
        for name in ("email", "text"):
            assert bool(re.search(headline + r"\b", made[name].text)) == is_told, (name, piece.headline)


def test_page_markdown_and_data_stay_whole() -> None:
    edition = _crowd(200)
    made = _made(edition)
    for name in ("markdown", "page", "json"):
        assert not made[name].dropped
        assert "more: read the rest online" not in made[name].text


def test_the_same_edition_is_cut_the_same_way_each_time() -> None:
    assert renditions(_crowd(90), Templates(), ["email", "text"]) == renditions(
        _crowd(90), Templates(), ["text", "email"]
    )


def test_without_an_address_on_the_web_the_rest_is_said_to_be_missing_and_not_linked() -> None:
    edition = _crowd(300, url="")
    made = _made(edition)
    assert re.search(r">and \d+ more, for which this mail has no room<", made["email"].text)
    assert "online" not in made["email"].text
    shown = 300 - len(made["email"].dropped)
    assert f"shortened: {shown} of 300 stories" in made["email"].text


def test_letters_that_grow_on_the_way_are_counted_as_they_travel() -> None:
    edition = _crowd(40)
    chinese = edition.with_sections(
        replace(room, pieces=tuple(replace(piece, blurb="公司表示同意。" * 40) for piece in room.pieces))
        for room in edition.sections
    )
    text = _made(chinese)["email"].text
    assert len(text.encode()) < 0.8 * budget.LIMIT
    assert 0.9 * budget.LIMIT < budget.weight(text) <= budget.LIMIT


def test_the_weight_is_that_of_the_message_that_a_mail_library_writes() -> None:
    html = _made(editions.weekly())["email"].text
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(html, subtype="html", cte="quoted-printable")
    _, _, body = message.as_bytes().partition(b"\r\n\r\n")
    assert abs(budget.weight(html) - len(body)) < 0.01 * len(body)


def test_no_story_points_at_one_that_the_mail_lacks() -> None:
    edition = _crowd(200)
    first, last = edition.pieces[0], edition.pieces[-1]
    assert first.story
    assert last.story
    pointing = editions.changed(first, story=replace(first.story, related=(last.story.id,)))
    room = edition.sections[0]
    edition = edition.with_sections(
        (replace(room, pieces=(pointing, *room.pieces[1:])), *edition.sections[1:])
    )
    made = _made(edition)
    assert f"See also: {last.headline}" in " ".join(re.sub(r"<[^>]*>", " ", made["page"].text).split())
    assert last.id in made["email"].dropped
    assert last.headline not in made["email"].text
    assert missing(edition, made.values()) == ()


def test_one_lead_as_long_as_a_book_becomes_a_brief() -> None:
    book = editions.piece("A long one", "\n\n".join(["It goes on and on and on. " * 30] * 200))
    edition = editions.edition(rooms=(Section("s", "Books", "", (book,)),))
    made = _made(edition)["email"]
    assert made.briefed == {book.id}
    assert "A long one" in made.text


_EDITORIAL = "这是一篇很长的社论。" * 730  # 7,300 signs, 66 kB on the way
_TABLE = "| who | share | of | when |\n|---|---|---|---|\n" + "| one of them | 12 % | three | now |\n" * 600


def _with(edition: Edition, texts: dict[int, str]) -> Edition:
    """`edition` with other texts, by the number of the piece."""
    blurbs = {edition.pieces[number].id: text for number, text in texts.items()}
    return edition.with_sections(
        replace(
            room,
            pieces=tuple(replace(one, blurb=blurbs.get(one.id, one.blurb)) for one in room.pieces),
        )
        for room in edition.sections
    )


@pytest.mark.parametrize("text", [_EDITORIAL, _TABLE], ids=["editorial", "table"])
@pytest.mark.parametrize("number", [0, 5, 9])
def test_one_very_long_text_costs_no_other_story_its_place(text: str, number: int) -> None:
    edition = _with(_crowd(40), {number: text})
    made = _made(edition)
    long = edition.pieces[number]
    assert made["email"].briefed == made["text"].briefed == {long.id}
    assert made["email"].dropped == made["text"].dropped == frozenset()
    assert f'href="{edition.url}#s-{long.id}"' in made["email"].text
    assert "Read the text online [" in made["text"].text
    assert missing(edition, made.values()) == ()


def test_where_nothing_stands_online_a_long_text_is_said_to_be_missing() -> None:
    made = _made(_with(_crowd(40, url=""), {0: _EDITORIAL}))
    assert "This mail has no room for the text." in made["email"].text
    assert "This mail has no room for the text." in made["text"].text


def test_of_two_long_texts_the_longer_goes_and_the_other_stays_where_there_is_room() -> None:
    edition = _with(_crowd(20), {0: _EDITORIAL[:2200], 6: _EDITORIAL[:6000]})
    assert _made(edition)["email"].briefed == {edition.pieces[6].id}


@pytest.mark.parametrize("signs", [1200, 1500, 1900])
@pytest.mark.parametrize("stories", [30, 60])
def test_a_cut_mail_is_full(signs: int, stories: int) -> None:
    edition = _with(_crowd(stories), dict.fromkeys(range(0, stories, 4), _EDITORIAL[:signs]))
    made = _made(edition)
    assert 0.8 * budget.LIMIT < budget.weight(made["email"].text) <= budget.LIMIT
    assert missing(edition, made.values()) == ()


def test_what_one_great_step_took_too_much_of_comes_back() -> None:
    shown = issue.of(_crowd(40))
    heavy = shown.blocks[2].told[2].anchor

    def render(less: issue.Issue) -> str:
        told = [item.anchor for block in less.blocks for item in block.told if item.anchor not in less.untold]
        return "x" * (1000 * len(told) + (200_000 if heavy in told else 0))

    cut = budget.cut(shown, render)
    assert cut.untold == {heavy}, "the texts that went before it are back"
    assert len(render(cut)) == 31_000


def test_a_headline_under_a_thousand_accents_costs_no_story_its_place() -> None:
    edition = _crowd(40)
    room = edition.sections[0]
    piled = replace(room.pieces[0], headline=f"Z{chr(0x301) * 1000}algo wins")
    edition = edition.with_sections((replace(room, pieces=(piled, *room.pieces[1:])), *edition.sections[1:]))
    made = _made(edition)
    assert not made["email"].briefed | made["email"].dropped
    assert f"Z{chr(0x301) * 30}algo wins" in made["email"].text
    assert chr(0x301) * 31 not in made["email"].text
    assert missing(edition, made.values()) == ()


def test_the_reading_time_of_a_cut_mail_counts_what_stands_in_it() -> None:
    edition = _with(_crowd(20), {0: "It goes on and on and on. " * 4000})
    made = _made(edition)
    assert re.search(r"\b130 min read", made["page"].text)
    assert re.search(r"\b[1-9] min read", made["email"].text)
    assert re.search(r"\b[1-9] min read", " ".join(made["text"].text.split()))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "ar"])
def test_each_language_says_what_is_missing(language: str) -> None:
    words = messages.of(language)
    shown = issue.of(_crowd(30, language=language))
    cut = budget.cut(shown, lambda less: "x" * (budget.LIMIT + (1 if less.cut < 12 else 0)))
    assert cut.cut >= 12
    block = next(block for block in cut.blocks if block.more)
    gone = len(shown.blocks[block.number - 1].items) - len(block.items)
    assert block.more == words.count("mail.more", gone)
    assert cut.facts[-1] == words.say("mail.shortened", shown=30 - cut.cut, number=30)


def test_a_week_of_hundreds_of_deals_says_how_many_and_keeps_its_stories() -> None:
    pieces = tuple(
        replace(
            editions.piece(f"Company {n} sells itself", _BLURB, number=n),
            deals=(Deal("acquisition", f"Harbour Works {n}", (f"Quarry {n}",), Money(1e6 * (n + 1))),),
        )
        for n in range(400)
    )
    made = _made(editions.edition(rooms=(Section("deals", "Deals", "", pieces),)))
    assert missing(editions.edition(rooms=(Section("deals", "Deals", "", pieces),)), made.values()) == ()
    words = " ".join(re.sub(r"<[^>]*>", " ", made["email"].text).split())
    assert "And 388 smaller ones ." in words or "And 388 smaller ones." in words
    assert len(made["email"].dropped) < 380, "the names of small deals push no story out"
    assert budget.weight(made["email"].text) <= budget.LIMIT
