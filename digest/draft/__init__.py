"""The draft: an edition as plain Markdown that a person owns, and the way back.

`form` writes and reads the Markdown (`front`, `headings`, `lines`, `deals`, `corrections` are its parts,
`slips` what goes wrong in it), `edits` brings what a person changed into the edition. `manuscript` is a draft
as its lines. `moves` is what a person does with stories, done to the text; `merging` brings news into a draft
that a person has; `offers` are the comments in which both tell what is new; `changes` says what a person did,
word by word.
"""

from digest.draft.drafted import Draft
from digest.draft.edits import applied
from digest.draft.form import read, write

__all__ = ["Draft", "applied", "read", "write"]
