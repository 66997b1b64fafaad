"""The pages that a reader meets: they ask, or say what was done, and show nobody who is on a list.

Made by `leave.html` and `leave.css` in the templates, in the language of the edition. They run nothing and
load nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from markupsafe import Markup

from digest.config import Config
from digest.messages import Messages
from digest.render import Templates, clean, issue, palette
from digest.render.palette import Hue

_BUTTONS = {"leave": "leave_button", "confirm": "confirm_button", "join": "join_button"}


class Page(StrEnum):
    """What a page says; the value is the name of its words among the messages."""

    LEAVE = "leave"
    LEFT = "left"
    CONFIRM = "confirm"
    CONFIRMED = "confirmed"
    JOIN = "join"
    WRONG = "wrong"
    """The form once more: what was written is no address."""
    ASKED = "asked"
    MISSING = "missing"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What `leave.html` sees as `issue`, so that `look.jinja` fits it too.

    Attributes:
        head: what the page is about, in a few words.
        text: what happens, or what has happened.
        button: what presses on; "" where there is nothing to do.
        name: `Page` as a word, for who styles one of them.
        has_form: it asks for an address.
        fault: what was wrong with the one that was given; "" for nothing.
    """

    title: str
    tagline: str
    language: str
    direction: str
    accent: Hue
    words: Messages
    name: str
    head: str
    text: str
    button: str
    has_form: bool
    fault: str

    def say(self, key: str, **values: object) -> str:
        """A message of the language: `issue.say("leaving.join_label")`."""
        return self.words.say(key, **values)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that was made.

    Attributes:
        html: the whole document.
        style: the hash of its style sheet as a Content-Security-Policy names it: `'sha256-…'`.
    """

    html: str
    style: str


class Pages:
    """All pages of a publication, made once."""

    def __init__(self, config: Config) -> None:
        templates = Templates.of(config.templates)
        words = templates.messages(config.edition.language)
        self._made: Mapping[Page, Shown] = {
            page: _shown(templates, _sheet(config, words, page)) for page in Page
        }
        self.text = consent_text(config, words)

    def __getitem__(self, page: Page) -> Shown:
        return self._made[page]


def consent_text(config: Config, words: Messages) -> str:
    """The words to which somebody says yes on the form."""
    sheet = _sheet(config, words, Page.JOIN)
    return f"{sheet.head}\n{sheet.text}\n{sheet.say('leaving.join_label')}\n{sheet.button}\n"


def version(text: str) -> str:
    """What a text is called in the proof of a consent: 16 hex digits that change with every word of it."""
    return sha256(text.encode()).hexdigest()[:16]


def _sheet(config: Config, words: Messages, page: Page) -> Sheet:
    edition, asks = config.edition, page in (Page.JOIN, Page.WRONG)
    name = Page.JOIN if asks else page
    title = clean.line(edition.title)
    return Sheet(
        title=title,
        tagline=clean.line(edition.tagline),
        language=clean.line(edition.language),
        direction=issue.direction(edition.language),
        accent=palette.accent(edition.theme),
        words=words,
        name=str(name),
        head=words.say(f"leaving.{name}", title=title),
        text=words.say(f"leaving.{name}_text", title=title),
        button=words.say(f"leaving.{_BUTTONS[name]}") if name in _BUTTONS else "",
        has_form=asks,
        fault=words.say("leaving.wrong") if page is Page.WRONG else "",
    )


def _shown(templates: Templates, sheet: Sheet) -> Shown:
    style = templates.render("leave.css", issue=sheet)
    html = templates.render("leave.html", issue=sheet, style=Markup(style))  # noqa: S704 (ours or the user's)
    held = html.partition("<style>")[2].partition("</style>")[0]  # what the browser hashes, to the byte
    return Shown(html, f"'sha256-{b64encode(sha256(held.encode()).digest()).decode()}'")
