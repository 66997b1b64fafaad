"""Lists are recognised on pages as common programs write them, and furniture is left out."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect import ago, listing
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Origin, entries
from digest.collect.listrules import Rules
from digest.model import Entry

from .conftest import NOW, rss
from .shapes import ARTICLES, SHAPES, SITE

ORIGIN = Origin("Outlet", f"{SITE}/news", NOW, publisher="Outlet")


def listed(html: str | bytes, rules: Rules | None = None) -> tuple[Entry, ...]:
    """What the page lists, newest first where it has dates."""
    body = html if isinstance(html, bytes) else html.encode()
    return entries(listing.read(body, ORIGIN, rules or Rules()), ORIGIN)[0]


def problem(html: str, rules: Rules | None = None) -> str:
    with pytest.raises(NotAFeedError) as error:
        listing.read(html.encode(), ORIGIN, rules or Rules())
    return str(error.value)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_five_articles_are_found_and_nothing_else(name: str) -> None:
    shape = SHAPES[name]
    found = listed(shape.html())
    assert [entry.title for entry in found] == [article.title for article in ARTICLES]
    assert [entry.url.rstrip("/") for entry in found] == [SITE + article.path for article in ARTICLES]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_each_has_the_day_and_the_summary_that_its_row_has(name: str) -> None:
    shape = SHAPES[name]
    found = listed(shape.html())
    days = [entry.published.date() if entry.published else None for entry in found]
    assert days == [article.day.date() if shape.dated else None for article in ARTICLES]
    if shape.teased:
        assert [entry.summary for entry in found] == [article.summary for article in ARTICLES]


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"bare-ul"}))
def test_two_articles_are_a_list_where_their_rows_say_more_than_a_link(name: str) -> None:
    found = listed(SHAPES[name].html(ARTICLES[:2]))
    assert [entry.title for entry in found] == [article.title for article in ARTICLES[:2]]


CARDS = """<div class=grid>
<div class="card big"><h3>Bridge opens</h3><a class=go href="/news/1">Go</a>
<i data-at=1795168800>today</i><u>Two lanes.</u></div>
<div class="card"><h3>Ferry sinks</h3><a class=go href="/news/2">Go</a>
<i data-at=1795082400>yesterday</i><u>None hurt.</u></div>
</div>"""


def test_selectors_say_where_things_are_and_an_attribute_is_named_behind_an_at() -> None:
    rules = Rules(item="div.card", link="a.go", title="h3", date="i@data-at", summary="u")
    bridge, ferry = listed(CARDS, rules)
    assert (bridge.title, bridge.url, bridge.summary) == ("Bridge opens", f"{SITE}/news/1", "Two lanes.")
    assert bridge.published == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert ferry.title == "Ferry sinks"


def test_what_no_selector_names_is_recognised_in_the_items() -> None:
    (bridge, ferry) = listed(CARDS, Rules(item=".card"))
    assert (bridge.title, bridge.url) == ("Bridge opens", f"{SITE}/news/1")
    assert (ferry.title, ferry.url) == ("Ferry sinks", f"{SITE}/news/2")


def test_with_a_selector_for_links_alone_the_items_are_what_is_around_them() -> None:
    (bridge, ferry) = listed(CARDS, Rules(link=".card > a"))
    assert (bridge.title, ferry.title) == ("Bridge opens", "Ferry sinks")


def test_with_a_selector_for_dates_alone_the_items_are_recognised() -> None:
    page = SHAPES["bare-ul"].page.replace("</li>", " <b>[iso]</b></li>")
    found = listed(replace(SHAPES["bare-ul"], page=page).html(), Rules(date="b"))
    assert [entry.published for entry in found] == [article.day for article in ARTICLES]


def test_items_that_are_places_in_the_page_itself_can_be_selected() -> None:
    page = (
        '<h2 id=v2><a href="#v2">Release two</a></h2><p>Fast.</p><h2 id=v1><a href="#v1">Release one</a></h2>'
    )
    found = listed(page, Rules(link="h2 a"))
    assert [(entry.title, entry.url) for entry in found] == [
        ("Release two", f"{SITE}/news#v2"),
        ("Release one", f"{SITE}/news#v1"),
    ]
    assert len({entry.id for entry in found}) == 2


def test_a_selector_that_matches_nothing_is_told_with_what_repeats_instead() -> None:
    assert problem(CARDS.replace("Go<", "Go and read it<"), Rules(item="article.post")) == (
        "a page that lists no item that matches the selector `article.post` (item); "
        "what repeats there is `div.card` (2 times)"
    )
    assert problem("<p>Moved.</p>", Rules(link="h2 a")) == (
        "a page that lists no item that matches the selector `h2 a` (link); nothing repeats there"
    )


def test_a_part_that_no_item_has_is_told_with_what_the_first_one_holds() -> None:
    assert problem(CARDS, Rules(item=".card", title="h2")) == (
        "a page whose 2 items have no title that matches the selector `h2`; "
        "the first holds `h3`, `a.go`, `i`, `u`"
    )


def test_a_date_that_no_item_has_is_a_note() -> None:
    document = listing.read(CARDS.encode(), ORIGIN, Rules(item=".card", date="time"))
    assert document.notes == ("in none of 2 items is there a date that matches `time`",)


def test_a_page_whose_list_has_gone_says_so() -> None:
    empty = replace(
        SHAPES["wordpress-classic-theme"], page="<main><p>Nothing was found.</p></main>[foot]"
    ).html()
    assert problem(empty.decode()) == (
        "a page with 5 links in which no list of articles could be recognised; "
        "what repeats there is `li` (4 times): name the right one as `item`"
    )


def test_what_another_kind_reads_is_told_as_such() -> None:
    assert problem(rss("One").decode()) == 'a feed, which kind = "feed" reads'
    assert problem('<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"/>').startswith("a feed")
    assert problem('{"items": []}') == 'JSON, which kind = "json" reads'


def test_a_page_that_scripts_fill_says_so() -> None:
    said = problem('<div id="root"></div><script src="/app.js"></script>')
    assert said.startswith("a page that lists nothing before its scripts run, and they are not run")


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "BreadcrumbList", "itemListElement": [
  {"@type": "ListItem", "name": "Home of all the news", "item": "https://outlet.example/"},
  {"@type": "ListItem", "name": "News of the bay", "item": "https://outlet.example/bay"}]},
{"@type": "ItemList", "itemListElement": [
  {"@type": "ListItem", "position": 1, "item": {"@type": "NewsArticle", "headline": "Bridge &amp; ferry",
   "url": "/news/1", "datePublished": "2026-11-20T08:00:00Z", "author": [{"name": "Jo"}]}},
  {"@type": "ListItem", "position": 2, "url": "https://outlet.example/news/2", "name": "Ferry sinks"}]}
]}</script>"""


def test_what_the_page_tells_machines_is_taken_where_no_list_can_be_seen() -> None:
    bridge, ferry = listed(LINKED + "<div id=app></div>")
    assert (bridge.title, bridge.url, bridge.author) == ("Bridge & ferry", f"{SITE}/news/1", "Jo")
    assert bridge.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert ferry.title == "Ferry sinks"


def test_what_the_page_tells_machines_fills_what_its_rows_do_not_say() -> None:
    rows = "".join(
        f'<li><a href="/news/{number}">A headline that is number {number}</a></li>' for number in range(1, 6)
    )
    found = listed(f"{LINKED}<ul>{rows}</ul>")
    assert len(found) == 5
    assert found[0].published == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_broken_data_for_machines_is_passed_by() -> None:
    page = (
        SHAPES["ghost"].html().replace(b"<body>", b'<body><script type="application/ld+json">{"a": </script>')
    )
    assert len(listed(page)) == len(ARTICLES)


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("05/11/2026", "fr", (2026, 11, 5)),
        ("05/11/2026", "en-GB", (2026, 11, 5)),
        ("05/11/2026", "en-US", (2026, 5, 11)),
        ("3 Dec", "en", (2025, 12, 3)),
        ("20 nov.", "fr", (2026, 11, 20)),
        ("20. November", "de", (2026, 11, 20)),
        ("11月20日", "ja", (2026, 11, 20)),
    ],
)
def test_a_date_without_year_or_with_slashes_is_read_as_its_page_writes(
    words: str, language: str, day: tuple[int, int, int]
) -> None:
    page = replace(SHAPES["ul-with-dates-behind"], page="", language=language)
    rows = "".join(
        f'<li><i class="date">{words}</i> <a href="/{n}">Bridge number {n} opens</a>' for n in (1, 2)
    )
    found = listed(replace(page, page=f"<ul>{rows}</ul>").html())
    assert [entry.published for entry in found] == [datetime(*day, tzinfo=UTC)] * 2


def test_one_date_that_can_only_put_the_day_first_speaks_for_the_whole_list() -> None:
    rows = "".join(
        f'<li>{when} <a href="/{when}">Bridge of {when[:2]} opens</a>'
        for when in ("20/11/2026", "05/11/2026")
    )
    assert [str(entry.published)[:10] for entry in listed(f"<ul>{rows}</ul>")] == ["2026-11-20", "2026-11-05"]


def test_the_year_of_a_heading_counts_for_the_days_below_it() -> None:
    rows = [
        f'<h3>{year}</h3><ul><li>Nov 20 <a href="/{year}">Bridge number {year} opens</a></ul>'
        for year in (2026, 2024, 2023)
    ]
    found = listed("".join(rows))
    assert [str(entry.published)[:10] for entry in found] == ["2026-11-20", "2024-11-20", "2023-11-20"]


def test_a_number_in_a_headline_is_no_date() -> None:
    rows = "".join(f'<li><a href="/{n}">Bridge software 3.12.{n} is out now</a>' for n in range(10, 15))
    assert {entry.published for entry in listed(f"<ul>{rows}</ul>")} == {None}


def test_words_of_a_page_stay_words() -> None:
    rows = "".join(
        f'<article><h2><a href="/{n}">Use &lt;b&gt; &amp;amp; not {n}</a></h2>'
        "<p>5 &lt; 6 &amp; more of it here</p></article>"
        for n in (1, 2)
    )
    (one, _) = listed(rows)
    assert (one.title, one.summary) == ("Use <b> &amp; not 1", "5 < 6 & more of it here")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<div>" * 5_000,
        "<ul>" + "<li><a href=/x>" * 3_000,
        "<a href='javascript:x'>" * 100,
        "\0" * 100,
        "<table>" * 200 + "<tr><td><a href=/1>One two three four</a>",
        "<!--" * 1_000,
    ],
)
def test_hostile_pages_are_a_clear_failure(page: str) -> None:
    assert problem(page)


def test_a_page_of_many_thousand_rows_takes_the_first_five_hundred() -> None:
    rows = "".join(f"<li class=a{n}><a href=/{n}>Bridge number {n} opens today</a>" for n in range(5_000))
    assert len(listed(f"<ul>{rows}</ul>")) == 500


def test_the_newest_story_above_the_list_is_one_of_it() -> None:
    lead = (
        '<div class="top"><a href="/2026/11/21/pier"><h1>Minister resigns over the pier</h1></a>'
        "<p>The dispute ends with a letter of two lines.</p></div>"
    )
    page = SHAPES["ministry-german"].page.replace("<main>", f"<main>{lead}")
    found = listed(replace(SHAPES["ministry-german"], page=page).html())
    assert [entry.title for entry in found] == [
        "Minister resigns over the pier",
        *(article.title for article in ARTICLES),
    ]


def test_links_in_running_text_and_topics_are_no_list() -> None:
    text = "".join(
        f'<p>The harbour said that <a href="/{n}">the old pier number {n}</a> stays shut.</p>'
        for n in range(6)
    )
    topics = "".join(f'<li><a href="/topic/{n}">Old town {n}</a></li>' for n in range(6))
    assert problem(f"<main>{text}</main>")
    assert problem(f"<main><ul>{topics}</ul></main>")


def test_titles_of_one_word_are_enough_where_there_are_dates() -> None:
    rows = "".join(f'<li>20.11.2026 <a href="/{name}">{name}</a></li>' for name in ("Crane", "Ferry", "Pier"))
    assert {entry.title for entry in listed(f"<ul>{rows}</ul>")} == {"Crane", "Ferry", "Pier"}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3 days ago", (2026, 11, 19)),
        ("an hour ago", (2026, 11, 22)),
        ("vor 2 Stunden", (2026, 11, 22)),
        ("il y a 2 semaines", (2026, 11, 8)),
        ("hace 1 mes", (2026, 10, 23)),
        ("há 5 dias", (2026, 11, 17)),
        ("5 giorni fa", (2026, 11, 17)),
        ("3天前", (2026, 11, 19)),
        ("gestern", (2026, 11, 21)),
        ("Yesterday", (2026, 11, 21)),
    ],
)
def test_how_long_ago_is_a_date(words: str, day: tuple[int, int, int]) -> None:
    rows = "".join(f'<li><i>{words}</i> <a href="/{n}">Bridge number {n} opens</a></li>' for n in (1, 2))
    (one, _) = listed(f"<ul>{rows}</ul>")
    assert one.published
    assert (one.published.year, one.published.month, one.published.day) == day


@pytest.mark.parametrize("words", ["3 days", "5 min", "12 ago", "in 3 days", "ago", "3 days ago in May"])
def test_a_length_of_time_is_no_date(words: str) -> None:
    assert ago.iso(words, NOW) == ""


def test_an_article_is_from_the_day_in_its_address_where_its_row_says_when_it_was_changed() -> None:
    rows = "".join(
        f'<li>2026-11-22 06:35 <a href="/2026/0{n}/11/a">Bridge number {n} opens</a></li>' for n in (7, 8)
    )
    found = listed(f"<ul>{rows}</ul>")
    assert [str(entry.published)[:10] for entry in found] == ["2026-08-11", "2026-07-11"]


PIECES = st.sampled_from((
    "<ul>", "<li>", "</ul>", "<a href=/1>", "<a href='#'>", "<a href=https://[>", "</a>", "<h2>", "</h2>",
    "<p>", "<article>", "<time datetime=2026>", "20 Nov", "2026", "&#0;", "Bridge opens at last", "<br>",
    "<div class='a b'>", "<table><tr><td>", "</div>", "<nav>", "<base href=x:>", "{", "</script>",
    "<script type='application/ld+json'>",
))  # fmt: skip


@given(st.lists(PIECES, max_size=60))
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    with contextlib.suppress(NotAFeedError):
        listing.read("".join(pieces).encode(), ORIGIN, Rules())
    with contextlib.suppress(NotAFeedError):
        listing.read("".join(pieces).encode(), ORIGIN, Rules(link="a", title="h2", date="time"))
