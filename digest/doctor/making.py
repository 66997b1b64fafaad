"""New keys for DKIM: two files that only their owner reads, and the settings that name them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digest.config import Config
from digest.deliver import dkim, dkimkeys
from digest.deliver.dkim import Signature
from digest.deliver.dkimkeys import Kind
from digest.errors import DigestError, UsageError

FOLDER = "keys"
"""Beside the configuration, and not in `out`: that can be made again."""
_PAIR: tuple[tuple[Kind, str], ...] = (("rsa", ""), ("ed25519", "-ed"))


@dataclass(frozen=True, slots=True)
class Made:
    """Two new keys.

    Attributes:
        files: where their private halves lie, mode 0600.
        lines: the table `[dkim]` that names them, for `sources.toml`.
    """

    signatures: tuple[Signature, ...]
    files: tuple[Path, ...]
    lines: tuple[str, ...]


def make(config: Config, selector: str) -> Made:
    """Makes an RSA and an Ed25519 key, to be published as `selector` and `selector-ed`.

    Raises:
        UsageError: there is no domain to sign for.
        DigestError: a file of that name is there already, or cannot be written.
    """
    domain = dkim.domain(config)
    if not domain:
        remedy = 'write sender = "Name <name@example.org>" under [mail] first'
        raise UsageError("--make-dkim", "there is no domain to sign for", remedy)
    files = tuple(config.folder / FOLDER / f"{selector}{ending}.pem" for _, ending in _PAIR)
    for file in files:
        if file.exists():
            raise DigestError(
                str(file), "is there already", "take another selector; old mail needs the old key"
            )
    signatures = tuple(
        Signature(domain, f"{selector}{ending}", _kept(kind, file))
        for (kind, ending), file in zip(_PAIR, files, strict=True)
    )
    return Made(signatures, files, tuple(_lines(selector)))


def _kept(kind: Kind, file: Path) -> dkimkeys.Key:
    """A new key, written to `file`, which is its owner's from the first byte."""
    new, pem = dkimkeys.made(kind)
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        (file.parent / ".gitignore").write_text(
            "*\n", encoding="utf-8"
        )  # no key is ever published with the rest
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(pem)
    except OSError as error:
        problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise DigestError(
            str(file), problem, "see whether the disk is full or the folder is yours"
        ) from error
    return new


def _lines(selector: str) -> Iterator[str]:
    yield "[dkim]"
    yield f'selector         = "{selector}"'
    yield f'key_file         = "{FOLDER}/{selector}.pem"'
    yield f'ed25519_selector = "{selector}-ed"'
    yield f'ed25519_key_file = "{FOLDER}/{selector}-ed.pem"'
