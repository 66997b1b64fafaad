"""Several series of editions from one file: each with its own times, words, readers and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import configfile
from digest.collect import KINDS
from digest.config import Config
from digest.deliver import transport
from digest.errors import ConfigError, UsageError

BASE = """
[edition]
title = "Scale Notes"
out = "made"

[schedule]
period = "week"
build = "sunday 18:00"

[[sections]]
id = "deals"
title = "Deals"

[[sections]]
id = "labor"
title = "Labor"

[[sources]]
name = "Ledger Wire"
kind = "folder"
path = "feeds"
section = "labor"

[[sources]]
name = "Quay Daily"
kind = "folder"
path = "more"
"""
DAILY = """
[series.daily]
edition.title = "Scale Notes, daily"
schedule.period = "day"
schedule.build = "07:00"
delivery.list = "daily"
sections = ["deals"]
sources = ["Ledger Wire"]
"""


def parsed(more: str = "", name: str = "") -> Config:
    kinds = configfile.Kinds(
        {kind: module.Settings for kind, module in KINDS.items()},
        {kind: module.Settings for kind, module in transport.KINDS.items()},
    )
    return configfile.parse(BASE + more, Path("/srv/notes/sources.toml"), kinds, name)


def faults(more: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        parsed(more)
    return [str(fault) for fault in raised.value.faults]


def test_a_series_lays_its_own_settings_over_the_file_and_leaves_the_main_one_as_it_is() -> None:
    main, daily = parsed(DAILY), parsed(DAILY, "daily")
    assert (daily.edition.title, daily.schedule.period, daily.delivery.list) == (
        "Scale Notes, daily",
        "day",
        "daily",
    )
    assert main.model_copy(update={"others": ()}) == parsed()
    assert (main.others, daily.series) == (("daily",), "daily")


def test_a_series_has_a_folder_of_its_own_and_shares_the_readers() -> None:
    main, daily = parsed(DAILY), parsed(DAILY, "daily")
    assert daily.out == Path("/srv/notes/made/daily")
    assert daily.people == main.people == Path("/srv/notes/made/subscribers.db")
    assert daily.published != main.published


def test_sections_and_sources_are_narrowed_by_name_and_a_hint_to_a_section_that_is_gone_goes_too() -> None:
    daily = parsed(DAILY, "daily")
    assert [section.id for section in daily.sections] == ["deals"]
    assert [(source.name, source.section) for source in daily.sources] == [("Ledger Wire", None)]


def test_tables_may_be_written_out() -> None:
    more = '[series.daily.schedule]\nperiod = "day"\nbuild = "07:00"\n'
    assert parsed(more, "daily").schedule.build == "07:00"


def test_a_name_that_is_none_is_told_with_the_one_that_was_perhaps_meant() -> None:
    with pytest.raises(UsageError, match=r'"dialy": is no series of this file; did you mean "daily"'):
        parsed(DAILY, "dialy")
    with pytest.raises(UsageError, match="the file adds none"):
        parsed("", "daily")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[series.daily]\nschedule.biuld = "7"\n', "[series.daily] schedule.biuld: unknown key"),
        ('[series.daily]\nschedule.period = "day"\n', "[series.daily] schedule: build: does not fit"),
        ('[series.daily]\nsections = ["deels"]\n', '[series.daily] sections: there is none called "deels"'),
        ('[series.Daily]\nedition.title = "x"\n', "[series.Daily]: should be called by small letters"),
        ('[series.site]\nedition.title = "x"\n', "[series.site]: should be called by small letters"),
        (
            '[series.daily]\nedition.out = "made"\n',
            "[series.daily] edition.out: would write into the same folder",
        ),
        ("[series]\ndaily = 3\n", "[series.daily]: should be a table"),
        ('[series.daily]\nschedul.period = "day"\n', "[series.daily] schedul: unknown table"),
    ],
)
def test_a_mistake_is_told_with_its_line(more: str, told: str) -> None:
    (fault,) = faults("\n" + more)
    line, _, words = fault.partition(": ")
    assert words.startswith(told)
    assert int(line.removeprefix("line ")) in range(28, 32)


def test_a_fault_of_the_main_one_is_told_once() -> None:
    text = DAILY.replace('edition.title = "Scale Notes, daily"\n', "")
    with pytest.raises(ConfigError) as raised:
        parsed(text + "\n[selection]\nkeep = 7\n")
    assert len(raised.value.faults) == 1


def test_the_example_of_the_docs_can_be_read() -> None:
    page = (Path(__file__).parents[1] / "docs" / "series.md").read_text(encoding="utf-8")
    example = page.partition("```toml")[2].partition("```")[0]
    assert parsed(example).others == ("daily", "deutsch")
    assert parsed(example, "deutsch").edition.language == "de"


def test_the_example_of_the_shipped_file_can_be_read() -> None:
    text = (Path(__file__).parents[1] / "sources.toml").read_text(encoding="utf-8")
    example = text.rpartition("# [series.daily]")
    found = "[series.daily]" + example[2].replace("\n# ", "\n")
    assert parsed("\n" + found, "daily").delivery.list == "daily"
