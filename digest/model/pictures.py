"""Pictures that an editor put beside the draft: what is known of a file, and how a draft names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_LONGEST = 200
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\\:%?#*\"<>|]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file of an edition; its bytes stay where they are.

    What is said of it, its alternative text and caption, stands in the text in which it is shown.

    Attributes:
        path: within the edition's folder, with `/`: `pictures/chart.png`.
        width: in px.
        height: in px.
        media_type: by its content: `image/png`, `image/jpeg` or `image/gif`.
        size: in bytes.
        digest: of the content, so that a file that was changed since is noticed.
    """

    path: str
    width: int
    height: int
    media_type: str
    size: int
    digest: str

    @property
    def address(self) -> str:
        """How an output beside the file names it: the path with all but plain letters percent-encoded."""
        return quote(self.path)


def path_within(address: str) -> str:
    """The path inside the edition's folder that `address` names; "" where it names none.

    It is decoded once, as a browser does (RFC 3986 section 2.1). No scheme, drive, query or fragment, no
    way up or to the root, no hidden file, and nothing that would still be encoded.
    """
    path = unquote(address, errors="replace")
    if not path or len(path) > _LONGEST or _UNFIT.search(path) or "\ufffd" in path:
        return ""
    parts = path.split("/")
    return "" if any(_misleads(part) for part in parts) else path


def _misleads(part: str) -> bool:
    """Empty, hidden, `.` or `..`; or not the name that it seems to be (Windows drops dots and spaces)."""
    return not part.strip() or part.startswith((".", "~", " ")) or part.endswith((".", " "))
