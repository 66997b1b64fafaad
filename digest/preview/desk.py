"""What the desk shows: an edition's folder, its outputs, and one way of looking at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition on the desk.

    Attributes:
        folder: `out/KEY` with its outputs; it and they may not exist yet.
        title: name of the publication.
        watch: files and folders whose change calls for `rerender`; they may not exist yet.
        rerender: makes the outputs again; "" when that worked, else what is wrong, in words and with its
            place (`draft.md line 12: …`). Called in a thread, one call at a time; it may raise.
    """

    folder: Path
    title: str
    watch: tuple[Path, ...]
    rerender: Callable[[], str]

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

WIDTHS: Mapping[str, str] = MappingProxyType({"360": "360", "620": "620", "full": "Full"})
SCHEMES: Mapping[str, str] = MappingProxyType({"light": "Light", "dark": "Dark"})


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking; all of it stands in the address, so that it works without scripts."""

    tab: str = "email"
    width: str = "full"
    scheme: str = "light"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> View:
        """The view that a query string asks for; what it does not know becomes the default."""
        allowed = {"tab": OUTPUTS, "width": WIDTHS, "scheme": SCHEMES}
        return cls(**{name: query[name] for name, known in allowed.items() if query.get(name) in known})

    @property
    def output(self) -> Output:
        """The output behind the tab."""
        return OUTPUTS[self.tab]

    def link(self, **changes: str) -> str:
        """The address of this view with other values."""
        view = replace(self, **changes)
        return "/?" + urlencode({"tab": view.tab, "width": view.width, "scheme": view.scheme})
