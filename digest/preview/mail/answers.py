"""What a linked page answered, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest import urls
from digest.check import LEVELS, Reply
from digest.check.links import living
from digest.check.links.anchor import bare
from digest.preview.studio import Answer
from digest.render import clean


def told(replies: Mapping[str, Reply]) -> dict[str, Answer]:
    """By address, what its page answered; `replies` as `digest check --live` keeps them."""
    return {url: of(url, reply) for url, reply in replies.items() if _is_whole(reply)}


def of(url: str, reply: Reply) -> Answer:
    """What the page at `url` answered: a fault where a reader who clicks finds something else, or nothing."""
    wrong = living.verdict(url, reply)
    is_fault = wrong is not None and wrong[2] != LEVELS[-1]
    return Answer(clean.line(_words(reply)), is_fault, _minute(reply.asked_at))


def _is_whole(reply: Reply) -> bool:
    """Whether it holds what it should: a file that a person changed may hold anything."""
    texts = (reply.problem, reply.moved_to, reply.asked_at, reply.unasked)
    return isinstance(reply.status, int) and all(isinstance(text, str) for text in texts)


def _words(reply: Reply) -> str:
    if reply.unasked:
        return f"not asked: {reply.unasked}"
    if reply.problem:
        return f"no answer: {reply.problem}"
    if reply.status in (404, 410):
        return f"gone ({reply.status})"
    if reply.status >= 500:
        return f"fails ({reply.status})"
    if reply.status >= 400:
        return f"refuses programs ({reply.status})"
    return f"redirects to {_moved(reply.moved_to)}" if reply.moved_to else "ok"


def _moved(url: str) -> str:
    """The host it moved to, and its path in short."""
    rest = url.partition("://")[2].partition("/")[2]
    return bare(urls.host(url)) + (f"/{rest}" if rest else "")[:40]


def _minute(asked_at: str) -> str:
    """`2026-11-22 16:40` of an ISO time in UTC; "" for what is none."""
    try:
        return f"{datetime.fromisoformat(asked_at):%Y-%m-%d %H:%M}"
    except (ValueError, TypeError):
        return ""
