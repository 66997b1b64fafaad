"""The draft of an edition as it lies there, in its editor's hands."""

from __future__ import annotations

from pathlib import Path

from digest import draft
from digest.errors import DraftError
from digest.model import Edition

FILE = "draft.md"


def current(folder: Path) -> str | None:
    """What stands in the draft now; None when there is none.

    Raises:
        DraftError: it is no UTF-8 text.
    """
    path = folder / FILE
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise DraftError(str(path), "is not text in UTF-8", "save it in that encoding") from error
    except OSError as error:
        raise DraftError(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def applied(made: Edition, text: str, folder: Path) -> Edition:
    """`made` as the draft `text` of `folder` has it.

    Raises:
        DraftError: something in it means nothing; the subject names the file and the line.
    """
    return draft.applied(made, draft.read(text, str(folder / FILE)))
