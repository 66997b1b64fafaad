"""The gate reads the reports behind an edition in full: from the store, and out of roundups again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from digest import checking, composing, editionjson, store, urls
from digest.check import GATES, RULES
from digest.compose import normalise, roundup
from digest.errors import DigestError
from digest.model import Collected, Due, Edition, Entry, Memory, Section, Watch, stable_id
from digest.project import load, opened
from tests import records
from tests.test_pipeline import KEY, NOW, build, built_once, sample, silent  # noqa: F401 - fixtures


def test_a_rule_belongs_to_a_gate_and_each_gate_has_rules() -> None:
    assert {rule.partition("-")[0] for rule in RULES} == set(GATES)


def test_texts_of_a_written_edition_are_those_that_it_was_composed_of(sample: Path) -> None:  # noqa: F811
    built = build(sample)
    with opened(load(sample / "sources.toml")) as project:
        read = editionjson.read((sample / KEY / "edition.json").read_text("utf-8"))
        texts = checking.texts(project, read)
    composed = {
        entry.id: entry
        for piece in built.composed.edition.pieces
        if piece.story
        for entry in (*piece.story.entries, *piece.story.copies)
    }
    assert texts.keys() == composed.keys()
    for id_, entry in composed.items():
        assert (texts[id_].text, texts[id_].summary) == (entry.text, entry.summary)


def test_a_fresh_edition_is_read_as_it_is(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as project:
        period = editionjson.read((sample / KEY / "edition.json").read_text("utf-8")).period
        made = composing.composed(project, period, NOW, silent).edition
        emptied = replace(project, store=store.open_store(sample / "empty" / "digest.db"))
        texts = checking.texts(emptied, made)
    assert all(entry.text or entry.summary for entry in texts.values())


def test_what_the_store_has_forgotten_is_read_as_far_as_the_edition_keeps_it(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as project:
        read = editionjson.read((sample / KEY / "edition.json").read_text("utf-8"))
        emptied = replace(project, store=store.open_store(sample / "empty" / "digest.db"))
        texts = checking.texts(emptied, read)
    assert len(texts) > 20
    assert {entry.text for entry in texts.values()} == {""}


LETTER = """<p>Good morning.</p><h2>Top stories</h2>
<h3>Orchard buys Kettle Labs for $40M</h3><p>Orchard said it had acquired Kettle Labs, a maker of voices
that sells them to phones and cars. The two have worked together for years, in Leeds and elsewhere.</p>
<h3>Judge halts Ferrous over training data</h3><p>A court in Oslo ordered Ferrous to stop training on
books by Norwegian authors, who had asked it to do so last year. The company says that it will appeal.</p>
<h3>Minnow releases a model for phones</h3><p>Minnow has released Fin 2, which runs on 4 chips and without
a network, so that nobody has to send a word of what they say to anybody else.</p>
<h3>Vesper opens a plant in Ghent</h3><p>Vesper opened a plant in Ghent that needs 30 MW, as much as the
harbour beside it, and takes them from the wind.</p>"""


@pytest.fixture
def letter() -> Entry:
    """A roundup of four events, as it was collected."""
    made = records.entry("The week in review", source="Letters")
    return replace(made, html=LETTER, id=stable_id(made.source, made.guid, urls.canonical(made.url)))


def events(letter: Entry) -> tuple[Entry, ...]:
    return roundup.split(normalise.entries([letter])).entries


def edition_of(entry: Entry) -> Edition:
    """An edition that prints one event, read back from its file."""
    piece = replace(records.piece(entry.title), story=records.story(entry))
    made = records.edition(Section("deals", "Deals", "", (piece,)))
    return editionjson.read(editionjson.write(made))


def test_an_event_of_a_roundup_is_cut_out_of_it_again(sample: Path, letter: Entry) -> None:  # noqa: F811
    assert len(events(letter)) == 4
    with opened(load(sample / "sources.toml")) as project:
        project.store.keep(Collected(letter.source, (letter,), Memory()))
        for event in events(letter):
            assert checking.texts(project, edition_of(event))[event.id] == event


def test_of_a_source_that_was_renamed_too(sample: Path, letter: Entry) -> None:  # noqa: F811
    event = replace(events(letter)[3], source="The Letters")
    with opened(load(sample / "sources.toml")) as project:
        project.store.keep(Collected("The Letters", (replace(letter, source="The Letters"),), Memory()))
        assert "30 MW" in checking.texts(project, edition_of(event))[event.id].text


def test_an_event_that_its_roundup_no_longer_tells_gets_all_of_it(sample: Path, letter: Entry) -> None:  # noqa: F811
    event = events(letter)[0]
    changed = replace(letter, html="", text="It told of a sale for $3 billion.")
    with opened(load(sample / "sources.toml")) as project:
        project.store.keep(Collected(changed.source, (changed,), Memory()))
        found = checking.texts(project, edition_of(event))[event.id]
    assert (found.id, found.title, found.text) == (event.id, event.title, changed.text)


def test_what_an_earlier_edition_expected_is_read_too(sample: Path) -> None:  # noqa: F811
    earlier = records.entry("A hearing is set", text="The hearing is on 14 June.")
    with opened(load(sample / "sources.toml")) as project:
        project.store.keep(Collected(earlier.source, (earlier,), Memory()))
        read = editionjson.read((sample / KEY / "edition.json").read_text("utf-8"))
        day = date(2025, 6, 14)
        watch = Watch("The hearing", "2025-W20", 1, Due(earlier.id, "s", "on 14 June", day, day))
        texts = checking.texts(project, replace(read, watch=(watch,)))
    assert texts[earlier.id].text == earlier.text


def test_the_edition_that_is_checked_has_the_draft_as_it_stands(sample: Path) -> None:  # noqa: F811
    draft = sample / KEY / "draft.md"
    draft.write_text(draft.read_text("utf-8").replace("Meta signs", "Meta has signed"), "utf-8")
    with opened(load(sample / "sources.toml")) as project:
        headlines = [piece.headline for piece in checking.current(project, KEY).pieces]
        draft.unlink()
        built = [piece.headline for piece in checking.current(project, KEY).pieces]
        with pytest.raises(DigestError, match="no such edition"):
            checking.current(project, "2001-W01")
    assert any("Meta has signed" in headline for headline in headlines)
    assert not any("Meta has signed" in headline for headline in built)
