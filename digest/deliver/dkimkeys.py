"""The private keys of DKIM: read where only their owner can read them, made anew, and their public halves.

No message, representation or traceback holds anything of a key.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from digest.errors import DigestError
from digest.secret import KEYRING, Keeper, Secret

Kind = Literal["rsa", "ed25519"]
"""What the tag `k=` of a published key says (RFC 6376, RFC 8463)."""
Key = RSAPrivateKey | Ed25519PrivateKey
PublicKey = RSAPublicKey | Ed25519PublicKey

VARIABLES: Mapping[Kind, str] = {"rsa": "DIGEST_DKIM_KEY", "ed25519": "DIGEST_DKIM_ED25519_KEY"}
"""The variables of the environment that hold a key as PEM; they go before the files."""

SHORTEST = 2048
"""Bits of an RSA key: with fewer it can be broken, and large providers refuse it (RFC 8301 section 3.2)."""

_MAKE = "digest doctor --make-dkim SELECTOR makes one"


def key(kind: Kind, place: str, keeper: Keeper) -> Key:
    """The private key of `kind`: from the environment, else as `place` says, a PEM file or `keyring:`.

    Raises:
        DigestError: there is none, others than the owner may read the file, or it holds no such key.
    """
    setting = f"{'key_file' if kind == 'rsa' else 'ed25519_key_file'} in [dkim]"
    variable = VARIABLES[kind]
    if keeper.environ.get(variable) or not place or place.startswith(KEYRING):
        held = keeper.secret(variable, place, setting, "key of DKIM")
        return _parsed(held, kind, variable if keeper.environ.get(variable) else place)
    return _parsed(keeper.file(place, setting), kind, str(keeper.folder / place))


def made(kind: Kind) -> tuple[Key, bytes]:
    """A new key, and how it lies in a file: PKCS #8 as PEM."""
    new: Key = generate_private_key(65537, SHORTEST) if kind == "rsa" else Ed25519PrivateKey.generate()
    pem = new.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return new, pem


def published(key: Key) -> str:
    """What the DNS says of `key`: `v=DKIM1; k=rsa; p=…` (RFC 6376 section 3.6.1, RFC 8463 section 4)."""
    half = key.public_key()
    if isinstance(half, RSAPublicKey):
        der = half.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode('ascii')}"
    raw = half.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode('ascii')}"


def public(kind: str, encoded: str) -> PublicKey | None:
    """The public key that `k=` and `p=` of a record hold; None where they hold none."""
    try:
        data = base64.b64decode(re.sub(r"\s", "", encoded), validate=True)
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(data)
        found = serialization.load_der_public_key(data)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, RSAPublicKey) and kind == "rsa" else None


def _parsed(pem: Secret, kind: Kind, where: str) -> Key:
    found = _loaded(pem, where)
    wanted = RSAPrivateKey if kind == "rsa" else Ed25519PrivateKey
    if not isinstance(found, wanted):
        called = "RSA" if kind == "rsa" else "Ed25519"
        raise DigestError(where, f"holds a key, but none of {called}", _MAKE)
    if isinstance(found, RSAPrivateKey) and found.key_size < SHORTEST:
        problem = f"holds an RSA key of {found.key_size} bits, which many servers do not trust"
        raise DigestError(where, problem, f"make one of {SHORTEST}: {_MAKE}")
    return found


def _loaded(pem: Secret, where: str) -> object:
    """What key there is; errors come without their cause, which may hold some of it."""
    if "ENCRYPTED" in pem.reveal():
        remedy = "take the passphrase away (openssl pkey -in FILE -out NEW) and chmod 600 the result"
        raise DigestError(where, "holds a key behind a passphrase, which nobody is there to type", remedy)
    if "PUBLIC KEY" in pem.reveal():
        raise DigestError(where, "holds the public half of a key", "name the file with the private one")
    try:
        return serialization.load_pem_private_key(pem.reveal().encode("utf-8"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise DigestError(where, "holds no private key in PEM", _MAKE) from None
