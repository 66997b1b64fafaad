"""What became of a send, as a person is told: counts, every address that was not accepted, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from digest import tally
from digest.deliver.states import WORDS, SendState, State
from digest.sending.planning import EXCLUSIONS
from digest.sending.receipts import FILE, TABLE, Receipt, Row
from digest.showing import shown
from digest.terminal import Terminal

DONE, HELD, PARTLY = 0, 3, 4
LIMITED = "as many as were to go for now"
"""Why a send stands still that went as far as it was asked to."""
_WAITING = (State.QUEUED, State.CLAIMED)
_NAMED = 20  # of those to whom nothing was tried yet; of all others every one is named


def exit_code(receipt: Receipt) -> int:
    """0 all accepted, 3 a person has to look, 4 some were not accepted or wait."""
    if _is_paused(receipt) or receipt.mails.get(State.IN_DOUBT):
        return HELD
    fine = receipt.accepted + receipt.mails.get(State.SKIPPED, 0)
    return DONE if fine == sum(receipt.mails.values()) else PARTLY


def _is_paused(receipt: Receipt) -> bool:
    """Whether it stopped for a reason that somebody has to look at."""
    return receipt.state == SendState.PAUSED and receipt.reason != LIMITED


def show(
    terminal: Terminal, receipt: Receipt, missed: Iterable[Row], folder: Path, command: Callable[[str], str]
) -> None:
    """One send as it stands; the files of its receipt lie in `folder`."""
    out = [f"{count:,} {EXCLUSIONS.get(why, why)}" for why, count in sorted(receipt.exclusions.items())]
    rate = f", {receipt.per_minute:,} a minute" if receipt.per_minute else ""
    terminal.say(f"{receipt.candidates:,} on the list: {tally.states(receipt.mails)}{rate}")
    if out:
        terminal.say(f"  no mail to {', '.join(out)}")
    waiting = sum(receipt.mails.get(state, 0) for state in _WAITING)
    for row in missed:
        if row.state not in _WAITING or waiting <= _NAMED:
            terminal.warn(f"  {_told(row)}")
    if waiting:
        terminal.warn(f"  {waiting:,} still to go; {shown(folder / TABLE)} names them all")
    for line in _next(receipt, command):
        terminal.warn(line)
    terminal.result(_result(receipt, folder))


def _told(row: Row) -> str:
    """`ada@example.org: rejected: 550 5.1.1 no such user`."""
    why = f": {row.why}" if row.why else ""
    again = f"; next try at {row.next_at}" if row.next_at else ""
    return f"{row.address or 'somebody who asked to be forgotten'}: {WORDS[row.state]}{why}{again}"


def _next(receipt: Receipt, command: Callable[[str], str]) -> Iterable[str]:
    """What a person can do."""
    key = receipt.send.rpartition("/")[2]
    if _is_paused(receipt):
        resume = command(f"send {key} --resume")
        yield f"Paused: {receipt.reason or 'the server takes nothing more'}. To go on: {resume}"
    elif any(receipt.mails.get(state) for state in (*_WAITING, State.RETRY_WAIT)):
        yield f"{command(f'send {key} --resume')} goes on with the rest"
    if receipt.mails.get(State.IN_DOUBT):
        ways = command(f"send {key} --resolve resend|assume-sent")
        yield f"In doubt: the server had the whole mail and never answered. Look for it there, then: {ways}"


def _result(receipt: Receipt, folder: Path) -> str:
    """The last line."""
    key = receipt.send.rpartition("/")[2]
    total = sum(receipt.mails.values())
    missing = total - receipt.accepted
    rest = f" ({receipt.assumed:,} of them taken as sent, as you said)" if receipt.assumed else ""
    rest += f", {missing:,} not" if missing else ""
    told = f"{key}: {receipt.accepted:,} of {total:,} accepted{rest}, {receipt.place}"
    return f"{told}; receipt: {shown(folder / FILE)}"
