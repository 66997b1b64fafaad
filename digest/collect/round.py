"""A collect while it goes on: how many sources are done, what they brought, and who is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable

from digest.model import Collected

_SLOW_S = 2.0
_MOST_NAMED = 2


class Round:
    """The state of one collect, told from one thread and read from any.

    Args:
        total: how many sources there are.
        clock: seconds that only go forward.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._asked: dict[str, float] = {}
        self.total, self.done, self.failed, self.left, self.new = total, 0, 0, 0, 0

    def asking(self, host: str) -> None:
        """A host is being asked."""
        self._asked[host] = self._clock()

    def answered(self, host: str) -> None:
        """It answered, or did not in time."""
        self._asked.pop(host, None)

    def finished(self, result: Collected, new: int) -> None:
        """A source is done and brought so many new entries."""
        self.done += 1
        self.new += new
        self.failed += bool(result.failure)
        self.left += bool(result.left_alone)

    def words(self) -> str:
        """How it stands, in a line: `214 new · 3 failed · 12/s · waiting for www.example.org (8 s)`."""
        now_s = self._clock()
        waited = sorted(((since, host) for host, since in self._asked.copy().items()))
        slow = [f"{host} ({now_s - since:.0f} s)" for since, host in waited if now_s - since >= _SLOW_S]
        more = f" and {len(slow) - _MOST_NAMED} more" if len(slow) > _MOST_NAMED else ""
        parts = (
            f"{len(waited)} asked now" if waited else "",
            f"{self.new:,} new",
            f"{self.failed} failed" if self.failed else "",
            f"{self.left} left alone" if self.left else "",
            self._pace(now_s),
            f"waiting for {', '.join(slow[:_MOST_NAMED])}{more}" if slow else "",
        )
        return " · ".join(filter(None, parts))

    def _pace(self, now_s: float) -> str:
        passed_s = now_s - self._began
        if not self.done or passed_s < 1:
            return ""
        per_s = self.done / passed_s
        return f"{per_s:.0f}/s" if per_s >= 1 else f"one every {1 / per_s:.0f} s"
