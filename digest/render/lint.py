"""The MJML of a mail, checked before it is rendered: the renderer (mrml) takes anything without a word.

mrml drops unknown components and attributes in silence, dies of very deep nesting and does not say where
a document is not well-formed. What may stand where is listed in `digest/data/mjml.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any
from xml.parsers import expat

from digest import bundled
from digest.render import tracing, values

MAX_DEPTH = 60
"""Elements within elements; the renderer dies of some thousands."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the MJML that would not become what it says.

    Attributes:
        at: file and line of the template that wrote it, where the MJML tells; else "".
        problem: what is wrong, and what would be right.
    """

    at: str
    problem: str


@dataclass(frozen=True, slots=True)
class _Component:
    """What MJML knows of one component."""

    places: frozenset[str]
    holds: str
    needs: tuple[str, ...]
    dropped: frozenset[str]
    lost: Mapping[str, str]
    attributes: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rules:
    """`mjml.toml`, read."""

    components: Mapping[str, _Component]
    every: Mapping[str, str | list[str]]
    refused: Mapping[str, str]
    refused_attributes: Mapping[str, str]


def faults(source: str) -> tuple[Fault, ...]:
    """All that is wrong with a whole MJML document, each once, in the order of the text."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reading = _Reading(parser)
    try:
        parser.Parse(source, True)
    except _TooDeepError:
        reading.found.append(reading.fault(f"what it makes is more than {MAX_DEPTH} elements deep"))
    except expat.ExpatError as error:
        near = _near(source, error.lineno)
        reading.found.append(
            reading.fault(
                f"what it makes is not well-formed ({expat.ErrorString(error.code)}) at: {near}; "
                "close every element, quote every attribute, write &amp; for &"
            )
        )
    else:
        reading.found += [Fault("", "it has no <mj-body>")] if "mj-body" not in reading.seen else []
    return tuple(dict.fromkeys(reading.found))


class _TooDeepError(Exception):
    """Raised out of the parser: nothing after this can be trusted."""


class _Reading:
    """Where a parser stands in the document, and what it found up to there."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.rules = _rules()
        self.found: list[Fault] = []
        self.seen: set[str] = set()
        self._open: list[str] = []  # components around this place
        self._places = [""]  # where the templates wrote them
        self._within = 0  # elements around this place within words, or within what is at fault already
        self._room = MAX_DEPTH  # for so many of them
        self._parser = parser
        self._watch()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """The start tag of a component."""
        self._places.append(attributes.get(tracing.ATTRIBUTE) or self._places[-1])
        if len(self._places) > MAX_DEPTH:
            raise _TooDeepError
        self.seen.add(name)
        problem = self._misplaced(name)
        component = self.rules.components.get(name)
        if problem:
            self.found.append(self.fault(problem))
            self._open.append("")
            self._skim()
        elif "mj-attributes" in self._open or not component:
            self._look(name, attributes, component.attributes if component else self.rules.every)
            self._open.append(name)
        else:
            self._look(name, attributes, component.attributes)
            lacks = [needed for needed in component.needs if needed not in attributes]
            self.found += [self.fault(f"<{name}> needs the attribute {needed}") for needed in lacks]
            self._open.append(name)
            if component.holds == "words":
                self._skim()

    def closed(self, _name: str) -> None:
        """The end tag of a component."""
        self._places.pop()
        self._open.pop()

    def opened_within(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag among words: only stray components are looked for."""
        self._within += 1
        if self._within > self._room:
            raise _TooDeepError
        if tracing.ATTRIBUTE in attributes:
            self._places[-1] = attributes[tracing.ATTRIBUTE]
        if name.startswith("mj-") and self._open[-1]:
            self.found.append(self.fault(f"<{name}> stands within <{self._open[-1]}>, which holds text only"))

    def closed_within(self, name: str) -> None:
        """An end tag among words; the last one is that of what holds them."""
        if self._within:
            self._within -= 1
            return
        self._watch()
        self.closed(name)

    def text(self, data: str) -> None:
        """Text; outside of components that hold some the renderer loses it."""
        if data.strip():
            words = " ".join(data.split())[:40]
            holder = self._open[-1] if self._open else "nothing"
            self.found.append(self.fault(f"“{words}” stands right in <{holder}>: put it into <mj-text>"))

    def _watch(self) -> None:
        self._parser.StartElementHandler = self.opened
        self._parser.EndElementHandler = self.closed
        self._parser.CharacterDataHandler = self.text

    def _skim(self) -> None:
        """Most of a mail is words, which need no look."""
        self._room = MAX_DEPTH - len(self._places)
        self._parser.StartElementHandler = self.opened_within
        self._parser.EndElementHandler = self.closed_within
        self._parser.CharacterDataHandler = None

    def fault(self, problem: str) -> Fault:
        """`problem` at the element that was opened last."""
        return Fault(self._places[-1], problem)

    def _misplaced(self, name: str) -> str:
        """Why no `name` may stand here; "" where it may."""
        parent = self._open[-1] if self._open else ""
        if reason := self.rules.refused.get(name):
            return f"<{name}> is not for mail: {reason}"
        if parent == "mj-attributes" and name in {"mj-all", "mj-class"}:
            return ""
        component = self.rules.components.get(name)
        if not component:
            return _unknown(name, parent, self.rules)
        if parent == "mj-attributes" or parent in component.places or (not parent and name == "mjml"):
            return ""
        if reason := component.lost.get(parent):
            return f"<{name}> cannot stand right in <{parent}>: {reason}"
        where = " or ".join(f"<{place}>" for place in sorted(component.places)) or "nothing else"
        return f"<{name}> cannot stand in <{parent or 'nothing'}>: it belongs in {where}"

    def _look(self, name: str, attributes: dict[str, str], known: Mapping[str, str | list[str]]) -> None:
        for attribute, value in attributes.items():
            if attribute in {tracing.ATTRIBUTE, "css-class"} or (name, attribute) == ("mj-class", "name"):
                continue
            if attribute not in known:
                self.found.append(self.fault(_no_attribute(name, attribute, known, self.rules)))
            elif wrong := values.problem(value, known[attribute]):
                self.found.append(self.fault(f'<{name}> {attribute}="{value}" {wrong}'))


def _unknown(name: str, parent: str, rules: _Rules) -> str:
    if not name.startswith("mj"):
        return f"<{name}> stands right in <{parent or 'nothing'}>: put it into <mj-text> or <mj-raw>"
    close = get_close_matches(name, rules.components, 1)
    return f"<{name}> is no component of MJML" + (f" (did you mean {close[0]}?)" if close else "")


def _no_attribute(name: str, attribute: str, known: Mapping[str, str | list[str]], rules: _Rules) -> str:
    component = rules.components.get(name)
    if component and attribute in component.dropped:
        return f"<{name}> may not have the attribute {attribute}: the renderer leaves it out"
    if reason := rules.refused_attributes.get(attribute):
        return f"<{name}> may not have the attribute {attribute}: {reason}"
    close = get_close_matches(attribute, known, 1)
    return f"<{name}> has no attribute {attribute}" + (f" (did you mean {close[0]}?)" if close else "")


def _near(source: str, line: int) -> str:
    lines = source.splitlines()
    return tracing.unmarked(lines[line - 1]).strip()[:120] if 0 < line <= len(lines) else ""


@cache
def _rules() -> _Rules:
    data = tomllib.loads(bundled.path("data/mjml.toml").read_text("utf-8"))
    groups = data["groups"]
    components = {name: _component(found, groups) for name, found in data["components"].items()}
    every = {key: kind for found in components.values() for key, kind in found.attributes.items()}
    return _Rules(components, every, data["refused"], data["refused_attributes"])


def _component(found: dict[str, Any], groups: dict[str, dict[str, str | list[str]]]) -> _Component:
    attributes = {key: kind for group in found.get("groups", ()) for key, kind in groups[group].items()}
    return _Component(
        frozenset(found["in"]),
        found["holds"],
        tuple(found.get("needs", ())),
        frozenset(found.get("dropped", ())),
        found.get("lost", {}),
        attributes | found.get("attributes", {}),
    )
