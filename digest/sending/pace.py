"""How fast mails go: so many a minute over all lines of a run, and not over each."""

from __future__ import annotations

import threading
import time


class Pace:
    """No more than so many mails a minute, over all lines; 0 for as fast as it goes."""

    def __init__(self, per_minute: int) -> None:
        self._gap_s = 60 / per_minute if per_minute else 0.0
        self._lock = threading.Lock()
        self._free_s = 0.0

    def wait(self, is_over: threading.Event) -> None:
        """Waits for the turn of one mail, or until `is_over`."""
        if not self._gap_s:
            return
        with self._lock:
            turn_s = max(time.monotonic(), self._free_s)
            self._free_s = turn_s + self._gap_s
        is_over.wait(max(0.0, turn_s - time.monotonic()))
