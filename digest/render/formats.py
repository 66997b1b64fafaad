"""The formats, and an edition in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from digest.errors import DigestError, UsageError
from digest.model import BLANK, Edition, Rendition, Stationery
from digest.render import clean, email, issue, json, markdown, page, text
from digest.render.impressions import Impression, Impressions
from digest.render.issue import Issue
from digest.render.templating import Templates


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

    A story that cannot be rendered stands there with its headline only, and a mail that would be too long is
    cut: each output says which (see `Rendition`).

    Raises:
        TemplateError: a template has a fault that no story is to blame for.
        UsageError: `only` names something that is no format.
    """
    wanted = FORMATS.keys() if only is None else set(only)
    if unknown := sorted(wanted - FORMATS.keys()):
        raise UsageError(f'"{unknown[0]}"', "is no format", f"choose from {', '.join(FORMATS)}")
    printed = _impressions(edition, templates, stationery)
    return tuple(
        _rendition(edition, name, printed.of(form.render)) for name, form in FORMATS.items() if name in wanted
    )


def traced(edition: Edition, templates: Templates, filename: str, *, stationery: Stationery = BLANK) -> str:
    """An HTML output once more, with `data-at="email.mjml:52"` on every element that a template wrote.

    It has the same elements in the same order; "" where it cannot be had, or for another kind of output.
    """
    pages: dict[str, Renderer] = {email.FILENAME: email, page.FILENAME: page}
    form = pages.get(filename)
    if form is None:
        return ""
    try:
        made = _impressions(edition, templates, stationery).of(form.render)
        return form.render(made.issue, templates.traced)
    except DigestError:
        return ""


def mjml_source(edition: Edition, templates: Templates, stationery: Stationery = BLANK) -> str:
    """The MJML of the mail as its template gave it, before any HTML was made from it.

    Raises:
        TemplateError: a template has a fault that no story is to blame for.
    """
    made = _impressions(edition, templates, stationery).of(email.render)
    return email.source(made.issue, templates)


def _impressions(edition: Edition, templates: Templates, stationery: Stationery) -> Impressions:
    return Impressions(issue.of(edition, stationery, templates.messages(edition.language)), templates)


def _rendition(edition: Edition, name: str, made: Impression) -> Rendition:
    form, ids = FORMATS[name], {clean.anchor(piece.id): piece.id for piece in edition.pieces}
    ids |= {clean.anchor(section.id, "section"): section.id for section in edition.sections}
    return Rendition(
        name,
        form.FILENAME,
        form.MEDIA_TYPE,
        made.text,
        {ids.get(anchor, anchor): reason for anchor, reason in made.reasons.items()},
        frozenset(ids[anchor] for anchor in made.briefed),
        frozenset(ids[anchor] for anchor in made.dropped),
    )
