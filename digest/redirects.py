"""Links that lead through somebody's counter: where they lead, as far as they say so themselves.

Newsletters are full of them. Nobody is asked. What a link holds is found in its query or its path: as it is,
percent-encoded, in base64, in base64 with JSON around it, or in the ways of the scanners of mailboxes. An
opaque link stays as it is.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from digest import urls

_ROUNDS = 4  # wrappings that are undone; mailboxes put one around a sender's own
_NAMES = frozenset(
    {
        "a",
        "d",
        "dest",
        "destination",
        "goto",
        "href",
        "link",
        "redir",
        "redirect",
        "redirect_uri",
        "redirect_url",
        "target",
        "to",
        "u",
        "uri",
        "url",
        "z",
    }
)
# What such a link does, as a part of its host or of its path says.
_LEADS_ON = re.compile(
    r"(?:^|[./_-])(?:clicks?|track|tracking|trk|redirect|redir|links?|ls|out|goto|go|away|exit|jump|email|ct|cl|r)"
    r"\d*(?=[./_-]|$)",
    re.IGNORECASE,
)
# What holds an address for another reason: to come back to it, or to hand it on.
_STAYS = re.compile(
    r"(?:^|[./_-])(?:log-?in|sign-?(?:in|up|on)|auth|oauth2?|sso|share|sharer|submit\w*|intent|subscribe"
    r"|unsubscribe|preferences|translate|save|search)(?=[./_-]|$)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[\w-]{16,4000}={0,2}", re.ASCII)
_IN_PATH = re.compile(r"https?(?::|%3a)(?:%2f%2f|//?)[^/]+.*", re.IGNORECASE)
_PROOFPOINT_3 = re.compile(r"/v3/__(?P<url>.+?)__;(?P<letters>[\w-]*)!", re.ASCII)
_STARS = re.compile(r"\*(?:\*(?P<run>.))?", re.DOTALL)
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # two stars and a letter: 2 to 65
_AVANAN = re.compile(r"/v\d/[^_]*___(?P<url>https?:.+?)___", re.IGNORECASE)
_DEEPEST = 4  # JSON in JSON


def unwrapped(url: str) -> str:
    """The safe address that `url` leads to as far as it says so itself, untracked; "" for an unsafe one."""
    for _ in range(_ROUNDS):
        url = urls.safe(url)
        inner = url and (urls.carried(url) or _held(urlsplit(url)))
        if not inner:
            break
        url = inner
    return urls.untracked(url)


def _held(parts: SplitResult) -> str:
    """The address that stands in a link of no known maker; "" for none."""
    place = f"{parts.netloc}{parts.path}"
    if parts.netloc.endswith("urldefense.proofpoint.com") and parts.path.startswith("/v2/"):
        return _of_proofpoint_2(parts)
    if found := _PROOFPOINT_3.match(parts.path) or _PROOFPOINT_3.match(f"{parts.path}?{parts.query}"):
        return _of_proofpoint_3(found["url"], found["letters"])
    if found := _AVANAN.match(parts.path):
        return urls.safe(_two_slashes(found["url"]))
    if _STAYS.search(place):
        return ""
    leads_on = bool(_LEADS_ON.search(place))
    return next(filter(None, _candidates(parts, leads_on=leads_on)), "")


def _candidates(parts: SplitResult, *, leads_on: bool) -> Iterator[str]:
    """What could be its target, the surest first. Base64 that turns out to be an address is no accident."""
    query = parse_qsl(parts.query)
    if leads_on:
        for name, value in query:
            if name.lower() in _NAMES:
                yield _elsewhere(value, parts)
        if found := _IN_PATH.search(parts.path):
            yield _elsewhere(_two_slashes(unquote(found[0])), parts)
    for token in (*re.split(r"[/.~!]", parts.path), *(value for _, value in query)):
        if _TOKEN.fullmatch(token):
            yield _elsewhere(_of_base64(token), parts)


def _elsewhere(held: str, parts: SplitResult) -> str:
    """`held` where it is a safe web address of a host with a point in it, and not of the link's own."""
    found = urls.safe(held) if held[:8].lower().startswith(("http://", "https://")) else ""
    host = urls.host(found)
    return found if "." in host and host != (parts.hostname or "") else ""


def _of_base64(token: str) -> str:
    """The address that `token` is in base64, alone or within JSON; "" for anything else."""
    try:
        told = urlsafe_b64decode(token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4)).decode("utf-8")
    except ValueError:
        return ""
    return told if told.startswith(("http://", "https://")) else _of_json(told, 0)


def _of_json(told: str, depth: int) -> str:
    """The first address that a JSON object holds, in a text of JSON inside of it as well."""
    if not told.startswith("{") or depth > _DEEPEST:
        return ""
    try:
        parsed: Any = json.loads(told)
    except (ValueError, RecursionError):
        return ""
    for value in parsed.values():
        if isinstance(value, str) and (
            held := value if value.startswith("http") else _of_json(value, depth + 1)
        ):
            return held
    return ""


def _of_proofpoint_2(parts: SplitResult) -> str:
    """URL Defense 2 writes `-` for `%` and `_` for `/`."""
    written = dict(parse_qsl(parts.query)).get("u", "")
    return urls.safe(unquote(written.replace("-", "%").replace("_", "/")))


def _of_proofpoint_3(written: str, letters: str) -> str:
    """URL Defense 3: a star for an unusual letter, two and a mark for a run; the letters follow in base64."""
    try:
        left = iter(urlsafe_b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-8"))
        return urls.safe(_STARS.sub(lambda star: _letters(star["run"], left), _two_slashes(written)))
    except ValueError:
        return ""


def _letters(run: str | None, left: Iterator[str]) -> str:
    """As many of the letters that are left as the star stands for; ValueError where there are too few."""
    count = 1 if run is None else _RUNS.index(run) + 2
    found = [letter for letter, _ in zip(left, range(count), strict=False)]
    if len(found) < count:
        raise ValueError(count)
    return "".join(found)


def _two_slashes(address: str) -> str:
    """`https:/a` as `https://a`: some servers take one of two slashes in a path away."""
    return re.sub(r"^(https?:)/(?=[^/])", r"\1//", address, flags=re.IGNORECASE)
