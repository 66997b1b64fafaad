"""What is the reader's own of a mail: who gets it, and the address at which that reader leaves."""

from __future__ import annotations

import html as markup
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from digest import hrefs
from digest.errors import MessageError
from digest.model import SAMPLE_READER, TOKEN, Stationery
from digest.refusal import one_line

_TOKEN = re.compile(r"[A-Za-z0-9_.~-]{1,200}")  # what no server and no mail program rewrites (RFC 3986)
_IN_CONFIG = "mend it under [mail] in sources.toml"


@dataclass(frozen=True, slots=True)
class Letter:
    """One issue for one reader; without more said, for a reader who does not exist.

    Attributes:
        subject: plain text.
        key: of the edition.
        built_at: aware; the Date line, in UTC.
        language: code of the edition's language.
        address: the reader's.
        name: the reader's; may be "".
        token: stands for the reader in the address at which they leave.
        unique: what its Message-ID begins with behind the key; "" to make it from sender, key and address.
        mark: what the line between its parts is made from; "" to make it from the parts. With one mark the
            mails of all readers differ in nothing but what is theirs.
    """

    subject: str
    key: str
    built_at: datetime
    language: str = "en"
    address: str = "reader@example.com"
    name: str = ""
    token: str = SAMPLE_READER
    unique: str = ""
    mark: str = ""


def token(letter: Letter) -> str:
    """The reader's token, which an address holds as it is.

    Raises:
        MessageError: it holds something else than letters, digits and `-._~`.
    """
    if not _TOKEN.fullmatch(letter.token):
        raise MessageError(
            "token", f"“{letter.token}” does not fit an address", "make it of letters and digits"
        )
    return letter.token


def leave_url(stationery: Stationery, reader: str) -> str:
    """The https address at which `reader` leaves; "" where there is none.

    Raises:
        MessageError: what is configured is no https address.
    """
    if not stationery.unsubscribe:
        return ""
    given = one_line(stationery.unsubscribe, "unsubscribe", _IN_CONFIG)
    address = hrefs.printed(given.replace(TOKEN, reader))
    if not address.startswith("https://"):
        raise MessageError("unsubscribe", f"“{given}” is no https address", _IN_CONFIG)
    return address


def leave_mail(address: str, reader: str) -> str:
    """The mailto address with which `reader` leaves, who is named in its subject."""
    return f"mailto:{quote(address, safe='@+-._~')}?subject=unsubscribe%20{reader}"


def addressed(text: str, stationery: Stationery, letter: Letter) -> str:
    """`text`, HTML or plain, with this reader's address for leaving where the sample reader's stood.

    Raises:
        MessageError: the sample reader's is still there in another spelling: whoever clicked there would
            not leave.
    """
    own = leave_url(stationery, token(letter))
    sample = leave_url(stationery, SAMPLE_READER)
    if own == sample:
        return text
    raw = stationery.unsubscribe.replace(TOKEN, SAMPLE_READER)
    for spelled in dict.fromkeys((sample, raw)):
        text = text.replace(markup.escape(spelled), markup.escape(own)).replace(spelled, own)
    host = re.escape(urlsplit(sample).netloc)
    left = re.search(rf"(?i){host}[^\s<>\"']*{SAMPLE_READER}", text)
    if left:
        problem = f"a template spells it otherwise, “{left[0][:80]}”"
        raise MessageError("unsubscribe", problem, "print it in the template as it is given")
    return text
