"""The records that flow through a run, in the order in which they come to be.

`Source -> Entry -> Story -> Piece -> Section -> Edition -> Rendition`; `Figure -> Claim -> Deal` beside them.
All are frozen, hold tuples, and carry aware UTC datetimes and ids that are stable hashes. A later record
wraps earlier ones and does not repeat their fields.
"""

from digest.model.editions import Correction, Edition, Fate, Period, Rendition, Section, SourceNote
from digest.model.entries import SILENT, Collected, Entry, Failure, Hints, Link, Memory, Source
from digest.model.figures import (
    KINDS,
    QUALIFIERS,
    STATUSES,
    Claim,
    Deal,
    Difference,
    Due,
    Figure,
    Money,
    Stated,
    Statement,
    Watch,
)
from digest.model.ids import stable_id
from digest.model.pictures import Picture, path_within
from digest.model.reasons import Reason, Score
from digest.model.stationery import BLANK, SAMPLE_READER, TOKEN, Stationery
from digest.model.stories import Lesson, Piece, Sentence, Since, Story, Tie, Voices

__all__ = [
    "BLANK",
    "KINDS",
    "QUALIFIERS",
    "SAMPLE_READER",
    "SILENT",
    "STATUSES",
    "TOKEN",
    "Claim",
    "Collected",
    "Correction",
    "Deal",
    "Difference",
    "Due",
    "Edition",
    "Entry",
    "Failure",
    "Fate",
    "Figure",
    "Hints",
    "Lesson",
    "Link",
    "Memory",
    "Money",
    "Period",
    "Picture",
    "Piece",
    "Reason",
    "Rendition",
    "Score",
    "Section",
    "Sentence",
    "Since",
    "Source",
    "SourceNote",
    "Stated",
    "Statement",
    "Stationery",
    "Story",
    "Tie",
    "Voices",
    "Watch",
    "path_within",
    "stable_id",
]
