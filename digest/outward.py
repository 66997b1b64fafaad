"""What leads out of the house from the preview: approving, a test mail, publishing. First planned, then done.

A plan names itself by what it would do; it is done only as long as planning it again gives the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from digest import approval, publishing, testmail
from digest.approval import RefusedError
from digest.errors import DigestError, HeldError, UsageError
from digest.model import stable_id
from digest.preview.studio import Done, Plan
from digest.project import Project

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A step that can be done: what it does in words, its name, and the doing; `do` takes the time."""

    words: Sequence[str]
    agreed: str
    do: Callable[[datetime], str]


_Step = Callable[[Project, str, Values], _Ready]


def plan(project: Project, key: str, step: str, values: Values) -> Plan:
    """What `step` would do with the edition of `key`; where it cannot be done, why not."""
    try:
        ready = _step(step)(project, key, values)
    except RefusedError as error:
        rules = tuple(sorted({finding.rule for finding in error.findings}))
        return Plan((), "", error.words, rules)
    except DigestError as error:
        return Plan((), "", str(error))
    return Plan(tuple(ready.words), ready.agreed)


def carry_out(project: Project, key: str, step: str, values: Values, agreed: str, now: datetime) -> Done:
    """Does `step`, where it is still what was agreed to.

    Raises:
        HeldError: it would do something else by now; nothing is done.
        DigestError: it cannot be done.
    """
    ready = _step(step)(project, key, values)
    if ready.agreed != agreed:
        raise HeldError(key, "is not as it was when you were asked; nothing was done", "look at it again")
    return Done(ready.do(now))


def _step(name: str) -> _Step:
    found = _STEPS.get(name)
    if found is None:
        raise UsageError(f'"{name}"', "is no step", f"there are {', '.join(_STEPS)}")
    return found


def _approve(project: Project, key: str, values: Values) -> _Ready:
    planned = approval.plan(project, key, values.get("allow", "").split())

    def do(now: datetime) -> str:
        done = approval.freeze(project, planned, now)
        return f"{key} is approved, version {done.approval.digest[: approval.SHOWN]}."

    words = (f"Freezes {planned.words}", "A later change needs a new approval.", "Nothing is sent.")
    return _Ready(words, planned.digest, do)


def _withdraw(project: Project, key: str, _values: Values) -> _Ready:
    standing = approval.state(project, key)
    if not standing.digest:
        raise DigestError(key, "is not approved, so there is nothing to open again")

    def do(now: datetime) -> str:
        approval.withdraw(project, key, now)
        return f"{key} is open again."

    words = (f"{key} is not approved any more.", "What went out of it stays out.")
    return _Ready(words, standing.digest, do)


def _test(project: Project, key: str, values: Values) -> _Ready:
    planned = testmail.plan(project, key, values.get("address", ""))
    words = (f"{planned.words}.", "Nothing is marked as sent.")
    return _Ready(words, stable_id(*words), lambda now: testmail.dispatch(project, planned, now).words)


def _publish(project: Project, key: str, _values: Values) -> _Ready:
    planned = publishing.plan(project, key)

    def do(now: datetime) -> str:
        done = publishing.carry_out(project, planned, now)
        return f"{key} lies in {done.plan.result}."

    return _Ready(planned.words, stable_id(*planned.words), do)


_STEPS: Mapping[str, _Step] = MappingProxyType(
    {"approve": _approve, "withdraw": _withdraw, "test": _test, "publish": _publish}
)
