"""The ways in which readers see the mail, and how one is made of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

SCHEMES: Mapping[str, str] = MappingProxyType({"light": "Light", "dark": "Dark", "inverted": "Inverted"})
PICTURES: Mapping[str, str] = MappingProxyType({"on": "Pictures", "off": "Off"})
PROGRAMS: Mapping[str, str] = MappingProxyType({"any": "As sent", "gmail": "Gmail", "outlook": "Outlook"})

_BLIND = ("gmail", "outlook")  # programs that read no `prefers-color-scheme`
_DARK_UNREAD = "It reads no dark style: that it is asked for changes nothing here."


@dataclass(frozen=True, slots=True)
class Look:
    """How the mail is looked at.

    Attributes:
        colours: `light`, `dark` or `inverted`.
        pictures: `on` or `off`.
        program: `any`, `gmail` or `outlook`.
    """

    colours: str = "light"
    pictures: str = "on"
    program: str = "any"

    @property
    def scheme(self) -> str:
        """What the reader prefers as the mail sees it: a program that turns colours over says light."""
        return "dark" if self.colours == "dark" else "light"

    @property
    def is_plain(self) -> bool:
        """Whether the reader sees the document as it was written."""
        return self.program == "any" and self.pictures == "on" and self.colours != "inverted"


def shown(html: str, look: Look) -> str:
    """`html`, which is already in `look.scheme`, as its reader sees it."""
    if look.is_plain:
        return html
    from digest.preview.views import gmail, inversion, outlook, pictureless

    if look.program == "gmail":
        html = gmail.html(html)
    elif look.program == "outlook":
        html = outlook.html(html)
    if look.pictures == "off":
        html = pictureless.html(html)
    # Last, so that it turns over what the others wrote too.
    return inversion.html(html) if look.colours == "inverted" else html


def notes(look: Look) -> Iterator[str]:
    """What is shown and what it cannot know, one sentence or two for each view that is on."""
    if look.is_plain:
        return
    from digest.preview.views import gmail, inversion, outlook, pictureless

    if look.program == "gmail":
        yield gmail.note()
    elif look.program == "outlook":
        yield outlook.note()
    if look.program in _BLIND and look.colours == "dark":
        yield _DARK_UNREAD
    if look.colours == "inverted":
        yield inversion.NOTE
    if look.pictures == "off":
        yield pictureless.NOTE
