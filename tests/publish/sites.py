"""Whole sites in memory, out of editions that are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from digest import editionjson, ledger
from digest.config import EditionSettings
from digest.model import Edition
from digest.publish import companies, feeds, shelf, site
from digest.publish.feeds import Item
from digest.publish.shelf import Shelved
from digest.render import Templates, renditions
from tests.records import NOW, PERIOD, edition

URL = "https://notes.example/{key}/"
PUBLICATION = EditionSettings(title="Scale Notes", tagline="A small weekly", url=URL)


def numbered(number: int, **changes: object) -> Edition:
    """One edition of several: week 40 and so on."""
    week = f"2026-W{40 + number}"
    end = NOW - timedelta(weeks=8 - number)
    period = replace(PERIOD, key=week, end=end, start=end - timedelta(weeks=1))
    url = URL.replace("{key}", week)
    return edition(**{"period": period, "number": number, "subject": f"Issue {number}", "url": url} | changes)


def built(
    *made: Edition, publication: EditionSettings = PUBLICATION, templates: Templates | None = None
) -> dict[str, bytes]:
    """The files of a site with these editions, by name."""
    templates = templates or Templates()
    pages = {one.key: renditions(one, templates, only=["page"])[0].text for one in made}
    versions = {one.key: sha256(editionjson.write(one).encode()).hexdigest() for one in made}
    found = shelf.newest_first(shelf.of(one, versions[one.key]) for one in made)
    by_key = {one.key: one for one in made}

    def items(one: Shelved) -> Mapping[str, Item]:
        edition = by_key[one.key]
        return feeds.of(edition, pages[one.key], link=site.page_of(edition))

    press = site.Press(publication, found, templates)
    rows = ledger.of(one.edition for one in found)
    known = companies.of(found, rows)
    files: dict[str, bytes] = {}
    for one in made:
        shown = {picture.path: b"" for picture in one.pictures}
        files |= site.of_edition(one, shown | {"index.html": pages[one.key].encode()}, press)
    sheets = site.sheets(press, rows, known, pages[found[0].key], items)
    return files | {sheet.name: sheet.make() for sheet in sheets}
