"""A small project that has news: three sources, one behind HTTP, as they are at first and later on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digest import start

SOURCES = """
[[sources]]
name = "Wire"
kind = "feed"
url = "http://127.0.0.1:{port}/wire.xml"

[[sources]]
name = "{name}"
kind = "folder"
path = "feeds/paper.xml"

[[sources]]
name = "Notes"
kind = "folder"
path = "feeds/notes.jsonl"
"""


def feed(titles: dict[str, str]) -> str:
    """RSS of items with these titles by guid."""
    items = "".join(
        f"<item><title>{title}</title><guid>{guid}</guid><link>https://outlet.example/{guid[:3]}</link>"
        f"<description>What there is to say about {title}, in one sentence.</description>"
        f"<pubDate>Sat, 21 Nov 2026 09:{number:02}:00 GMT</pubDate></item>"
        for number, (guid, title) in enumerate(titles.items())
    )
    return f'<rss version="2.0"><channel><title>Outlet</title>{items}</channel></rss>'


def written(folder: Path, port: int, *, is_late: bool) -> None:
    """The project as it is at first or later on, its feeds dated so that HTTP can tell them apart."""
    feeds, rows = folder / "feeds", range(6 if is_late else 0, 18)
    feeds.mkdir(parents=True, exist_ok=True)
    edited = "is delayed again" if is_late else "is announced"
    renamed = "-moved" if is_late else ""
    texts = {
        "wire.xml": feed({f"w{n:02}": f"Vessel number {n} {edited if n % 3 else 'sails'}" for n in rows}),
        "paper.xml": feed({f"p{n:02}{renamed}": f"Ledger number {n} of the harbour" for n in range(12)}),
        "notes.jsonl": "".join(
            json.dumps({"id": f"n{n}", "title": f"Note {n} {edited}"}) + "\n" for n in rows
        ),
    }
    for name, text in texts.items():
        (feeds / name).write_text(text, encoding="utf-8")
        os.utime(feeds / name, (1_795_000_000 + is_late,) * 2)
    settings = folder / "sources.toml"
    settings.unlink(missing_ok=True)
    text = start.init(folder).read_text(encoding="utf-8")
    head = text.partition("[[sources]]")[0].replace("= []      #", '= ["127.0.0.1"]  #')
    sources = SOURCES.format(port=port, name="Harbour Paper" if is_late else "Paper")
    settings.write_text(head + sources, encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of a web server for the files of `folder`, which knows 304."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "-d", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield int(line.split(" port ")[1].split()[0])
        finally:
            process.kill()
