"""What a server's refusal means for one mail: whose fault it is, and whether it will pass.

Pure; the table is that of docs/decisions/0016. A wrong verdict here blames a reader for what the server has
against us, or sends twice.
"""

from __future__ import annotations

import re

from digest.deliver.transport.kinds import Verdict

_NOT_LET_IN = frozenset({530, 534, 535, 538})
"""It wants another sign-in (RFC 4954 section 6, RFC 3207): so for everybody."""
_OURS = re.compile(rb"5\.(?:[3-7]\.|1\.[78]\b)")
"""Not about the reader, who exists all the same: their system, the way there, our sender, our content, policy
(RFC 3463 section 3; 5.1.7 and 5.1.8 are about the sender)."""
_NOT_NOW = frozenset({421, 454})
"""It closes (RFC 5321 section 3.8), or has no room for us: quotas of providers are told with 454."""


def of(stage: str, code: int, said: bytes) -> Verdict:
    """The verdict when the server answered `code` with the words `said` to a command at `stage`."""
    if stage == "the mail" and code in _NOT_NOW:  # its text went: it is not as if nothing had been tried
        return Verdict.LATER
    if is_over(code) or stage == "RSET":
        return Verdict.TROUBLE
    if code < 500:
        return Verdict.LATER
    return Verdict.REJECTED if stage == "RCPT TO" and not _OURS.match(said) else Verdict.REFUSED


def is_over(code: int) -> bool:
    """Whether no other mail can go over the line after this; under 400 is no answer to what was asked."""
    return code in _NOT_NOW or code in _NOT_LET_IN or code < 400
