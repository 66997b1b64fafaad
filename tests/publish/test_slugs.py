"""Names in addresses and files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import publish
from digest.publish.slugs import LONGEST, folder, slug
from tests.records import PERIOD, edition

TRAPS = (
    "",
    ".",
    "..",
    "../../etc/passwd",
    "..\\..\\windows",
    "%2e%2e%2f",
    "/etc",
    "C:\\x",
    "con",
    "NUL",
    "com1",
    "a" * 300,
    "A" * 300,
    "🚀🚀",
    "نص",
    "x\x00y",
    "x\ny",
    " 2026-W47",
    "2026-W47 ",
    "2026-w47",
    "2026-W47/",
    "index.html",
    ".git",
    "--",
    "edition",
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("2026-W47", "2026-w47"),
        ("2026-11-22", "2026-11-22"),
        ("2026-11", "2026-11"),
        ("2026-11-22-to-2026-11-29", "2026-11-22-to-2026-11-29"),
        ("fair-special", "fair-special"),
    ],
)
def test_a_key_is_its_own_name_in_small_letters(key: str, name: str) -> None:
    assert slug(key) == name


def test_the_folder_on_the_site_is_the_key_that_the_address_has() -> None:
    assert folder("2026-W47") == "2026-W47"
    assert folder("../2026-W47") == slug("../2026-W47")


def is_sound(name: str) -> bool:
    device = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name)
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)) and len(name) <= LONGEST and not device


@pytest.mark.parametrize("key", TRAPS)
def test_a_trap_becomes_a_sound_name(key: str) -> None:
    assert is_sound(slug(key))


def test_no_two_keys_share_a_name() -> None:
    keys = {*TRAPS, "2026-W47", "2026-W48", "Fair", "fair", "FAIR", slug("Fair"), slug(slug("Fair"))}
    assert len({slug(key) for key in keys}) == len(keys)


@settings(max_examples=1000)
@given(st.text(), st.text())
def test_any_key_has_a_sound_name_of_its_own_that_stays(one: str, other: str) -> None:
    assert is_sound(slug(one))
    assert slug(one) == slug(one)
    assert (slug(one) == slug(other)) == (one == other)
    assert folder(one).lower() == slug(one)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(sorted(publish.ENGINES)))
def test_no_post_leads_out_of_its_blog_whatever_the_edition_is_called(text: str, engine: str) -> None:
    period = PERIOD.__class__(text, PERIOD.start, PERIOD.end, "UTC")
    path = publish.posts(edition(period=period, subject=text, title=text), {"edition.md": ""})[engine].path
    for form in (PurePosixPath(path), PureWindowsPath(path)):
        assert not form.is_absolute()
        assert ".." not in form.parts
    assert re.fullmatch(r"[a-z0-9_/.-]+", path)
