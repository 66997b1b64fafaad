"""Whether a site's robots.txt lets a page be fetched. Feeds are made for programs, and not asked about."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from digest.collect.fetcher import Answer, Problem
from digest.collect.items import Origin
from digest.collect.kinds import Door
from digest.collect.reading import Job
from digest.collect.robotsfile import LARGEST, Asked
from digest.model import Memory


async def refusal(door: Door, url: str) -> str:
    """Why the page `url` must not be fetched, to follow the name of the source, or "".

    Each site is asked once a run. No robots.txt (any answer of 400 to 499 but 429) means that all may be
    fetched; one that cannot be had means that nothing may (RFC 9309 section 2.3.1).
    """
    parts = urlsplit(url)
    site, host = f"{parts.scheme}://{parts.netloc}", parts.netloc.rpartition("@")[2]
    if site not in door.permits:
        door.permits[site] = asyncio.ensure_future(door.fetcher.get(f"{site}/robots.txt", Memory()))
    answer = await asyncio.shield(door.permits[site])
    if isinstance(answer, Problem):
        return _of_problem(answer, host)
    return await _of_rules(door, answer, url, host)


def _of_problem(answer: Problem, host: str) -> str:
    if 400 <= answer.status < 500 and answer.status != 429:
        return ""
    return f"was not asked: the robots.txt of {host} {answer.sentence}"


async def _of_rules(door: Door, answer: Answer, url: str, host: str) -> str:
    if not answer.body.strip():
        return ""
    job = Job("permission", answer.body[:LARGEST], Origin("", answer.url, door.now), rules=Asked(url))
    reading = await door.workers.read(job)
    return f"was not asked: the robots.txt of {host} forbids it" if reading.problem else ""
