"""What the gate says to a person at a terminal: findings, the row in the inbox, clients, the rules."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from digest import highlights, inbox
from digest.check import LEVELS, RULES, Finding, Rule
from digest.check.clients import Group, table
from digest.check.clients.support import known
from digest.check.document import Document
from digest.findings import Verdict, ordered
from digest.inbox import Row, Size

_WIDTH = max(map(len, LEVELS))
_WIDE = 124  # columns of the widest picture
_PURPOSES = {frozenset({"send"}): "mail", frozenset({"publish"}): "page"}


def blocks(told: Verdict) -> Iterator[str]:
    """The findings, the gravest first, under the rule that found them; each with place, reason and remedy."""
    for (level, rule), found in groupby(
        ordered(told.found), key=lambda finding: (finding.level, finding.rule)
    ):
        places = list(found)
        is_allowed = level == LEVELS[0] and not any(place in told.refusals for place in places)
        head = f"{level:<{_WIDTH}}  {rule}: {RULES[rule].reports}" + (" (allowed)" if is_allowed else "")
        yield "\n".join([head, *(line for place in places for line in _place(place))]) + "\n"


def _place(finding: Finding) -> list[str]:
    sentence = _set_off(finding)
    return [
        f"  {_line(finding.place)}",
        *([f"    {sentence}"] if sentence else []),
        f"    {_line(finding.reason)}",
        *([f"    -> {_line(finding.remedy)}"] if finding.remedy else []),
    ]


def _set_off(finding: Finding) -> str:
    """The sentence, its figure between asterisks: a sign that every terminal can show."""
    parts = highlights.of(finding.said, finding.figure)
    return _line("".join(f"*{part.text}*" if part.marked else part.text for part in parts))


def picture(row: Row, width: int) -> str:
    """The mail as lists of mail show it, on a phone and on a screen of `width` columns."""
    phone = [row.sender, row.phone_subject, *_halves(row.phone_preheader)]
    room = min(width, _WIDE) - 4
    left = room - inbox.columns(row.sender) - 2
    beside = f"{row.subject} — {row.preheader}" if row.preheader else row.subject
    wide = f"{row.sender}  {inbox.cut(beside, left)}" if left > 20 else inbox.cut(row.sender, room)
    framed = (*_framed(phone, inbox.PHONE_COLUMNS), "and of a wide screen:", *_framed([wide], room))
    return "\n".join(("In the inbox of a phone:", *framed))


def _halves(text: str) -> list[str]:
    """Two lines of a phone, broken between words where one stands near enough."""
    first = inbox.fitting(text, inbox.PHONE_COLUMNS)
    if len(first) < len(text) and " " in first[-12:] and text[len(first)] != " ":
        first = first[: first.rindex(" ")]
    rest = inbox.cut(text[len(first) :].strip(), inbox.PHONE_COLUMNS)
    return [line for line in (first.rstrip(), rest) if line]


def _framed(lines: Iterable[str], room: int) -> list[str]:
    shown = [inbox.cut(line, room) for line in lines]
    edge = "─" * (room + 2)
    inside = (f"│ {line}{' ' * (room - inbox.columns(line))} │" for line in shown)
    return [f"┌{edge}┐", *inside, f"└{edge}┘"]


def size(told: Size) -> str:
    """The size of the mail in a line or two."""
    return f"The mail has {told.label}." + (f"\n{told.note}" if told.note else "")


def clients(groups: Sequence[Group], date: str) -> tuple[list[str], list[list[str]], str]:
    """Heads, rows and a closing line of the table of clients; what does harm stands in the last column."""
    rows = [
        [
            group.name,
            str(group.full),
            str(len(group.partly)),
            str(len(group.missing)),
            ", ".join(lack.title for lack in (*group.missing, *group.partly) if not lack.harmless) or "–",
        ]
        for group in groups
    ]
    heads = ["Client", "fully", "partly", "not", "To a reader's harm"]
    return heads, rows, f"What the mail uses, as caniemail.com tested it up to {date}."


def clients_values(mail: Document | None) -> dict[str, Any]:
    """The same for a machine: the date of the data, and each group of clients with all that it lacks."""
    return {"date": known().date, "groups": [asdict(group) for group in table(mail)]}


def rules_values(entered: Mapping[str, Rule]) -> list[dict[str, Any]]:
    """Every rule for a machine."""
    return [
        {"id": rule.id, "reports": rule.reports, "why": rule.why, "purposes": sorted(rule.purposes)}
        for rule in entered.values()
    ]


def rules(entered: Mapping[str, Rule], families: Collection[str]) -> Iterator[str]:
    """Every rule by family: its id, what it reports, what it keeps from going out, and why."""
    for family in families:
        found = [rule for rule in entered.values() if rule.id.partition("-")[0] == family]
        yield "\n".join([family, *(line for rule in found for line in _rule(rule))]) + "\n"


def _rule(rule: Rule) -> list[str]:
    only = _PURPOSES.get(frozenset(rule.purposes), "")
    told = f"  {rule.id}: {rule.reports}" + (f" ({only} only)" if only else "")
    return [told, *textwrap.wrap(rule.why, 94, initial_indent="      ", subsequent_indent="      ")]


def _line(text: str) -> str:
    return " ".join(text.split())
