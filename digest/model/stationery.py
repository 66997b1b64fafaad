"""What every issue of a publication is printed on: who sends it, and what the law wants below it."""

from __future__ import annotations

from dataclasses import dataclass

TOKEN = "{token}"  # noqa: S105 - a placeholder of addresses
"""What stands for the reader in `Stationery.unsubscribe`."""

SAMPLE_READER = "sample-reader"
"""Who stands there in the outputs of an edition, until a mail is addressed to a reader."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """The same for every issue; from `sources.toml`, "" for what is not given there.

    Attributes:
        sender: name and address in the From line: `Scale Notes <weekly@notes.example>`.
        reply_to: where answers go; "" for the sender.
        list_id: what the list is called for ever: `scale-notes.notes.example` (RFC 2919).
        address: the postal address, on one line.
        reason: why a reader gets the mail; "" for the usual sentence.
        unsubscribe: https address at which a reader leaves, with `TOKEN` where the reader stands.
        unsubscribe_mail: mail address at which a reader leaves.
        theme: name of the accent colours.
        images: how pictures of the editor reach a reader: `embed` in the mail, or `host` beside the page.
    """

    sender: str = ""
    reply_to: str = ""
    list_id: str = ""
    address: str = ""
    reason: str = ""
    unsubscribe: str = ""
    unsubscribe_mail: str = ""
    theme: str = "harbour"
    images: str = "embed"

    @property
    def names_reader(self) -> bool:
        """Whether the web address says who leaves to the server: what follows a `#` never gets there."""
        return TOKEN in self.unsubscribe.partition("#")[0]


BLANK = Stationery()
"""Nothing on it: nobody sends the mail yet."""
