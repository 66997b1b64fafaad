"""What every kind of post works with: an edition as a whole, for a service that sends it itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from digest.config import DeliverySettings
from digest.deliver.transport.kinds import Door, Receipt
from digest.settings import Line, WebAddress

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Post:
    """An edition as it was approved.

    Attributes:
        slug: names it for ever, for example `readers-2026-w47`; the same edition is made once by it.
        key: of the edition.
        list: to whom it goes.
        subject: of the mail.
        preheader: what shows behind the subject; may be "".
        language: its code.
        url: where it stands on the web; may be "".
        version: the digest of what was approved.
        html: the mail.
        text: the same as plain text.
        markdown: the same as Markdown.
        inert: the Markdown without its title, in which no engine finds syntax of its templates.
        leave: the address in `html` and `text` at which a reader who does not exist leaves; "" for none.
    """

    slug: str
    key: str
    list: str
    subject: str
    preheader: str
    language: str
    url: str
    version: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    markdown: str = field(repr=False)
    inert: str = field(repr=False)
    leave: str = ""


class Poster(Protocol):
    """What a module must have to be a kind of post."""

    @property
    def Settings(self) -> type[DeliverySettings]:  # noqa: N802 - a class in a module
        """The table `[delivery]` of this kind."""

    def draft(self, settings: Any, post: Post, door: Door, /) -> Receipt:
        """Puts `post` there to be looked at, or brings what is there up to date; nothing is sent by it.

        Raises:
            NotSentError: it was not taken; trying again makes no second one.
            HeldError: what is there has left the state of a draft; it is left alone.
        """


def sealed(value: str) -> str:
    """An address to which a secret may go: sealed, or of this machine."""
    parts = urlsplit(value)
    if not value or "@" in parts.netloc or parts.fragment or not re.fullmatch(r"[!-~]+", value):
        raise PydanticCustomError(
            "service", 'should be the address of the service: "https://…", without a user'
        )
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise PydanticCustomError("sealed", "should start with https://, since a secret goes there")
    return value.rstrip("/")


ServiceAddress = Annotated[WebAddress, AfterValidator(sealed)]
"""Where a service is."""


class PostSettings(DeliverySettings):
    """`[delivery]` of a service that gets an edition as a whole."""

    url: ServiceAddress
    token_file: Line = ""

    @property
    def host(self) -> str:
        """The service as a person is told: the rest of its address may be a secret."""
        return urlsplit(self.url).netloc


Number = Annotated[int, Field(ge=0)]
