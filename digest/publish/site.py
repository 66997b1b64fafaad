"""Our own site, for who has no blog: a page an edition, a home that lists them, and the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.config import EditionSettings
from digest.messages import Messages
from digest.model import Edition
from digest.publish import facts, feed, slugs
from digest.publish.record import Listed
from digest.render import Templates, clean, palette
from digest.render.issue import direction
from digest.render.palette import Hue

PAGE = "index.html"
FEED = "feed.xml"
SHARED = frozenset({PAGE, FEED})
"""The files of the site that are of no single edition."""


@dataclass(frozen=True, slots=True)
class Home:
    """What `templates/home.html` sees, under the name `issue`, so that the look of the page fits it.

    Attributes:
        url: where it is on the web; "" for nowhere.
        notice: that this is a sample; "" when it is not.
        blocks: none: a list has no sections to be coloured.
        editions: those that are published, the newest first.
    """

    title: str
    tagline: str
    language: str
    url: str
    accent: Hue
    words: Messages
    notice: str = ""
    editions: tuple[Listed, ...] = ()
    blocks: tuple[()] = ()

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction(self.language)

    def say(self, key: str, /, **values: object) -> str:
        """The message `key` in the language of the publication, see `templates/messages/en.toml`."""
        return self.words.say(key, **values)


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
        feed.entry(edition, page_html, link=path),
    )


def home_of(publication: EditionSettings, words: Messages, editions: tuple[Listed, ...]) -> Home:
    """The home of `publication` with `editions` in it."""
    return Home(
        clean.line(publication.title),
        clean.line(publication.tagline),
        publication.language,
        _above(publication.url),
        palette.accent(publication.theme),
        words,
        words.say("masthead.sample") if publication.sample else "",
        editions,
    )


def pages(home: Home, templates: Templates) -> dict[str, bytes]:
    """The home page and the feed, by name.

    Raises:
        TemplateError: the template of the home page has a fault.
    """
    style = Markup(templates.render("home.css", issue=home))  # noqa: S704 (our own or the user's style sheet)
    html = templates.render("home.html", issue=home, style=style).strip() + "\n"
    return {PAGE: html.encode(), FEED: _feed(home, home.editions).encode()}


def of_edition(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The page of `edition` as it was frozen, with its pictures, by their names within the site."""
    folder = slugs.folder(edition.key)
    names = [
        *(picture.path for picture in edition.pictures),
        PAGE,
    ]  # a page never shows what is not yet there
    return {f"{folder}/{name}": files[name] for name in names}


def _feed(home: Home, editions: Sequence[Listed]) -> str:
    updated = max(each.updated for each in editions)
    channel = feed.Channel(home.title, home.tagline, home.language, home.url, updated)
    return feed.feed((each.entry for each in editions), channel)


def _above(url: str) -> str:
    """The folder that holds all editions, where `url` has their keys in its path; else ""."""
    ahead, key, _ = url.partition("{key}")
    folder = ahead.partition("?")[0].rpartition("/")[0] + "/"
    return clean.url(folder) if key and urlsplit(folder).hostname else ""
