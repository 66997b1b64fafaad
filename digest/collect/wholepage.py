"""The article on a web page, without the page around it; read in a worker.

trafilatura finds the text, `digest.collect.pages` headline and date. A page that says that its text is for
subscribers is not read, even where the text stands in it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from digest.collect import pages
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Origin

PAYWALL = "a page for subscribers"
NO_ARTICLE = "a page without an article"

_CLOSED = re.compile(
    r'"isAccessibleForFree"\s*:\s*\[?\s*"?\s*(?:https?://schema\.org/)?false\b', re.IGNORECASE
)
_TIER = re.compile(
    r"<meta\b(?=[^<>]{0,300}\barticle:content_tier\b)[^<>]{0,300}\bcontent\s*=\s*[\"']?(?:locked|metered)\b",
    re.IGNORECASE,
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|p|div)\b", re.IGNORECASE)


def read(body: bytes, origin: Origin) -> Document:
    """The article in `body` as the one item of a document.

    Raises:
        NotAFeedError: `PAYWALL`, `NO_ARTICLE`, or that it is no web page.
    """
    import trafilatura  # noqa: PLC0415  # 0.5 s, in the worker that needs it

    text = pages.decoded(body)
    if not _HTML.search(text[:100_000]):
        raise NotAFeedError("something that is no web page")
    if _CLOSED.search(text) or _TIER.search(text):
        raise NotAFeedError(PAYWALL)
    found = trafilatura.extract(
        text,
        url=origin.url,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        favor_precision=True,
    )
    if not found:
        raise NotAFeedError(NO_ARTICLE)
    page = pages.page(body, "")
    item = replace(page.items[0], html=found, text="", summary="", link=origin.url) if page.items else None
    return Document(page.title, page.language, (item,) if item else ())
