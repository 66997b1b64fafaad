"""A recorded run, run again without a network."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from digest.collect.fetcher import Answer, Problem
from digest.collect.recording import BODIES, EXCHANGES, RUN, VERSION, plain
from digest.config import SourceSettings
from digest.errors import DigestError
from digest.model import Hints, Memory

_REMEDY = "name a folder that digest collect --record wrote"
_LENGTHS = ("wait", "fresh", "every")
_MOMENTS = frozenset(
    {"checked_at", "succeeded_at", "watched_since", "next_at", "barred_until", "moved_since", "retired"}
)


@dataclass(frozen=True, slots=True)
class Recording:
    """A run as it was written down.

    Attributes:
        folder: where it lies; paths of sources start there.
        now: the moment of the run.
        is_wanted: whether all were asked, or only those that were due.
        sources: as they were configured, of the classes of their kinds.
        memories: what was remembered of each, by name.
    """

    folder: Path
    now: datetime
    is_wanted: bool
    sources: tuple[SourceSettings, ...]
    memories: Mapping[str, Memory]


class Replayer:
    """Answers as the recording in `folder` has it. Of what was not asked then it says so.

    Raises:
        DigestError: the recording is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: dict[tuple[str, str], deque[dict[str, Any]]] = {}
        for row in _exchanges(folder / EXCHANGES):
            self._answers.setdefault((row["url"], row["accept"]), deque()).append(row)

    async def get(self, url: str, memory: Memory, accept: str = "") -> Answer | Problem:
        """What `url` gave then."""
        del memory  # the validators of then are in the answer
        rows = self._answers.get((plain(url), accept))
        if not rows:
            return Problem(f"was not asked for {plain(url)[:100]} when this was recorded")
        row = rows.popleft() if len(rows) > 1 else rows[0]
        try:
            return self._answer(row)
        except (OSError, ValueError, TypeError, KeyError):
            return Problem("was recorded in a way that cannot be read")

    def _answer(self, row: Mapping[str, Any]) -> Answer | Problem:
        if "problem" in row:
            return Problem(**row["problem"] | {"hints": _hints(row["problem"]["hints"])})
        values = row["answer"]
        body = (self._folder / BODIES / Path(values["body"]).name).read_bytes() if values["body"] else b""
        served = datetime.fromisoformat(values["served_at"]) if values["served_at"] else None
        return Answer(**values | {"hints": _hints(values["hints"]), "body": body, "served_at": served})


def _exchanges(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a recording; a last line that is not whole belongs to a run that was stopped."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, ValueError) as error:
        raise DigestError(str(file), "cannot be read", _REMEDY) from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            hash((row["url"], row["accept"]))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            remedy = f"take that line out, or {_REMEDY}"
            raise DigestError(f"{file}, line {number}", "is damaged", remedy) from error
        yield row


def _hints(values: Mapping[str, Any]) -> Hints:
    lengths = {
        name: timedelta(seconds=values[name]) if values[name] is not None else None for name in _LENGTHS
    }
    lists = {name: tuple(values[name]) for name in ("idle_hours", "idle_days")}
    return Hints(**{**values, **lengths, **lists})


def load(folder: Path, kinds: Mapping[str, type[SourceSettings]]) -> Recording:
    """The recording in `folder`.

    Raises:
        DigestError: it is none, is damaged, or was made by a newer version.
    """
    file = folder / RUN
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
        version = int(run["version"])
    except FileNotFoundError:
        raise DigestError(str(folder), "is no recording", _REMEDY) from None
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise DigestError(str(file), "is damaged", _REMEDY) from error
    if version > VERSION:
        made_by = f"Digest {run.get('digest', 'of a newer version')}"
        raise DigestError(str(folder), f"was recorded by {made_by}", "install that version to run it again")
    try:
        return Recording(
            folder,
            datetime.fromisoformat(run["now"]),
            bool(run["is_wanted"]),
            _sources(run["sources"], kinds),
            {name: _memory(values) for name, values in run["memories"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DigestError(str(file), f"is damaged ({type(error).__name__})", _REMEDY) from error


def _sources(
    rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, type[SourceSettings]]
) -> tuple[SourceSettings, ...]:
    return tuple(kinds[row["kind"]].model_validate(row, strict=False) for row in rows)


def _memory(values: Mapping[str, Any]) -> Memory:
    moments = {name: datetime.fromisoformat(values[name]) for name in _MOMENTS if values.get(name)}
    return Memory(**{**values, **moments})
