"""Feeds of every kind of edition, and of any text at all, are valid in each format."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.publish import feeds
from digest.publish.feeds import Item, jsonfeed
from tests import editions, generated
from tests.editions import HOSTILE
from tests.publish.feeds import rules
from tests.publish.feeds.made import CHANNEL, DEALS, HOME, URL, every, item, items
from tests.publish.titles import STEERING, TITLES
from tests.records import edition

SAMPLES = {
    "weekly": editions.weekly(),
    "corrected": editions.corrected(),
    "judged": editions.judged(),
    "quiet": editions.quiet(),
    "nasty": editions.nasty(),
}
_BROKEN = (
    "]]> & <![CDATA[ x",
    "\ud800 \ufffe",
    "<?xml?>",
    "&#0; &#x1F; &bogus;",
    "</content></entry></feed>",
)
_DAYS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones())  # noqa: DTZ001
_ANY = st.builds(
    Item,
    id=st.integers().map("urn:x:{}".format),
    address=st.just(URL),
    tags=st.lists(st.text()).map(tuple),
    published=_DAYS,
    updated=_DAYS,
    image=st.sampled_from(("", f"{HOME}card.png")),
)


def faults(*shown: Item, channel: feeds.Channel = CHANNEL) -> dict[str, list[str]]:
    """What the rules of each format find."""
    found = {name: rules.CHECKS[name](text) for name, text in every(*shown, channel=channel).items()}
    return {name: said for name, said in found.items() if said}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_feeds_of_an_edition_and_of_its_sections_are_valid(name: str) -> None:
    made = items(SAMPLES[name])
    for section, one in made.items():
        assert faults(one, channel=DEALS if section else CHANNEL) == {}


@pytest.mark.parametrize("number", range(0, 48, 3))
def test_generated_editions_are_valid(number: int) -> None:
    assert faults(*items(generated.edition(number)).values()) == {}


@pytest.mark.slow
def test_all_generated_editions_are_valid_in_feeds_of_twenty() -> None:
    made = [items(generated.edition(number)) for number in range(generated.COUNT)]
    shown = [replace(one[""], id=f"urn:x:{at}") for at, one in enumerate(made)]
    for at in range(0, len(shown), feeds.MOST):
        assert faults(*shown[at : at + feeds.MOST]) == {}
    for one in made:
        assert faults(*one.values()) == {}


@pytest.mark.parametrize("title", [*TITLES, *HOSTILE, *STEERING, *_BROKEN])
def test_any_title_gives_valid_feeds(title: str) -> None:
    made = edition(subject=title, preheader=title, title=title, url=URL)
    one = feeds.of(made, f"<main>{title}</main>")[""]
    assert faults(one) == {}
    if title in TITLES:
        assert one.title == title


@given(st.lists(_ANY, max_size=3), st.text(), st.text(), st.text())
@settings(max_examples=150)
def test_any_text_gives_valid_feeds(shown: list[Item], title: str, tagline: str, language: str) -> None:
    named = title if title.strip() else "Notes"
    channel = replace(CHANNEL, title=named, tagline=tagline, language=language)
    assert faults(*shown, channel=channel) == {}


@given(st.text(), st.text())
def test_any_page_gives_valid_feeds(html: str, text: str) -> None:
    made = edition(url=URL, title=text, subject=text, preheader=text)
    assert faults(*feeds.of(made, f"<main>{html}</main>").values()) == {}


def test_the_same_items_in_another_order_give_the_same_bytes() -> None:
    shown = [item(number) for number in range(1, 26)]
    assert every(*shown) == every(*reversed(shown))
    assert shown[0].id not in jsonfeed.write(shown, CHANNEL).decode()


def test_every_format_is_written_under_a_name_of_its_own() -> None:
    written = feeds.written([item()], CHANNEL)
    assert set(written) == {"feed.xml", "rss.xml", "feed.json"}
    assert tuple(written.values()) == tuple(every(item()).values())
