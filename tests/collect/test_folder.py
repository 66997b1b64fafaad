"""Files on disk become entries; what cannot be read is a note."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from digest import collect
from digest.collect import folder
from digest.config import FetchingSettings
from digest.model import Collected, Memory

from .conftest import NOW, rss, said

WRITTEN = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "clippings"
    made.mkdir()
    return made


def write(place: Path, name: str, content: str | bytes) -> None:
    file = place / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(file, (WRITTEN.timestamp(), WRITTEN.timestamp()))


def collected(place: Path, memory: Memory | None = None, **rest: str) -> Collected:
    row = {"name": "Clippings", "kind": "folder", "path": place.name, **rest}
    settings = folder.Settings.model_validate(row)
    memories = {"Clippings": memory} if memory else {}
    return collect.entries([settings], memories, FetchingSettings(), place.parent, NOW, lambda _: None)[0]


ARTICLE = """A red icon combined with a wheel in the center, with radiating lines. The text reads Example.
Photo Harbour cranes

Harbour town buys three cranes

The town of Exbridge has bought three cranes for £4 million, the council said. They arrive in spring.

Why cranes?

  • Loading: ships wait two days now.
  • Jobs: forty people are to be hired.

MetricsData
Cranes3

Visit harbour.example

Leave a Reply

Your email address will not be published. Required fields are marked *

A woman who smiles at the camera. Text beside her announces a prize.
Image Description
"""


def test_a_text_file_is_an_article_without_the_furniture_of_its_page(place: Path) -> None:
    write(place, "cranes.txt", ARTICLE)
    (entry,) = collected(place).entries
    assert entry.title == "Harbour town buys three cranes"
    assert said(entry) == (
        "The town of Exbridge has bought three cranes for £4 million, the council said. "
        "They arrive in spring.\n\nWhy cranes?\n\n"
        "• Loading: ships wait two days now.\n• Jobs: forty people are to be hired.\n\nMetricsData Cranes3"
    )
    assert (entry.publisher, entry.url, entry.published) == ("Clippings", "", WRITTEN)


def test_a_text_that_starts_with_a_paragraph_lends_its_first_sentence(place: Path) -> None:
    write(
        place,
        "a.txt",
        "The lighthouse will be lit again, the trust said today. " + "It was dark for years. " * 10,
    )
    (entry,) = collected(place).entries
    assert entry.title == "The lighthouse will be lit again, the trust said today"
    assert said(entry).startswith("The lighthouse will be lit again, the trust said today. It was")


def test_markdown_with_front_matter(place: Path) -> None:
    write(
        place,
        "note.md",
        '---\ntitle: "A & B"\ndate: 2026-11-19\nurl: https://site.example/ab\n---\n\n'
        "# Unused\n\nSome *words*.\n\n- one\n- two\n",
    )
    (entry,) = collected(place).entries
    assert (entry.title, entry.url) == ("A & B", "https://site.example/ab")
    assert entry.published == datetime(2026, 11, 19, tzinfo=UTC)
    assert "Some words." in said(entry)
    assert "• one\n• two" in said(entry)


def test_markdown_without_front_matter_takes_its_heading(place: Path) -> None:
    write(place, "note.md", "# The heading\n\nWords.\n")
    (entry,) = collected(place).entries
    assert (entry.title, said(entry)) == ("The heading", "Words.")


PAGE = """<!doctype html><html lang="en-GB"><head><title>Window | Site</title>
<meta property="og:title" content="Tide &amp; time"><meta property="og:site_name" content="The Tide">
<link rel="canonical" href="https://tide.example/a">
<meta property="article:published_time" content="2026-11-17T10:00:00Z">
</head><body><nav>Home About</nav><article><h1>Tide</h1>
<p>The tide is <a href="/in">in</a>.</p><script>x()</script></article>
<footer>All rights</footer></body></html>"""


def test_a_saved_page_gives_its_article(place: Path) -> None:
    write(place, "page.html", PAGE)
    (entry,) = collected(place).entries
    assert (entry.title, entry.url, entry.publisher) == ("Tide & time", "https://tide.example/a", "The Tide")
    assert said(entry) == "Tide\n\nThe tide is in."
    assert 'href="https://tide.example/in"' in entry.html
    assert (entry.language, entry.published) == ("en-GB", datetime(2026, 11, 17, 10, 0, tzinfo=UTC))


MAIL = b"""From: =?utf-8?q?The_Caf=C3=A9_Letter?= <letter@cafe.example>
Subject: =?utf-8?q?Beans_=26_more=0D=0ABcc:_x@y.example?=
Date: Thu, 19 Nov 2026 07:00:00 +0100
Message-ID: <42@cafe.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

plain words
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Rich <b>words</b> =E2=80=93 here</p>
--b--
"""


def test_a_mail_gives_its_richest_part_and_its_sender(place: Path) -> None:
    write(place, "letter.eml", MAIL)
    (entry,) = collected(place).entries
    assert entry.title == "Beans & more Bcc: x@y.example"
    assert (entry.publisher, entry.guid) == ("The Café Letter", "42@cafe.example")
    assert said(entry) == "Rich words – here"
    assert entry.published == datetime(2026, 11, 19, 6, 0, tzinfo=UTC)


def test_item_lists_name_their_bad_lines(place: Path) -> None:
    rows = [
        {
            "id": "1",
            "title": "One < two",
            "url": "https://a.example/1",
            "published": "2026-11-20",
            "publisher": "A & Co",
        },
        {
            "id": "2",
            "title": "Two",
            "url": "https://a.example/2",
            "published": "2026-11-19",
            "text": "p1\n\np2",
        },
    ]
    write(place, "items.jsonl", json.dumps(rows[0]) + "\nbroken\n\n" + json.dumps(rows[1]) + "\n[]\n")
    found = collected(place)
    assert [(entry.title, entry.publisher) for entry in found.entries] == [
        ("One < two", "A & Co"),
        ("Two", "Clippings"),
    ]
    assert said(found.entries[1]) == "p1\n\np2"
    assert found.notes == ("items.jsonl: lines 2, 5: no items",)


def test_feeds_bring_their_own_name_as_publisher(place: Path) -> None:
    write(place, "a.xml", rss("From feed"))
    write(
        place,
        "b.json",
        json.dumps({"version": "1", "title": "Jay", "items": [{"id": "1", "title": "From JSON"}]}),
    )
    found = collected(place)
    assert {entry.publisher for entry in found.entries} == {"Outlet", "Jay"}


def test_what_cannot_be_read_is_a_note_and_the_rest_comes_in(place: Path) -> None:
    write(place, "bad.xml", "<html>no</html>")
    write(place, "good.xml", rss("Good"))
    (place / "away.txt").symlink_to(place.parent / "secret.txt")
    write(place.parent, "secret.txt", "Secret words that nobody asked for")
    os.mkfifo(place / "pipe.txt")
    write(place, "picture.png", b"\x89PNG")
    found = collected(place)
    assert [entry.title for entry in found.entries] == ["Good"]
    assert [note.split(":")[0] for note in found.notes] == ["away.txt", "pipe.txt", "bad.xml"]


def test_unchanged_files_are_not_read_again(place: Path) -> None:
    write(place, "good.xml", rss("Good"))
    first = collected(place)
    assert collected(place, first.memory).unchanged
    write(place, "good.xml", rss("Better"))
    assert [entry.title for entry in collected(place, first.memory).entries] == ["Better"]


def test_one_file_and_a_pattern_can_be_named(place: Path) -> None:
    write(place, "a.xml", rss("A"))
    write(place, "b.txt", "Bee keepers meet\n\nWords.")
    assert [entry.title for entry in collected(place, path="clippings/a.xml").entries] == ["A"]
    assert [entry.title for entry in collected(place, pattern="*.txt").entries] == ["Bee keepers meet"]


def test_a_missing_folder_is_a_failure_in_words(place: Path) -> None:
    found = collected(place, path="nowhere")
    assert str(found.failure) == "Clippings: nowhere: no such file or folder"


@pytest.mark.parametrize("pattern", ["../*", "/etc/*", ""])
def test_patterns_that_lead_out_are_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        folder.Settings(name="x", kind="folder", path="p", pattern=pattern)


def test_a_future_file_time_is_now(place: Path) -> None:
    write(place, "a.txt", "Words of tomorrow\n\nMore.")
    os.utime(place / "a.txt", (NOW.timestamp() + 9e5,) * 2)
    assert collected(place).entries[0].published == NOW


@pytest.mark.corpus
def test_the_seed_articles_come_in_without_their_furniture(shared: Path) -> None:
    settings = folder.Settings(name="Seeds", kind="folder", path="seeds", pattern="*.txt")
    found = collect.entries([settings], {}, FetchingSettings(), shared, NOW, lambda _: None)[0]
    assert len(found.entries) == 3
    for entry in found.entries:
        assert len(said(entry)) > 3000
        for furniture in (
            "Leave a Reply",
            "Image Description",
            "Share this article",
            "lightbulb icon",
            "Photo AI",
        ):
            assert furniture not in said(entry)
