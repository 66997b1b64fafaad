"""An API's items are found by configured paths; what a path does not find is told with what is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from digest.collect import api, jsonlist, jsonpaths
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Origin, entries
from digest.model import Entry

from .conftest import NOW, said

HITS = {
    "hits": [
        {
            "objectID": "7",
            "title": "Ferry & bus share a ticket",
            "url": "https://bay.example/ferry",
            "created_at_i": 1763632800,
            "author": "jo",
            "story": {"about": "One ticket for both, from spring."},
        },
        {"objectID": "8", "title": "Ask: which bridge is oldest?", "url": None, "created_at_i": 1763719200},
    ],
    "nbPages": 1,
}
PLAIN = {"title": "title", "link": "url"}


def settings(**rest: Any) -> api.Settings:
    row = {"name": "Bay", "kind": "json", "url": "https://api.example/v1/items", **PLAIN, **rest}
    return api.Settings.model_validate({key: _tuple(value) for key, value in row.items()})


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def listed(document: object, **rest: Any) -> tuple[Entry, ...]:
    made = settings(**rest)
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    origin = Origin(made.name, made.url, NOW, publisher=made.name)
    return entries(jsonlist.read(body, made.rules), origin)[0]


def notes(document: object, **rest: Any) -> tuple[str, ...]:
    return jsonlist.read(json.dumps(document).encode(), settings(**rest).rules).notes


def problem(document: object, **rest: Any) -> str:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(NotAFeedError) as error:
        jsonlist.read(body, settings(**rest).rules)
    return str(error.value)


def fault(**rest: Any) -> str:
    with pytest.raises(ValidationError) as error:
        settings(**rest)
    return error.value.errors()[0]["msg"]


def test_each_part_comes_from_its_path_and_a_list_of_paths_is_a_list_of_chances() -> None:
    found = listed(
        HITS,
        items="hits[*]",
        link=["url", "https://bay.example/item?id={objectID}"],
        date="created_at_i",
        id="objectID",
        author="author",
        summary="story.about",
    )
    ask, ferry = found
    assert (ferry.title, ferry.url) == ("Ferry & bus share a ticket", "https://bay.example/ferry")
    assert (ferry.guid, ferry.author, ferry.summary) == ("7", "jo", "One ticket for both, from spring.")
    assert ferry.published == datetime(2025, 11, 20, 10, tzinfo=UTC)
    assert ask.url == "https://bay.example/item?id=8"


@pytest.mark.parametrize(
    "written",
    [1763632800, 1763632800.25, "1763632800", 1763632800000, 1763632800000000, "2025-11-20T11:00:00+01:00"],
)
def test_a_date_is_read_as_seconds_milliseconds_microseconds_or_words(written: object) -> None:
    (entry,) = listed([{"title": "One", "url": "https://bay.example/1", "at": written}], date="at")
    assert entry.published == datetime(2025, 11, 20, 10, tzinfo=UTC)


def test_a_list_at_the_top_needs_no_path() -> None:
    found = listed([{"title": "One", "url": "/1"}, {"title": "Two", "url": "/2"}])
    assert [entry.url for entry in found] == ["https://api.example/1", "https://api.example/2"]


def test_html_in_titles_and_texts_is_read_as_such() -> None:
    row = {
        "title": {"rendered": "Tea &#038; rum <em>tonight</em>"},
        "url": "https://bay.example/1",
        "content": {"rendered": "<p>Rum is out.</p><script>x()</script>"},
    }
    (entry,) = listed([row], title="title.rendered", content="content.rendered")
    assert (entry.title, said(entry)) == ("Tea & rum tonight", "Rum is out.")
    assert "script" not in entry.html


def test_several_authors_are_joined() -> None:
    row = {"title": "One", "url": "/1", "by": [{"name": "Jo"}, {"name": "Al"}]}
    (entry,) = listed([row], author="by[*].name")
    assert entry.author == "Jo, Al"


def test_lines_of_json_are_a_list_and_broken_ones_a_note() -> None:
    body = b'{"title": "One", "url": "/1"}\n{"title": "Two", "url": "/2"}\n\n{"title": "Thr\n'
    document = jsonlist.read(body, settings().rules)
    assert [item.title for item in document.items] == ["One", "Two"]
    assert document.notes == ("line 4: no JSON object",)


def test_a_single_line_of_json_is_one_item() -> None:
    assert [entry.title for entry in listed(b'{"title": "One", "url": "/1"}\n')] == ["One"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", [1]),
        ("$.a.b", [1]),
        ('["a"]["b"]', [1]),
        ("list[0].x", ["first"]),
        ("list[-1].x", ["last"]),
        ("list[*].x", ["first", "last"]),
        ("by.*.x", ["one", "two"]),
        ("list[7].x", []),
        ('["dotted.key"]', [2]),
        ("two words", [3]),
        ("a.b.c", []),
        ("null", []),
    ],
)
def test_what_paths_find(path: str, found: list[object]) -> None:
    document = {
        "a": {"b": 1},
        "list": [{"x": "first"}, {"x": "last"}],
        "by": {"p": {"x": "one"}, "q": {"x": "two"}},
        "dotted.key": 2,
        "two words": 3,
        "null": None,
    }
    assert jsonpaths.values(document, path) == found


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ({"items": "hits[*"}, 'is no path (at "[*"); write it like "data.items[*].title"'),
        ({"items": "a..b"}, 'is no path (at "..b")'),
        ({"title": "a b{"}, "is no path (at a brace that stands alone)"),
        ({"link": "https://x.example/{}"}, "should name a path in each pair of braces"),
        ({"each": "https://x.example/items"}, "should be an address with {} once in its path"),
        ({"each": "https://{}.example/items"}, "should be an address with {} once in its path"),
        ({"each": "https://x.example/{}/{}"}, "should be an address with {} once in its path"),
        ({"newest": 101}, "less than or equal to 100"),
        ({"title": ""}, "at least 1 item"),
    ],
)
def test_a_wrong_path_is_a_fault_of_the_configuration(rest: Mapping[str, Any], words: str) -> None:
    assert words in fault(**rest)


def test_a_path_that_finds_nothing_is_told_with_the_keys_that_are_there() -> None:
    assert problem(HITS, items="results[*]") == (
        'JSON in which `items = "results[*]"` finds nothing: '
        'there is no "results" (there are "hits", "nbPages")'
    )
    assert problem(HITS, items="hits[*].inner") == (
        'JSON in which `items = "hits[*].inner"` finds nothing: there is no "inner" '
        '(there are "objectID", "title", "url", "created_at_i", "author", "story")'
    )
    assert problem(HITS, title="name") == (
        'JSON that is no list, so that `items` has to name one (there are "hits", "nbPages")'
    )
    assert problem(HITS, items="hits", title="headline.text") == (
        'JSON in which none of 2 items has what title = "headline.text" names: there is no "headline" '
        '(there are "objectID", "title", "url", "created_at_i", "author", "story")'
    )


def test_a_date_that_no_item_has_is_a_note() -> None:
    (note,) = notes(HITS, items="hits", date="published.at")
    assert note.startswith('none of 2 items has what date = "published.at" names: there is no "published"')


def test_an_empty_list_is_no_failure() -> None:
    assert listed({"hits": []}, items="hits") == listed({"hits": []}, items="hits[*]") == ()


def test_ids_where_items_were_expected_point_to_the_setting() -> None:
    assert problem([4, 5, 6]) == "JSON whose items are no objects but 4, 5, 6; has it only ids (each)?"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 1000 + b"]" * 1000, "nests too deep"),
        (b"[" * 200_000, "nests too deep"),
        (b'[{"title": ' + b"9" * 5000 + b"}]", "a number of 5,000 digits"),
        (b'[{"title": NaN}]', "NaN is no number there"),
        (b'[{"title": "a", "title": "b"}]', "the key 'title' occurs twice"),
        (b'{\n "hits": [1,\n', "line 3, column 1"),
        (b"\xff\xfe\xff", "no Unicode"),
        (b"<!doctype html><p>Sign in", "a web page or XML, no JSON"),
    ],
)
def test_json_that_is_none_or_means_harm_is_told_as_such(body: bytes, words: str) -> None:
    assert words in problem(body, items="hits")


def test_what_an_answer_says_cannot_lead_a_link_to_another_scheme_or_host() -> None:
    rows = [
        {"title": "One", "url": "javascript:alert(1)"},
        {"title": "Two", "url": "https://bay.example@evil.example/"},
    ]
    assert [entry.url for entry in listed(rows)] == ["", ""]
    (entry,) = listed([{"title": "One", "id": "@evil.example/x"}], link="https://bay.example{id}")
    assert entry.url == ""
    (entry,) = listed([{"title": "One", "id": "a b/\"'<>"}], link="https://bay.example/{id}")
    assert entry.url == "https://bay.example/a%20b/%22'%3C%3E"


def test_the_places_of_items_are_made_of_their_ids_and_of_the_newest_alone() -> None:
    rules = settings(each="https://api.example/item/{}.json", newest=2).rules
    document = jsonlist.read_ids(b'[9, "../x?y", 7]', rules)
    assert [item.link for item in document.items] == [
        "https://api.example/item/9.json",
        "https://api.example/item/..%2Fx%3Fy.json",
    ]
