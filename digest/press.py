"""The press: an edition becomes all its outputs, and no output leaves that lacks some of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest import render as rendering
from digest.errors import DigestError
from digest.model import Edition
from digest.project import Project
from digest.render import Templates


@dataclass(frozen=True, slots=True)
class Printed:
    """The outputs of an edition.

    Attributes:
        texts: by file name.
        replaced: by id the pieces that stand there with their headline only, and what went wrong with each.
    """

    texts: Mapping[str, str]
    replaced: Mapping[str, str] = field(default_factory=dict)


def printed(project: Project, made: Edition) -> Printed:
    """All outputs of `made`, proofread: each lists every headline and link of the edition.

    Raises:
        DigestError: an output lacks some of it, for example by a template of the user's own.
    """
    config = project.config
    renditions = rendering.renditions(made, Templates(config.templates), stationery=config.stationery)
    lost = rendering.missing(made, renditions)
    if lost:
        remedy = "mend it in the draft, or compare your own template with the one that ships"
        raise DigestError(made.key, "; ".join(lost[:3]), remedy)
    return Printed({rendition.filename: rendition.text for rendition in renditions})
