"""Any word or address is found among all that was seen, with its fate; the next below the line are listed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from digest import desk, reserve, seeking
from digest.errors import DigestError
from digest.model import Collected, Fate, Memory
from digest.project import Project
from tests.records import entry
from tests.test_reserve import (  # noqa: F401 - fixtures
    KEY,
    bring_in,
    drop,
    item,
    narrow,
    narrow_once,
    printed,
    waiting,
)


def test_words_in_any_order_find_an_item_with_its_fate_and_its_story(narrow: Project) -> None:  # noqa: F811
    there = printed(narrow).sections[0].pieces[0]
    first = seeking.found(narrow, KEY, "ai SCALE stake 49").found[0]
    assert (first.title, first.fate, first.can_come) == (there.headline, "section", False)
    assert (first.story, first.headline, first.section) == (there.id, there.headline, "Deals")
    assert first.reason.startswith("told in deals")
    assert first.notes


def test_every_item_that_was_seen_is_found_by_its_address_and_its_source(narrow: Project) -> None:  # noqa: F811
    fates = narrow.store.fates_of(KEY)
    for fate in (fate for fate in fates if fate.url):
        by_address = seeking.found(narrow, KEY, fate.url.replace("https://", "http://www.") + "?utm_id=9")
        assert fate.entry in {one.entry for one in by_address.found}
    by_source = seeking.found(narrow, KEY, fates[0].source)
    assert {one.source for one in by_source.found} == {fates[0].source}
    assert by_source.seen == len(fates) == 66


def test_a_newsroom_is_found_though_its_source_has_another_name(narrow: Project) -> None:  # noqa: F811
    source = next(iter(narrow.sources()))
    told = replace(entry("Harbour cranes learn to see"), source=source, publisher="Quayside Courier")
    narrow.store.keep(Collected(source, (told,), Memory()))
    fate = Fate(told.id, source, told.title, told.url, "filtered", "for a test")
    narrow.store.keep_fates(KEY, 1, [*narrow.store.fates_of(KEY), fate])
    (found,) = seeking.found(narrow, KEY, "quayside").found
    assert (found.publisher, found.source, found.can_come) == ("Quayside Courier", source, True)


def test_the_best_come_first_and_how_many_more_is_said(narrow: Project) -> None:  # noqa: F811
    many = [Fate(f"id{n}", "Wire", f"Tall pines, part {n}", "", "too old", "it is") for n in range(70)]
    last = Fate("last", "Tall Pines Wire", "Another matter", "", "section", "told")
    best = Fate("best", "Wire", "Tall pines", "", "section", "told")
    narrow.store.keep_fates(KEY, 1, [last, *many, best])
    found = seeking.found(narrow, KEY, "pines tall")
    assert (len(found.found), found.more) == (seeking.MOST, 22)
    assert found.found[0].entry == "best"
    assert "last" not in {one.entry for one in found.found}


def test_nothing_is_found_for_nothing(narrow: Project) -> None:  # noqa: F811
    assert seeking.found(narrow, KEY, "  ").found == ()
    assert seeking.found(narrow, KEY, "a word that nobody wrote") == seeking.Search((), 0, 66)
    with pytest.raises(DigestError, match="there is no such edition"):
        seeking.found(narrow, "2025-W30", "scale")


def test_what_the_editor_did_since_is_what_is_told(narrow: Project) -> None:  # noqa: F811
    there = printed(narrow).sections[0].pieces[0]
    drop(narrow, there.id)
    row = item(narrow, "not for this digest")
    found, section = reserve.piece(narrow, KEY, row["id"])
    bring_in(narrow, reserve.block(narrow, KEY, row["id"]), section)
    desk.render(narrow, KEY)
    (gone,) = seeking.found(narrow, KEY, there.id).found[:1]
    assert (gone.fate, gone.headline, gone.can_come) == ("dropped", "", True)
    (come,) = seeking.found(narrow, KEY, row["id"]).found
    assert (come.fate, come.headline, come.can_come) == ("section", found.headline, False)


def test_what_can_come_in_comes_in(narrow: Project) -> None:  # noqa: F811
    tried = 0
    for word in ("scale", "chips", "hiring", "ministers"):
        for found in seeking.found(narrow, KEY, word).found:
            if found.can_come:
                assert reserve.piece(narrow, KEY, found.entry)[0].headline
                tried += 1
    assert tried > 5


def test_the_next_below_the_line_are_told_with_what_kept_them_out(narrow: Project) -> None:  # noqa: F811
    below = seeking.below(narrow, KEY)
    first = below["deals"][0]
    assert first.piece.id == waiting(narrow, "deals").id
    assert first.reason.startswith("below the line at rank 3 of 6 in deals; its score was")
    assert [one.score for one in below["deals"]] == sorted(
        (one.score for one in below["deals"]), reverse=True
    )
    bring_in(narrow, reserve.block(narrow, KEY, first.piece.id), "deals")
    reserve.piece(narrow, KEY, item(narrow, "not for this digest")["id"])  # that is no candidate
    after = seeking.below(narrow, KEY)
    assert after["deals"] == below["deals"][1:]
    assert sum(map(len, after.values())) == sum(map(len, below.values())) - 1


def test_a_story_that_waits_is_found_and_can_come_back(narrow: Project) -> None:  # noqa: F811
    there = printed(narrow).sections[0].pieces[0]
    assert there.story
    folder = narrow.folder(KEY)
    parts = re.split(r"(?m)^(?=##)", (folder / "draft.md").read_text(encoding="utf-8"))
    mine = next(part for part in parts if f"<!-- story {there.id} -->" in part)
    rest = "".join(part for part in parts if part != mine)
    (folder / "draft.md").write_text(f"{rest}\n\n## Held for next week\n\n{mine}", encoding="utf-8")
    desk.render(narrow, KEY)
    for entry_ in there.story.entries:
        (found,) = seeking.found(narrow, KEY, entry_.id).found
        assert (found.fate, found.name, found.can_come, found.section) == ("held", there.id, True, "")
    assert reserve.piece(narrow, KEY, there.id) == (there, "deals")
