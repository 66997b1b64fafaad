"""A list of readers taken in: each line gets an answer, and none keeps the next one from its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from digest.errors import MessageError
from digest.readers import addresses
from digest.readers.people import Gone, Outcome, People, Wish
from digest.readers.records import Consent, Reason
from digest.readers.tables import Line

_AT_ONCE = 2000  # lines that share a commit
_FORMS = ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S")
# What a file says of who gets the mail there; whatever else it says, they are not put onto a list.
_SUBSCRIBED = frozenset(
    {
        "", "1", "abonniert", "abonné", "actif", "active", "activo", "aktiv", "angemeldet", "ativo",
        "confirmed", "enabled", "free", "inscrit", "inscrito", "ja", "member", "normal", "oui", "paid",
        "premium", "regular", "subscribed", "subscriber", "suscrito", "sí", "sim", "true", "yes", "مشترك",
        "نشط",
    }
)  # fmt: skip
# What a file says of who left, by why: they are taken off the list, and no later file brings them back.
_GONE: Mapping[str, Reason] = {
    **dict.fromkeys(
        (
            "abgemeldet", "baja", "cancelado", "deleted", "descadastrado", "désabonné", "désinscrit", "left",
            "opted-out", "opt-out", "optedout", "optout", "removed", "unsubscribe", "unsubscribed",
        ),
        Reason.LEFT,
    ),
    **dict.fromkeys(("bounce", "bounced", "cleaned", "hard-bounce", "hardbounce"), Reason.BOUNCED),
    **dict.fromkeys(("complained", "complaint", "spam", "abuse"), Reason.COMPLAINED),
}  # fmt: skip
_NO = frozenset({"", "-", "0", "false", "no", "none", "null", "n/a", "nan", "nein", "non", "não", "لا"})


class Fate(StrEnum):
    """What became of a line."""

    ADDED = "added"
    ALREADY = "already there"
    DUPLICATE = "twice in the file"
    LEFT = "left the list"
    TAKEN_OFF = "taken off the list"
    """They were on it, and the file says that they left."""
    SUPPRESSED = "suppressed"
    ELSEWHERE = "not subscribed there"
    """The file itself says that they left, bounced, or never confirmed."""
    BAD = "bad"


_NEW = Outcome.ADDED
_OF = {
    Outcome.ADDED: Fate.ADDED,
    Outcome.ALREADY: Fate.ALREADY,
    Outcome.LEFT: Fate.LEFT,
    Outcome.SUPPRESSED: Fate.SUPPRESSED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one line of the file.

    Attributes:
        typed: the address as the line has it.
        why: in words; "" where there is nothing to say.
    """

    number: int
    typed: str
    fate: Fate
    why: str = ""


def taken(
    people: People,
    name: str,
    lines: Iterable[Line],
    consent: Consent,
    now: datetime,
    *,
    is_trial: bool = False,
) -> Iterator[Answer]:
    """Puts the addresses of `lines` onto the list called `name`; a line answers what became of it.

    They are written in groups, so whoever stops before the end has what was answered. A trial writes nothing.
    `consent` is the proof of those lines that bring none of their own.
    """
    seen: dict[str, int] = {}
    group: list[_Read] = []
    for line in lines:
        group.append(_read(line, consent, now, seen))
        if len(group) == _AT_ONCE:
            yield from _settled(people, name, group, now, is_trial=is_trial)
            group = []
    yield from _settled(people, name, group, now, is_trial=is_trial)


@dataclass(frozen=True, slots=True)
class _Read:
    """What can be said of a line by itself; and who is to be put onto the list, or taken off it."""

    answer: Answer
    wish: Wish | None = None
    gone: Gone | None = None


def _read(line: Line, consent: Consent, now: datetime, seen: dict[str, int]) -> _Read:
    try:
        address = addresses.canonical(line.address)
        own = _consent(line, consent, now)
    except (MessageError, ValueError) as error:
        problem = error.problem if isinstance(error, MessageError) else str(error)
        return _Read(Answer(line.number, line.address, Fate.BAD, problem))
    status = line.status.casefold().replace(" ", "-").replace("_", "-")
    has_left = line.left.casefold() not in _NO
    if status not in _SUBSCRIBED or has_left:
        said = f"the file says “{line.status if status not in _SUBSCRIBED else line.left}”"
        reason = _GONE.get(status, Reason.LEFT if has_left else None)
        gone = Gone(address, reason, said, _when(line.left)) if reason else None
        return _Read(Answer(line.number, line.address, Fate.ELSEWHERE, said), gone=gone)
    first = seen.setdefault(address.casefold(), line.number)
    if first != line.number:
        return _Read(Answer(line.number, line.address, Fate.DUPLICATE, f"as in line {first}"))
    return _Read(Answer(line.number, line.address, Fate.ADDED), wish=Wish(address, own))


def _settled(
    people: People, name: str, group: list[_Read], now: datetime, *, is_trial: bool
) -> Iterator[Answer]:
    wishes, gone = [one.wish for one in group if one.wish], [one.gone for one in group if one.gone]
    joined = people.would_join(name, wishes) if is_trial else people.join(name, wishes, now)
    off = iter(people.would_lose(name, gone) if is_trial else people.lose(name, gone, now))
    new = {wish.address.casefold() for wish, found in zip(wishes, joined, strict=True) if found[0] is _NEW}
    outcomes = iter(joined)
    for one in group:
        answer = one.answer
        if one.wish:
            outcome, why = next(outcomes)
            answer = replace(answer, fate=_OF[outcome], why=why)
        elif one.gone and (next(off) or (is_trial and one.gone.address.casefold() in new)):
            answer = replace(answer, fate=Fate.TAKEN_OFF)
        yield answer


def _consent(line: Line, otherwise: Consent, now: datetime) -> Consent:
    """The proof that a line brings. Raises `ValueError` where its date is none."""
    at = _moment(line.consent_at) if line.consent_at else otherwise.at
    if at > now:
        raise ValueError(f"the date of consent “{line.consent_at}” lies ahead")
    return Consent(at, line.consent_source or otherwise.source, line.consent_text or otherwise.text)


def _when(text: str) -> datetime | None:
    """`text` as a date; None where it is none, such as “yes”."""
    try:
        return _moment(text) if text else None
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    """`text` as a date, aware UTC; one without a zone counts as UTC."""
    plain = text.strip().removesuffix(" UTC")
    for form in ("", *_FORMS):
        try:
            found = datetime.strptime(plain, form) if form else datetime.fromisoformat(plain)  # noqa: DTZ007
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise ValueError(f"the date of consent “{text[:40]}” is none that can be read; write it like 2026-11-22")
