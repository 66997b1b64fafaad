"""The feeds of a whole site: each is valid, and leads to pages that the site has."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser

from digest.model import Correction, Edition
from digest.publish import feeds
from tests.editions import weekly
from tests.publish.feeds import rules
from tests.publish.sites import PUBLICATION, built, numbered

HOME = "https://notes.example/"
WEEK = weekly(sample=False)
EDITIONS = (replace(WEEK, url=f"{HOME}2025-W24/"), numbered(1), numbered(2))
NOWHERE = PUBLICATION.model_copy(update={"url": ""})


def site(*made: Edition, url: bool = True) -> dict[str, bytes]:
    if url:
        return built(*made)
    return built(*(replace(one, url="") for one in made), publication=NOWHERE)


def found(files: dict[str, bytes], format_: str) -> dict[str, bytes]:
    """The feeds of that format, by the folder in which they lie."""
    name = feeds.FORMATS[format_].FILENAME
    return {posixpath.dirname(path): text for path, text in files.items() if path.endswith(name)}


def test_every_feed_is_valid_and_each_section_has_one() -> None:
    files = site(*EDITIONS)
    sections = {
        posixpath.dirname(path) for path in files if re.fullmatch(r"sections/[^/]+/index\.html", path)
    }
    assert len(sections) >= 5
    for name, check in rules.CHECKS.items():
        made = found(files, name)
        assert set(made) == {"", *sections}
        assert {folder: check(text) for folder, text in made.items() if check(text)} == {}


def test_every_feed_of_a_site_without_an_address_is_valid_too() -> None:
    files = site(*EDITIONS, url=False)
    for text in found(files, "atom").values():
        assert rules.atom(text) == []
    for text in found(files, "rss").values():
        assert rules.rss(text, placed=False) == []
    for text in found(files, "json").values():
        assert rules.json_feed(text, placed=False) == []


def test_what_a_feed_names_is_there() -> None:
    for url in (True, False):
        files = site(*EDITIONS, url=url)
        for folder, text in found(files, "json").items():
            here = urljoin(HOME, f"{folder}/feed.json" if folder else "feed.json")
            told = json.loads(text)
            named = [told["home_page_url"], *(item["url"] for item in told["items"])]
            named += [link for item in told["items"] for link in links(item["content_html"])]
            for address in (urljoin(here, name) for name in named):
                page, anchor = urldefrag(address)
                path = page.removeprefix(HOME)
                path = f"{path}index.html" if path in ("", f"{posixpath.dirname(path)}/") else path
                if page.startswith(HOME):
                    assert path in files, address
                    assert not anchor or f'id="{anchor}"' in files[path].decode(), address


def links(html: str) -> list[str]:
    return [str(node.attributes["href"]) for node in LexborHTMLParser(html).css("a[href]")]


def test_a_correction_is_an_update_of_the_same_item_wherever_it_stands() -> None:
    wrong = WEEK.sections[1].pieces[0]
    note = Correction(date(2025, 6, 20), "It was Tuesday.", wrong.id)
    before, after = (
        {folder: json.loads(text)["items"][0] for folder, text in found(site(one), "json").items()}
        for one in (EDITIONS[0], replace(EDITIONS[0], corrections=(note,)))
    )
    changed = {folder for folder in before if before[folder] != after[folder]}
    assert changed == {"", f"sections/{WEEK.sections[1].id}"}
    for folder in changed:
        assert "It was Tuesday." in after[folder]["content_html"]
        assert after[folder]["date_modified"].startswith("2025-06-20T12:00:00")
        kept = ("id", "url", "title", "summary", "date_published", "tags")
        assert all(after[folder][name] == before[folder][name] for name in kept)


def test_the_same_editions_give_the_same_bytes() -> None:
    one, other = site(*EDITIONS), site(*reversed(EDITIONS))
    for name in feeds.FORMATS:
        assert found(one, name) == found(other, name)
