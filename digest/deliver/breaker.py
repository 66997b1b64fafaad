"""When to stop a send: the server has a trouble of its own, or wants none of this mail. Nobody is blamed.

breaker = Breaker()
reason = breaker.heard(verdict)       # "" to go on
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.deliver.transport import Verdict

_REFUSALS = 3
_DOUBTS = 2
_FRUITLESS = 3


@dataclass
class Breaker:
    """What was heard in a row, over all lines of a run.

    Attributes:
        blames_nobody: so many refusals came in a row that none of them is about its reader.
    """

    refusals: int = 0
    doubts: int = 0
    fruitless: int = 0
    blames_nobody: bool = False

    def heard(self, verdict: Verdict, words: str) -> str:
        """Takes in what became of one mail; why to stop, "" to go on.

        Three lasting refusals in a row are about the mail or its sender and not about three readers; two
        doubts in a row mean that the server goes silent just there, and each more would be another one.
        """
        is_refusal = verdict in {Verdict.REJECTED, Verdict.REFUSED}
        self.refusals = self.refusals + 1 if is_refusal else 0
        self.doubts = self.doubts + 1 if verdict is Verdict.IN_DOUBT else 0
        if verdict is Verdict.ACCEPTED:
            self.fruitless = 0
        if self.refusals >= _REFUSALS:
            self.blames_nobody = True
            return f"the server refused {_REFUSALS} mails in a row: {words}"
        if self.doubts >= _DOUBTS:
            return f"the server went silent over {_DOUBTS} whole mails in a row: {words}"
        return ""

    def closed(self, words: str) -> str:
        """Takes in that a line came to its end before its time; why to stop, "" to open another."""
        self.fruitless += 1
        if self.fruitless >= _FRUITLESS:
            return f"{_FRUITLESS} lines to the server broke off and brought nothing: {words}"
        return ""
