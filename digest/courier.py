"""The way from the clock to the readers: sends that are begun and gone on with by themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest import sending
from digest.deliver.states import FINAL, SendState, State
from digest.errors import HeldError
from digest.listening import Listener
from digest.project import Project
from digest.readers.people import opened
from digest.sending import naming, posting
from digest.sendout import Begun, Courier, Sent

if TYPE_CHECKING:
    from digest.readers.sends import Send
    from digest.sending import Receipt, Standing

SENDING = "Sending"
"""What a listener hears while mails go out."""
OVER = (SendState.DONE, SendState.DONE_WITH_FAILURES)
PAUSE, LONG_PAUSE = timedelta(minutes=15), timedelta(hours=1)
"""So long a send that was paused is left alone: at first, and once it has been tried for two hours."""
_BY_HAND = ("stopped by you", "as many as were to go for now")  # a person goes on with what a person stopped
_STOPPED_HERE = "stopped here"


class Carrier:
    """Sends through `[delivery]`, with the people of the project."""

    def begun(self, project: Project, key: str) -> Begun | None:
        """How the send of `key` to the list stands; None where it was not begun."""
        wanted = naming.send_id(project.config, key)
        found = (one for one in sending.standings(project.config.people) if one.send.id == wanted)
        standing = next(found, None)
        if standing is None:
            return None
        return _begun(standing, is_ours=project.store.fact(_STOPPED_HERE) == key)

    def hindrance(self, project: Project, key: str) -> str:
        """Why a person has to agree before the send of `key` is begun; "" for no reason."""
        if posting.is_posted(project) or not project.config.people.exists():
            return ""
        try:
            with opened(project.config.people, os.environ) as people:
                caution = sending.plan(project, people, key).caution
        except HeldError:
            return ""  # sending tells it, with what to do
        return f"{caution}; {_by_hand(key)}" if caution else ""

    def send(self, project: Project, key: str, now: datetime, listen: Listener) -> Sent:
        """Begins the send of `key`, which is approved, or goes on with it.

        Raises:
            HeldError: a person has to agree: it is the first to this list, or the list has changed much.
        """
        if posting.is_posted(project):
            return Sent(key, Begun(is_over=True), (posting.post(project, key, now).words,))
        planning = sending.resumption if self.begun(project, key) else sending.plan
        with opened(project.config.people, os.environ) as people:
            planned = planning(project, people, key)
            if planned.caution:
                raise HeldError(key, planned.caution, _by_hand(key))
            receipt = sending.dispatch(project, people, planned, now, _telling(listen), os.environ)
        # Whoever ended the clockwork did not end the send: the next run goes on with it.
        project.store.note(_STOPPED_HERE, key if receipt.reason in _BY_HAND else "")
        begun = self.begun(project, key)
        assert begun is not None, "just sent"  # noqa: S101
        return Sent(key, begun, (_words(receipt),), _missed(receipt.mails))


def _by_hand(key: str) -> str:
    return f"look at it and send this one by hand: digest send {key}"


def _begun(stands: Standing, *, is_ours: bool) -> Begun:
    send = stands.send
    if send.state in OVER:
        return Begun(is_over=True)
    if send.state == SendState.PAUSED:
        return _paused(send, is_ours=is_ours)
    at_once = stands.mails.keys() - {*FINAL, State.IN_DOUBT, State.RETRY_WAIT}
    waits = stands.next_at and not at_once
    return Begun(is_over=False, next_at=datetime.fromisoformat(stands.next_at) if waits else None)


def _paused(send: Send, *, is_ours: bool) -> Begun:
    if send.is_lasting:
        return Begun(is_over=False, held=f"{send.reason}; digest send {send.edition} --resume goes on")
    if send.reason in _BY_HAND:
        if is_ours:
            return Begun(is_over=False)
        return Begun(is_over=False, held=f"{send.reason}; digest send {send.edition} --resume goes on")
    began, changed = datetime.fromisoformat(send.frozen_at), datetime.fromisoformat(send.changed_at)
    pause = PAUSE if changed - began < 2 * LONG_PAUSE else LONG_PAUSE
    return Begun(is_over=False, next_at=changed + pause)


def _telling(listen: Listener) -> Callable[[Mapping[str, int]], None]:
    """Tells how many mails of all are over."""

    def tally(counts: Mapping[str, int]) -> None:
        open_ = (counts.get(state, 0) for state in State if state not in {*FINAL, State.IN_DOUBT})
        total = sum(counts.values())
        listen(SENDING, total - sum(open_), total)

    return tally


def _missed(mails: Mapping[State, int]) -> int:
    """How many of them no server has taken, and none will."""
    return sum(mails.get(state, 0) for state in (State.REJECTED, State.EXPIRED, State.IN_DOUBT))


def _words(receipt: Receipt) -> str:
    """`2026-W47 to the list “readers”: 1,998 accepted, 2 rejected (done)`."""
    name, _, key = receipt.send.rpartition("/")
    mails = ", ".join(
        f"{receipt.mails[state]:,} {str(state).replace('_', ' ')}"
        for state in State
        if receipt.mails.get(state)
    )
    why = f": {receipt.reason}" if receipt.reason else ""
    stands = receipt.state.replace("_", " ")
    return f"{key} to the list “{name}”: {mails or 'nobody gets it'} ({stands}{why})"


CARRIER: Courier = Carrier()
