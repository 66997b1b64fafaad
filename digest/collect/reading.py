"""Bytes in, entries out: the one function that runs in the workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digest import text, urls
from digest.collect.items import LONGEST_NAME, Document, Origin, entries
from digest.model import SILENT, Entry, Hints


@dataclass(frozen=True, slots=True)
class Job:
    """One body to read.

    Attributes:
        form: a row of `_FORMS`.
        name: file name, for forms that may need it as a title.
        rules: what the form needs to know beside, as it defines it; None where it needs nothing.
    """

    form: str
    body: bytes
    origin: Origin
    name: str = ""
    rules: Any = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body gave.

    Attributes:
        problem: why it gave nothing, "" when it could be read.
        complete: False where the body ends in the middle.
        wishes: how often the document wants to be asked for.
        links: absolute addresses of further documents that it names, each with its date or "".
        title: of the document, plain text.
    """

    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    complete: bool = True
    wishes: Hints = SILENT
    links: tuple[tuple[str, str], ...] = ()
    title: str = ""


def read(job: Job) -> Reading:
    """The entries in `job`; what is no feed is a problem in the reading, not an error."""
    from digest.collect.feedxml import NotAFeedError  # noqa: PLC0415  # the parsers load in workers only

    if not job.body.strip():
        return Reading(problem="nothing")
    try:
        document = _FORMS[job.form](job)
    except NotAFeedError as error:
        return Reading(problem=str(error))
    found, notes = entries(document, job.origin)
    links = tuple((urls.safe(url, job.origin.url), date) for url, date in document.links)
    title = text.headline(document.title, LONGEST_NAME)
    return Reading(found, notes, "", document.complete, document.wishes, links, title)


def _older(body: bytes) -> tuple[tuple[str, str], ...]:
    from digest.collect import lineage  # noqa: PLC0415

    found = lineage.older(body)
    return ((found, ""),) if found else ()


def _feed(job: Job) -> Document:
    from digest.collect import feedxml, jsonfeed, wishes  # noqa: PLC0415

    if jsonfeed.looks_like(job.body):
        return replace(jsonfeed.read(job.body), links=_older(job.body))
    document = feedxml.read(job.body, job.origin.url, job.origin.charset)
    return replace(document, wishes=wishes.of(job.body), links=_older(job.body))


def _page(job: Job) -> Document:
    from digest.collect import pages  # noqa: PLC0415

    return pages.page(job.body, job.name)


def _list(job: Job) -> Document:
    from digest.collect import listing  # noqa: PLC0415

    return listing.read(job.body, job.origin, job.rules)


def _json(job: Job) -> Document:
    from digest.collect import jsonlist  # noqa: PLC0415

    return jsonlist.read(job.body, job.rules)


def _ids(job: Job) -> Document:
    from digest.collect import jsonlist  # noqa: PLC0415

    return jsonlist.read_ids(job.body, job.rules)


def _markdown(job: Job) -> Document:
    from digest.collect import articles  # noqa: PLC0415

    return articles.markdown(job.body, job.name)


def _article(job: Job) -> Document:
    from digest.collect import articles  # noqa: PLC0415

    return articles.article(job.body, job.name)


def _mail(job: Job) -> Document:
    from digest.collect import letters  # noqa: PLC0415

    return letters.letter(job.body)


def _newsletter(job: Job) -> Document:
    from digest.collect import newsletters  # noqa: PLC0415

    return newsletters.read(job.body, job.rules)


def _sitemap(job: Job) -> Document:
    from digest.collect import sitemaps  # noqa: PLC0415

    return sitemaps.read(job.body, job.rules, job.origin.now)


def _signposts(job: Job) -> Document:
    from digest.collect import signposts  # noqa: PLC0415

    return signposts.read(job.body, job.origin.url)


def _whole(job: Job) -> Document:
    from digest.collect import wholepage  # noqa: PLC0415

    return wholepage.read(job.body, job.origin)


def _permission(job: Job) -> Document:
    from digest.collect import robotsfile  # noqa: PLC0415

    return robotsfile.read(job.body, job.rules)


def _lines(job: Job) -> Document:
    from digest.collect import records  # noqa: PLC0415

    return records.records(job.body)


_FORMS: Mapping[str, Callable[[Job], Document]] = {
    "feed": _feed,
    "page": _page,
    "list": _list,
    "json": _json,
    "ids": _ids,
    "markdown": _markdown,
    "article": _article,
    "mail": _mail,
    "newsletter": _newsletter,
    "lines": _lines,
    "sitemap": _sitemap,
    "signposts": _signposts,
    "whole": _whole,
    "permission": _permission,
}
