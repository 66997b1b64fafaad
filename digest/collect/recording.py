"""A run of `collect` written down, so that it can be run again offline, by somebody else too.

A folder holds `run.json` (when, which sources, what was remembered of each), `exchanges.jsonl` (a line for
each question and what it was answered) and `bodies/` (each under the hash of its content). Passwords and keys
in addresses are masked, in the same way everywhere, so that questions and answers still meet.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from digest import __version__, files
from digest.collect.asking import Asking
from digest.collect.fetcher import Answer, Problem
from digest.config import SourceSettings
from digest.errors import UsageError
from digest.model import Memory

VERSION = 1
RUN, EXCHANGES, BODIES, FOLDERS = "run.json", "exchanges.jsonl", "bodies", "folders"
MASK = "MASKED"

_SECRET = re.compile(
    r"(?i)((?:^|[?&;])[^=&;]*(?:key|token|secret|passw|auth|sig|session|credential)[^=&;]*=)[^&;#]*"
)
_README = """A run of `digest collect` as it was on {at:%Y-%m-%d %H:%M} UTC, by Digest {version}.

Run it again, offline, with:  digest collect --replay FOLDER

Inside are the addresses of the sources, what was remembered of them, and all that they answered. What stands
in an address behind a user's name, or looks like a key or a token, is masked. Look through it before you
hand it on: an answer may hold what is not meant for everybody.
"""


def plain(url: str) -> str:
    """`url` without a user's name and password, and with what looks like a key masked."""
    if not url.startswith(("http://", "https://")):
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host, query=_SECRET.sub(rf"\1{MASK}", parts.query)))


class Recorder:
    """Asks somebody else and writes down what they say.

    Args:
        asked: who is asked.
        folder: of the recording; is there.
    """

    def __init__(self, asked: Asking, folder: Path) -> None:
        self._asked, self._folder = asked, folder

    async def get(self, url: str, memory: Memory, accept: str = "") -> Answer | Problem:
        """What `url` gives now, written down before it is handed on."""
        found = await self._asked.get(url, memory, accept)
        line = json.dumps({"url": plain(url), "accept": accept, **told(found, self._kept(found))})
        with (self._folder / EXCHANGES).open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")
        return found

    def _kept(self, found: Answer | Problem) -> str:
        """The name of the file that holds the body; "" for none."""
        if isinstance(found, Problem) or not found.body:
            return ""
        name = blake2b(found.body, digest_size=16).hexdigest()
        file = self._folder / BODIES / name
        if not file.exists():
            file.write_bytes(found.body)
        return name


def told(found: Answer | Problem, body: str) -> dict[str, Any]:
    """An answer for JSON; `body` names the file that holds its body."""
    values: dict[str, Any] = asdict(found) | {"hints": _hints_out(asdict(found.hints)), "took_s": 0.0}
    if isinstance(found, Problem):
        return {"problem": values}
    served = found.served_at.isoformat() if found.served_at else None
    return {"answer": values | {"body": body, "url": plain(found.url), "served_at": served}}


def _hints_out(values: dict[str, Any]) -> dict[str, Any]:
    lengths = {name: value.total_seconds() for name, value in values.items() if isinstance(value, timedelta)}
    return values | lengths | {"moved_to": plain(values["moved_to"])}


def begin(
    folder: Path,
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    now: datetime,
    home: Path,
    *,
    is_wanted: bool,
) -> tuple[str, ...]:
    """Makes the folder of a recording; the names of sources that are left out, since they hold letters.

    Raises:
        UsageError: the folder is there and not empty.
        DigestError: it cannot be written.
    """
    recorded = [one for one in sources if getattr(one, "is_recorded", True)]
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(str(folder), "is not empty", "name a new folder for the recording")
    try:
        (folder / BODIES).mkdir(parents=True, exist_ok=True)
        (folder / EXCHANGES).touch()
        rows = [_source(one, number, home, folder) for number, one in enumerate(recorded)]
    except OSError as error:
        raise files.unwritable(error, folder) from error
    run = {
        "version": VERSION,
        "digest": __version__,
        "now": now.astimezone(UTC).isoformat(),
        "is_wanted": is_wanted,
        "sources": rows,
        "left_out": [one.name for one in sources if one not in recorded],
        "memories": {one.name: _memory_out(memories[one.name]) for one in recorded if one.name in memories},
    }
    text = json.dumps(run, ensure_ascii=False, indent=1) + "\n"
    files.write(folder, {"README.txt": _README.format(at=now, version=__version__), RUN: text})
    return tuple(one.name for one in sources if one not in recorded)


def _source(settings: SourceSettings, number: int, home: Path, folder: Path) -> dict[str, Any]:
    """The settings of a source for JSON; the files of one that reads files are copied."""
    values = {
        name: plain(value) if isinstance(value, str) else value
        for name, value in settings.model_dump().items()
    }
    if settings.kind == "folder":
        root = home / str(values["path"])
        copy = folder / FOLDERS / f"{number}"
        if root.is_dir():
            shutil.copytree(root, copy)
        elif root.exists():
            copy.mkdir(parents=True)
            shutil.copy2(root, copy / root.name)
            copy = copy / root.name
        values["path"] = str(copy.relative_to(folder))
    return values


def _memory_out(memory: Memory) -> dict[str, Any]:
    values = {field.name: getattr(memory, field.name) for field in fields(memory)}
    moments = {name: value.isoformat() for name, value in values.items() if isinstance(value, datetime)}
    return values | moments | {"moved_to": plain(memory.moved_to)}
