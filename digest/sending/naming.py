"""What a send is called: the list, and the edition that goes to it.

What was only put into a folder of this machine has an account of its own, `readers:maildir/2026-W47`: whoever
tries it out before there is a server must be able to send the same edition afterwards.
"""

from __future__ import annotations

from digest.config import Config


def account(config: Config) -> str:
    """The list, with the folder kind behind a `:` where nothing leaves this machine."""
    delivery = config.delivery
    name = f"{delivery.list}.{config.series}" if config.series else delivery.list
    return f"{name}:{delivery.kind}" if delivery.is_local else name


def is_of(send: str, config: Config) -> bool:
    """Whether a send of that id is one of this series, wherever its mails went."""
    return send.rpartition("/")[0].partition(":")[0] == account(config).partition(":")[0]


def send_id(config: Config, key: str) -> str:
    """The id of the send of `key`: `readers/2026-W47`, of another series `readers.daily/2026-11-22`."""
    return f"{account(config)}/{key}"
