"""The page around the framed document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest import inbox
from digest.model import stable_id
from digest.preview import facts, fault, frames, panels, records, static, tabs, views
from digest.preview.desk import NARROWEST_PX, OUTPUTS, PANELS, WIDEST_PX, WIDTHS, Desk, View
from digest.preview.live import Live
from digest.preview.sight import Sight
from digest.preview.studio import Listed

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_SHEET_KEYS = {"mjml": "6", "html": "7", "eml": "8", "headers": "9", "feed": "f", "post": "b"}
_PANEL_KEYS = {"stories": "s", "check": "c", "mail": "m", "evidence": "e", "changes": "g", "explain": "x"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link: `key` is the letter that follows it, "" for none; `note` a number or a word beside it."""

    label: str
    address: str
    is_current: bool
    key: str = ""
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition in the list, and the way to it."""

    key: str
    label: str
    state: str
    note: str
    address: str
    is_current: bool


def html(sight: Sight) -> str:
    """The whole page."""
    view, live, told = sight.view, sight.live, sight.facts
    listed = sight.studio.editions()
    return (
        _templates()
        .get_template("page.html")
        .render(
            sight=sight,
            desk=sight.desk,
            view=view,
            knows=sight.knows,
            tag=sight.tag,
            fault=fault.of(live.error, sight.desk) if live.error else None,
            facts=told,
            panel=panels.data(view.panel, sight),
            panels=list(_panels(sight)),
            line_link=sight.line_link,
            clip_bytes=inbox.CLIP_BYTES,
            frame=frame(live, view),
            advice=advice(sight.desk, view),
            tabs=_tabs(view),
            sheets=_sheets(view),
            name=tabs.TABS[view.sheet].label if view.sheet in tabs.TABS else view.output.label,
            widths=_choices(view, "width", WIDTHS, "w"),
            schemes=_schemes(view),
            pictures=_choices(view, "pictures", views.PICTURES, "i"),
            programs=_choices(view, "program", views.PROGRAMS, "p"),
            engines=_engines(view),
            between_px=(NARROWEST_PX, WIDEST_PX),
            notes=list(views.notes(view.look)),
            editions=[_shown(one, view) for one in listed],
            listed=next((one for one in listed if one.key == view.edition), None),
            undoable=sight.studio.last(sight.desk.key),
            keys=list(_keys()),
            scripts=static.SCRIPTS,
            stamp=static.STAMP,
        )
    )


def sections(desk: Desk) -> tuple[str, ...]:
    """Ids of the edition's sections, in order, for their colours."""
    return tuple(section.id for section in facts.gather(desk).sections)


def advice(desk: Desk, view: View) -> tuple[str, str]:
    """What is missing and the command that makes it; empty when there is something to see."""
    if view.sheet in tabs.TABS and desk.has_draft:
        return ("", "")
    if (desk.folder / view.output.filename).is_file():
        return ("", "")
    if desk.has_draft:
        return (f"The draft of {desk.key} has not been rendered yet.", f"digest render {desk.key}")
    return (f"There is no edition {desk.key} yet.", f"digest build {desk.key}")


def _shown(one: Listed, view: View) -> Shown:
    address = view.of_edition(one.key).link()
    return Shown(one.key, one.label, one.state, one.note, address, one.key == view.edition)


def _panels(sight: Sight) -> Iterator[Choice]:
    for name, label in PANELS.items():
        note = _note(sight) if name == "check" else ""
        address = sight.view.link(panel=name)
        yield Choice(label, address, name == sight.view.panel, _PANEL_KEYS.get(name, ""), note, name)


def _note(sight: Sight) -> str:
    """How many errors, else warnings the gate found, beside its panel."""
    if sight.desk.check is None or records.edition(sight.desk) is None:
        return ""
    if sight.live.checked is None:
        return "Checking"  # as the gate will say it when it is there
    from digest.preview.panels import check

    found = check.data(sight).verdict
    return found.summary if found else ""


def _keys() -> Iterator[tuple[str, str]]:
    yield f"1 to {min(9, len(OUTPUTS))}", "the outputs, in their order"
    yield " ".join(_SHEET_KEYS.values()), "what is under More, in its order"
    for name, key in _PANEL_KEYS.items():
        yield key, f"beside it: {PANELS[name].lower()}"
    yield from (
        ("w", "next width"),
        ("d", "dark, turned over or light"),
        ("i", "pictures off"),
        ("p", "as another program shows the mail"),
        ("u", "take the last action back"),
    )
    yield "?", "these hints; Esc closes them"


def frame(live: Live, view: View) -> str:
    """Address of the framed document; it changes with its text, and only then is it fetched again."""
    if view.sheet in tabs.TABS:
        known = stable_id(live.desk.read("edition.json") or "", live.desk.read("email.html") or "")
        query = {"edition": view.edition, "scheme": view.scheme, "text": known}
        query |= {"engine": tabs.engine(view.engine)} if view.sheet == "post" else {}
        return f"/frame/{view.sheet}?" + urlencode(query)
    text = live.desk.read(view.output.filename) or ""
    place = frames.fragment(view.output, text, live.changed.get(view.tab))
    if view.tab == "draft" and (line := fault.of(live.error, live.desk).draft_line or view.line):
        place = f"#L{line}"
    look = {"scheme": view.scheme, "pictures": view.pictures, "program": view.program}
    query = {"edition": view.edition, **look, "text": stable_id(text)}
    return f"/frame/{view.tab}?" + urlencode(query) + place


def _tabs(view: View) -> list[Choice]:
    return [
        Choice(
            output.label,
            view.link(tab=name),
            name == view.tab and not view.sheet,
            str(number) if number < 10 else "",
        )
        for number, (name, output) in enumerate(OUTPUTS.items(), 1)
    ]


def _sheets(view: View) -> list[Choice]:
    return [
        Choice(tab.label, view.link(sheet=name), name == view.sheet, _SHEET_KEYS.get(name, ""), name=name)
        for name, tab in tabs.TABS.items()
    ]


def _engines(view: View) -> list[Choice]:
    """Whose post is shown; only where the posts are."""
    if view.sheet != "post":
        return []
    current = tabs.engine(view.engine)
    return [Choice(label, view.link(engine=name), name == current) for name, label in tabs.ENGINES.items()]


def _schemes(view: View) -> list[Choice]:
    """The colours; programs turn over those of a mail alone."""
    labels = views.SCHEMES if view.shows_mail else {name: views.SCHEMES[name] for name in ("light", "dark")}
    return _choices(replace(view, scheme=view.look.colours), "scheme", labels, "d")


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
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
