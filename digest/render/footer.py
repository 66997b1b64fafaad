"""What stands below the mail: why a reader gets it, how they leave, who sends it and where answers go."""

from __future__ import annotations

from dataclasses import dataclass

from digest.messages import Messages
from digest.model import SAMPLE_READER, TOKEN, Edition, Stationery
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Footer:
    """The lines below the mail; "" for what the stationery does not say.

    Attributes:
        reason: why a reader gets it.
        leave: where a sample reader leaves; for each real one `digest.deliver` puts theirs in its place.
        leave_mail: the mail address for the same, `mailto:`.
        answer: that a person reads the answers.
        address: the postal address.
    """

    reason: str
    leave: str
    leave_mail: str
    answer: str
    address: str


def of(edition: Edition, stationery: Stationery, words: Messages) -> Footer:
    """The footer of `edition`."""
    usual = words.say("footer.reason", title=clean.line(edition.title))
    mail = clean.line(stationery.unsubscribe_mail)
    return Footer(
        reason=clean.line(stationery.reason) or usual,
        leave=clean.url(stationery.unsubscribe.replace(TOKEN, SAMPLE_READER)),
        leave_mail=clean.url(f"mailto:{mail}") if mail else "",
        answer=words.say("footer.answer") if stationery.sender else "",
        address=clean.line(stationery.address),
    )
