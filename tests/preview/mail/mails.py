"""Small mails of two stories, read as the panels read them."""

from __future__ import annotations

from digest.check import Galley
from digest.check.document import Document
from digest.model import Edition, Section
from tests import editions

HEAD = """<!DOCTYPE html><html lang="en"><head><title>Week</title>
<meta name="color-scheme" content="light dark">
<style>@media (prefers-color-scheme: dark) {
body { background-color: #000000 !important; color: #ffffff !important } }</style></head>
<body style="background-color:#ffffff;color:#111111">"""
SIGNS = editions.piece("Northwind signs", "It pays.")
HIRES = editions.piece("Quiet Mill hires", "It hires.", number=2)


def edition(*rooms: Section) -> Edition:
    """Two sections with a story each, unless others are given."""
    found = rooms or (Section("deals", "Deals", "", (SIGNS,)), Section("labor", "Labor", "", (HIRES,)))
    return editions.edition(rooms=found)


def mail(body: str, *rooms: Section) -> Document:
    """The mail of `edition` with this body."""
    found = Galley(edition(*rooms), outputs={"email.html": f"{HEAD}{body}</body></html>"}).mail
    assert found
    return found


def told(more: str = "") -> str:
    """A body with both stories, the second with `more` in it."""
    return (
        "<h1>Week</h1><p>Hello</p>"
        '<table role="presentation"><tbody><tr><td><h2>Deals <span>1 story</span></h2></td></tr>'
        f'<tr><td><h3><a href="{SIGNS.url}">Northwind signs</a></h3><p>It pays.</p></td></tr></tbody></table>'
        '<table role="presentation"><tbody><tr><td><h2>Labor</h2></td></tr>'
        f'<tr><td><h3><a href="{HIRES.url}">Quiet Mill hires</a></h3><p>It hires.{more}</p></td></tr>'
        "</tbody></table>"
        '<p>You get this because you asked. <a href="mailto:us@notes.example">Write to us</a></p>'
    )
