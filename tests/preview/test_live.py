"""What the open pages are told: every state, also the one that comes while another is being told."""

from __future__ import annotations

import asyncio
from pathlib import Path

from digest.preview.live import Live
from tests.preview.desks import desk_in


def test_a_state_that_comes_while_another_is_told_is_told_next(tmp_path: Path) -> None:
    async def followed() -> list[str]:
        live = Live(desk_in(tmp_path))
        tags = live.tags(keep_alive_s=0.01)
        first = await anext(tags)
        await live._announce("broken")
        second = await asyncio.wait_for(anext(tags), 5)
        return [first, second, await anext(tags), live.tag]

    first, second, third, now = asyncio.run(followed())
    assert first != second == now
    assert third == "", "once"
