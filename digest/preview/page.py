"""The page around the framed document, and its style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest import inbox
from digest.model import stable_id
from digest.preview import clients, facts, frames, gate
from digest.preview.desk import OUTPUTS, SCHEMES, WIDTHS, Desk, View
from digest.preview.live import Live
from digest.render import palette

_HERE = Path(__file__).resolve().parent
_PLACE = re.compile(r"draft\.md(?::| line )(\d{1,6})\b")


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the bar: `key` is the letter that follows it, "" for none."""

    label: str
    address: str
    is_current: bool
    key: str


def html(live: Live, view: View) -> str:
    """The whole page."""
    told = facts.gather(live.desk)
    return (
        _templates()
        .get_template("desk.html")
        .render(
            desk=live.desk,
            view=view,
            tag=live.tag,
            error=live.error,
            error_link=_error_link(live.error, view),
            facts=told,
            check=_check(live, told),
            line_link=lambda line: view.link(tab="draft", line=line),
            clip_bytes=inbox.CLIP_BYTES,
            clients_date=clients.date() if told.clients else "",
            frame=_frame(live, view),
            advice=advice(live.desk, view),
            tabs=_tabs(view),
            widths=_choices(view, "width", WIDTHS, "w"),
            schemes=_choices(view, "scheme", SCHEMES, "d"),
        )
    )


def css(desk: Desk) -> str:
    """The style sheet, in the colours of the publication and of this edition's sections."""
    ids = [section.id for section in facts.gather(desk).sections]
    return (
        _templates()
        .get_template("desk.css")
        .render(
            light=palette.LIGHT,
            dark=palette.DARK,
            hues=list(palette.hues(ids).values()),
        )
    )


def script() -> str:
    """The desk's own script; the page works without it, but does not follow changes."""
    return (_HERE / "desk.js").read_text("utf-8")


def advice(desk: Desk, view: View) -> tuple[str, str]:
    """What is missing and the command that makes it; empty when there is something to see."""
    if (desk.folder / view.output.filename).is_file():
        return ("", "")
    if desk.has_draft:
        return (f"The draft of {desk.key} has not been rendered yet.", f"digest render {desk.key}")
    return (f"There is no edition {desk.key} yet.", f"digest build {desk.key}")


def _frame(live: Live, view: View) -> str:
    """Address of the framed document; it changes with its text, and only then is it fetched again."""
    text = live.desk.read(view.output.filename) or ""
    place = frames.fragment(view.output, text, live.changed.get(view.tab))
    if view.tab == "draft" and (line := _error_line(live.error) or view.line):
        place = f"#L{line}"
    return f"/frame/{view.tab}?" + urlencode({"scheme": view.scheme, "text": stable_id(text)}) + place


def _check(live: Live, told: facts.Facts) -> gate.Verdict | None:
    """What the gate found; None where there is none, or no edition that it could read."""
    if live.desk.check is None or not told.rooms:
        return None
    return gate.verdict(live.checked, live.desk.read(OUTPUTS["draft"].filename) or "", told.stories)


def _error_line(error: str) -> str:
    match = _PLACE.search(error)
    return match[1] if match else ""


def _error_link(error: str, view: View) -> tuple[str, str]:
    """Words and address of the way to the faulty line; empty where the error names none."""
    line = _error_line(error)
    return (f"Show line {line}", view.link(tab="draft")) if line and view.tab != "draft" else ("", "")


def _tabs(view: View) -> list[Choice]:
    return [
        Choice(output.label, view.link(tab=name), name == view.tab, str(number))
        for number, (name, output) in enumerate(OUTPUTS.items(), 1)
    ]


def _choices(view: View, field: str, labels: Mapping[str, str], key: str) -> list[Choice]:
    """A switch; its key goes to the choice after the current one, and round again."""
    names = list(labels)
    current = names.index(getattr(view, field))
    following = (current + 1) % len(names)
    return [
        Choice(labels[name], view.link(**{field: name}), at == current, key if at == following else "")
        for at, name in enumerate(names)
    ]


@cache
def _templates() -> Environment:
    # Always escaped: what stands in an edition was written by strangers.
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
