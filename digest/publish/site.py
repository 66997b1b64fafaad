"""Our own site, for who has no blog: a page an edition, a home that lists them, and the feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.config import EditionSettings
from digest.messages import Messages
from digest.model import Edition, Stationery
from digest.publish import facts, feeds, slugs
from digest.publish.record import Listed
from digest.render import Templates, clean, issue
from digest.render.issue import Issue

PAGE = "index.html"
SHARED = frozenset({PAGE, *(form.FILENAME for form in feeds.FORMATS.values())})
"""The files of the site that are of no single edition."""


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of the site; `templates/home.html` sees it as `home`.

    Attributes:
        url: where it is on the web; "" for nowhere.
        editions: those that are published, the newest first.
    """

    url: str
    editions: tuple[Listed, ...]


def page_of(edition: Edition) -> str:
    """The name of the page of `edition` within the site."""
    return f"{slugs.folder(edition.key)}/{PAGE}"


def listed(edition: Edition, page_html: str, words: Messages) -> Listed:
    """`edition` as the home page and the feed have it."""
    found, path = facts.of(edition), page_of(edition)
    return Listed(
        edition.key,
        path,
        found.title,
        words.span(*edition.period.days),
        found.number,
        found.description,
        found.date,
        found.updated,
        feeds.of(edition, page_html, link=path).whole,
    )


def cover(edition: Edition, publication: EditionSettings, templates: Templates) -> Issue:
    """An issue with nothing in it but what `publication` says of itself, so that the home page fits it.

    `edition` is one of its editions; nothing that is particular to it stays.
    """
    blank = replace(
        edition,
        title=publication.title,
        tagline=publication.tagline,
        language=publication.language,
        sample=publication.sample,
        intro="",
        sections=(),
        sources=(),
        watch=(),
        pictures=(),
        held=(),
        corrections=(),
    )
    stationery = Stationery(theme=publication.theme)
    return issue.of(blank, stationery, templates.messages(publication.language))


def pages(home: Home, cover: Issue, templates: Templates) -> dict[str, bytes]:
    """The home page and the feeds, by name.

    Raises:
        TemplateError: the template of the home page has a fault.
    """
    style = Markup(templates.render("home.css", issue=cover))  # noqa: S704 (a style sheet, ours or the user's)
    html = templates.render("home.html", issue=cover, home=home, style=style).strip() + "\n"
    channel = feeds.of_publication(cover.title, cover.tagline, cover.language, home.url)
    return {PAGE: html.encode(), **feeds.written((each.item for each in home.editions), channel)}


def of_edition(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The page of `edition` as it was frozen, with its pictures, by their names within the site."""
    folder = slugs.folder(edition.key)
    pictures = (picture.path for picture in edition.pictures)
    names = [*pictures, PAGE]  # the page last: it shows nothing that is not yet there
    return {f"{folder}/{name}": files[name] for name in names}


def above(url: str) -> str:
    """The folder that holds all editions, where `url` has their keys in its path; else ""."""
    ahead, key, _ = url.partition("{key}")
    folder = ahead.partition("?")[0].rpartition("/")[0] + "/"
    return clean.url(folder) if key and urlsplit(folder).hostname else ""
