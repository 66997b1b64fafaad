"""The mail as Gmail shows it at its worst: no style element, no class, only what stands on the elements.

Gmail drops all style elements of a mail whose sum is above 16,384 characters, each that holds what it cannot
read, and all of them in the browser of a telephone and for accounts of other providers in its app
(hteumeuleu/email-bugs; caniemail.com: html-style). So this view drops them all, with the classes that
they select by, and of the rest whatever Gmail's web mail on a telephone is known not to show.
"""

from __future__ import annotations

from digest.preview.views import pieces, support
from digest.preview.views.pieces import Tag

NOTE = (
    "All style elements and classes are left out, and what Gmail in a telephone's browser is known "
    "not to show ({date}). Most readers of Gmail see more than this; it is not Gmail."
)
_CLIENT = "gmail.mobile-webmail"
_DROPPED = ("link", "meta", "base")


def html(document: str) -> str:
    """`document` without what Gmail at its worst drops."""
    return pieces.rewritten(document, tag=_tag, sheet=lambda _css: "", comment=_comment)


def note() -> str:
    """What the view shows, and what it cannot know."""
    return NOTE.format(date=support.told())


def _tag(tag: Tag) -> Tag | None:
    if tag.name in _DROPPED and "charset" not in tag.attributes:
        return None
    if "class" in tag.attributes:
        tag = tag.without("class")
    if style := tag.attributes.get("style"):
        reduced = support.reduced(style, _CLIENT)
        tag = tag if reduced == style else tag.having("style", reduced)
    return tag


def _comment(written: str) -> str:
    return written if written[:9].lower() == "<!doctype" else ""
