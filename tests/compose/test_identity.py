"""What "the same article" means, each law in one test."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from digest.compose import identity
from digest.model import Entry, Link
from digest.sameness import rules, shelf
from tests.records import NOW, entry

TITLE = "Northwind takes a 40% stake in chip maker Tall Pines"
TEXT = (
    "Northwind will buy a stake of forty percent in Tall Pines for two billion dollars, both companies "
    "said on Monday, and the founder of Tall Pines will join the board of Northwind when the deal is closed."
)
PAGE = "https://www.ledgerwire.example/2026/11/northwind-takes-stake-in-tall-pines"


def other(base: Entry, **changes: object) -> Entry:
    """The same item as it came in again: another id, and what `changes` says."""
    return replace(base, **{"id": f"{base.id}-again", **changes})  # type: ignore[arg-type]


def both_ways(one: Entry, two: Entry) -> str:
    reason = identity.same(one, two)
    assert identity.same(two, one) == reason
    return reason


FIRST = entry(TITLE, url=PAGE, summary=TEXT)


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": "a new guid"},
        {"url": PAGE.replace("https://www.", "http://")},
        {"url": PAGE.replace("www.", "m.")},
        {"url": PAGE + "/amp/"},
        {"url": PAGE + "?utm_source=rss&fbclid=1#top"},
        {"title": "Something else entirely", "summary": ""},
        {"title": "Why the founder of Tall Pines said yes", "url": "https://ledgerwire.example/99"},
        {"title": "Northwind takes 40% stake in chipmaker Tall Pines", "summary": "", "url": ""},
        {"title": f"Exclusive: {TITLE} - Ledger Wire", "summary": "", "url": "https://tinyurl.com/x1y2z3"},
        {
            "url": "https://news.google.com/rss/articles/CBMiAUFVX3lxTE1?oc=5",
            "summary": f"{TITLE} Ledger Wire",
        },
        {"publisher": "MSN", "url": "https://msn.com/en-us/news/ar-AA1", "summary": ""},
        {"publisher": "The Circuit", "title": "Chip maker finds a buyer", "url": "https://circuit.example/1"},
    ],
    ids=[
        "a new guid",
        "another scheme and host prefix",
        "the mobile page",
        "the amp page",
        "tracking noise",
        "another headline at the same address",
        "another headline over the same opening",
        "nearly the same headline",
        "labels around the headline, a short link",
        "an aggregator's link",
        "syndicated under the same headline",
        "the same text in another outlet",
    ],
)
def test_it_is_the_same_article_with(changes: dict[str, object]) -> None:
    assert both_ways(FIRST, other(FIRST, **changes))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Northwind to pay $2 billion for Tall Pines stake",
            "Northwind to pay $3 billion for Tall Pines stake",
        ),
        ("Northwind opens a lab in Lisbon this autumn", "Northwind opens a lab in Tallinn this autumn"),
        ("10 voice start-ups to watch in 2026", "10 robot start-ups to watch in 2026"),
        ("Morning briefing", "Morning briefing"),
        ("", ""),
    ],
    ids=["another figure", "another place", "a series", "a standing headline", "no headline"],
)
def test_one_outlet_writes_two_articles_that_differ_in(one: str, two: str) -> None:
    first = entry(one, url="https://ledgerwire.example/1")
    assert not both_ways(first, other(first, title=two, url="https://ledgerwire.example/2"))


def test_two_reports_of_one_event_are_two_articles() -> None:
    report = entry(
        "Northwind is buying into chip maker Tall Pines",
        source="The Circuit",
        summary="Tall Pines, a designer of chips, has sold 40% of itself to Northwind, people said.",
    )
    assert not both_ways(FIRST, report)


def test_two_newsrooms_with_nearly_one_headline_wrote_it_twice_unless_hardly_a_word_differs() -> None:
    one = entry("Northwind in talks to invest up to $30 billion more in Tall Pines")
    two = entry("Northwind is in talks to invest $30 billion more in Tall Pines", source="The Circuit")
    assert not both_ways(one, two)
    assert both_ways(one, entry(one.title.replace("more in", "in"), source="The Circuit"))


def test_an_aggregator_carries_many_outlets_reports_of_one_event() -> None:
    one = entry("Portugal bans the Northwind app in state offices over security", source="MSN")
    two = entry("Portugal bans Northwind app in offices of the state over security concerns", source="MSN")
    assert not both_ways(one, two)
    assert both_ways(replace(one, publisher="Quay Daily"), replace(two, publisher="Quay Daily"))


def test_a_headline_told_at_length_in_other_words_is_another_article() -> None:
    long = " ".join(f"word{number}" for number in range(90))
    column = entry("The week in chips, power and people", url="https://a.example/1", text=long)
    next_week = other(column, url="https://a.example/2", text=long.replace("word", "term"))
    assert not both_ways(column, next_week)


def test_spellings_of_an_outlet_are_one_outlet() -> None:
    first = entry(
        "Northwind shares jump after Tall Pines talks become known", source="The Wall Street Journal"
    )
    again = entry("Northwind shares jump after talks with Tall Pines", source="WSJ")
    assert both_ways(first, again) == "one outlet, nearly the same title"


def test_an_old_link_of_google_news_is_the_page_that_it_holds() -> None:
    message = b"\x08\x13\x22" + bytes([len(PAGE)]) + PAGE.encode() + b"\xd2\x01\x00"
    link = "https://news.google.com/rss/articles/" + urlsafe_b64encode(message).decode().rstrip("=")
    assert both_ways(FIRST, entry("Other words", source="Google News", url=link)) == "the same address"


def test_parts_of_a_roundup_are_the_same_only_with_the_same_headline() -> None:
    roundup = Link("The week", PAGE)
    part = replace(entry(TITLE, url=PAGE, summary=TEXT), within=roundup)
    assert not both_ways(part, other(part, title="A court rules on training data"))
    assert not both_ways(part, other(part, title="Northwind takes 40% stake in chipmaker Tall Pines"))
    assert both_ways(part, other(part, summary=""))
    assert not both_ways(part, entry("The week in chips", url=PAGE, source="The Circuit"))
    assert both_ways(part, entry(TITLE, source="The Circuit")), "told elsewhere under the same headline"


def test_a_front_page_that_many_items_link_to_says_nothing() -> None:
    one = entry("Northwind opens a lab in Lisbon", url="https://ledgerwire.example/")
    assert not both_ways(one, other(one, title="Grid operators warn of shortage"))


@pytest.mark.parametrize(
    ("title", "retitled", "unrelated"),
    [
        (
            "人工智能公司融资十亿美元估值翻倍",
            "人工智能公司融资十亿美元，估值再翻倍",
            "法院就训练数据版权作出裁决",
        ),
        (
            "شركة الذكاء الاصطناعي تجمع مليار دولار وتضاعف قيمتها",
            "شركة الذكاء الاصطناعي تجمع مليار دولار وتضاعف قيمتها السوقية",
            "محكمة تصدر حكما بشأن حقوق النشر وبيانات التدريب",
        ),
        (
            "Компания привлекла миллиард долларов на новые центры",
            "Компания привлекла миллиард долларов на центры",
            "Суд вынес решение об авторских правах и данных",
        ),
    ],
)
def test_other_scripts_are_compared_as_well(title: str, retitled: str, unrelated: str) -> None:
    first = entry(title, url="https://a.example/1")
    assert both_ways(first, other(first, title=retitled, url="https://a.example/2"))
    assert both_ways(first, other(first, publisher="Mirror", url="https://b.example/2"))
    assert not both_ways(first, other(first, title=unrelated, url="https://a.example/3"))


def folded(*entries: Entry) -> dict[str, str]:
    """Original by copy, the same for all orders of arrival."""
    results = []
    for order in permutations(entries):
        found = identity.distinct(order, {})
        assert len(found.entries) + len(found.copies) == len(entries)
        results.append({copy.entry.id: copy.of for copy in found.copies})
    assert all(result == results[0] for result in results), "the order of arrival matters"
    return results[0]


def test_a_teaser_that_was_cut_shorter_is_the_same_opening() -> None:
    first = entry("Northwind buys in", url="https://a.example/1", summary=TEXT)
    cut = other(
        first, title="Why the founder of Tall Pines agreed", url="https://a.example/2", summary=TEXT[:95]
    )
    assert both_ways(first, cut) == "one outlet, the same opening"


def test_a_copy_of_a_copy_is_one_of_the_original() -> None:
    first = replace(FIRST, published=NOW - timedelta(days=3))
    second = other(
        first, title="Why the founder of Tall Pines said yes", url="", published=NOW - timedelta(days=2)
    )
    third = replace(
        second,
        id="third",
        title="Why the founder of Tall Pines said yes - Ledger Wire",
        summary="",
        published=NOW,
    )
    assert folded(first, second, third) == {second.id: first.id, "third": first.id}


def test_an_opening_with_which_an_outlet_always_starts_proves_nothing() -> None:
    opening = "Welcome to our daily letter on chips and power. Here is what you need to know today."
    subjects = (
        "A lab for Lisbon",
        "Courts and copies",
        "The grid is full",
        "Robots at sea",
        "Who pays for wind",
    )
    letters = [entry(title, url=f"https://a.example/{title[:5]}", summary=opening) for title in subjects]
    assert len(identity.distinct(letters, {}).entries) == len(letters)


def test_empty_endless_and_equal_headlines_are_borne() -> None:
    endless = "Northwind " * 1000
    odd = [entry("", url=f"https://a.example/{n}") for n in range(40)]
    odd += [replace(entry(endless, url=f"https://b.example/{n}"), id=f"endless{n}") for n in range(40)]
    found = identity.distinct([replace(item, id=f"{n}") for n, item in enumerate(odd)], {})
    assert len(found.entries) + len(found.copies) == 80


@pytest.mark.parametrize("kind", ["other words", "one headline", "one vocabulary"])
def test_the_work_grows_with_the_number_of_entries_and_not_its_square(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counted(*looks: object) -> str:
        nonlocal compared
        compared += 1
        return rules.reason(*looks)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "reason", counted)

    def made(number: int) -> Entry:
        several = (
            f"word{(number * step) % (50 if kind == 'one vocabulary' else 4001)}" for step in range(7, 15)
        )
        title = "The same headline over everything" if kind == "one headline" else " ".join(several)
        source = f"Outlet {number % 9}"
        return replace(entry(title, source=source, url=f"https://a.example/{number}"), id=f"{number:06}")

    identity.distinct(map(made, range(4000)), {})
    assert compared < 4000 * 100, "all pairs would be eight million"
