"""Search over all editions, in the browser: the stories of each year in a file, and one small script.

The files are scripts that hand their stories over, so that they load from a disk as well as from a server.
They are loaded when somebody searches, the newest year first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from digest.publish.shelf import Shelved
from digest.publish.site import addresses, shared
from digest.publish.site.frame import Press, as_script
from digest.publish.site.sheet import Sheet, sheet
from digest.render import clean

SCRIPT = "search/search.js"
_TEMPLATE = "site-search.html"


def sheets(press: Press) -> Iterator[Sheet]:
    """The page, its script, and the stories of each year."""
    years = shared.by_year(press.shelf)
    page = press.spot(addresses.SEARCH, press.words.say("site.search"))
    files = [f"{year}.js" for year in years]
    sections = json.dumps({theme.number: theme.title for theme in press.site.themes}, ensure_ascii=False)
    yield sheet(
        addresses.SEARCH,
        lambda: press.render(_TEMPLATE, page, files=files, script="search.js", sections=sections),
        press.told_by(_TEMPLATE),
        files,
    )
    script = press.source("search.js")
    yield sheet(SCRIPT, script.encode, script)
    for year, shelf in years.items():
        made_of = [(one.key, one.version) for one in shelf]
        yield sheet(
            f"search/{year}.js",
            lambda year=year, shelf=shelf: _stories(year, shelf, press),  # type: ignore[misc]
            made_of,
            press.site.themes,
        )


def _stories(year: int, shelf: Sequence[Shelved], press: Press) -> bytes:
    """A call that hands over the stories of a year: address, headline, opening, day, section, companies."""
    numbers = {theme.id: theme.number for theme in press.site.themes}
    rows = [
        [
            f"{addresses.page_of(one.edition)}#{clean.anchor(piece.id)}",
            clean.line(piece.headline),
            piece.blurb,
            (piece.story.lead.dated if piece.story else one.edition.period.end).date().isoformat(),
            numbers.get(section.id, 0),
            " ".join(one.about.get(piece.id, ())),
        ]
        for one in shelf
        for section in one.edition.sections
        for piece in section.pieces
    ]
    told = as_script({"file": f"{year}.js", "stories": rows})
    return f"digestStories({told});\n".encode()
