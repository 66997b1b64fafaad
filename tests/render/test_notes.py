"""The quiet lines beneath a story: what they say, when they are silent, and that no output lacks them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest import draft
from digest.model import Edition, Link, Piece, Rendition, Since, Voices, Watch
from digest.render import Templates, missing, notes, renditions
from tests import editions

TEMPLATES = Templates()
READ = ("markdown", "email", "text", "page")


def _texts(edition: Edition) -> dict[str, str]:
    """What a reader sees of each output, whitespace folded."""
    made = {rendition.format: rendition for rendition in renditions(edition, TEMPLATES, only=READ)}
    return {name: " ".join(_seen(rendition).split()) for name, rendition in made.items()}


def _seen(rendition: Rendition) -> str:
    if rendition.media_type != "text/html":
        return rendition.text
    body = LexborHTMLParser(rendition.text).body
    return body.text() if body else ""


def _told(since: Since | None, **changes: object) -> Piece:
    made = editions.piece("Northwind buys Tall Pines", "It pays *$2 billion* at once.")
    assert made.story
    return editions.changed(made, story=replace(made.story, since=since), **changes)


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        (Voices(), ""),
        (Voices(("A",)), ""),
        (Voices(wires=("W",)), ""),
        (Voices(("W",), ("W",)), ""),
        (Voices(("A", "B")), "2 newsrooms"),
        (Voices(("A",), ("W",)), "1 newsroom, 1 wire"),
        (Voices(("A", "W"), ("W",)), "2 newsrooms"),
        (Voices(("A",), (), ("R",)), "1 newsroom, 1 rewrite"),
        (Voices((), ("W",), ("R",)), "1 rewrite of one wire"),
        (Voices((), ("W", "X"), ("R", "S", "T")), "3 rewrites of 2 wires"),
        (Voices(documents=("The Firm",)), "1 primary document"),
        (
            Voices(("A", "B", "C", "D"), ("W",), ("R", "S"), ("F",)),
            "4 newsrooms, 2 rewrites of one wire, 1 primary document",
        ),
    ],
)
def test_voices_are_counted_in_words_and_a_lone_newsroom_is_silent(voices: Voices, said: str) -> None:
    assert notes.voices(voices) == said


def test_every_output_says_who_tells_it_since_when_from_which_roundup_and_what_else_belongs_to_it() -> None:
    for name, text in _texts(editions.judged()).items():
        plain = text.replace("\\", "")
        assert "Sources: 2 newsrooms, 2 rewrites of one wire, 1 primary document." in plain, name
        assert "Since no. 1: The sale is signed." in plain, name
        assert "See also: Company 1.3 sells 3 % of itself" in plain, name
        assert "The week in *chips* & power" in plain, name
        assert plain.count("from the roundup") == 2, name


def test_a_story_without_a_judgement_says_nothing_of_the_kind() -> None:
    for text in _texts(editions.edition()).values():
        assert not any(mark in text for mark in ("Sources:", "Since no.", "See also", "roundup"))


def test_what_a_reader_has_just_read_is_not_printed_again_as_news() -> None:
    repeated = Since("2025-W20", 4, "Northwind eyes Tall Pines", "Northwind buys Tall Pines.")
    assert notes.before(_told(repeated)) == notes.Before("Told in no. 4", "Northwind eyes Tall Pines", "")
    fresh = replace(repeated, new="The court agrees.")
    assert notes.before(_told(fresh)) == notes.Before(
        "Since no. 4", "The court agrees.", "Northwind eyes Tall Pines"
    )
    assert notes.before(_told(None)) is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("developed", "Developed"),
        ("corrected", "Corrected"),
        ("closed", "Closed"),
        ("withdrawn", "Called off"),
    ],
)
def test_what_became_of_an_earlier_story_is_said_in_a_word(change: str, word: str) -> None:
    since = Since("2025-W20", 4, "Northwind eyes Tall Pines", "over $1B rumoured → $2B announced", change)
    label = f"{word} since no. 4"
    assert notes.before(_told(since)) == notes.Before(label, since.new, since.headline)
    said = replace(since, new="It pays $2 billion at once.")
    assert notes.before(_told(said, blurb="It pays $2 billion at once.")) == notes.Before(
        label, "then “Northwind eyes Tall Pines”", ""
    )
    assert notes.before(_told(replace(since, headline="", new=""))) == notes.Before(label, "", "")


def test_what_falls_due_stands_near_the_top_of_every_output_with_its_edition() -> None:
    watch = (Watch("The [court](https://court.example/) rules on 14 June.", "2025-W20", 9), Watch(" "))
    edition = editions.edition(watch=watch)
    assert missing(edition, renditions(edition, TEMPLATES)) == ()
    for name, text in _texts(edition).items():
        place = text.casefold().index("due now")
        assert place < text.index("It says so"), name
        assert "(told in no. 9)" in text[place:], name
        assert text.count("no. 9") == 1, name
    said = editions.edition(watch=(Watch("As told in no. 9, the court rules.", "2025-W20", 9),))
    assert all(text.count("no. 9") == 1 for text in _texts(said).values())
    assert not any(
        "due now" in text.casefold() for text in _texts(editions.edition(watch=watch[1:])).values()
    )


def test_related_stories_point_at_each_other_even_where_only_one_of_them_knows() -> None:
    edition = editions.judged()
    first, _, brief = edition.sections[0].pieces
    found = notes.pointers(edition)
    assert [pointer.headline for pointer in found[first.id]] == [brief.headline]
    assert [pointer.headline for pointer in found[brief.id]] == [first.headline]


def test_a_pointer_on_the_page_leads_to_its_story() -> None:
    (page,) = renditions(editions.judged(), TEMPLATES, only=["page"])
    tree = LexborHTMLParser(page.text)
    ids = {node.attributes.get("id") for node in tree.css("[id]")}
    pointers = [node.attributes.get("href") or "" for node in tree.css("main .meta a[href^='#']")]
    assert len(pointers) == 2
    assert {pointer.removeprefix("#") for pointer in pointers} <= ids


def test_a_busy_story_points_at_a_few_only() -> None:
    pieces = [editions.piece(f"Headline {n}", "Text.", number=n) for n in range(9)]
    assert pieces[0].story
    hub = replace(pieces[0].story, related=tuple(piece.id for piece in pieces))
    room = replace(editions.edition().sections[0], pieces=(replace(pieces[0], story=hub), *pieces[1:]))
    found = notes.pointers(editions.edition(rooms=(room,)))
    assert [pointer.headline for pointer in found[hub.id]] == ["Headline 1", "Headline 2", "Headline 3"]


def _edited(edition: Edition, draft_text: str) -> Edition:
    return draft.applied(edition, draft.read(draft_text))


def test_the_lines_survive_an_editors_rewording_and_follow_the_headline() -> None:
    edition = editions.judged()
    reworded = draft.write(edition).replace("Company 1.3 sells", "Company 1.3 parts with")
    for name, text in _texts(_edited(edition, reworded)).items():
        assert "Sources: 2 newsrooms" in text, name
        assert "See also: Company 1.3 parts with 3 % of itself" in text, name


def test_a_story_that_the_editor_deletes_takes_the_pointers_to_it_away() -> None:
    edition = editions.judged()
    kept = "\n".join(line for line in draft.write(edition).split("\n") if "Company 1.3" not in line)
    assert not any("See also" in text for text in _texts(_edited(edition, kept)).values())


def test_a_pointer_does_not_stand_for_the_story_that_it_points_at() -> None:
    edition = editions.judged()
    for rendition in renditions(edition, TEMPLATES, only=READ):
        headline = edition.sections[0].pieces[2].headline
        pointer = f"See also: {headline}"
        without = rendition.text.replace(headline, "Something else")
        if rendition.format != "page":
            without = without.replace("See also: Something else", pointer)
        lacks = missing(edition, [replace(rendition, text=without)])
        assert f"{rendition.filename}: “{headline}” is missing" in lacks


def test_a_lost_link_to_the_roundup_is_reported() -> None:
    edition = editions.judged()
    (page,) = renditions(edition, TEMPLATES, only=["page"])
    lost = replace(page, text=page.text.replace(editions.ROUNDUP.url, "#"))
    assert any(
        lack.endswith(f"lacks its link to {editions.ROUNDUP.url}") for lack in missing(edition, [lost])
    )


def test_a_roundup_without_an_address_is_named_without_a_link() -> None:
    made = editions.piece("Northwind buys Tall Pines", "It pays.")
    assert made.story
    lead = replace(made.story.lead, within=Link("The week", ""))
    story = replace(made.story, entries=(lead, *made.story.entries[1:]))
    room = replace(editions.edition().sections[0], pieces=(replace(made, story=story),))
    edition = editions.edition(rooms=(room,))
    assert missing(edition, renditions(edition, TEMPLATES)) == ()
    assert all("from the roundup “The week”" in text for text in _texts(edition).values())
