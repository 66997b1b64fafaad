"""The password of a mail server."""

from __future__ import annotations

from digest.deliver.transport.kinds import Door, NotSentError
from digest.secret import Keeper, Secret, SecretError

VARIABLE = "DIGEST_SMTP_PASSWORD"
"""The variable of the environment that holds it; it goes before the file."""


def password(door: Door, file: str) -> Secret:
    """The password: from the environment, else the first line of `file`, or from the keyring.

    Raises:
        NotSentError: there is none, or others than the owner may read the file.
    """
    try:
        return Keeper(door.folder, door.environ).secret(VARIABLE, file, "password_file in [delivery]")
    except SecretError as error:
        raise NotSentError(error.subject, error.problem, error.remedy, is_lasting=True) from None
