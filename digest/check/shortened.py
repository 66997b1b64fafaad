"""Whether a mail was cut on purpose, since it would have been too long."""

from __future__ import annotations

from digest import messages, text
from digest.check.document import Document


def absent(mail: Document) -> int:
    """How many stories of the edition the mail lacks; one without a headline cannot be looked for."""
    named = (piece for piece in mail.edition.pieces if text.line(piece.headline))
    return sum(not mail.tells(piece.id) for piece in named)


def says_so(mail: Document) -> bool:
    """Whether the mail says that it was shortened, in words that come with the program."""
    words, number = messages.of(mail.edition.language), len(mail.edition.pieces)
    said = {words.say("mail.shortened", shown=number, number=number)}
    said |= {words.say("mail.shortened_alone", shown=left, number=number) for left in range(number + 1)}
    found = text.line(" ".join(words for _, words in mail.texts))
    return any(text.line(line) in found for line in said)
