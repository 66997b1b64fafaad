"""What feedparser calls the elements of a document, and which of them cannot change an entry.

feedparser knows elements by names such as `dc_date`, made of a prefix of its own and the local name. A
vocabulary that it does not know gets the prefix that the document gave it, which may be anything, so that one
is passed over only where its prefix stands for nothing else in the document and for nothing in feedparser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from feedparser.mixin import _FeedParserMixin

_OURS: dict[str, str] = {uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()}
_PREFIXES = frozenset(prefix.lower() for prefix in _OURS.values() if prefix)
_DECLARATION = re.compile(r"""\bxmlns(?::([^\s=<>"']+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# A prefix of these with an underscore and a local name could make a name that is read below.
_FIELDS = frozenset(
    {"author", "content", "created", "date", "description", "entries", "feed", "id", "link", "published"}
    | {
        "publisher",
        "source",
        "subtitle",
        "summary",
        "tagline",
        "title",
        "updated",
        "guid",
        "issued",
        "modified",
    }
)
_ANY_RSS = "backend.userland.com/rss"  # feedparser takes every address with this for RSS
PASSED = frozenset(
    {"category", "comments", "enclosure", "rights", "copyright", "dc_subject", "dc_publisher", "dc_rights"}
    | {"dc_contributor", "dcterms_valid", "media_content", "media_group", "media_thumbnail", "media_keywords"}
    | {"media_credit", "media_category", "media_rating", "media_restriction", "media_player"}
    | {"itunes_image", "itunes_explicit", "itunes_block", "itunes_keywords", "itunes_category"}
    | {"itunes_subtitle"}
)
"""Names with a handler in feedparser that sets fields which no entry of ours is made of."""


class Names(dict[str, str]):
    """feedparser's name by the tag that ElementTree gives; "" where it is not certain.

    Attributes:
        doubt: whether the document's declarations make all names uncertain.
    """

    def __init__(self, text: str) -> None:
        """Collects the declarations in `text`; those in its articles only add to the doubt."""
        super().__init__()
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        self._addresses: dict[str, set[str]] = defaultdict(set)
        for prefix, double, single in _DECLARATION.findall(text) if "xmlns" in text else ():
            self._prefixes[double or single].add(prefix)
            self._addresses[prefix].add(double or single)
        self.doubt = any(self._misleads(uri) for uri in self._prefixes)

    def __missing__(self, tag: str) -> str:
        """Works the name out, once for each tag."""
        uri, _, local = tag.rpartition("}")
        uri = uri[1:]
        prefix = _OURS.get(uri.lower(), "" if not uri else None)
        if prefix is None:
            prefix = self._own_prefix(uri)
            name = f"{prefix}_{local}".lower() if prefix else ""
        else:
            name = f"{prefix}_{local}".lower() if prefix else local.lower()
        self[tag] = name
        return name

    def passes(self, element: Element) -> bool:
        """Whether `element` and all within it leave an entry as it is."""
        return all(self._passes(self[inner.tag]) for inner in element.iter())

    def _passes(self, name: str) -> bool:
        return name in PASSED or ("_" in name and not _is_handled(name))

    def _own_prefix(self, uri: str) -> str:
        """The document's prefix for `uri` where it has one that means nothing else, or ""."""
        prefixes = self._prefixes.get(uri, set())
        if len(prefixes) != 1:
            return ""
        (prefix,) = prefixes
        known = prefix.lower() in _PREFIXES or prefix.lower().split("_")[0] in _FIELDS
        return "" if known or len(self._addresses[prefix]) > 1 else prefix

    def _misleads(self, uri: str) -> bool:
        """Whether a declaration gives a prefix of feedparser's to something else."""
        if _ANY_RSS in uri.lower():
            return True
        taken = {prefix for prefix in self._prefixes[uri] if prefix.lower() in _PREFIXES}
        return any(_OURS.get(uri.lower()) != prefix for prefix in taken)


def _is_handled(name: str) -> bool:
    return any(hasattr(_FeedParserMixin, f"{verb}{name}") for verb in ("_start_", "_end_"))
