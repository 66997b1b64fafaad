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
_DECLARATION = re.compile(r"""xmlns(?::([^\s=<>"']+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# What feedparser's handlers and `feedxml` look at in an entry; an unknown element would be taken for it.
_FIELDS = frozenset(
    {
        "author",
        "authors",
        "content",
        "contributors",
        "created",
        "date",
        "description",
        "entries",
        "feed",
        "guid",
    }
    | {
        "id",
        "image",
        "issued",
        "items",
        "language",
        "link",
        "links",
        "math",
        "modified",
        "published",
        "source",
    }
    | {"subtitle", "summary", "svg", "tags", "textinput", "title", "updated", "url", "href", "where"}
)
_ANY_RSS = "backend.userland.com/rss"  # feedparser takes every address with this for RSS
PASSED = frozenset(
    {"category", "comments", "enclosure", "rights", "copyright", "dc_subject", "dc_publisher", "dc_rights"}
    | {"dc_contributor", "dcterms_valid", "media_content", "media_group", "media_thumbnail", "media_keywords"}
    | {"media_credit", "media_category", "media_rating", "media_restriction", "media_player"}
    | {"itunes_image", "itunes_explicit", "itunes_block", "itunes_keywords", "itunes_category"}
    | {"itunes_subtitle", "language", "dc_language", "expirationdate"}
    | {"georss_point", "georss_line", "georss_polygon", "georss_box"}
)
"""Names with a handler in feedparser that sets fields which no entry of ours is made of."""
OTHER_TITLES = frozenset({"dc_title", "media_title"})
"""Names that give an entry its title where it has none before them."""


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

    def passes(self, element: Element, *, is_titled: bool) -> bool:
        """Whether `element` and all within it leave an entry, which may have its title already, as it is."""
        return all(self._passes(inner, is_titled=is_titled) for inner in element.iter())

    def _passes(self, element: Element, *, is_titled: bool) -> bool:
        name = self[element.tag]
        if name in OTHER_TITLES:
            return is_titled and not len(element) and not element.attrib
        return name in PASSED or _means_nothing(name)

    def _own_prefix(self, uri: str) -> str:
        """The document's prefix for `uri` where it has one that means nothing else, or ""."""
        prefixes = self._prefixes.get(uri, set())
        if len(prefixes) != 1:
            return ""
        (prefix,) = prefixes
        return "" if prefix.lower() in _PREFIXES or len(self._addresses[prefix]) > 1 else prefix

    def _misleads(self, uri: str) -> bool:
        """Whether a declaration gives a prefix of feedparser's to something else."""
        if _ANY_RSS in uri.lower():
            return True
        taken = {prefix for prefix in self._prefixes[uri] if prefix.lower() in _PREFIXES}
        return any(_OURS.get(uri.lower()) != prefix for prefix in taken)


def _means_nothing(name: str) -> bool:
    """Whether feedparser only puts the element aside, under a name that nobody asks for."""
    handled = any(hasattr(_FeedParserMixin, f"{verb}{name}") for verb in ("_start_", "_end_"))
    return bool(name) and not handled and name not in _FIELDS and not name.endswith(("_detail", "_parsed"))
