"""Addresses: which may be followed, and when two of them mean the same page.

An address that is shown or fetched goes through `safe`; an address that is compared goes through
`canonical`. Nothing here touches the network.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

from digest import bundled

LONGEST = 4096  # characters; longer ones are attacks or data, and mail clients cut them anyway

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\<>\"`]"
)
_HOST = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_-]+)*\.?")
_ORDINARY = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[\w/.,~%+=&;:@!$'()*?#-]*[\w/])?", re.ASCII)
_ROOT = re.compile(r"https?://[a-z0-9.-]+(?=[/?#]|$)")
_KEPT_AS_IS = "%/:@!$&'()*+,;=~?#[]|^{}"
_PREFIXES = ("www.", "m.", "amp.", "mobile.")
_AMP_START = re.compile(r"^/amp(?=/.)")
_AMP_END = re.compile(r"(/amp|\.amp)(\.html?)?$|(?<=/)amp\.html?$")
_INDEX = re.compile(r"/index\.(?:html?|php|aspx?|jsp)$")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})|%|[^\x21-\x7e]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_GOOGLE_NEWS = re.compile(r"/(?:rss/)?(?:articles|read)/([\w-]+=*)$", re.ASCII)
_HELD = re.compile(r"https?://[\x21-\x7e]+")
_HELD_LATE = re.compile(r"https?(?::|%3a)(?:%2f%2f[^/]+|//?.+)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def safe(url: str, base: str = "") -> str:
    """`url` as an absolute http(s) address in ASCII, resolved against `base`; "" where it is not safe.

    Refused are other schemes (`javascript:`, `data:`, `file:`), control characters or spaces inside
    (browsers drop some of them, which turns a broken `javascript:` into a whole one), credentials,
    backslashes, and hosts or ports that are none (RFC 3986, RFC 3987 for the way to ASCII).
    """
    url = url.strip(" \t\r\n\f")
    if not url or len(url) > LONGEST or _FORBIDDEN.search(url):
        return ""
    try:
        if not _SCHEME.match(url):
            url = _joined(base, url)
        return url if _ORDINARY.fullmatch(url) else _checked(urlsplit(url))
    except ValueError:  # a bracket or port that urllib does not take; UnicodeError is one as well
        return ""


def host(url: str) -> str:
    """Host of `url` in small letters, without port; "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """The form in which two spellings of one address are equal; "" for what is no web address.

    For comparing only: it may leave out what a server wants to see. Undone are scheme, port, fragment,
    `www.` and mobile hosts, AMP spellings and caches, tracking parameters (`tracking_params.txt`), order
    of the query, percent-encoding of plain characters, index files and closing slashes; and addresses
    that carry another one (`wrappers.txt`, the older links of Google News) become that other. Applying
    it twice changes nothing.
    """
    for _ in range(8):  # each round undoes one wrapping; real addresses take one or two
        shorter = _simplified(url)
        if shorter == url:
            return shorter
        url = shorter
    return url


def carried(url: str) -> str:
    """The address that the safe address `url` carries by a rule of `wrappers.txt`; "" for none."""
    return _wrapped(urlsplit(url))


def _joined(base: str, url: str) -> str:
    """`urljoin`, with a short way for what nearly all relative links are: a path from the root."""
    if url[0] == "/" and url[1:2] != "/" and "/." not in url and (root := _ROOT.match(base)):
        return root[0] + url
    return urljoin(base, url)


def _checked(parts: SplitResult) -> str:
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc:
        return ""
    name, port = parts.hostname or "", parts.port
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    name = f"[{name}]" if ":" in name else name
    if not _HOST.fullmatch(name):
        return ""
    netloc = name if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{name}:{port}"
    rest = (quote(part, safe=_KEPT_AS_IS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, netloc, *rest))


def _simplified(url: str) -> str:
    checked = safe(url)
    if not checked:
        return ""
    parts = urlsplit(checked)
    wrapped = _wrapped(parts)
    if wrapped:
        return wrapped
    netloc = _bare_host(parts.netloc)
    return urlunsplit(("https", netloc, _bare_path(parts.path), _bare_query(parts.query), ""))


def _wrapped(parts: SplitResult) -> str:
    """The address inside an AMP cache, a redirect, a mailbox's or an archive's link, or ""."""
    name = _bare_host(parts.netloc)
    if name == "news.google.com":
        return _of_google_news(parts)
    cached = None
    if name.endswith(".cdn.ampproject.org"):
        cached = re.match(r"/[a-z]/(?:s/)?(.+)", parts.path)
    elif name.startswith("google."):
        cached = re.match(r"/amp/(?:s/)?(.+)", parts.path)
    if cached:
        return safe(f"https://{cached[1]}") if "." in cached[1].split("/")[0] else ""
    return _carried(name, parts)


def _of_google_news(parts: SplitResult) -> str:
    """What a link of Google News leads to.

    Until 2024 its id was a protobuf message in base64 with the address inside; since then it is a key
    that only Google can read, and all that can be done offline is to give its spellings one form.
    """
    found = _GOOGLE_NEWS.match(parts.path)
    if not found:
        return ""
    key = found[1].rstrip("=")
    try:
        message = urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode("latin-1")
    except ValueError:
        message = ""
    held = _HELD.search(message)
    if held:
        return safe(held[0])
    plain = f"https://news.google.com/articles/{key}"
    return "" if urlunsplit(parts) == plain else plain


def _carried(name: str, parts: SplitResult) -> str:
    """The address that a link of `wrappers.txt` carries in its query or at the end of its path."""
    rules = _wrappers().get(".".join(name.rsplit(".", 2)[-2:]), ())
    for host, start, parameter in rules:
        if name != host and not name.endswith(f".{host}"):
            continue
        if not parts.path.startswith(start):
            continue
        if parameter == "/":
            whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
            found = _HELD_LATE.search(whole)
            held = re.sub(r"^(https?:)/(?=[^/])", r"\1//", unquote(found[0])) if found else ""
        else:
            held = parse_qs(parts.query).get(parameter, [""])[0]
        if held.lower().startswith(("http://", "https://")) and (carried := safe(held)):
            return carried
    return ""


@lru_cache(maxsize=1)
def _wrappers() -> dict[str, list[tuple[str, str, str]]]:
    """The rules of `wrappers.txt` by the last two parts of their host: host, start of the path, parameter."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for rule in sorted(bundled.lines("wrappers.txt")):
        place, _, parameter = rule.partition(" = ")
        name, _, start = place.partition(" ")
        found.setdefault(".".join(name.rsplit(".", 2)[-2:]), []).append((name, start, parameter))
    return found


def _bare_host(netloc: str) -> str:
    netloc = netloc.removesuffix(":80").removesuffix(":443").rstrip(".")
    for prefix in _PREFIXES:
        if netloc.startswith(prefix) and "." in netloc[len(prefix) :]:
            return _bare_host(netloc[len(prefix) :])
    return netloc


def _bare_path(path: str) -> str:
    path = _AMP_START.sub("", re.sub(r"/{2,}", "/", _even(path)))
    shorter = _INDEX.sub("", _AMP_END.sub("", path.rstrip("/"))).rstrip("/")
    return shorter if shorter == path else _bare_path(shorter)


def _bare_query(query: str) -> str:
    kept = {part for part in _even(query).split("&") if part and not _tracking().fullmatch(part.lower())}
    return "&".join(sorted(kept))


def _even(text: str) -> str:
    """Plain characters unescaped, everything else escaped in capitals (RFC 3986 section 6.2.2)."""
    return _PERCENT.sub(_even_character, text)


def _even_character(match: re.Match[str]) -> str:
    if not match[1]:
        return quote(match[0], safe="")
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else f"%{match[1].upper()}"


@lru_cache(maxsize=1)
def _tracking() -> re.Pattern[str]:
    """One pattern for `name=value` pairs that say who clicked and not what is shown."""
    file = Path(__file__).with_name("collect") / "tracking_params.txt"
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    rules = [line for line in lines if line and not line.startswith("#")]
    names = [rule for rule in rules if "=" not in rule]
    return re.compile("|".join(translate(rule) for rule in (*rules, *(f"{name}=*" for name in names))))


def untracked(url: str) -> str:
    """`url` as a reader should get it: without tracking parameters, otherwise as it was published."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and not _tracking().fullmatch(part.lower())]
    return urlunsplit(parts._replace(query="&".join(kept))) if parts.query else url
