"""Where something is wrong, as a person would look for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an edition or in one of its outputs.

    Attributes:
        place: in words: `story a1b2c3 “Headline”`, `subject`, `templates/email.mjml:52`.
        said: the words or the element that stand there, in short; may be "".
        part: what of `said` it is about; "" for all of it.
        story: id of the piece; "" outside of pieces.
    """

    place: str
    said: str = ""
    part: str = ""
    story: str = ""
