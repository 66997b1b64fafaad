"""How an edition goes as a whole to a service that knows its readers itself: one module a kind.

    draft(config.delivery, Post(...), Door(...)) -> Receipt

It is put there to be looked at and is never sent by us; twice makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from digest.config import DeliverySettings
from digest.deliver.posts import buttondown, listmonk, webhook
from digest.deliver.posts.kinds import Post, Poster
from digest.deliver.transport.kinds import Door, NotSentError, Receipt
from digest.secret import SecretError

__all__ = ["KINDS", "Post", "Poster", "draft"]

KINDS: Mapping[str, Poster] = MappingProxyType(
    {"buttondown": buttondown, "listmonk": listmonk, "webhook": webhook}
)
"""All kinds by the name that `kind` in `[delivery]` gives them."""


def draft(settings: DeliverySettings, post: Post, door: Door) -> Receipt:
    """Puts `post` where `[delivery]` says.

    Raises:
        NotSentError: it was not taken.
        HeldError: what is there is no draft any more.
    """
    try:
        return KINDS[settings.kind].draft(settings, post, door)
    except SecretError as error:
        raise NotSentError(error.subject, error.problem, error.remedy, is_lasting=True) from None
