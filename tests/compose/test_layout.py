"""The steps that judge and lay out: classify, rank, place, summarise, edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.compose import classify, edition, place, summarise
from digest.config import EditionSettings, SelectionSettings, Theme
from digest.learned import traits
from digest.learned.weights import shipped
from digest.model import Edition, Entry, Memory, Source, Story
from tests.records import NOW, PERIOD, entry, story

THEMES = (
    Theme(
        id="deals",
        title="Deals",
        description="Who buys whom",
        keywords=("stake", "raises", "valuation"),
        examples=("Chip maker raises a large round", "Group takes a stake in a model company"),
    ),
    Theme(
        id="law",
        title="Law",
        description="Courts and rules",
        keywords=("court", "lawsuit", "regulator"),
        examples=("Court rules on training data", "Regulator opens an inquiry into a model company"),
    ),
)
SELECTION = SelectionSettings(
    topic=("AI", "chip"), avoid=("review:",), stories_per_section=2, briefs_per_section=1
)
SOURCES = {name: Source(name, "feed", "") for name in ("Ledger Wire", "The Circuit", "Quay Daily")}


def filed(
    *stories: Story, sources: dict[str, Source] | None = None, selection: SelectionSettings = SELECTION
) -> classify.Filed:
    read = traits.by_id([item for one in stories for item in one.entries], shipped())
    return classify.stories(stories, THEMES, selection, sources or SOURCES, read, shipped())


def unfiled(*entries: Entry) -> Story:
    return replace(story(*entries, section=""), filed_by=())


@pytest.mark.parametrize(
    ("headline", "section"),
    [
        ("AI group raises $2 billion", "deals"),
        ("Court hears lawsuit over AI training data", "law"),
        ("Regulator opens inquiry into AI group", "law"),
    ],
)
def test_a_story_is_filed_by_what_its_headline_says(headline: str, section: str) -> None:
    (found,) = filed(unfiled(entry(headline))).stories
    assert found.section == section
    assert found.filed_by, "the reason is kept"


def test_the_reason_names_the_words_that_decided() -> None:
    (found,) = filed(unfiled(entry("AI group raises money for a stake"))).stories
    assert {reason.name: reason.note for reason in found.filed_by}["keywords"] == '"raises", "stake"'


@pytest.mark.parametrize(
    ("item", "fate", "reason"),
    [
        (entry("Phone review: AI inside, court outside"), "filtered", 'holds "review:"'),
        (entry("Bank raises stake in a brewery"), "not for this digest", "selection.topic"),
        (entry("AI paints a garden fence"), "not for this digest", "probability"),
        (replace(entry("x"), title=""), "empty", "no headline"),
        (entry("AI group raises $2 billion", url=""), "filtered", "no link"),
    ],
)
def test_what_is_left_out_has_a_fate_with_its_reason(item: Entry, fate: str, reason: str) -> None:
    found = filed(unfiled(item))
    assert found.stories == ()
    assert [(told.entry, told.fate) for told in found.fates] == [(item.id, fate)]
    assert reason in found.fates[0].reason


def test_a_local_file_needs_no_address() -> None:
    local = {"Ledger Wire": Source("Ledger Wire", "folder", "")}
    assert filed(unfiled(entry("AI group raises $2 billion", url="")), sources=local).stories


def test_every_entry_of_a_story_that_is_left_out_has_a_fate() -> None:
    told = replace(unfiled(entry("A fence"), entry("Fence", source="The Circuit")), copies=(entry("Copy"),))
    assert len(filed(told).fates) == 3


def test_an_edition_without_topic_words_is_about_everything() -> None:
    assert filed(unfiled(entry("Bank raises stake")), selection=SelectionSettings()).stories


def summary(*entries: Entry, sentences: int = 3) -> list[str]:
    (told,) = summarise.stories([story(*entries)], sentences)
    texts = {item.id: f"{item.summary} {item.text}" for item in entries}
    for sentence in told.summary:
        assert sentence.entry is not None
        assert sentence.text in " ".join(texts[sentence.entry].split()), "not word for word"
    return [sentence.text for sentence in told.summary]


def test_a_summary_is_made_of_sentences_of_the_lead() -> None:
    lead = entry(
        "Northwind buys a stake in Tall Pines",
        text="Northwind will buy forty percent of Tall Pines for two billion dollars. "
        "Tall Pines designs chips for language models in Oslo. Both boards have agreed to the terms.",
    )
    other = entry(
        "Stake sold", source="The Circuit", text="Northwind is in talks with Tall Pines about a stake."
    )
    found = summary(lead, other)
    assert found[0] == "Northwind will buy forty percent of Tall Pines for two billion dollars."
    assert len(found) == 3
    assert not any("in talks" in sentence for sentence in found)


def test_others_are_heard_where_the_lead_has_nothing_to_say() -> None:
    lead = entry("Northwind buys a stake in Tall Pines", text="Read more on our site.")
    other = entry(
        "Stake sold", source="The Circuit", text="Northwind has bought a stake in chip maker Tall Pines."
    )
    assert summary(lead, other) == ["Northwind has bought a stake in chip maker Tall Pines."]


@pytest.mark.parametrize(
    "sentence",
    [
        "He said that the deal would close in the autumn of next year.",
        "The company did not say what it would do with the money.",
        "Is this the end of the boom that began three years ago?",
        "We asked the company about the deal and it would not comment.",
        "Sign up for the newsletter to read more about deals like this one.",
        "The deal, which had been expected for months, will be paid in …",
        "Too short.",
        "Image credit: Jane Doe and the photo agency that she works for.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_left_out(sentence: str) -> None:
    first = "Northwind will buy forty percent of Tall Pines for two billion dollars."
    second = "Tall Pines designs chips for language models and sells them to cloud companies."
    assert sentence not in summary(entry("Northwind buys in", text=f"{first} {sentence} {second}"))


def test_a_summary_says_nothing_twice() -> None:
    text = (
        "Northwind will buy 40% of Tall Pines for $2 billion. "
        "Northwind pays $2 billion for 40% of the shares of Tall Pines, it was announced. "
        "The founder of the chip maker keeps her seat on the board."
    )
    assert len(summary(entry("Northwind buys in", text=text))) == 2


def test_a_story_without_a_fitting_sentence_has_no_summary() -> None:
    assert summary(entry("Deal", text="")) == []


def made(*told: Story, briefs: tuple[Story, ...] = (), url: str = "") -> Edition:
    placed = place.Placed(told, briefs, ())
    names = ("Ledger Wire", "The Circuit")
    entries = [item for one in (*told, *briefs) for item in one.entries]
    return edition.edition(
        told,
        briefs,
        period=PERIOD,
        number=7,
        settings=EditionSettings(title="Small Weekly", url=url),
        themes=THEMES,
        sources=place.source_notes(names, entries, placed, {"Ledger Wire": Memory(checked_at=NOW)}),
        built_at=NOW,
    )


def test_an_edition_has_every_section_and_each_story_where_it_was_filed() -> None:
    deal = story(entry("Deal"), entry("Deal 2", source="The Circuit"), sentences=["It is large."])
    ruling = story(entry("Ruling"), section="law", sentences=["It binds *all*."])
    found = made(deal, ruling, briefs=(story(entry("Small deal")),))
    assert [(s.id, [p.headline for p in s.pieces]) for s in found.sections] == [
        ("deals", ["Deal", "Small deal"]),
        ("law", ["Ruling"]),
    ]
    first, brief, ruled = found.pieces
    assert (first.blurb, [link.name for link in first.also]) == ("It is large.", ["The Circuit"])
    assert brief.is_brief
    assert ruled.blurb == r"It binds \*all\*.", "a summary is text, not Markdown"


def test_the_subject_is_the_first_story_and_the_preheader_the_others() -> None:
    strong = story(*(entry(f"Deal {n}", source=f"S{n}") for n in range(3)), sentences=["It is large."])
    ruling = story(entry("Ruling"), section="law", sentences=["It binds all."])
    found = made(ruling, strong)
    assert (found.subject, found.preheader) == ("Deal 0", "Ruling")


def test_a_long_headline_is_shortened_at_a_word() -> None:
    found = made(story(entry("word " * 40), sentences=["It is large."]))
    assert len(found.subject) <= 70
    assert found.subject.endswith("word…")


def test_the_line_after_the_subject_goes_on_with_whatever_there_is() -> None:
    lone = made(story(entry("Deal"), sentences=["It is the largest of its kind this year."]))
    assert (lone.subject, lone.preheader) == ("Deal", "It is the largest of its kind this year.")
    two = made(story(entry("Deal"), sentences=["It is large."]), story(entry("Round"), sentences=["So."]))
    assert {two.subject, two.preheader} == {"Deal", "Round"}


def test_an_issue_has_an_address_of_its_own() -> None:
    found = made(story(entry("Deal"), sentences=["It is large."]), url="https://small.example/{key}/")
    assert found.url == f"https://small.example/{found.key}/"


def test_a_story_without_text_stands_after_those_with() -> None:
    found = made(story(entry("Bare")), story(entry("Told"), sentences=["It is large."]))
    assert [piece.headline for piece in found.sections[0].pieces] == ["Told", "Bare"]


def test_a_quiet_week_says_so() -> None:
    found = made()
    assert found.subject == "Small Weekly: a quiet week"
    assert (found.intro, found.pieces) == ("", ())
    assert found.preheader.startswith("Our sources reported nothing")


def test_sources_tell_what_they_gave_and_what_ails_them() -> None:
    found = made(story(entry("Deal"), sentences=["It is large."]))
    assert [(note.name, note.seen, note.used, note.problem) for note in found.sources] == [
        ("Ledger Wire", 1, 1, ""),
        ("The Circuit", 0, 0, "not collected yet"),
    ]
