"""What is wrong with a source that was just tried, and what to do about it.

`digest.condition` judges a source by what is kept of it; this judges one answer, with nothing known before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from urllib.parse import urlsplit

from digest import condition, text, urls, words
from digest.condition import History
from digest.lengths import span
from digest.model import Collected, Entry, Failure, Memory, Source

SLOW_S = 5.0
"""A server that takes longer is told of."""

TEASER = 400
"""Characters; a feed of which half of the items are shorter gives only teasers."""

OLD = timedelta(days=180)
"""Who shows no rhythm, and whose newest item is older, is taken for silent."""

_FEW = 3  # items of which nothing in general is said
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know of a source.

    Attributes:
        word: what it is, in a word or two.
        said: what was seen.
        remedy: what a person can do about it; "" for nothing.
        is_fault: as it is, nothing new comes of the source.
    """

    word: str
    said: str
    remedy: str = ""
    is_fault: bool = False


def of(
    source: Source, result: Collected, now: datetime, better: str = "", *, is_whole: bool = False
) -> tuple[Finding, ...]:
    """What is to be said of the answer that `source` just gave, the gravest first; nothing where all is well.

    Args:
        source: as configured.
        result: what it gave to somebody who remembers nothing of it.
        now: aware UTC.
        better: a feed of the same site that is in better health, with what to do of it; "" where none was
            found.
        is_whole: the articles themselves are read, so that teasers do not matter.
    """
    if result.left_alone:
        return (Finding("not asked", result.left_alone, "try it alone: digest sources check NAME", True),)
    if result.failure:
        return (_failure(source, result, result.failure, better),)
    faults = filter(None, (_empty(source, result, better), _silent(result, now, better)))
    return (*faults, *_advice(source, result, is_whole=is_whole))


def search_from(source: Source, result: Collected, now: datetime) -> tuple[str, ...]:
    """Addresses from which a better feed may be found; none where there is no need or no hope."""
    if source.kind != "feed" or not urls.safe(source.place):
        return ()
    if result.failure and result.failure.stage == "parse":
        return (source.place,)
    is_dead = result.failure is not None and result.status in _GONE
    is_read = not (result.failure or result.left_alone)
    return _above(source.place) if is_dead or (is_read and _is_mute(source, result, now)) else ()


def is_better(source: Source, result: Collected, url: str, entries: Sequence[Entry]) -> bool:
    """Whether the feed at `url` is another one, and has what the source that was tried has not."""
    if url == source.place or not entries:
        return False
    mine, theirs = newest(result.entries), newest(entries)
    return mine is None or (theirs is not None and theirs > mine)


def newest(entries: Sequence[Entry]) -> datetime | None:
    """When the newest of them was published; None where none of them says."""
    return max((entry.published for entry in entries if entry.published), default=None)


def _above(url: str) -> tuple[str, ...]:
    """The folder in which the document at `url` lies, and the front page of its site."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = parts.path.strip("/").rpartition("/")[0]
    return (f"{root}{folder}/", root) if folder else (root,)


def _is_mute(source: Source, result: Collected, now: datetime) -> bool:
    return bool(_empty(source, result, "") or _silent(result, now, ""))


def _failure(source: Source, result: Collected, failure: Failure, better: str) -> Finding:
    if result.status:
        word, remedy = _by_status(result)
    else:
        word, remedy = _by_words(source, failure)
    return Finding(word, failure.error, _named(better) or remedy, True)


def _named(better: str) -> str:
    return f"there is another feed of its site: {better}" if better else ""


_LOGIN = "it wants a login, or turns programs away: ask its site for a feed, or take it out"
_BY_STATUS = {
    410: ("gone", "it is gone for good, says its server: find its new address, or take it out"),
    404: ("not found", "nothing lies there any more: find its new address, or take it out"),
    401: ("refused", _LOGIN),
    402: ("refused", _LOGIN),
    403: ("refused", _LOGIN),
    429: ("busy", "its server wants to be asked less often: try again in an hour"),
}
_OTHER = ("refused", "open its address in a browser, and look what it says")
_FAULT = ("server fault", "the fault is at its server: try again later; digest status counts failures")


def _by_status(result: Collected) -> tuple[str, str]:
    """What an answer without a document means, and what to do."""
    if result.hints.wait is not None:
        return "busy", f"its server wants to be left alone: try again in {span(result.hints.wait)}"
    return _BY_STATUS.get(result.status, _FAULT if result.status >= 500 else _OTHER)


_BY_WORDS = (
    ("forbids it", "forbidden", "its site asks programs to stay out: look for a feed of it, or take it out"),
    ("answered 429", "busy", "its server wants to be asked less often: try again in an hour"),
    ("wants to be left alone", "busy", "its server wants to be asked less often: try again in an hour"),
    ("certificate", "certificate", "its site has to mend that; until then nothing is read from it"),
    ("name is not known", "unknown host", "look for a slip in its address; else its site is gone"),
    (
        "private network",
        "not allowed",
        "if it is a server of your own, let [fetching] allow name its address",
    ),
    ("took longer", "too slow", "[fetching] timeout gives it more time"),
    ("sent more than", "too large", "[fetching] max_body_mb lets larger answers in"),
    ("could not be reached", "unreachable", "open its site in a browser: is it there at all?"),
    ("redirected", "lost", "open its address in a browser, and set where that leads as url"),
)
"""What the words of a failure without a status tell, the first that fit: a word for it, and what to do."""


def _by_words(source: Source, failure: Failure) -> tuple[str, str]:
    if not urls.safe(source.place):
        is_file = source.kind == "folder"
        return "unread", f"look at {source.place}" if is_file else "look at its settings in sources.toml"
    if failure.stage == "parse" and source.kind == "feed":
        return "no feed", "give the address of its feed; digest sources add SITE looks for it"
    if failure.stage == "parse":
        return (
            "unread",
            "open its address in a browser; the comments of sources.toml tell what its kind needs",
        )
    for words_of_it, word, remedy in _BY_WORDS:
        if words_of_it in failure.error:
            return word, remedy
    return "broken", "try again; if it stays so, take it out or tell its site"


def _empty(source: Source, result: Collected, better: str) -> Finding | None:
    if result.entries:
        return None
    is_fault = bool(urls.safe(source.place))  # an empty folder or mailbox waits for its first item
    remedy = _named(better) or "look in a browser whether it lists any"
    return Finding("empty", "lists nothing", remedy if is_fault else "", is_fault)


def _silent(result: Collected, now: datetime, better: str) -> Finding | None:
    """Whose newest item is older than its rhythm explains."""
    last = newest(result.entries)
    if last is None or now - last < condition.LEAST_SILENCE:
        return None
    moments = [entry.published for entry in result.entries if entry.published]
    found = condition.of(Memory(checked_at=now), History(moments, newest=last), now)
    if found.silent_since is None and (found.usual_gap is not None or now - last < OLD):
        return None
    usual = f", though it had one every {span(found.usual_gap)}" if found.usual_gap else ""
    said = f"nothing new for {span(now - last)}{usual}"
    remedy = _named(better) or "look at its site: it may have stopped, or have another feed now"
    return Finding("silent", said, remedy, True)


def _advice(source: Source, result: Collected, *, is_whole: bool) -> Iterator[Finding]:
    """What is not in order with a source of which something comes."""
    yield from _moved(source, result)
    if result.took_s >= SLOW_S:
        yield Finding("slow", f"took {result.took_s:.0f} s", "[fetching] timeout must stay above that")
    yield from _items(source, result.entries, is_whole=is_whole)
    for note in result.notes:
        yield Finding("note", note)


def _moved(source: Source, result: Collected) -> Iterator[Finding]:
    target = result.hints.moved_to
    if target and target != source.place:
        yield Finding("moved", f"has moved for good to {target}", "set that as url")
    elif result.found_at and _site(result.found_at) != _site(source.place):
        yield Finding("redirected", f"is answered by {result.found_at} for now")


def _site(url: str) -> str:
    return urls.host(url).removeprefix("www.")


def _items(source: Source, entries: Sequence[Entry], *, is_whole: bool) -> Iterator[Finding]:
    """What the items lack."""
    undated = sum(entry.published is None for entry in entries)
    if undated * 2 > len(entries):
        said = f"{undated} of {words.counted(len(entries), 'item')} bear no date"
        yield Finding("undated", said, "they count from when they are first seen")
    if is_whole or len(entries) < _FEW or not urls.safe(source.place):
        return
    length = int(median(_length(entry) for entry in entries))
    if length < TEASER and any(entry.url for entry in entries):
        said = f"gives only teasers, of {length} characters" if length else "gives only headlines"
        yield Finding("teasers", said, "fulltext = true reads the articles themselves")


def _length(entry: Entry) -> int:
    whole = text.plain_of_safe(entry.html, TEASER * 2) if entry.html else entry.text
    return max(len(whole), len(entry.summary))
