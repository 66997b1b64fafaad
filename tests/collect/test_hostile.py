"""Forty of the hostile sources of the bench beside ten good ones: the good ones come in, and soon."""

from __future__ import annotations

import pytest

from digest import collect
from digest.collect import feed
from digest.config import FetchingSettings
from digest.model import Collected

from . import hostile
from .conftest import NOW

QUICK = (
    "slow silent",
    "slow banner",
    "slow header",
    "slow body",
    "slow chunks",
    "slow TLS silence",
    "slow redirects",
    "bomb of empty members",
    "bomb stacked 1",
    "bomb unasked 0",
    "bomb in 302",
    "gzip cut short",
    "endless body",
    "endless chunks",
    "endless chunk extension",
    "endless headers",
    "endless interim answers",
    "announces 10 GB",
    "announces more",
    "announces twice",
    "chunk cut short",
    "tag 0",
    "header of a megabyte",
    "304 unasked",
    "mail server",
    "HTTP/0.9",
    "resets",
    "redirects on and on",
    "redirects to 2",
    "redirects to 11",
    "redirects to 16",
    "429 wait 2",
    "503 wait 5",
    "answers 410",
    "parked page",
    "in utf-16",
    "declared 2",
    "billion laughs",
    "file entity",
    "quadratic entity",
    "<a  40000",
    "misnested 10000",
    "JSON id 0",
    "JSON items 10",
    "titles in titles",
    "one id for all",
)
SOUND = {  # with hostile parts, and still feeds with something in them
    "tag 0",
    "in utf-16",
    "declared 2",
    "billion laughs",
    "file entity",
    "<a  40000",
    "misnested 10000",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Collected]:
    """What one run made of all of them, by name of source."""
    chosen = {name: script for name, script in hostile.all_scripts().items() if name in QUICK}
    limits = FetchingSettings.model_validate({"allow": ("127.0.0.0/8",), "timeout": "3s", "max_body_mb": 2})
    with hostile.serving(hostile.warmed(hostile.mixed(chosen))) as addresses:
        sources = [feed.Settings(name=name, kind="feed", url=url) for name, url in addresses.items()]
        results = collect.entries(sources, {}, limits, tmp_path_factory.mktemp("h"), NOW, lambda _: None)
    return {one.source: one for one in results}


@pytest.mark.server
@pytest.mark.slow
def test_the_good_ones_come_in(found: dict[str, Collected]) -> None:
    assert [len(found[name].entries) for name in hostile.good()] == [20] * hostile.GOOD_SOURCES


@pytest.mark.server
@pytest.mark.slow
def test_the_others_fail_with_a_sentence_or_give_what_is_sound_in_them(found: dict[str, Collected]) -> None:
    for name in set(QUICK) - SOUND:
        failure = found[name].failure
        assert failure or not found[name].entries, name
        assert not failure or (failure.error and "\n" not in failure.error and len(failure.error) <= 200)
    assert [found[name].failure for name in sorted(SOUND)] == [None] * len(SOUND)


@pytest.mark.server
@pytest.mark.slow
def test_no_entity_brings_anything_from_outside(found: dict[str, Collected]) -> None:
    assert "root:" not in repr(found["file entity"].entries)


@pytest.mark.server
@pytest.mark.slow
def test_nothing_takes_longer_than_it_may(found: dict[str, Collected]) -> None:
    assert max(one.took_s for one in found.values()) < 4


def test_there_are_two_hundred_of_them_and_more() -> None:
    assert len(hostile.all_scripts()) >= 200
