"""Where an item went: read from what editions said of it, or tried where none has looked yet."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from digest import accounts, editionjson, explain, reserve
from digest.errors import DigestError
from digest.explain import Explained
from digest.model import Fate, Link, Story
from digest.project import load, opened
from tests.test_pipeline import (  # noqa: F401 - fixtures
    KEY,
    NOW,
    built_once,
    edition,
    first,
    move,
    render,
    sample,
    week,
)


def explained(folder: Path, text: str) -> tuple[Explained, ...]:
    with opened(load(folder / "sources.toml")) as project:
        return explain.of(project, text, NOW)


def merged(week: Path) -> Story:  # noqa: F811
    stories = (piece.story for piece in edition(week).pieces if piece.story)
    return next(story for story in stories if len(story.entries) > 1)


def test_a_lead_is_told_its_section_and_a_report_the_story_that_took_it(
    sample: Path,  # noqa: F811
    week: Path,  # noqa: F811
) -> None:
    story = merged(week)
    (lead,) = (one for one in explained(sample, story.lead.url) if one.entry.id == story.lead.id)
    (outcome,) = lead.outcomes
    assert (outcome.edition, outcome.number, outcome.fate.fate) == (KEY, 1, "section")
    report = next(one for one in explained(sample, story.entries[1].id))
    assert (report.outcomes[0].fate.fate, report.outcomes[0].headline) == ("merged", outcome.headline)


def test_what_the_editor_did_is_told(sample: Path, week: Path) -> None:  # noqa: F811
    story = first(week, "deals")
    move(week, story, "labor")
    render(sample)
    assert (
        explained(sample, story.lead.id)[0].outcomes[0].moved == "the editor moved it to Labor & regulation"
    )
    move(week, story, "")
    render(sample)
    assert explained(sample, story.lead.id)[0].outcomes[0].moved == "the editor left it out of the issue"


def test_what_no_edition_has_looked_at_is_tried_and_nothing_is_written(
    sample: Path,  # noqa: F811
    week: Path,  # noqa: F811
) -> None:
    story = merged(week)
    with sqlite3.connect(sample / "digest.db") as db:
        db.execute("DELETE FROM fates")
    for _ in range(2):
        (outcome,) = explained(sample, story.entries[1].id)[0].outcomes
        assert (outcome.edition, outcome.number, outcome.fate.fate) == (KEY, None, "merged")
        assert outcome.headline


def test_an_event_cut_out_of_a_roundup_is_found_by_its_own_link(
    sample: Path,  # noqa: F811
    week: Path,  # noqa: F811
) -> None:
    made = edition(week)
    piece = made.sections[0].pieces[0]
    assert piece.story
    address = "https://events.example/a"
    cut = replace(piece.story.lead, id="cut", url=address, within=Link("The week", piece.url))
    story = replace(piece.story, entries=(cut, *piece.story.entries[1:]))
    pieces = (replace(piece, story=story), *made.sections[0].pieces[1:])
    changed = made.with_sections((replace(made.sections[0], pieces=pieces), *made.sections[1:]))
    with opened(load(sample / "sources.toml")) as project:
        built = project.store.edition(KEY)
        assert built
        project.store.save(replace(built, edition=editionjson.write(changed)))
        project.store.keep_fates(KEY, 1, [Fate("cut", cut.source, cut.title, address, "section", "told")])
    (found,) = explained(sample, f"{address}?utm_source=mail")
    assert (found.entry.within, found.outcomes[0].headline) == (cut.within, piece.headline)


def test_an_edition_of_an_unknown_form_still_tells_fate_and_reason(sample: Path, week: Path) -> None:  # noqa: F811
    story = merged(week)
    with sqlite3.connect(sample / "digest.db") as db:
        db.execute("UPDATE editions SET edition = '{}'")
    (outcome,) = explained(sample, story.entries[1].id)[0].outcomes
    assert (outcome.fate.fate, outcome.headline) == ("merged", story.lead.title)
    (week / "edition.json").unlink()
    (outcome,) = explained(sample, story.entries[1].id)[0].outcomes
    assert (outcome.fate.fate, outcome.headline) == ("merged", "")
    assert outcome.fate.reason


def test_what_is_not_there_is_said_with_what_was_searched(sample: Path) -> None:  # noqa: F811
    with pytest.raises(DigestError, match="is none of the 66 items in the store") as raised:
        explained(sample, "https://nowhere.example/")
    assert raised.value.exit_code == 1


def test_a_story_that_waits_or_was_left_out_is_said_to_and_not_to_stand(sample: Path, week: Path) -> None:  # noqa: F811
    story = first(week, "deals")
    move(week, story, "")
    render(sample)
    (gone,) = explained(sample, story.lead.id)[0].outcomes
    assert (gone.fate.fate, gone.fate.reason) == ("dropped", "left out of the issue by the editor")
    assert gone.fate.notes[0].startswith("as built: section: told in deals")
    draft = week / "draft.md"
    waits = f"\n\n## Held for next week\n\n### It can wait <!-- story {story.id} -->\n"
    draft.write_text(draft.read_text(encoding="utf-8").rstrip() + waits, encoding="utf-8")
    render(sample)
    (held,) = explained(sample, story.lead.id)[0].outcomes
    assert (held.fate.fate, held.headline, held.moved) == ("held", "It can wait", "")
    told = Told()
    accounts.explained(told, explained(sample, story.lead.id), "UTC")  # type: ignore[arg-type]
    assert f'  {KEY} (no. 1): held for the next edition by the editor, as "It can wait"' in told.lines


def test_a_story_that_was_brought_in_is_said_to_stand_where_it_does(sample: Path, week: Path) -> None:  # noqa: F811
    report = merged(week).entries[1]
    with opened(load(sample / "sources.toml")) as project:
        block = reserve.block(project, KEY, report.id)
    draft = week / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").rstrip() + f"\n\n{block}", encoding="utf-8")
    render(sample)
    (outcome,) = explained(sample, report.id)[0].outcomes
    assert (outcome.fate.fate, outcome.headline, outcome.section) == ("section", report.title, "Geopolitics")
    assert outcome.fate.reason == "chosen by the editor, in geopolitics"


class Told:
    """A terminal that remembers what it was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def result(self, line: str) -> None:
        self.lines.append(line)
