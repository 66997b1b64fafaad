"""Whether the pages still answer: what `digest check --live` heard of them.

The asking is done elsewhere; here the answers are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from digest import urls
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links.anchor import bare, distinct, is_below, shown
from digest.check.links.family import LINKS
from digest.check.reply import OFFLINE, Reply

_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 405, 407, 408, 425, 429, 451, 501})
_OPEN_AGAIN = "open it in a browser; take another report of the story, or leave the link out"


@LINKS.rule(
    "gone",
    "a link leads to a page that does not answer",
    why="a reader who clicks finds nothing; asked only with --live",
)
def gone(galley: Galley) -> Iterator[Fault]:
    """Pages that are not there, and servers that fail."""
    yield from _heard(galley, _is_gone)


@LINKS.rule(
    "moved",
    "a link leads to a page that has moved away",
    why="often the report is gone and the front page stands in for it; asked only with --live",
)
def moved(galley: Galley) -> Iterator[Fault]:
    """Permanent redirects to another site or to a front page."""
    yield from _heard(galley, _has_moved)


@LINKS.rule(
    "unasked",
    "a link could not be checked",
    why="the site does not answer programs, or no site was asked; asked only with --live",
)
def unasked(galley: Galley) -> Iterator[Fault]:
    """Pages behind a login or a limit, those of a private network, and once all of them without a line."""
    document = shown(galley)
    number = sum(reply.unasked == OFFLINE for reply in galley.reached.values())
    if document and number:
        reason = f"none of {number} linked pages answered, so no link was checked"
        yield Fault(document.whole(), reason, "ask again with --live when this machine is online", "warning")
    yield from _heard(galley, _is_closed)


Verdict = tuple[str, str, str]
"""Reason, remedy and level."""


def verdict(url: str, reply: Reply) -> Verdict | None:
    """What is wrong with a page that was asked; None where it answers as it should."""
    return _is_gone(url, reply) or _has_moved(url, reply) or _is_closed(url, reply)


def _heard(galley: Galley, judge: Callable[[str, Reply], Verdict | None]) -> Iterator[Fault]:
    document = shown(galley) if galley.reached else None
    for anchor in distinct(document):
        reply = galley.reached.get(anchor.href)
        said = judge(anchor.href, reply) if reply else None
        if document and said:
            reason, remedy, level = said
            yield Fault(document.spot(anchor.node, anchor.href[:200]), reason, remedy, level)


def _is_gone(url: str, reply: Reply) -> Verdict | None:
    if reply.problem:
        return f"{_host(url)} could not be reached: {reply.problem}", _OPEN_AGAIN, "error"
    if reply.status in _GONE:
        return f"the page is not there ({_host(url)} answers {reply.status})", _OPEN_AGAIN, "error"
    if reply.status >= 500 and reply.status not in _CLOSED:
        return f"{_host(url)} answers {reply.status}", "ask again later with --live", "warning"
    return None


def _is_closed(url: str, reply: Reply) -> Verdict | None:
    if reply.unasked and reply.unasked != OFFLINE:
        return (
            f"{_host(url)} was not asked: {reply.unasked}",
            "link to an address that readers can open",
            "warning",
        )
    refused = 400 <= reply.status < 500 and reply.status not in _GONE
    if reply.problem or not (reply.status in _CLOSED or refused):
        return None
    return f"could not be checked: {_host(url)} answers {reply.status}", "open it in a browser", "note"


def _has_moved(url: str, reply: Reply) -> Verdict | None:
    if not reply.moved_to or reply.problem or reply.status >= 400:
        return None
    host = bare(urls.host(reply.moved_to))
    remedy = f"link to {reply.moved_to[:200]} if that is the report"
    if not is_below(host, _host(url)):
        return f"{_host(url)} has moved the page to {host}", remedy, "warning"
    if _is_front(reply.moved_to) and not _is_front(url):
        return f"{_host(url)} leads to its front page instead of the report", _OPEN_AGAIN, "warning"
    return None


def _host(url: str) -> str:
    return bare(urls.host(url))


def _is_front(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
