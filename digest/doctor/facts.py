"""What is examined: the configuration, the records, and what was found by knocking at doors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from digest import mailbox
from digest.config import Config
from digest.deliver import dkim
from digest.deliver.dkim import Signature
from digest.doctor.book import Book
from digest.errors import MessageError


@dataclass(frozen=True, slots=True)
class Server:
    """What a mail server showed.

    Attributes:
        place: the server with its port.
        trouble: why it cannot be used; "" where it can.
        remedy: what to do about that.
        signed_in: a password was tried, and taken.
        sealed: the line is sealed, with a certificate that is the server's.
        expires: until when that certificate holds, aware; None where there is none.
    """

    place: str
    trouble: str = ""
    remedy: str = ""
    signed_in: bool = False
    sealed: bool = False
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a GET at the address for leaving brought.

    Attributes:
        status: of HTTP; 0 where nothing came.
        took_s: seconds.
        has_form: there is a form that sends with POST.
        trouble: why nothing came; "" where something did.
        served_at: the server's clock, aware; None where it does not say.
    """

    address: str
    status: int = 0
    took_s: float = 0.0
    has_form: bool = False
    trouble: str = ""
    served_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """All that the checks decide on.

    Attributes:
        now: aware.
        book: where records are looked up.
        signatures: with which mail is signed.
        key_trouble: why a key cannot be used; "" where all can.
        server: None where there is none, or nobody knocked.
        page: likewise.
        clock_doubt: why this machine's clock cannot be believed; "" where nothing speaks against it.
    """

    config: Config
    now: datetime
    book: Book
    signatures: tuple[Signature, ...] = ()
    key_trouble: str = ""
    server: Server | None = None
    page: Page | None = None
    clock_doubt: str = ""
    offline: bool = field(default=False)

    @cached_property
    def sender(self) -> str:
        """The domain of From; "" where nobody sends."""
        return domain(self.config.mail.sender)

    @cached_property
    def returns(self) -> str:
        """The domain of the envelope, to which mail is returned; SPF is asked there."""
        return domain(self.config.mail.bounces) or self.sender

    @cached_property
    def replies(self) -> str:
        """The domain to which answers go."""
        return domain(self.config.mail.reply_to) or self.sender

    @cached_property
    def signing(self) -> str:
        """`d=` of the signatures."""
        return dkim.domain(self.config)

    @property
    def host(self) -> str:
        """The mail server; "" where mail goes into a folder."""
        return str(getattr(self.config.delivery, "host", ""))


def domain(value: str) -> str:
    """The domain of an address, in A-labels; "" where it is none."""
    try:
        return mailbox.mailbox(value, "address").domain if value else ""
    except MessageError:
        return ""
