"""Keys for tests, mails signed with them, and a verifier that is not ours."""

from __future__ import annotations

from functools import cache

import dkim as dkimpy

from digest.deliver import dkimkeys
from digest.deliver.dkim import Signature, Signer
from digest.deliver.dkimkeys import Kind

DOMAIN = "notes.example"
SELECTORS: dict[Kind, str] = {"rsa": "r1", "ed25519": "e1"}


@cache
def signature(kind: Kind) -> Signature:
    """A signature with a key that is made once a run."""
    return Signature(DOMAIN, SELECTORS[kind], dkimkeys.made(kind)[0])


@cache
def both() -> Signer:
    """Both kinds beside each other, as a project has them."""
    return Signer((signature("rsa"), signature("ed25519")))


def records() -> dict[str, str]:
    """What the DNS would say, by name."""
    return {
        f"{one.selector}._domainkey.{one.domain}": dkimkeys.published(one.key) for one in both().signatures
    }


def is_whole(mail: bytes, number: int) -> bool:
    """Whether dkimpy verifies the signature that stands at `number`, from the top."""

    def asked(name: bytes | str, **_named: object) -> bytes | None:
        text = name.decode() if isinstance(name, bytes) else name
        found = records().get(text.rstrip("."))
        return found.encode() if found else None

    try:
        return bool(dkimpy.DKIM(mail).verify(number, dnsfunc=asked))
    except dkimpy.DKIMException:
        return False
