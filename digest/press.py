"""The press: an edition becomes all its outputs, and no output leaves that lacks some of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from digest import deliver, enclosures, messages
from digest import render as rendering
from digest.deliver import Letter
from digest.errors import DigestError, MessageError
from digest.model import Edition
from digest.project import Project
from digest.render import Templates

MAIL = "email.eml"
"""The whole mail, as it would be sent to a reader who does not exist."""


def _untraced(_filename: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The outputs of an edition.

    Attributes:
        texts: by file name.
        replaced: by id the pieces that stand there with their headline only, and what went wrong with each.
        traced: gives an HTML output once more, by its file name, with the line of the template on every
            element that a template wrote; "" where that cannot be had.
        unsent: why no mail could be put together; "" where there is one, or where nobody sends any.
    """

    texts: Mapping[str, str]
    replaced: Mapping[str, str] = field(default_factory=dict)
    unsent: str = ""
    traced: Callable[[str], str] = _untraced

    @property
    def unmade(self) -> tuple[str, ...]:
        """The files of an earlier press run that would be wrong now."""
        return () if MAIL in self.texts else (MAIL,)


def printed(project: Project, made: Edition) -> Printed:
    """All outputs of `made`, proofread: each lists every headline and link, or says what it lacks.

    Raises:
        DigestError: an output lacks some of it, for example by a template of the user's own.
    """
    config = project.config
    templates = Templates.of(config.templates)
    renditions = rendering.renditions(made, templates, stationery=config.stationery)
    lost = rendering.missing(made, renditions, messages.of(made.language, config.templates))
    if lost:
        remedy = "mend it in the draft, or compare your own template with the one that ships"
        raise DigestError(made.key, "; ".join(lost[:3]), remedy)
    texts = {rendition.filename: rendition.text for rendition in renditions}
    enclosed, unsent = {}, ""
    try:
        enclosed = _mail(project, made, texts)
    except MessageError as error:  # what is to be read and published is made all the same; the gate tells it
        unsent = str(error)
    return Printed(
        texts | enclosed,
        {piece: reason for one in renditions for piece, reason in one.replaced.items()},
        unsent,
        partial(rendering.traced, made, templates, stationery=config.stationery),
    )


def mail(project: Project, made: Edition, texts: Mapping[str, str], letter: Letter) -> bytes:
    """The mail of `made` for one reader, put together from its outputs `texts`.

    Raises:
        MessageError: it cannot be: nobody sends it, an address is none, or a picture is gone.
    """
    stationery = project.config.stationery
    html, enclosed = enclosures.of(texts["email.html"], made, project.folder(made.key), stationery.images)
    return deliver.build(html, texts["email.txt"], stationery, letter, enclosed)


def _mail(project: Project, made: Edition, texts: Mapping[str, str]) -> dict[str, str]:
    """The mail by its file name; nothing where nobody sends it."""
    if not project.config.mail.sender:
        return {}
    letter = Letter(made.subject or made.title, made.key, made.built_at, made.language)
    return {MAIL: mail(project, made, texts, letter).decode("ascii")}
