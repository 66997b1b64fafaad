"""The tabs of the stage: each a document of the edition, made from a file of it or computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from digest.preview import frames, headers, source
from digest.preview.studio import Studio


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab beyond the outputs that a reader gets.

    Attributes:
        label: on the tab.
        filename: of the file whose text it shows; "" where the studio computes it.
        kind: `markup`, `mail`, `headers` or `plain`.
        empty: why there is nothing and what to do.
    """

    label: str
    filename: str
    kind: str
    empty: str


_PLAIN = "div { margin: 12vh 24px; font: 17px/25px Georgia, 'Times New Roman', serif }"
_UNSENT = "Nobody sends the mail yet: say who under [mail] sender in sources.toml."
_UNMADE = "It cannot be made: render the draft first."

TABS: Mapping[str, Tab] = MappingProxyType(
    {
        "mjml": Tab("MJML", "", "markup", _UNMADE),
        "html": Tab("HTML", "email.html", "markup", _UNMADE),
        "eml": Tab("Raw mail", "email.eml", "mail", _UNSENT),
        "headers": Tab("Headers", "email.eml", "headers", _UNSENT),
        "feed": Tab("Feed entry", "", "markup", _UNMADE),
        "post": Tab("Post", "", "plain", _UNMADE),
    }
)
"""By the name that stands in an address. Requests name one of these and never a path."""

ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "hugo": "Hugo",
        "jekyll": "Jekyll",
        "eleventy": "Eleventy",
        "astro": "Astro",
        "pelican": "Pelican",
        "mkdocs": "MkDocs",
    }
)
"""The blog engines whose post can be looked at, by the name that stands in an address; the first at first."""


def document(tab: Tab, text: str, scheme: str) -> str:
    """The framed document of a tab's text, in `light` or `dark`."""
    if tab.kind == "headers":
        return frames.in_scheme(headers.document(text), scheme)
    if tab.kind == "plain":
        return frames.in_scheme(frames.numbered(tab.label, text), scheme)
    lines = source.mail(text) if tab.kind == "mail" else source.markup(text)
    return frames.in_scheme(frames.lined(tab.label, lines, source.STYLE), scheme)


def lacking(tab: Tab, why: str, scheme: str) -> str:
    """The document of a tab that has nothing, with the reason."""
    return frames.in_scheme(frames.lined(tab.label, [f"<div>{escape(why)}</div>"], _PLAIN), scheme)


def engine(name: str) -> str:
    """The engine of that name, the first where there is none."""
    return name if name in ENGINES else next(iter(ENGINES))


def computed(studio: Studio, key: str, name: str, engine_name: str) -> str | None:
    """The text of a tab that is no file; None where the studio has none. Raises what making it raises."""
    return studio.sheets(key).get(f"post-{engine(engine_name)}" if name == "post" else name)
