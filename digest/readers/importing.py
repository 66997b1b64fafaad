"""A list of readers taken in: each line gets an answer, and none keeps the next one from its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from digest.errors import MessageError
from digest.readers import addresses
from digest.readers.people import Outcome, People, Wish
from digest.readers.records import Consent
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
_NO = frozenset({"", "-", "0", "false", "no", "none", "null", "n/a", "nan", "nein", "non", "não", "لا"})


class Fate(StrEnum):
    """What became of a line."""

    ADDED = "added"
    ALREADY = "already there"
    DUPLICATE = "twice in the file"
    LEFT = "left the list"
    SUPPRESSED = "suppressed"
    ELSEWHERE = "not subscribed there"
    """The file itself says that they left, bounced, or never confirmed."""
    BAD = "bad"


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
    group: list[tuple[Answer, Wish | None]] = []
    for line in lines:
        group.append(_read(line, consent, now, seen))
        if len(group) == _AT_ONCE:
            yield from _settled(people, name, group, now, is_trial=is_trial)
            group = []
    yield from _settled(people, name, group, now, is_trial=is_trial)


def _read(line: Line, consent: Consent, now: datetime, seen: dict[str, int]) -> tuple[Answer, Wish | None]:
    """What can be said of a line by itself; and who is to be put onto the list, if anybody."""
    try:
        address = addresses.canonical(line.address)
        own = _consent(line, consent, now)
    except (MessageError, ValueError) as error:
        problem = error.problem if isinstance(error, MessageError) else str(error)
        return Answer(line.number, line.address, Fate.BAD, problem), None
    first = seen.setdefault(address.casefold(), line.number)
    if first != line.number:
        return Answer(line.number, line.address, Fate.DUPLICATE, f"as in line {first}"), None
    status = line.status.casefold().replace(" ", "").replace("_", "-")
    if status not in _SUBSCRIBED or line.left.casefold() not in _NO:
        said = f"the file says “{line.status if status not in _SUBSCRIBED else line.left}”"
        return Answer(line.number, line.address, Fate.ELSEWHERE, said), None
    return Answer(line.number, line.address, Fate.ADDED), Wish(address, own)


def _settled(
    people: People, name: str, group: list[tuple[Answer, Wish | None]], now: datetime, *, is_trial: bool
) -> Iterator[Answer]:
    wishes = [wish for _, wish in group if wish]
    outcomes = iter(people.would_join(name, wishes) if is_trial else people.join(name, wishes, now))
    for answer, wish in group:
        if wish is None:
            yield answer
        else:
            outcome, why = next(outcomes)
            yield Answer(answer.number, answer.typed, _OF[outcome], why)


def _consent(line: Line, otherwise: Consent, now: datetime) -> Consent:
    """The proof that a line brings. Raises `ValueError` where its date is none."""
    at = _moment(line.consent_at) if line.consent_at else otherwise.at
    if at > now:
        raise ValueError(f"the date of consent “{line.consent_at}” lies ahead")
    return Consent(at, line.consent_source or otherwise.source, line.consent_text or otherwise.text)


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
