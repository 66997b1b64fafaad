"""The draft: an edition as plain Markdown that a person owns, and the way back.

`form` writes and reads the Markdown, `edits` brings what a person changed into the edition.
"""

from digest.draft.drafted import Draft
from digest.draft.edits import applied
from digest.draft.form import read, write

__all__ = ["Draft", "applied", "read", "write"]
