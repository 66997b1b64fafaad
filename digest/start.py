"""New projects: the folder that `digest init` writes, and the one that `digest demo` plays in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from digest import bundled, files, project
from digest import subscriptions as lists
from digest.collect import opml
from digest.errors import UsageError

DEMO_NOW = datetime(2025, 6, 15, 17, 0, tzinfo=UTC)
"""The moment at which the sample week closes."""

DEMO_KEY = "2025-W24"

DEMO_URL = "https://example.org/weekly/{key}/"

DEMO_MAIL = {
    "sender": "AI Scale-Up Weekly <weekly@example.org>",
    "list_id": "weekly.example.org",
    "address": "Sample Press, 1 Example Street, London",
    "unsubscribe": "https://example.org/leave/{token}",
    "unsubscribe_mail": "leave@example.org",
}
"""Who would send the sample, if anybody did: RFC 2606 keeps these addresses for examples."""


def init(folder: Path, subscriptions: Path | None = None) -> Path:
    """Writes the shipped edition as `sources.toml` into `folder`, in the machine's time zone.

    With an OPML file of `subscriptions` its feeds take the place of the shipped ones.

    Raises:
        UsageError: one is there already.
        DigestError: it cannot be written, or the subscriptions cannot be read.
    """
    target = folder / "sources.toml"
    if target.exists():
        raise UsageError(str(target), "is there already", "edit it, or choose another folder")
    document = _shipped()
    _table(document, "edition")["timezone"] = local_timezone()
    if subscriptions:
        themes = project.parsed(tomlkit.dumps(document), target).sections
        document["sources"] = _sources(
            {"name": feed.name, "kind": "feed", "url": feed.url}
            | ({"section": section} if (section := lists.section(feed.folders, themes)) else {})
            for feed in opml.read(subscriptions)
        )
    files.write(folder, {"sources.toml": tomlkit.dumps(document)})
    return target


def demo(folder: Path) -> Path:
    """Writes a project that reads the sample week into `folder`: sources.toml and the feeds it names.

    What the program made there before is left alone.
    """
    outlets = tomlkit.parse(bundled.path("sample/outlets.toml").read_text(encoding="utf-8")).unwrap()[
        "outlet"
    ]
    feeds = bundled.path("sample/feeds")
    document = _shipped()
    _table(document, "edition").update({"out": ".", "timezone": "Europe/London", "url": DEMO_URL})
    _table(document, "mail").update(DEMO_MAIL)
    document["sources"] = _sources(
        {"name": outlet["name"], "kind": "folder", "path": f"feeds/{outlet['file']}"}
        | {key: outlet[key] for key in ("weight", "section") if key in outlet}
        for outlet in outlets
    )
    names = [outlet["file"] for outlet in outlets]
    files.write(folder / "feeds", {name: (feeds / name).read_text(encoding="utf-8") for name in names})
    files.write(folder, {"sources.toml": _as_sample(tomlkit.dumps(document))})
    return folder / "sources.toml"


def local_timezone() -> str:
    """The machine's IANA zone, "UTC" where it tells none."""
    link = Path("/etc/localtime")
    named = [
        os.environ.get("TZ", "").lstrip(":"),
        *str(link.resolve() if link.exists() else "").split("zoneinfo/")[1:],
    ]
    for name in named:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            continue
        return name
    return "UTC"


def _shipped() -> TOMLDocument:
    return tomlkit.parse(bundled.path("sources.toml").read_text(encoding="utf-8"))


def _table(document: TOMLDocument, name: str) -> Table:
    table = document[name]
    assert isinstance(table, Table), name  # noqa: S101 - the shipped file has it
    return table


def _as_sample(text: str) -> str:
    """`text` with the mark of a sample under `out`; tomlkit would put it behind what follows."""
    mark = "sample   = true           # invented outlets: every output says so"
    return re.sub(r"(?m)^out\b.*$", lambda match: f"{match[0]}\n{mark}", text, count=1)


def _sources(rows: Iterable[Mapping[str, object]]) -> AoT:
    sources = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        table.update(dict(row))
        sources.append(table)
    return sources
