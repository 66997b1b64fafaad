from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import text
from digest.collect.items import Origin
from digest.collect.reading import Job, read
from digest.compose import roundup
from digest.model import Entry, Link
from tests.records import NOW, entry

# Invented companies and events throughout.
IN_TEXT = """Money moved fast these days, and the people who run data centers noticed. Here is what counted.

1. The $3 Billion Handshake: Northwind Takes Half of Tall Pines

The sum surprised everybody. Northwind has agreed to buy 50% of Tall Pines for $3 billion in cash.

Why is Tall Pines Worth So Much?

• The Power Question: Data centers need electricity, and few firms can promise it.
• A Signal to All: The market believes in grids again.

2. A Crowded Market: Ambition Everywhere

Competition is growing, and nobody wants to be late.

Brightwater’s Second Round: Valued at $900 Million

A younger firm is not far behind. Brightwater has raised $120 million from Larkspur Capital.

The Wider Meaning

• Money Is Patient: Funds expect returns in ten years, not in two.

New Money: Fuel for Ideas

• HARBORLINE’s $200 Million Fund: Shipping giant HARBORLINE has stepped up, launching a $200 million fund.
• Quillon’s Chip Dream: The start-up Quillon has successfully raised $35 million to design chips.

• The Arms Race: Everybody wants faster machines, and nobody knows where it ends.

***The Ministry’s Grave Warning***

Warnings came from Lisbon too. The Ministry of Energy has warned that grids cannot carry the load.

A related article on our pages looks at turbines, which you can read here.

FAQs

What is a data center?

A data center is a building in which computers of Northwind or others stand.

Conclusion

Northwind has shown that size matters, and others will follow.
"""
IN_HTML = """<p>Good morning. Three things before coffee.</p>
<h2>A message from <a href="https://ads.example/x">Sleepwell</a></h2><p>Sleepwell has launched a pillow.</p>
<h2>🚀 Top stories</h2>
<h3><a href="https://wire.example/o?utm_source=mail">Orchard buys Kettle Labs for $40M (3 min read)</a></h3>
<p>Orchard said it had acquired Kettle Labs, a maker of speech models.</p>
<p><strong>Why it matters:</strong> Voices sell phones.</p>
<h3><a href="https://court.example/ferrous">Judge halts Ferrous over training data</a></h3>
<p>A court in Oslo ordered Ferrous to stop training on books by Norwegian authors.</p>
<h3><a href="https://lab.example/minnow">Minnow releases a model for phones</a></h3>
<p>Minnow has released Fin 2, which runs without a network.</p>
<h2>In other news</h2>
<ul><li><strong>Saltmarsh cuts 300 jobs</strong> as robots sort. <a href="https://jobs.example/s">Link</a></li>
<li>Vesper opened a plant in Ghent. <a href="https://plants.example/v">Read more</a></li></ul>
<h2>Key takeaways</h2><ul><li>Orchard is serious about voices.</li><li>Courts are awake.</li></ul>
"""
ONE_DEAL = """Northwind has agreed to buy Tall Pines for $3 billion, the largest deal of its kind.

The deal in detail

Northwind pays in cash and takes over 400 people. Tall Pines keeps its name and its office in Bergen.

What is at stake

Power is scarce. Northwind has signed contracts with three grids, and Tall Pines brings two more.

How rivals respond

Brightwater raised money last month, and Northwind has lost two customers to it.

Key figures

• Price: Northwind pays $3 billion for Tall Pines.
• People: Tall Pines employs 400.
• Closing: Northwind expects approval in spring.

Outlook

Regulators in Brussels have asked Northwind for papers, and analysts expect them to approve the deal.
"""
PROFILES = """The companies on this page started small, and every one of them now sells to banks.

Brightwater

Brightwater is a maker of grid software. It was founded in 2015 by Ada Holm and raised $10 million in 2018.

Larkspur

Larkspur is based in Ghent and builds chips for cameras. In 2019 it hired its first head of sales.

Quillon

Quillon offers a service for contracts. Its tools help lawyers, and its founders studied in Delft.

Harborline

Harborline, founded in 2011, ships containers. It is known for its blue cranes and runs 40 ships.
"""
RELEASES = """<h2>What's changed</h2><ul><li>Fixed a crash when Python 3 ended early</li>
<li>Added support for Windows</li><li>Removed the Docker file that shipped before</li></ul>
<h2>Performance</h2><p>Linux builds have dropped to half the time.</p>
<h2>Thanks</h2><p>Ada Holm fixed the docs.</p><h2>Plugins</h2><p>Quillon has joined as a plugin.</p>"""


def roundup_in_text(body: str = IN_TEXT) -> Entry:
    return entry("Money moved fast these days", url="https://desk.example/money", text=body)


def roundup_in_html(html: str = IN_HTML) -> Entry:
    made = entry("Coffee Daily: Orchard buys", url="https://coffee.example/today")
    return replace(made, html=html, text=text.plain_of_safe(html, 20_000))


def titles(one: Entry) -> list[str]:
    return [event.title for event in roundup.split([one]).entries]


def test_a_roundup_of_headed_paragraphs_gives_an_entry_for_each_event() -> None:
    assert titles(roundup_in_text()) == [
        "The $3 Billion Handshake: Northwind Takes Half of Tall Pines",
        "Brightwater’s Second Round: Valued at $900 Million",
        "Shipping giant HARBORLINE has stepped up, launching a $200 million fund",
        "The start-up Quillon has successfully raised $35 million to design chips",
        "The Ministry’s Grave Warning",
    ]


def test_a_newsletter_in_html_gives_its_events_with_their_own_links() -> None:
    found = roundup.split([roundup_in_html()]).entries
    assert [(event.title, event.url) for event in found] == [
        ("Orchard buys Kettle Labs for $40M", "https://wire.example/o"),
        ("Judge halts Ferrous over training data", "https://court.example/ferrous"),
        ("Minnow releases a model for phones", "https://lab.example/minnow"),
        ("Saltmarsh cuts 300 jobs", "https://jobs.example/s"),
        ("Vesper opened a plant in Ghent", "https://plants.example/v"),
    ]


def test_an_event_points_at_its_roundup_and_keeps_its_date_and_publisher() -> None:
    parent = roundup_in_text()
    for event in roundup.split([parent]).entries:
        assert event.within == Link(parent.title, parent.url)
        assert event.url == parent.url
        assert (event.source, event.publisher, event.published) == (
            parent.source,
            parent.publisher,
            parent.published,
        )
        assert event.text
        assert event.summary
        assert not event.html


def test_the_roundup_itself_has_the_fate_of_being_split() -> None:
    parent = roundup_in_text()
    (fate,) = roundup.split([parent]).fates
    assert (fate.entry, fate.fate) == (parent.id, "split")
    assert fate.reason == "a roundup: split into its 5 events"


def test_what_comments_on_an_event_belongs_to_it_and_what_tells_none_to_nobody() -> None:
    first, *_, chips, warning = roundup.split([roundup_in_text()]).entries
    assert "• The Power Question" in first.text
    assert "Arms Race" in chips.text
    assert "related article" not in warning.text
    told = "".join(event.text for event in roundup.split([roundup_in_text()]).entries)
    assert "nobody wants to be late" not in told
    assert "data center is a building" not in told
    assert "size matters" not in told


def test_an_event_keeps_its_id_when_others_are_added() -> None:
    before = {event.title: event.id for event in roundup.split([roundup_in_text()]).entries}
    added = "Castell’s New Plant\n\nThe firm Castell has opened a plant for turbines in Porto.\n\nFAQs"
    grown = roundup_in_text(IN_TEXT.replace("FAQs", added, 1))
    after = {event.title: event.id for event in roundup.split([grown]).entries}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)


@pytest.mark.parametrize("body", [ONE_DEAL, PROFILES], ids=["one deal", "profiles"])
def test_an_article_about_one_thing_stays_whole(body: str) -> None:
    article = entry("Northwind and the grids", text=body)
    assert roundup.split([article]) == roundup.Split((article,), ())


def test_release_notes_and_lists_by_their_title_stay_whole() -> None:
    notes = replace(roundup_in_html(RELEASES), title="Sparrow v2.4.1")
    best = replace(roundup_in_text(), title="7 best ways to spend money")
    assert roundup.split([notes, best]) == roundup.Split((notes, best), ())


def test_an_article_in_another_language_stays_whole() -> None:
    body = "\n\n".join(
        f"Die Firma {name}\n\n{name} hat am Montag in Berlin ein neues Werk eröffnet und Leute gesucht."
        for name in ("Nordwind", "Kiefer", "Salz", "Quell")
    )
    article = entry("Was die Woche brachte", text=body)
    assert not roundup.split([article]).fates


def test_what_was_cut_out_of_a_roundup_is_not_cut_again() -> None:
    once = roundup.split([roundup_in_text(), roundup_in_html()])
    assert roundup.split(once.entries) == roundup.Split(once.entries, ())


def test_other_entries_pass_unchanged_and_in_order() -> None:
    short = [entry(f"Headline {number}", text="Two words.") for number in range(3)]
    found = roundup.split([short[0], roundup_in_text(), *short[1:]]).entries
    assert (found[0], *found[-2:]) == tuple(short)


def test_a_year_of_headlines_and_a_monster_take_no_time() -> None:
    headlines = [entry(f"Headline {number}", text="A teaser. " * 20) for number in range(2_000)]
    monsters = [
        roundup_in_html("<b>" * 6_000 + "Acme launched. " * 1_000),
        roundup_in_html("<ul><li>" * 2_000 + "<a href='x'>Acme buys</a> " * 500),
        roundup_in_text("• Acme bought Bolt\n" * 1_000 + "A\n\n" * 4_000),
        roundup_in_text("read more " * 2_000 + "(\n\n" * 4_000),
    ]
    began = time.perf_counter()
    roundup.split([*headlines, *monsters])
    assert time.perf_counter() - began < 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*IN_HTML.split("\n"), *IN_TEXT.split("\n\n"), "<li>", "</h3>", "•"]), max_size=60
    )
)
def test_any_text_is_read_and_every_id_is_unique(pieces: list[str]) -> None:
    for one in (roundup_in_text("\n\n".join(pieces)), roundup_in_html("".join(pieces))):
        found = roundup.split([one]).entries
        assert len({event.id for event in found}) == len(found)
        assert all(event.title and event.text for event in found if event.within)


@pytest.mark.corpus
def test_the_first_seed_article_gives_its_twelve_events_and_the_others_stay_whole(shared: Path) -> None:
    first, *others = sorted((shared / "seeds").glob("*.txt"))
    counts = []
    for file in (first, *others):
        job = Job("article", file.read_bytes(), Origin("Seeds", "", NOW, written=NOW), file.name)
        counts.append(len(roundup.split(read(job).entries).entries))
    assert counts == [12, 1, 1]


PLAIN = """The weekly harbour letter

Northwind signs a contract for cranes with Tall Pines

Northwind will pay Tall Pines 90 million dollars over five years for cranes in Bergen. It starts in March.

Larkspur taken to task by pilots

A group of pilots has sued Larkspur in Oslo over the use of their charts. They ask for damages.

Port Authority tightens rules for night arrivals

The Port Authority published rules on Tuesday that require permits at night. They take effect in January.

Brightwater raises 20 million euros from Quay Capital

Brightwater has raised 20 million euros in a round led by Quay Capital, which now holds 11%.

Corvane and Pillbug under one roof

Corvane will supply Pillbug with one million buoys. The contract is worth tens of millions.
"""


def test_where_most_headings_of_a_text_tell_events_none_of_the_others_vanishes() -> None:
    letter = entry("The weekly harbour letter", text=PLAIN.partition("\n\n")[2])
    titles = [one.title for one in roundup.split([letter]).entries]
    assert len(titles) == 5
    assert "Larkspur taken to task by pilots" in titles
