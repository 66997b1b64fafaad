"""What the publication says of itself: its corrections, how it is made, and that a page is not there."""

from __future__ import annotations

from collections.abc import Mapping

from digest.publish.site import addresses
from digest.publish.site.frame import Press, feeds_at
from digest.publish.site.shared import Issued
from digest.publish.site.sheet import Sheet, sheet
from digest.render import clean


def corrections(press: Press, issued: Mapping[str, Issued]) -> Sheet:
    """What editions got wrong, newest first."""
    notes = [
        (note.at, press.words.date(note.at), note.text, note.headline, issued[one.key])
        for one in press.shelf
        for note in one.edition.corrections
        if not note.edition
    ]
    newest = [note[1:] for note in sorted(notes, key=lambda note: note[0], reverse=True)]
    title = press.words.say("corrections.title")
    return press.sheet("site-corrections.html", addresses.CORRECTIONS, title, notes=newest)


def about(press: Press) -> Sheet:
    """What it is, how it is made, and what is read for it."""
    read = sorted((clean.line(source.name) for source in press.shelf[0].edition.sources), key=str.casefold)
    own = [(theme, feeds_at(theme.page.removesuffix(addresses.PAGE))) for theme in press.site.themes]
    title = press.words.say("site.about")
    return press.sheet("site-about.html", addresses.ABOUT, title, sources=read, folders=own)


def lost(press: Press) -> Sheet:
    """What a server shows for an address at which nothing lies: it may be shown at any depth."""
    page = press.rooted(press.spot(addresses.LOST, press.words.say("site.lost")))
    told_by = press.told_by("site-lost.html")
    return sheet(addresses.LOST, lambda: press.render("site-lost.html", page), told_by, page)
