"""Whom a story is mainly about."""

from __future__ import annotations

import pytest

from digest.learned import traits, weights
from digest.learned.about import Names
from tests.records import entry

REPORTS = (
    entry("Northwind opens a plant in Lisbon", summary="On Monday Northwind opened a plant for chips."),
    entry("Northwind hires a thousand people", summary="A thousand people will work for Northwind soon."),
    entry("Ada Quill leaves the bank", summary="The chair of the bank, Ada Quill, leaves in spring."),
    entry("Quarrel over rules in China", summary="People in China launch protests, and many work on rules."),
    entry("Plant of Tall Pines burns", summary="A plant of Tall Pines has burnt, and many people fled."),
)


def about(*titles: str) -> str:
    """The name as it is written, of a story with these headlines among the reports."""
    told = [entry(title) for title in titles]
    read = traits.of([*told, *REPORTS], weights.shipped())
    names = Names(read)
    stem = names.main(read[: len(told)])
    return names.written(stem, titles[0]) if stem else ""


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Northwind Launches New Rules for People Who Work"], "Northwind"),
        (["Ada Quill’s Plant: Many People Work on Rules"], "Ada Quill"),
        (["China launches rules for people who work"], ""),  # a country is no company
        (["Rules For People Who Work And Launch"], ""),  # capitals of Title Case name nobody
        (["Many people who work on rules and launch plants look at Northwind"], ""),  # only mentioned
        (["Tall Pines meets Northwind", "Northwind sells a plant", "Northwind and its plant"], "Northwind"),
        (["Northwind opens", "People work on rules", "Many people work"], ""),
    ],
)
def test_a_story_is_about_the_name_that_its_headlines_share_and_put_first(
    titles: list[str], name: str
) -> None:
    assert about(*titles) == name


def test_nothing_written_is_about_nobody() -> None:
    read = traits.of([entry(""), entry("新しい工場")], weights.shipped())
    assert [Names(read).main([one]) for one in read] == ["", ""]
    assert Names(()).main(read) == ""
