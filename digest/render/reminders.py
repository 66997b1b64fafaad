"""What earlier editions expected and falls due in this one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.messages import ENGLISH, Messages
from digest.model import Edition, Watch
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Reminder:
    """One expectation: Markdown of one line, and which edition told it, `told in no. 9`; "" where unknown."""

    text: str
    told: str

    @property
    def markdown(self) -> str:
        """Both in one line: `The ruling is expected on 14 July. (told in no. 9)`."""
        return f"{self.text} ({self.told})" if self.told else self.text


def of(edition: Edition, words: Messages = ENGLISH) -> tuple[Reminder, ...]:
    """What falls due, in order; lines without words are left out."""
    return tuple(found for watch in edition.watch if (found := _reminder(watch, words)).text)


def _reminder(watch: Watch, words: Messages) -> Reminder:
    text = clean.line(watch.text)
    numbers = (clean.line(one.say("edition.number", number=watch.number)) for one in (words, ENGLISH))
    named = "|".join(map(re.escape, numbers))
    is_said = watch.number < 1 or re.search(rf"(?i)(?<!\w)(?:{named})(?!\d)", text)
    return Reminder(text, "" if is_said else words.say("stories.reminder", number=watch.number))
