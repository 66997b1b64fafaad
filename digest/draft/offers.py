"""What the machine would write now beside what the editor wrote: comments in the draft, written and read.

An offer says what is new and can be left where it is; a conflict keeps the edition from going out until a
person has taken one of the two. Both hold the changed parts in the notation of the draft:

    <!-- new since you edited
    ### [The headline as the reports have it now](https://…)

    The text as the machine would write it now.

    Deal: none
    -->

The names of parts are `heading`, `blurb`, `deals` and `also` of a story; `heading` and `intro` of a section;
`title`, `subject`, `preheader` and `intro` of the edition; and `story`, always "", where the machine would
leave the whole story out. A part that is empty now is written as a line with `none`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.draft.lines import CONFLICT, LABELLED

NEWS = "new since you edited"
"""How the comment of an offer begins."""

CALL = "; take one, then delete this comment"
"""How the first line of a conflict ends."""

_AROUND = ("title", "subject", "preheader")
_EMPTY = {"story": "Story", "blurb": "Text", "intro": "Text", "deals": "Deal", "also": "Also"}
_NONE = re.compile(r"(Story|Text|Deal|Also): none$")
_ALSO = re.compile(r"Also:\s")
_DEAL = re.compile(r"(?:\*\*)?Deal:", re.IGNORECASE)
_SETTING = re.compile(rf"({'|'.join(_AROUND)}): (.*)$")
_GUARDED = re.compile(
    rf"\\(?=(?:\*\*)?(?:Deal|Watch|Correction|Also|Text|Story|{'|'.join(_AROUND)}):|#)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer or a conflict as it stands in a draft.

    Attributes:
        is_conflict: a person has to settle it.
        why: in words; "" for an offer.
        parts: the parts as the machine would write them now, by name; "" for what it would leave out. Deals
            and further reports carry their labels, a heading its signs.
    """

    is_conflict: bool
    why: str
    parts: Mapping[str, str]


def write(offer: Offer) -> tuple[str, ...]:
    """The lines of the comment, without line ends."""
    first = f"{CONFLICT} {_safe(' '.join(offer.why.split()))}{CALL}" if offer.is_conflict else NEWS
    around = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in _settings(offer.parts)]
    texts = ["\n".join(around), *(_part(name, text) for name, text in _others(offer.parts))]
    body = _safe("\n\n".join(filter(None, texts)))
    return (f"<!-- {first}", *(body.split("\n") if body else ()), "-->")


def read(comment: str, words: str = "blurb") -> Offer | None:
    """What a comment offers, from its text with or without its marks; None where it is of another kind.

    `words` is the name of the part that a text is here: "blurb" under a story, else "intro".
    """
    text = comment.strip().removeprefix("<!--").removesuffix("-->").strip().replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if first.strip().casefold() == NEWS:
        return Offer(is_conflict=False, why="", parts=_parts(_plain(rest), words))
    if not first.casefold().startswith(CONFLICT):
        return None
    why = _plain(first[len(CONFLICT) :].strip().removesuffix(CALL))
    return Offer(is_conflict=True, why=why, parts=_parts(_plain(rest), words))


def _settings(parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, parts[name]) for name in _AROUND if name in parts)


def _others(parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = ("story", "heading", "blurb", "intro", "deals", "also")
    return ((name, parts[name]) for name in names if name in parts)


def _part(name: str, text: str) -> str:
    if not text:
        return f"{_EMPTY[name]}: none"
    return _guarded(text) if name in {"blurb", "intro"} else text


def _guarded(text: str) -> str:
    """A text none of whose lines can be taken for another part."""
    labels = re.compile(
        rf"\\*(?:{LABELLED.pattern}|(?:Also|Text|Story|{'|'.join(_AROUND)}):|#)", re.IGNORECASE
    )
    return "\n".join(f"\\{line}" if labels.match(line) else line for line in text.split("\n"))


def _safe(text: str) -> str:
    """Text that neither ends a comment nor seems to open one."""
    return text.replace("-->", "--&gt;").replace("<!--", "&lt;!--")


def _plain(text: str) -> str:
    return text.replace("--&gt;", "-->").replace("&lt;!--", "<!--")


def _parts(text: str, words: str) -> dict[str, str]:
    """The parts by name; a heading stands first, what is around the mail before it."""
    lines = text.strip("\n").split("\n")
    found: dict[str, str] = {}
    while lines and (match := _SETTING.match(lines[0])):
        found[match[1]] = _value(match[2])
        lines.pop(0)
    lines = _without_empty(lines)
    if lines and lines[0].startswith("#"):
        found["heading"] = lines.pop(0)
    return {**found, **_body(lines, words)}


def _without_empty(lines: Sequence[str]) -> list[str]:
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return list(lines[start:])


def _value(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:  # a person wrote it
        return text.strip('"')


def _body(lines: Iterable[str], name: str) -> dict[str, str]:
    """The text, which is called `name`, the deals and the further reports."""
    text: list[str] = []
    found: dict[str, str] = {}
    deals: list[str] = []
    for line in lines:
        if none := _NONE.match(line.strip()):
            found[name if none[1] == "Text" else none[1].lower().replace("deal", "deals")] = ""
        elif _DEAL.match(line):
            deals.append(line)
        elif _ALSO.match(line):
            found["also"] = line
        elif line.strip() or text:
            text.append(_GUARDED.sub("", line, count=1) if line.startswith("\\") else line)
    if any(map(str.strip, text)):
        found[name] = "\n".join(text).rstrip()
    return found | ({"deals": "\n".join(deals)} if deals else {})
