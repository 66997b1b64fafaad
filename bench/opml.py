"""Subscription lists of all exporters at hand: is every feed read, with its name and folder?

    python bench/opml.py

Beside it stands what an XML parser gives that takes `xmlUrl` of every `outline`, as many importers do. The
test files of listparser state what they expect in comments; each of these statements about feeds is tried.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from digest import urls
from digest.collect import opml
from digest.errors import DigestError

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "opml"
_XML_URL = re.compile(rb"""<outline\b[^<>]*?\bxmlurl\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_STATED = re.compile(r"Eval: result\['feeds'\]\[(\d+)\]\['(url|title)'\] == '([^']*)'")
_COUNTED = re.compile(r"Eval: len\(result\['feeds'\]\) == (\d+)")


def members() -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of the archives that holds an `opml` element."""
    for archive in sorted(DATA.glob("*.tar.gz")):
        with tarfile.open(archive) as opened:
            for member in opened:
                file = opened.extractfile(member) if member.isfile() else None
                body = file.read() if file else b""
                if re.search(rb"<opml\b", body, re.IGNORECASE):
                    yield f"{archive.name.partition('.')[0]}/{member.name}", body


def there(body: bytes) -> set[str]:
    """The addresses that stand in the bytes, in one spelling."""
    found = (double or single for double, single in _XML_URL.findall(body))
    texts = (one.decode("utf-8", "replace").replace("&amp;", "&").strip() for one in found)
    return {text for text in texts if text}


def by_parser(body: bytes) -> set[str]:
    """What an XML parser gives."""
    try:
        return {one.get("xmlUrl", "") for one in ET.fromstring(body).iter("outline")} - {""}
    except (ET.ParseError, ValueError):
        return set()


def ours(body: bytes, folder: Path) -> tuple[opml.Subscription, ...] | str:
    """What we read, or why nothing."""
    file = folder / "list.opml"
    file.write_bytes(body)
    try:
        return opml.read(file)
    except DigestError as error:
        return error.problem


def main() -> None:
    """Reads all, counts and prints."""
    if not DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    totals: Counter[str] = Counter()
    differences: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, body in members():
            wanted, found = there(body), ours(body, Path(folder))
            feeds = () if isinstance(found, str) else found
            totals["files"] += 1
            totals["feeds there"] += len(wanted)
            totals["by an XML parser"] += len(wanted & by_parser(body))
            totals["read"] += len({feed.url for feed in feeds})
            totals["in folders"] += sum(bool(feed.folders) for feed in feeds)
            missing = {
                one for one in wanted if urls.safe(one.replace(" ", "%20")) not in {f.url for f in feeds}
            }
            if missing:
                why = found if isinstance(found, str) else "no http or https address"
                differences.append(
                    f"{name}: {len(missing)} not read ({', '.join(sorted(missing)[:2])}): {why}"
                )
            text = body.decode("utf-8", "replace")
            for number, field, value in _STATED.findall(text):
                totals["stated"] += 1
                got = feeds[int(number)] if int(number) < len(feeds) else None
                said = (got.url if field == "url" else got.name) if got else ""
                if said == value:
                    totals["as stated"] += 1
                else:
                    differences.append(f"{name}: {field} is {said!r}, stated {value!r}")
            for count in _COUNTED.findall(text):
                totals["stated"] += 1
                if len(feeds) == int(count):
                    totals["as stated"] += 1
                else:
                    differences.append(f"{name}: {len(feeds)} feeds, stated {count}")
    for what, count in totals.items():
        print(f"{what:<18}{count:>6,}")
    print(*(f"  {line}" for line in differences), sep="\n")
    result = {"totals": dict(totals), "differences": differences}
    (HERE / "opml.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
