"""JSON Feed 1.1, against its specification."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from digest.publish.feeds import jsonfeed
from tests.publish.feeds import rules
from tests.publish.feeds.made import CHANNEL, HOME, NOWHERE, WHEN, item, items
from tests.records import edition

ICON = f"{HOME}icon.png"


def feed(*shown: Any, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(jsonfeed.write(shown, replace(CHANNEL, **changes)))
    return found


def test_the_feed_says_who_and_where_it_is() -> None:
    assert feed(image=ICON) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "AI Scale-Up Weekly",
        "home_page_url": HOME,
        "feed_url": f"{HOME}feed.json",
        "description": "Scale, weekly",
        "icon": ICON,
        "authors": [{"name": "AI Scale-Up Weekly", "url": HOME}],
        "language": "en",
        "items": [],
    }


def test_an_item_says_all_that_it_holds() -> None:
    one = item(2, image=f"{HOME}card.png", updated=WHEN)
    assert feed(one)["items"] == [
        {
            "id": one.id,
            "url": one.address,
            "title": "Issue 2",
            "content_html": one.html,
            "summary": "R&D, <5 %",
            "image": f"{HOME}card.png",
            "date_published": "2026-11-02T18:00:00+00:00",
            "date_modified": "2026-11-22T18:00:00+00:00",
            "tags": ["Deals", "Labor & regulation"],
            "language": "en",
        }
    ]


def test_what_says_nothing_has_no_key() -> None:
    one = item(address="", title="", summary="", tags=(), language="", html="")
    assert set(feed(one)["items"][0]) == {"id", "content_html", "date_published"}


def test_without_an_address_it_names_none_of_its_own() -> None:
    one = items(edition(), link="2026-W47/index.html")[""]
    document = jsonfeed.write([one], NOWHERE)
    found = json.loads(document)
    assert rules.json_feed(document, placed=False) == []
    assert "feed_url" not in found
    assert (found["home_page_url"], found["items"][0]["url"]) == ("index.html", "2026-W47/index.html")


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.1"},
        {"feed_url": "/feed.json"},
        {"author": {"name": "A"}},
        {"authors": [{}]},
        {"items": [{"id": 3, "content_html": ""}]},
        {"items": [{"id": "3"}]},
        {"items": [{"id": "3", "content_html": "", "date_published": "2026-11-02"}]},
        {"items": [{"id": "3", "content_html": "", "date_published": "2026-13-02T18:00:00Z"}]},
        {"items": [{"id": "3", "content_html": "", "tags": [""]}]},
        {"items": [{"id": "3", "content_html": "", "updated": ""}]},
        {"items": [{"id": "3", "content_html": ""}] * 2},
    ],
)
def test_the_rules_refuse_what_is_no_json_feed(change: dict[str, Any]) -> None:
    found = feed(item())
    assert rules.json_feed(json.dumps(found).encode()) == []
    assert rules.json_feed(json.dumps(found | change).encode()) != []
