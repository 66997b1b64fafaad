"""Daily beside weekly from one file, as a person types it: two lists, one set of readers, one clock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.project import all_series, load
from digest.readers.people import People
from digest.readers.records import Consent
from tests.test_cli_sending import NOW, digest, on_people
from tests.test_cli_sending import join as join_main
from tests.test_pipeline import KEY, built_once, sample  # noqa: F401 - fixtures

DAY = "2025-06-15"


@pytest.fixture
def both(sample: Path) -> Path:  # noqa: F811
    """The sample with a daily series, of which one edition is built and approved."""
    file = sample / "sources.toml"
    more = """
[series.daily]
edition.title = "Every day"
schedule.period = "day"
schedule.build = "18:00"
delivery.list = "daily"
sections = ["deals", "labor"]
"""
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    built = digest(sample, "build", DAY, "--series", "daily", "--now", "2025-06-15T18:00")
    assert built.exit_code == 0, built.output
    approved = digest(sample, "approve", "--series", "daily", "--allow", "edition-sample", "--yes")
    assert approved.exit_code == 0, approved.output
    return sample


def join_daily(folder: Path, *names: str) -> None:
    def subscribe(people: People) -> None:
        for name in names:
            people.subscribe(f"{name}@example.org", "daily", Consent(NOW, "test"), NOW)

    on_people(folder, subscribe)


def test_each_series_is_sent_to_its_own_list(both: Path) -> None:
    assert digest(both, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    join_main(both, "ada", "bob")
    join_daily(both, "bob", "cyd", "dan")
    weekly = digest(both, "send", "--yes")
    daily = digest(both, "send", "--series", "daily", "--yes")
    assert (weekly.exit_code, daily.exit_code) == (0, 0), weekly.output + daily.output
    told = json.loads((both / "daily" / DAY / "receipt.json").read_text(encoding="utf-8"))
    assert (told["send"], told["mails"]) == (f"daily.daily:maildir/{DAY}", {"accepted": 3})
    told = json.loads((both / KEY / "receipt.json").read_text(encoding="utf-8"))
    assert told["mails"] == {"accepted": 2}
    assert "Every day" in (both / "daily" / DAY / "index.html").read_text(encoding="utf-8")


def test_who_leaves_one_list_stays_on_the_other(both: Path) -> None:
    join_main(both, "bob")
    join_daily(both, "bob", "cyd")
    on_people(both, lambda people: people.remove("bob@example.org", "daily", NOW))
    shown = digest(both, "send", "--series", "daily", "--dry-run")
    assert "1 of 2; 1 left" in shown.output
    on_people(both, lambda people: list(people.readers("readers")))


def test_what_is_shown_to_be_typed_names_the_series(both: Path) -> None:
    join_daily(both, "ada")
    shown = digest(both, "send", "2025-06-14", "--series", "daily")
    assert shown.exit_code != 0
    assert digest(both, "status", "--series", "dialy").exit_code == 2


def test_the_status_tells_of_every_series_and_of_one_alone_where_it_is_named(both: Path) -> None:
    every = digest(both, "status")
    assert "The series “daily”: Every day" in every.output
    assert KEY in every.output
    alone = digest(both, "status", "--series", "daily")
    assert DAY in alone.output
    assert KEY not in alone.output
    told = json.loads(digest(both, "status", "--json").output)
    assert list(told["series"]) == ["daily"]


def test_a_series_tells_of_its_own_sends_alone(both: Path) -> None:
    join_main(both, "ada")
    assert digest(both, "approve", "--allow", "edition-sample", "--yes").exit_code == 0
    assert digest(both, "send", "--yes").exit_code == 0
    assert f"readers:maildir/{KEY}" in digest(both, "status").output
    assert f"readers:maildir/{KEY}" not in digest(both, "status", "--series", "daily").output


def test_one_tick_looks_after_all_series(both: Path) -> None:
    ran = digest(both, "run", "--once", "--now", "2025-06-16T19:00")
    assert ran.exit_code in {0, 3}, ran.output
    assert (both / "daily" / "2025-06-16").exists() or "2025-06-16" in ran.output


def test_a_project_knows_its_series(both: Path) -> None:
    config = load(both / "sources.toml")
    assert [one.series for one in all_series(config)] == ["", "daily"]
    assert all_series(load(both / "sources.toml", "daily"))[0].series == "daily"
