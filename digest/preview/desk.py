"""What the desk shows: an edition's folder, its outputs, and one way of looking at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from digest import pictures
from digest.preview.views import PICTURES, PROGRAMS, SCHEMES, Look

if TYPE_CHECKING:
    from digest.check import Finding


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition on the desk.

    Attributes:
        folder: `out/KEY` with its outputs; it and they may not exist yet.
        title: name of the publication.
        watch: files and folders whose change calls for `rerender`; they may not exist yet.
        rerender: makes the outputs again; "" when that worked, else what is wrong, in words and with its
            place (`draft.md line 12: …`). Called in a thread, one call at a time; it may raise.
        check: what the gate finds in the edition as it was last rendered; None where there is no gate.
            Called like `rerender`; it may raise.
        sender: who sends the mail, `Name <address>`; "" where nobody does yet.
    """

    folder: Path
    title: str
    watch: tuple[Path, ...]
    rerender: Callable[[], str]
    check: Callable[[], Sequence[Finding]] | None = None
    sender: str = ""

    @property
    def inputs(self) -> tuple[Path, ...]:
        """All whose change calls for `rerender`: what is watched, and the pictures beside the draft."""
        return (*self.watch, *pictures.beside(self.folder))

    @property
    def key(self) -> str:
        """The edition's key."""
        return self.folder.name

    @property
    def has_draft(self) -> bool:
        """There is something to render."""
        return (self.folder / OUTPUTS["draft"].filename).is_file()

    def read(self, filename: str) -> str | None:
        """The text of a file of the folder; None while there is none that can be read."""
        try:
            return (self.folder / filename).read_text("utf-8", errors="replace")
        except OSError:
            return None


@dataclass(frozen=True, slots=True)
class Output:
    """One tab: `is_html` documents are framed as they are, others as numbered lines."""

    label: str
    filename: str
    is_html: bool = False


OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        "email": Output("Email", "email.html", is_html=True),
        "page": Output("Page", "index.html", is_html=True),
        "text": Output("Text", "email.txt"),
        "markdown": Output("Markdown", "edition.md"),
        "draft": Output("Draft", "draft.md"),
    }
)
"""The tabs by name. Requests name one of these and never a path."""

WIDTHS: Mapping[str, str] = MappingProxyType(
    {"320": "320", "375": "375", "600": "600", "900": "900", "full": "Full", "free": "Free"}
)
"""Pixels of the frame: those of telephones, of mail programs, all that there is room for, or any."""

NARROWEST_PX, WIDEST_PX = 240, 1600
"""Between these the free width can be anything."""

PANELS: Mapping[str, str] = MappingProxyType(
    {
        "stories": "Stories",
        "check": "Check",
        "mail": "Mail",
        "evidence": "Evidence",
        "changes": "Changes",
        "explain": "Explain",
        "out": "Send",
    }
)
"""What can stand beside the document, by name; `digest.preview.panels` has a module for each."""

_LONGEST = 300  # characters of what stands in an address
_SHEET = re.compile(r"[a-z-]{1,20}")
_LINE = re.compile(r"[0-9]{1,6}")
_PIXELS = re.compile(r"[0-9]{1,5}")
_FREE_PX = 480  # the free width until somebody chooses another


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking; all of it stands in the address, so that it works without scripts.

    `line` is that of the draft to be shown, "" for none; it does not stay when anything else is looked at.
    `pictures` and `program` say how the mail is looked at (see `views.Look`).
    `sheet` is a row of `tabs.TABS` that is shown instead of the output `tab`, "" for none.
    `px` is the free width as it was asked for, `engine` the one whose post is shown; "" for the first.
    `panel` is what stands beside the document, `words` what is searched for in it.
    """

    edition: str = ""
    tab: str = "email"
    width: str = "full"
    scheme: str = "light"
    line: str = ""
    panel: str = "stories"
    words: str = ""
    pictures: str = "on"
    program: str = "any"
    sheet: str = ""
    engine: str = ""
    px: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> View:
        """The view that a query string asks for; what it does not know becomes the default."""
        allowed = {"tab": OUTPUTS, "width": WIDTHS, "scheme": SCHEMES, "panel": PANELS}
        allowed |= {"pictures": PICTURES, "program": PROGRAMS}
        known = {name: query[name] for name, known in allowed.items() if query.get(name) in known}
        line, sheet, engine = (query.get(name, "") for name in ("line", "sheet", "engine"))
        return cls(
            query.get("edition", "")[:_LONGEST],
            **known,
            line=line if _LINE.fullmatch(line) else "",
            words=query.get("words", "")[:_LONGEST],
            sheet=sheet if _SHEET.fullmatch(sheet) else "",
            engine=engine if _SHEET.fullmatch(engine) else "",
            px=_pixels(query.get("px", "")),
        )

    def of_edition(self, key: str) -> View:
        """The same view of another edition."""
        return replace(self, edition=key, line="")

    @property
    def frame_px(self) -> int | None:
        """How wide the document is in pixels; None for as wide as there is room."""
        if self.width == "free":
            return int(self.px or _FREE_PX)
        return None if self.width == "full" else int(self.width)

    @property
    def shows_mail(self) -> bool:
        """The document is the mail as readers see it."""
        return self.tab == "email" and not self.sheet

    @property
    def look(self) -> Look:
        """How the document is looked at: pictures, programs and turned colours are the mail's alone."""
        if self.shows_mail:
            return Look(self.scheme, self.pictures, self.program)
        return Look("light" if self.scheme == "light" else "dark")

    @property
    def output(self) -> Output:
        """The output behind the tab."""
        return OUTPUTS[self.tab]

    def link(self, **changes: str) -> str:
        """The address of this view with other values."""
        view = replace(
            self, **({"line": "", "words": ""} | ({"sheet": ""} if "tab" in changes else {}) | changes)
        )
        names = (
            "edition",
            "tab",
            "width",
            "scheme",
            "panel",
            *(name for name in _SHY if getattr(view, name) != getattr(_PLAIN, name)),
        )
        return "/?" + urlencode({name: getattr(view, name) for name in names})


_PLAIN = View()
_SHY = (
    "line",
    "words",
    "pictures",
    "program",
    "sheet",
    "engine",
    "px",
)  # stand in an address only where they say something


def _pixels(text: str) -> str:
    """A free width as near to the one asked for as can be; "" where none was."""
    if not _PIXELS.fullmatch(text):
        return ""
    return str(min(max(int(text), NARROWEST_PX), WIDEST_PX))
