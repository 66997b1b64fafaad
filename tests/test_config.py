"""The configuration: what is accepted, and how faults are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from digest import bundled, config
from digest.collect import KINDS, feed
from digest.configfile import Kinds, parse
from digest.deliver import posts, transport
from digest.errors import ConfigError
from digest.project import load
from digest.settings import Settings

DELIVERIES = {name: kind.Settings for name, kind in transport.KINDS.items()} | {
    name: kind.Settings for name, kind in posts.KINDS.items()
}
SETTINGS = Kinds({name: kind.Settings for name, kind in KINDS.items()}, DELIVERIES)
GOOD = """
[edition]
title = "Small Weekly"

[[sections]]
id = "deals"
title = "Deals"

[[sources]]
name = "Ledger Wire"
kind = "feed"
url = "https://ledgerwire.example/feed"
"""


def read(text: str) -> config.Config:
    return parse(text, Path("sources.toml"), SETTINGS)


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert caught.value.exit_code == 2
    return [str(fault) for fault in caught.value.faults]


def test_a_small_file_is_enough_and_the_rest_has_defaults() -> None:
    found = read(GOOD)
    assert found.edition.timezone == "UTC"
    assert found.schedule.collect_every == timedelta(hours=3)
    assert [settings.source.place for settings in found.sources] == ["https://ledgerwire.example/feed"]


def test_the_shipped_edition_is_in_order() -> None:
    found = load(bundled.path("sources.toml"))
    assert [theme.id for theme in found.sections] == [
        "deals",
        "competitors",
        "infrastructure",
        "labor",
        "geopolitics",
    ]
    assert 30 <= len(found.sources) <= 60
    assert all(theme.description and theme.trained == theme.id for theme in found.sections)
    first = bundled.path("sources.toml").read_text(encoding="utf-8").splitlines()[0]
    assert "everything about the edition" in first


def settings_of(cls: type[Settings]) -> dict[str, FieldInfo]:
    return {name: field for name, field in cls.model_fields.items() if name != "sample"}


@pytest.mark.parametrize(
    "table", ["edition", "mail", "schedule", "selection", "ranking", "fetching", "signup", "mailbox", "dkim"]
)
def test_every_setting_stands_in_the_shipped_file_and_is_explained(table: str) -> None:
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    body = text[text.index(f"\n[{table}]") :].split("\n\n[")[0].split("\n[[")[0]
    for name in settings_of(config.Config.model_fields[table].annotation):  # type: ignore[arg-type]
        lines = body.splitlines()
        number = next(n for n, line in enumerate(lines) if line.split("=")[0].strip() == name)
        assert "#" in lines[number] or lines[number - 1].startswith("#"), f"{table}.{name} is not explained"


@pytest.mark.parametrize("kind", DELIVERIES)
def test_every_setting_of_delivery_stands_in_the_shipped_file_and_is_explained(kind: str) -> None:
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    body = text[text.index("\n[delivery]") :].split("\n\n\n")[0].splitlines()
    for name in settings_of(DELIVERIES[kind]):
        assert any(line.split("=")[0].strip() == name and "#" in line for line in body), name


SMTP = '\n[delivery]\nkind = "smtp"\n'


def test_mail_goes_into_a_folder_unless_a_server_is_named() -> None:
    assert read(GOOD).delivery.kind == "maildir"
    sent = read(f'{GOOD}{SMTP}host = "mail.example.org"').delivery
    assert (sent.kind, sent.way) == ("smtp", "through mail.example.org:587")


def test_the_usual_port_follows_the_security() -> None:
    lines = 'host = "mail.example.org"\nsecurity = "tls"'
    assert read(f"{GOOD}{SMTP}{lines}").delivery.way == "through mail.example.org:465"
    assert read(f"{GOOD}{SMTP}{lines}\nport = 2465").delivery.way == "through mail.example.org:2465"


def test_settings_of_a_server_may_stay_while_mail_goes_into_the_folder() -> None:
    kept = f'{GOOD}\n[delivery]\nkind = "maildir"\nhost = ""\nuser = "ada"'
    assert read(kept).delivery.kind == "maildir"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('kind = "smpt"', 'kind: "smpt" is no kind of delivery; there are "'),
        ('kind = "smtp"', "[delivery]: host: is missing"),
        ('kind = "smtp"\nhost = "https://mail.example"', "should be the name of a mail server"),
        ('kind = "smtp"\nhost = "m.example"\nport = 70000', "[delivery]: port"),
        ('kind = "smtp"\nhost = "m.example"\nsecurity = "ssl"', "'tls', 'starttls' or 'none'"),
        ('kind = "smtp"\nhost = "m.example"\nsecurity = "none"\nuser = "ada"', "would show to everybody"),
        ('kind = "smtp"\nhost = "127.0.0.2"\nsecurity = "none"\nuser = "ada"', "would show to everybody"),
        ("kind = 5", "should be text in quotes"),
        ('hosst = "m.example"', "unknown key"),
    ],
)
def test_a_fault_of_delivery_is_told_with_its_line(lines: str, told: str) -> None:
    found = faults(f"{GOOD}\n[delivery]\n{lines}")
    assert len(found) == 1
    assert found[0].startswith("line 1")
    assert told in found[0]


SEVEN = """\
line 2: [edition]: title: is missing
line 3: [edition]: titel: unknown key (did you mean "title"?)
line 6: section "Deals!": id: should be small letters, digits and hyphens, starting with a letter (it is 'Deals!')
line 12: source "Ledger Wire": wieght: unknown key (did you mean "weight"?)
line 13: source "Ledger Wire": section: there is no section "dels" (did you mean "Deals!"?)
line 14: source "Ledger Wire": url: should be an address that starts with https:// or http:// (it is 'ftp://a.example')
line 17: [schedule]: build: does not fit the period "week"; write it like "sunday 18:00" (it is 'funday 18:00')
"""  # noqa: E501 - as the user sees them


def test_seven_faults_are_seven_lines_with_their_places_and_what_would_be_right() -> None:
    text = (
        GOOD.replace('title = "Small Weekly"', 'titel = "Small Weekly"')
        .replace(
            'url = "https://ledgerwire.example/feed"', 'wieght = 2\nsection = "dels"\nurl = "ftp://a.example"'
        )
        .replace('id = "deals"', 'id = "Deals!"')
    )
    assert faults(text + '\n[schedule]\nbuild = "funday 18:00"\n') == SEVEN.splitlines()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[edition]", "[editoin]"), 'unknown table (did you mean "edition"?)'),
        (('title = "Small Weekly"', "title = 7"), "should be text in quotes (it is 7)"),
        (('title = "Small Weekly"', 'title = "a"\ntimezone = "Mars/Base"'), "is no time zone"),
        (('kind = "feed"', 'kind = "fed"'), '"fed" is no kind of source; there are "feed", "folder"'),
        (("/feed", ":99999/feed"), "should be an address"),
        (("[[sections]]", '[fetching]\ntimeout = "0s"\n[[sections]]'), "should be longer than nothing"),
        (('kind = "feed"', 'kind = "feed"\nweight = 9'), "should be less than or equal to 3"),
        (('title = "Deals"', 'title = "Deals"\nkeywords = "stake"'), "should be a list in square brackets"),
        (('title = "Deals"', 'title = "Deals"\nkeywords = [3]'), "item 1: should be text in quotes"),
        (("[[sections]]", '[mail]\nsender = "Small Weekly"\n[[sections]]'), "should be a mail address"),
        (("[[sections]]", '[mail]\nunsubscribe = "http://a.example"\n[[sections]]'), "start with https://"),
        (("[[sections]]", '[mail]\nlist_id = "weekly"\n[[sections]]'), "letters, digits and dots"),
        (
            ('title = "Small Weekly"', 'title = "a"\nurl = "https://a.example/{week}/"'),
            "can hold {key} and no other place",
        ),
        (('title = "Small Weekly"', 'title = "a"\ntheme = "pink"'), "harbour"),
    ],
)
def test_a_fault_is_told_in_words_for_an_editor(change: tuple[str, str], words: str) -> None:
    told = "\n".join(faults(GOOD.replace(*change)))
    assert words in told


def test_names_and_ids_are_used_once() -> None:
    source = GOOD[GOOD.index("[[sources]]") :]
    section = '[[sections]]\nid = "deals"\ntitle = "Again"\n'
    told = faults(GOOD + section + source)
    assert [line.split(": ", 1)[1] for line in told] == [
        'section "deals": id: "deals" is used twice; each needs its own',
        'source "Ledger Wire": name: "Ledger Wire" is used twice; each needs its own',
    ]


def test_a_file_without_sections_says_so_and_one_without_sources_may_get_some() -> None:
    told = "\n".join(faults('[edition]\ntitle = "x"\n'))
    assert "write each as [[sections]]; at least one is needed" in told
    assert "[[sources]]" not in told
    assert "write each as [[sources]]" in "\n".join(faults('sources = "x"\n'))


def test_a_missing_file_and_one_that_is_no_toml_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="digest init"):
        load(tmp_path / "sources.toml")
    with pytest.raises(ConfigError, match=r"line 2: is not valid TOML"):
        read("[edition]\ntitle = \n")


@pytest.mark.parametrize(
    ("period", "build", "slot"),
    [
        ("week", "Monday 7:05", (0, 7, 5)),
        ("day", "06:30", (0, 6, 30)),
        ("month", "28 23:59", (28, 23, 59)),
    ],
)
def test_the_time_of_building_fits_the_period(period: str, build: str, slot: tuple[int, int, int]) -> None:
    schedule = read(GOOD + f'\n[schedule]\nperiod = "{period}"\nbuild = "{build}"\n').schedule
    assert schedule.slot == slot


@pytest.mark.parametrize(
    ("period", "build"), [("day", "sunday 18:00"), ("month", "31 07:00"), ("week", "sunday 24:00")]
)
def test_a_time_that_does_not_fit_the_period_is_refused(period: str, build: str) -> None:
    told = faults(GOOD + f'\n[schedule]\nperiod = "{period}"\nbuild = "{build}"\n')
    assert f'does not fit the period "{period}"' in told[0]


def test_a_period_without_its_own_time_of_building_is_told_so() -> None:
    assert 'does not fit the period "day"' in faults(GOOD + '\n[schedule]\nperiod = "day"\n')[0]


def test_a_password_in_an_address_is_shown_nowhere() -> None:
    one = feed.Settings(name="Outlet", kind="feed", url="https://ada:s3cret@outlet.example/feed?a=b@c")
    assert one.place == one.source.place == "https://outlet.example/feed?a=b@c"
    assert one.url.startswith("https://ada:s3cret@")
