"""How long to wait for a mail server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server, in seconds, by stage.

    RFC 5321 section 4.5.3.2 wants five minutes for commands, three for the text and ten for what follows
    the final dot: who gives up earlier there sends the same mail twice (RFC 1047).
    """

    connect_s: float = 30
    command_s: float = 300
    text_s: float = 180
    final_s: float = 600
    leave_s: float = 5


PATIENCE = Patience()
