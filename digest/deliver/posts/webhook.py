"""To an address of your own: the edition as JSON, signed where there is a secret.

The headers are those of https://www.standardwebhooks.com, for which libraries exist in most languages. The id
is the same for the same version of an edition, also as `Idempotency-Key`, so that the receiver can tell a
second try from a second edition.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from hashlib import sha256
from typing import Literal

from digest.deliver.posts.calling import LIMIT_S, Service
from digest.deliver.posts.kinds import Post, PostSettings
from digest.deliver.transport.kinds import Door, Receipt
from digest.secret import NOBODYS, Keeper, Secret

VARIABLE = "DIGEST_WEBHOOK_SECRET"
"""The variable of the environment that holds the secret with which calls are signed."""
_CODED = "whsec_"  # what follows is base64: the form of the secret that the specification names


class Settings(PostSettings):
    """`[delivery]` with `kind = "webhook"`: where, and the secret for signing."""

    kind: Literal["webhook"] = "webhook"

    @property
    def way(self) -> str:
        """To the address."""
        return f"to {self.host}, which does the rest"


def draft(settings: Settings, post: Post, door: Door, limit_s: float = LIMIT_S) -> Receipt:
    """Calls the address with `post`; what it does with it is its own.

    Raises:
        NotSentError: it did not take it; trying again has the same id.
    """
    body = json.dumps(_told(post), ensure_ascii=False, sort_keys=True).encode("utf-8")
    name, moment = f"{post.slug}-{post.version[:16]}", str(int(door.now.timestamp()))
    secret = _secret(settings, door)
    headers = {
        "webhook-id": Secret(name),
        "webhook-timestamp": Secret(moment),
        "Idempotency-Key": Secret(name),
    }
    if secret:
        headers["webhook-signature"] = Secret(_signature(secret, f"{name}.{moment}.".encode() + body))
    Service(settings.host, secret, headers, limit_s).call("POST", settings.url, body)
    return Receipt(settings.host, f"{settings.host} took “{post.subject}” as {name}")


def _told(post: Post) -> dict[str, str]:
    """What the call holds, by name."""
    return {
        "type": "edition",
        "slug": post.slug,
        "key": post.key,
        "list": post.list,
        "version": post.version,
        "subject": post.subject,
        "preheader": post.preheader,
        "language": post.language,
        "url": post.url,
        "html": post.html,
        "text": post.text,
        "markdown": post.markdown,
        "unsubscribe": post.leave,
    }


def _secret(settings: Settings, door: Door) -> Secret:
    """The secret; nobody's where none is set, since a call need not be signed."""
    if not (settings.token_file or door.environ.get(VARIABLE)):
        return NOBODYS
    keeper = Keeper(door.folder, door.environ)
    return keeper.secret(VARIABLE, settings.token_file, "token_file in [delivery]", "secret")


def _signature(secret: Secret, words: bytes) -> str:
    """HMAC-SHA-256 in base64, with its version in front."""
    return "v1," + base64.b64encode(hmac.digest(_key(secret), words, sha256)).decode("ascii")


def _key(secret: Secret) -> bytes:
    if secret.reveal().startswith(_CODED):
        try:
            return base64.b64decode(secret.reveal().removeprefix(_CODED), validate=True)
        except binascii.Error:
            pass
    return secret.reveal().encode("utf-8")
