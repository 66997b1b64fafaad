"""What an inbox makes of a mail: the row in its list, and how much of the mail it shows."""

from __future__ import annotations

import binascii
import unicodedata
from dataclasses import dataclass
from email.utils import parseaddr

CLIP_BYTES = 100_000
"""Gmail shows about 102 kB of a mail's HTML and hides the rest, the unsubscribe link with it."""

LARGE_BYTES = 80_000
"""From here on the next story may be the one too many."""

PHONE_COLUMNS, WIDE_COLUMNS = 40, 120
"""What fits into a line of the list: on a phone, and on a wide screen for subject and preheader."""

NOTICE_COLUMNS = 36
"""What fits into a line of a notification on a locked phone, which has an icon beside it."""

_DASH = " — "


@dataclass(frozen=True, slots=True)
class Row:
    """A mail in a list of mails, uncut: who sends it, its subject, and the words that follow."""

    sender: str
    subject: str
    preheader: str = ""

    @property
    def phone_subject(self) -> str:
        """As a phone cuts it, one line."""
        return cut(self.subject, PHONE_COLUMNS)

    @property
    def phone_preheader(self) -> str:
        """As a phone cuts it, two lines."""
        return cut(self.preheader, 2 * PHONE_COLUMNS)

    @property
    def notice_subject(self) -> str:
        """As a notification cuts it, one line."""
        return cut(self.subject, NOTICE_COLUMNS)

    @property
    def notice_preheader(self) -> str:
        """As a notification cuts it, one line."""
        return cut(self.preheader, NOTICE_COLUMNS)

    @property
    def wide_subject(self) -> str:
        """As a wide screen cuts it."""
        return cut(self.subject, WIDE_COLUMNS)

    @property
    def wide_preheader(self) -> str:
        """What of the preheader fits beside the subject; "" where that leaves no room worth having."""
        left = WIDE_COLUMNS - columns(self.subject)
        return cut(self.preheader, left) if left > 10 else ""

    @property
    def note(self) -> str:
        """What to know about the length of the subject."""
        shortened = " A phone cuts it." if self.subject != self.phone_subject else ""
        return f"{len(self.subject)} characters.{shortened}"


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of the mail's HTML: as it is, and as it travels (quoted-printable, RFC 2045 section 6.7).

    Which of the two Gmail counts is disputed; the larger must fit.
    """

    raw: int
    encoded: int

    @classmethod
    def of(cls, html: str) -> Size:
        """The size of a mail with this HTML."""
        raw = html.encode("utf-8", "replace")
        return cls(len(raw), len(binascii.b2a_qp(raw)))

    @property
    def count(self) -> int:
        """The larger one."""
        return max(self.raw, self.encoded)

    @property
    def label(self) -> str:
        """Both in kB, with the limit."""
        raw, encoded = (f"{count / 1000:.1f}" for count in (self.raw, self.encoded))
        return f"{raw} kB, {encoded} kB as it travels, of {CLIP_BYTES // 1000} kB"

    @property
    def note(self) -> str:
        """What to do about it; "" when it is fine."""
        if self.count > CLIP_BYTES:
            return "Too long: Gmail will hide the end, and the unsubscribe link with it."
        return "Nearly too long for Gmail." if self.count > LARGE_BYTES else ""


def row(sender: str, title: str, subject: str, preheader: str) -> Row:
    """The row of a mail `sender` (`Name <address>`) sends; without one, `title` stands for the name."""
    name, address = parseaddr(sender)
    return Row(one_line(name or address or title), one_line(subject), one_line(preheader))


def cut(text: str, most: int) -> str:
    """At most `most` columns of `text`, the last an ellipsis where something is missing."""
    return text if columns(text) <= most else fitting(text, max(0, most - 1)).rstrip() + "…"


def fitting(text: str, most: int) -> str:
    """The beginning of `text` that fits into `most` columns; a letter keeps its accents."""
    used = 0
    for at, char in enumerate(text):
        used += _columns(char)
        if used > most:
            return text[:at]
    return text


def columns(text: str) -> int:
    """How wide `text` is in letters of one width: accents take no room, most of East Asia takes two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def one_line(text: str) -> str:
    """`text` without line breaks and control characters, spaces folded."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
