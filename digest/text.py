"""Third-party words made harmless: plain text and a small, closed subset of HTML.

Every function takes hostile input of any length and nesting in linear time and never raises.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from digest import urls

DEEPEST_INPUT = 256  # open tags; HTML parsers take quadratic time beyond, and nobody writes that by hand
_CLIP_SEARCH = 40  # characters in which a word boundary is looked for

# C0 and C1 but tab and line feed, soft hyphen, zero-width and invisible operators, bidi embeddings,
# overrides and isolates, annotations, surrogates, noncharacters.
_LOW = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
_SUSPECT = re.compile(f"[{_LOW}\r\x0b\x0c\x85\u2028\u2029\u200c\u200d\U00010000-\U0010ffff]")
_JUNK = re.compile(f"[{_LOW}]")
# Language tags, which smuggle ASCII, and noncharacters; apart, because it makes the pattern ten times slower.
_HIGH_JUNK = re.compile(
    "[\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Joiners are letters of some scripts and the glue of emoji, but junk beside Latin text.
_LOOSE_JOINER = re.compile(
    "(?<![^\x00-\u02ff\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff\u200c\u200d])"
)
# No script puts more on one letter: Unicode's Stream-Safe Text Format (UAX #15, section 13) says 30.
_MARKS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HIGHEST_PILE = 30
_PILE = re.compile(f"({_MARKS}{{{_HIGHEST_PILE}}}){_MARKS}+")
_PLAIN = b"\t\n" + bytes(range(0x20, 0x7F))


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _names(
    "p div section article header footer main aside figure figcaption h1 h2 h3 h4 h5 h6 ul ol dl dt dd "
    "table tr blockquote pre hr"
)
_KEPT_TAGS = _names(
    "a abbr b blockquote br code dd del dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins li ol p pre "
    "q s small strong sub sup table tbody td tfoot th thead tr u ul"
)
_DROPPED_WITH_TEXT = _names(
    "script style template noscript iframe object embed svg math title textarea select xmp noembed"
)
_TEXT_TAGS = _BLOCKS | {"br", "li", "td", "th"}
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_SELF_CLOSING = _VOID | _names("p li dt dd td th tr option")  # closed by the next of their kind
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_CLEAN_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")  # exact on serialised HTML: ">" is escaped inside values
_INLINE_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_INLINE_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|$)", re.DOTALL)
_BULLET_BEFORE_BLOCK = re.compile(r"•[\s\x02]+")  # a paragraph inside a list item
_REFERENCES = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&nbsp;", " "),
    ("&amp;", "&"),
)  # all that nh3 writes
_LINE_MARK, _BLOCK_MARK = "\x01", "\x02"  # cannot occur otherwise: controls are stripped first
_SPOKEN = (
    {tag: _BLOCK_MARK for name in _BLOCKS for tag in (f"<{name}>", f"</{name}>")}
    | dict.fromkeys(["<td>", "</td>", "<th>", "</th>"], " ")
    | {"<br>": _LINE_MARK, "<tr>": _LINE_MARK, "</tr>": "", "</li>": _LINE_MARK, "<li>": f"{_LINE_MARK}• "}
)


def strip_controls(text: str) -> str:
    """`text` without characters that steer instead of say something; line ends become line feeds.

    Removed are C0 and C1 controls but tab and line feed, unpaired surrogates, noncharacters, bidi
    embeddings, overrides and isolates (Trojan Source, CVE-2021-42574), zero-width characters and tags.
    Joiners stay inside emoji and scripts that write them, and of the accents upon a letter the first 30.
    Applying it twice changes nothing.
    """
    special = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    if not special:  # as nearly always; the rest is looked at without the plain letters, which is far quicker
        return text
    if _SUSPECT.search(special):
        text = _JUNK.sub("", _BREAKS.sub("\n", text))
        special = text = text if text.isascii() else _LOOSE_JOINER.sub("", _HIGH_JUNK.sub("", text))
    return _PILE.sub(r"\1", text) if len(special) > _HIGHEST_PILE and _PILE.search(special) else text


def clip(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word boundary and ending in "…" where it was cut."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut = text[: limit - 1]
    if not text[limit - 1].isspace():
        space = max(cut.rfind(" ", -_CLIP_SEARCH), cut.rfind("\n", -_CLIP_SEARCH))
        cut = cut[:space] if space > 0 else cut
    return cut.rstrip(" \n\t,;:–—-") + "…"


def line(text: str) -> str:
    """`text` on one line, without controls, spaces run together."""
    return " ".join(strip_controls(text).split())


def one_line(text: str, limit: int) -> str:
    """The same, of at most `limit` characters."""
    return clip(line(text), limit)


def headline(text: str, limit: int) -> str:
    """A title of unknown make, HTML or not, as one plain line: "AT&T", "5 < 6 & x" and "<b>Hi</b>" alike."""
    if "<" in text:
        text = _INLINE_TAG.sub("", _INLINE_SCRIPT.sub("", text[: limit * 20]))
    return one_line(entities.unescape(text) if "&" in text else text, limit)


def prose(text: str, limit: int) -> str:
    """Plain text of unknown make in at most `limit` characters: lines kept, at most one of them empty."""
    lines = (" ".join(line.split()) for line in strip_controls(text[: limit * 4]).split("\n"))
    return clip(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), limit)


def plain(html: str, limit: int) -> str:
    """An HTML fragment as plain text of at most `limit` characters.

    Paragraphs are separated by an empty line, list items are lines that start with "• ", entities are
    decoded, scripts and styles dropped.
    """
    if "<" not in html and "&" not in html:
        return clip(strip_controls(" ".join(html.split())), limit)
    cleaned = _nh3_clean(shallow(html[: limit * 8 + 4096]), _TEXT_TAGS, "")
    return plain_of_safe(strip_controls(cleaned), limit)


def plain_of_safe(html: str, limit: int) -> str:
    """Like `plain`, for HTML that `safe_html` made; several times faster, wrong for any other HTML."""
    text = _CLEAN_TAG.sub(_spoken_tag, html)
    if "&" in text:
        for reference, character in _REFERENCES:
            text = text.replace(reference, character)
    if "•" in text:
        text = _BULLET_BEFORE_BLOCK.sub("• ", text)
    blocks = ("\n".join(_said_lines(block)) for block in text.split(_BLOCK_MARK))
    return clip("\n\n".join(filter(None, blocks)), limit)


def safe_html(html: str, base_url: str, limit: int, depth: int) -> str:
    """An HTML fragment reduced to structure and links, balanced, in at most `limit` characters.

    Kept are text, structural tags without attributes, and `a[href]` with absolute http(s) addresses
    (relative ones are resolved against `base_url`). Tags nested deeper than `depth` are unwrapped.
    """
    cleaned = strip_controls(_nh3_clean(shallow(html[: limit * 8 + 4096]), _KEPT_TAGS, base_url))
    if len(cleaned) <= limit and cleaned.count("<") <= 2 * depth:
        return cleaned
    return "".join(_bounded(cleaned, limit, depth))


_BASE: ContextVar[str] = ContextVar("base", default="")
"""Address that the links of what is being cleaned start from."""


def _nh3_clean(html: str, tags: frozenset[str], base_url: str) -> str:
    _BASE.set(base_url)
    return str(_cleaner(tags).clean(html))


def _absolute(_tag: str, _name: str, value: str) -> str | None:
    return urls.safe(value, _BASE.get()) or None


@lru_cache(maxsize=4)  # making one costs as much as cleaning a teaser
def _cleaner(tags: frozenset[str]) -> Any:
    import nh3  # noqa: PLC0415  # not needed where only titles are cleaned

    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WITH_TEXT),
        attributes={"a": {"href"}} if "a" in tags else {},
        attribute_filter=_absolute if "a" in tags else None,
        url_schemes={"http", "https"},
        link_rel=None,
    )


def shallow(html: str) -> str:
    """`html`, or only its text where it nests so deep that a parser would choke on it."""
    if html.count("<") <= DEEPEST_INPUT:
        return html
    open_tags: Counter[str] = Counter()
    depth = 0
    for match in _OPENING.finditer(html):
        name = match[2].lower()
        if name in _SELF_CLOSING:
            continue
        if not match[1]:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if depth > DEEPEST_INPUT:
            return _ANY_TAG.sub(" ", _SCRIPT.sub("", html))
    return html


def _bounded(html: str, limit: int, depth: int) -> Iterator[str]:
    """Pieces of serialised `html` within both caps, with what is open closed at the end."""
    open_tags: list[tuple[str, bool]] = []
    used, position = 0, 0
    for match in _CLEAN_TAG.finditer(html + "<hr>"):
        said = html[position : match.start()]
        closers = sum(len(name) + 3 for name, kept in open_tags if kept)
        room = limit - used - closers
        if len(said) + (0 if match[1] else len(match[0]) + len(match[2]) + 3) > room or match.start() >= len(
            html
        ):
            yield _cut_text(said, room)
            break
        yield said
        used += len(said)
        position = match.end()
        tag = _kept_tag(match, open_tags, depth)
        used += len(tag)
        yield tag
    yield from (f"</{name}>" for name, kept in reversed(open_tags) if kept)


def _kept_tag(match: re.Match[str], open_tags: list[tuple[str, bool]], depth: int) -> str:
    """The tag as written or "", keeping account of what is open."""
    name = match[2]
    if name in _VOID:
        return match[0]
    if not match[1]:
        kept = sum(kept for _, kept in open_tags) < depth
        open_tags.append((name, kept))
        return match[0] if kept else ""
    if open_tags and open_tags[-1][0] == name:
        return match[0] if open_tags.pop()[1] else ""
    return ""


def _cut_text(said: str, room: int) -> str:
    """Serialised text in at most `room` characters, never cut inside an entity."""
    if len(said) <= room:
        return said
    cut = said[: max(room - 1, 0)]
    ampersand = cut.rfind("&", -10)
    if ampersand >= 0 and ";" not in cut[ampersand:]:
        cut = cut[:ampersand]
    space = cut.rfind(" ", -_CLIP_SEARCH)
    return (cut[:space] if space > 0 else cut) + "…" if room > 0 else ""


def _spoken_tag(match: re.Match[str]) -> str:
    return _SPOKEN.get(match[0], "")


def _said_lines(block: str) -> Iterator[str]:
    lines = (_even_spaces(line) for line in block.split(_LINE_MARK))
    return (line for line in lines if line not in {"", "•"})


def _even_spaces(line: str) -> str:
    """Runs of spaces to one; looks first, because splitting costs more than all else together."""
    if "  " in line or "\n" in line or "\t" in line or "\xa0" in line:
        return " ".join(line.split())
    return line.strip()
