"""An edition becomes its outputs: one module a format, one row in `FORMATS`, all from one `Issue`.

    renditions(edition, Templates(config.templates))

A new format is a module with `FILENAME`, `MEDIA_TYPE` and `render`, and its row below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from digest.errors import UsageError
from digest.model import BLANK, Edition, Rendition, Stationery
from digest.render import email, issue, json, markdown, page, text
from digest.render.issue import Issue
from digest.render.proof import missing
from digest.render.templating import Templates

__all__ = ["FORMATS", "Renderer", "Templates", "missing", "renditions"]


class Renderer(Protocol):
    """What a module must have to be a format."""

    @property
    def FILENAME(self) -> str:  # noqa: N802 (a constant of the module)
        """The name of the file inside the edition's folder."""

    @property
    def MEDIA_TYPE(self) -> str:  # noqa: N802
        """What a server or a mail calls the content."""

    def render(self, issue: Issue, templates: Templates) -> str:
        """The whole text of the file; the same issue and templates give the same text."""


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"markdown": markdown, "email": email, "text": text, "page": page, "json": json}
)
"""All formats by name, in the order in which they are made."""


def renditions(
    edition: Edition,
    templates: Templates,
    only: Iterable[str] | None = None,
    *,
    stationery: Stationery = BLANK,
) -> tuple[Rendition, ...]:
    """All outputs of `edition`, or those named in `only`, in the order of `FORMATS`.

    `stationery` is what they are printed on; without it nobody sends the mail yet.

    Raises:
        TemplateError: a template has a fault.
        UsageError: `only` names something that is no format.
    """
    wanted = FORMATS.keys() if only is None else set(only)
    if unknown := sorted(wanted - FORMATS.keys()):
        raise UsageError(f'"{unknown[0]}"', "is no format", f"choose from {', '.join(FORMATS)}")
    shown = issue.of(edition, stationery, templates.messages(edition.language))
    return tuple(
        Rendition(name, form.FILENAME, form.MEDIA_TYPE, form.render(shown, templates))
        for name, form in FORMATS.items()
        if name in wanted
    )
