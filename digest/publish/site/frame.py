"""What all pages of the site share: the publication, its navigation, its style, and who prints them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from urllib.parse import urlsplit

from markupsafe import Markup

from digest import __version__
from digest.config import EditionSettings
from digest.messages import Messages
from digest.model import Edition, Link, Stationery
from digest.publish import card
from digest.publish.card import Card
from digest.publish.feeds import FORMATS
from digest.publish.shelf import Shelved
from digest.publish.site import addresses
from digest.publish.site.sheet import Sheet, sheet
from digest.render import Templates, clean, issue, palette
from digest.render.issue import Block, Issue
from digest.render.palette import Hue

_TEMPLATES = (
    "site.css",
    "site-frame.css",
    "site.html",
    "site-meta.html",
    "site-nav.html",
    "page.css",
    "look.jinja",
)
_MARK = 12  # hex digits of the name of a style sheet


@dataclass(frozen=True, slots=True)
class Theme:
    """A section of the publication over all editions; `number` is that of its colour."""

    id: str
    title: str
    number: int
    hue: Hue

    @property
    def page(self) -> str:
        """Where its page lies."""
        return addresses.of_section(self.id)


@dataclass(frozen=True, slots=True)
class Publication:
    """What the site says of itself.

    Attributes:
        url: of its home; "" where it is nowhere on the web.
        themes: the sections that editions had, in the order of the newest that has them.
    """

    title: str
    tagline: str
    language: str
    url: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """One page, as templates see it in `page`.

    Attributes:
        path: within the site.
        root: the way back to the root of the site, "" or `../` or more.
        url: on the web; "" for nowhere.
        image, image_alt: address of the picture that is shown where it is shared, and its words; "" for none.
        data: schema.org, as JSON for a script element.
        is_canonical: its head names its address already.
    """

    path: str
    title: str
    description: str
    root: str
    url: str
    image: str = ""
    image_alt: str = ""
    data: Markup = field(default_factory=Markup)
    is_canonical: bool = False


class Press:
    """Prints pages of one publication.

    Args:
        settings: of the publication.
        shelf: its editions, the newest first.
        templates: the user's and the shipped ones.
    """

    def __init__(self, settings: EditionSettings, shelf: Sequence[Shelved], templates: Templates) -> None:
        self._settings, self._templates = settings, templates
        self.shelf = tuple(shelf)
        self.words: Messages = templates.messages(settings.language)
        themes = _themes(self.shelf, settings.theme)
        url = addresses.above(settings.url)
        self.site = Publication(
            clean.line(settings.title), clean.line(settings.tagline), settings.language, url, themes
        )

    @cached_property
    def cover(self) -> Issue:
        """An issue without stories: what the publication says of itself, and the colours of its sections."""
        blank = _blank(self.shelf[0].edition, self._settings)
        made = issue.of(blank, Stationery(theme=self._settings.theme), self.words)
        blocks = tuple(_block(theme) for theme in self.site.themes)
        return replace(made, blocks=blocks)

    @cached_property
    def style(self) -> bytes:
        """The style sheet of the shared pages."""
        return self._templates.render("site.css", issue=self.cover).encode()

    def card(self, edition: Edition) -> Card:
        """The card of `edition`."""
        is_rtl = issue.direction(self.site.language) == "rtl"
        return card.of(edition, self._settings.theme, self.words, is_rtl=is_rtl)

    @property
    def theme(self) -> str:
        """The name of the accent colours."""
        return self._settings.theme

    @property
    def style_name(self) -> str:
        """The file of that sheet, named after what it holds so that no browser keeps an older one."""
        return style_name(self.style)

    @cached_property
    def frame_style(self) -> str:
        """What the navigation adds to the style sheet of an edition."""
        return self._templates.render("site-frame.css", issue=self.cover)

    def part(self, name: str, spot: Spot) -> str:
        """A part of every page, by the name of its template `site-NAME.html`."""
        return self._templates.render(f"site-{name}.html", **self._context(spot)).strip()

    def _context(self, spot: Spot) -> dict[str, object]:
        """What every template of the site sees."""
        return {
            "issue": self.cover,
            "site": self.site,
            "page": spot,
            "nav": self.nav(),
            "feeds": feeds_at(""),
            "style": spot.root + self.style_name,
        }

    @cached_property
    def stamp(self) -> str:
        """Of all that each page says whatever else it says: the publication, the words and the templates."""
        sources = [self._templates.source(name) for name in _TEMPLATES]
        told = (__version__, self.site, sorted(self.words.table.items(), key=str), sources)
        return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    def source(self, name: str) -> str:
        """A file of the templates as it lies there: the user's own, or the shipped one."""
        return self._templates.source(name)

    def told_by(self, template: str) -> tuple[str, str]:
        """What a page of `template` always says; a part of its stamp."""
        return self.stamp, self._templates.source(template)

    def nav(self) -> tuple[Link, ...]:
        """The navigation: words, and the page within the site."""
        say = self.words.say
        return (
            Link(say("site.archive"), addresses.ARCHIVE),
            Link(say("site.ledger"), addresses.LEDGER),
            Link(say("site.companies"), addresses.COMPANIES),
            Link(say("site.search"), addresses.SEARCH),
            Link(say("site.about"), addresses.ABOUT),
        )

    def spot(self, path: str, title: str, description: str = "") -> Spot:
        """The page at `path`."""
        url = addresses.on_the_web(self.site.url, path)
        return Spot(path, title, description, addresses.root(path), url)

    def sheet(self, template: str, path: str, title: str, **told: object) -> Sheet:
        """The page at `path` by a template that sees what is `told`, all of which its `repr` shows."""
        page = self.spot(path, title)
        return sheet(path, lambda: self.render(template, page, **told), self.told_by(template), title, told)

    def rooted(self, spot: Spot) -> Spot:
        """The same for a page that is shown at any depth: its links start at the root of the host."""
        return replace(spot, root=urlsplit(self.site.url).path or "/")

    def render(self, template: str, spot: Spot, **context: object) -> bytes:
        """The page `spot` by a template, which sees `issue`, `site`, `page`, `nav`, `feeds` and `context`."""
        html = self._templates.render(template, **self._context(spot), **context)
        return (html.strip() + "\n").encode()


def feeds_at(folder: str) -> tuple[Mapping[str, str], ...]:
    """The feeds in a folder of the site: `title`, `type` and `path` of each."""
    return tuple(
        {"title": form.NAME, "type": form.MEDIA_TYPE, "path": folder + form.FILENAME}
        for form in FORMATS.values()
    )


def style_name(sheet: bytes) -> str:
    """The file of a style sheet."""
    return f"{addresses.STYLES}/{sha256(sheet).hexdigest()[:_MARK]}.css"


def as_script(told: Mapping[str, object]) -> Markup:
    """`told` as JSON that may stand in a script element: nothing in it ends that or begins a comment."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # nothing of HTML is left in it


def _themes(shelf: Iterable[Shelved], accent: str) -> tuple[Theme, ...]:
    titles: dict[str, str] = {}
    for one in shelf:
        for section in one.edition.sections:
            if section.pieces:
                titles.setdefault(section.id, clean.line(section.title))
    hues = palette.hues(titles, accent)
    return tuple(
        Theme(identifier, title, number, hues[identifier])
        for number, (identifier, title) in enumerate(titles.items(), 1)
    )


def _blank(edition: Edition, settings: EditionSettings) -> Edition:
    return replace(
        edition,
        title=settings.title,
        tagline=settings.tagline,
        language=settings.language,
        sample=settings.sample,
        intro="",
        sections=(),
        sources=(),
        watch=(),
        pictures=(),
        held=(),
        corrections=(),
    )


def _block(theme: Theme) -> Block:
    return Block(
        theme.number,
        clean.anchor(theme.id, "section"),
        theme.title,
        "",
        theme.hue,
        "",
        "",
        (),
        (),
        None,
        None,
    )
