"""The panel tells what the files say, and nothing when they say nothing."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.preview.facts import Facts, gather
from tests.preview.desks import EDITION, desk_in

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*EDITION, "name", "problem", "label"]), inner)
    ),
)


def test_the_panel_tells_the_edition_its_counts_and_its_silent_sources(tmp_path: Path) -> None:
    facts = gather(desk_in(tmp_path))
    assert facts.label == "16–22 November 2026"
    assert [(section.title, section.stories) for section in facts.sections] == [("Deals & stakes", 3)]
    assert ("Stories", "3, 1 of them briefs") in facts.counts
    assert ("Newsrooms", "4") in facts.counts
    assert facts.silent == (("The Circuit", "answered 503"),)
    assert facts.size
    assert facts.inbox
    assert facts.inbox.sender == "Scale <i>Weekly"


def test_a_folder_that_is_not_there_has_no_facts(tmp_path: Path) -> None:
    assert gather(desk_in(tmp_path, draft=None)) == Facts()


def test_an_unreadable_edition_is_named_as_such(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    for text in ("{", "[" * 100_000):
        (desk.folder / "edition.json").write_text(text, "utf-8")
        assert gather(desk).problem.startswith("edition.json cannot be read")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
def test_no_json_can_stop_the_panel(tmp_path: Path, data: object) -> None:
    desk = desk_in(tmp_path, draft=None)
    desk.folder.mkdir(exist_ok=True)
    (desk.folder / "edition.json").write_text(json.dumps(data), "utf-8")
    assert gather(desk).problem == ""


def test_an_inbox_cuts_what_does_not_fit(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    edition = EDITION | {"subject": "A " * 40 + "end", "preheader": "b" * 200}
    (desk.folder / "edition.json").write_text(json.dumps(edition), "utf-8")
    row = gather(desk).inbox
    assert row
    assert len(row.phone_subject) <= 40
    assert row.phone_subject.endswith("A…")
    assert len(row.wide_subject) + len(row.wide_preheader) <= 120
    assert row.note == "83 characters. A phone cuts it."
