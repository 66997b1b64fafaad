"""One look at the desk: what a page and its panels are made from."""

from __future__ import annotations

from dataclasses import dataclass

from digest.preview import facts
from digest.preview.desk import Desk, View
from digest.preview.facts import Facts
from digest.preview.live import Live
from digest.preview.studio import Studio


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks at what.

    Attributes:
        knows: what a request of this page names, so that it may change something.
        tag: names the state that is shown, or one just before it: what is newer is told of once more.
    """

    studio: Studio
    live: Live
    view: View
    knows: str
    tag: str
    facts: Facts

    @classmethod
    def of(cls, studio: Studio, live: Live, view: View, knows: str) -> Sight:
        """A look with the facts as they are now."""
        tag = live.tag  # first, so that no page takes itself for newer than it is
        return cls(studio, live, view, knows, tag, facts.gather(live.desk))

    @property
    def desk(self) -> Desk:
        """The edition that is looked at."""
        return self.live.desk

    def line_link(self, line: str) -> str:
        """The address that shows a line of the draft."""
        return self.view.link(tab="draft", line=line)
