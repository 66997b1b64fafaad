"""The mail as Outlook for Windows reads it, its conditional comments uncovered, under the rules of the mail.

Every other program, and every rule that reads elements, takes those comments for comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from digest.check import contrast, html, images, unfilled
from digest.check.document import Document
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links import addresses, tracking

MAIL = "email.html"

_COMMENT = re.compile(
    r"<!--\[if\b(?P<condition>[^\]>]*)\]>(?P<inside>(?:(?!<!--\[if\b).)*?)<!\[endif\]-->",
    re.IGNORECASE | re.DOTALL,
)
# What sets the resolution: a browser's parser would end the head at it.
_SETTINGS = re.compile(
    r"(?:<noscript>\s*)?<xml>(?:[^<]|</?[ow]:[^<>]*>)*</xml>(?:\s*</noscript>)?", re.IGNORECASE
)

_READINGS: tuple[Callable[[Galley], Iterator[Fault]], ...] = (
    lambda galley: _of(html.active, galley.mail),
    lambda galley: _of(images.alt, galley.mail),
    lambda galley: _of(contrast.light, galley.mail),
    images.parts,
    tracking.pixel,
    tracking.redirect,
    tracking.tracking,
    addresses.address,
    addresses.http,
    addresses.odd,
    unfilled.outputs,
)


def faults(galley: Galley) -> Iterator[Fault]:
    """What the rules find with the comments uncovered, and do not find without."""
    if not _COMMENT.search(galley.outputs.get(MAIL, "")):
        return
    outlook = _as_outlook_reads(galley)
    for reading in _READINGS:
        found = list(reading(outlook))
        known = {_told(fault) for fault in reading(galley)} if found else set()
        for fault in found:
            if _told(fault) not in known:
                yield replace(fault, reason=f"{fault.reason} – in a comment that only Outlook reads")


def uncovered(mail: str) -> str:
    """HTML with what stands in comments for Outlook, and without what stands there for all others."""
    return _COMMENT.sub(_inside, mail)


def _inside(found: re.Match[str]) -> str:
    if "!mso" in found["condition"].replace(" ", "").lower():
        return ""
    shown = re.sub(r"\A<!--?-->|<!--\Z", "", found["inside"])
    return _SETTINGS.sub("", shown)


def _as_outlook_reads(galley: Galley) -> Galley:
    outputs = {**galley.outputs, MAIL: uncovered(galley.outputs[MAIL])}
    return replace(galley, outputs=outputs, traced=partial(_traced, galley))


def _traced(galley: Galley, filename: str) -> str:
    return uncovered(galley.traced(filename))


def _of(reading: Callable[[Document], Iterator[Fault]], mail: Document | None) -> Iterator[Fault]:
    return reading(mail) if mail else iter(())


def _told(fault: Fault) -> tuple[str, str, str]:
    return fault.spot.said, fault.spot.part, fault.reason
