"""200 feeds of 50 items with 4 KB bodies, from a local server: feedparser in a loop beside `digest collect`.

    python bench/collect_speed.py [--feeds 200] [--rounds 1]

Ours fetches, parses, makes safe and keeps in a new store; the loop fetches and parses. Prints seconds and
ratios and writes `collect_speed.json`. The feeds come from 200 loopback addresses, so
that the limit per host works as it does in life. Half of them honour ETags, the others only repeat
themselves; a fifth has bare ampersands.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import feedparser

from digest import bundled, pipeline
from digest.config import Config
from digest.project import load, opened

HERE = Path(__file__).resolve().parent
ITEMS, BODY = 50, 4096
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
WORDS = """
orchard ledger turbine harbour lantern quarry meadow cable vessel signal copper bridge timber valley
market glacier engine canvas harvest beacon pilot granite summit kettle river archive castle ember
""".split()  # noqa: SIM905  # reads better than a column of quotes


def article(draw: random.Random) -> str:
    pieces: list[str] = []
    while sum(map(len, pieces)) < BODY:
        words = " ".join(draw.choices(WORDS, k=55))
        link = f'<a href="/more/{draw.randrange(999)}?a=1&amp;b=2">“more”</a>'
        pieces.append(f"<p>{words} {link} &amp; <b>so on</b>.</p>")
    return "".join(pieces)


def document(number: int) -> bytes:
    draw = random.Random(number)
    bare = "Fish & Chips" if number % 5 == 0 else "Fish &amp; Chips"
    items: list[str] = []
    for index in range(ITEMS):
        when = NOW - timedelta(hours=index * 3, minutes=number % 60)
        link, body = f"https://site{number}.example/{index}", escape(article(draw))
        title = f"{bare}: {' '.join(draw.choices(WORDS, k=7))}"
        if number % 2:
            items.append(
                f'<entry><title>{title}</title><id>tag:site{number},{index}</id><link href="{link}"/>'
                f'<updated>{when.isoformat()}</updated><content type="html">{body}</content></entry>'
            )
        else:
            items.append(
                f"<item><title>{title}</title><guid>{link}</guid><link>{link}</link>"
                f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{body}</description></item>"
            )
    if number % 2:
        head = '<feed xmlns="http://www.w3.org/2005/Atom">'
        return f"{head}<title>Site {number}</title>{''.join(items)}</feed>".encode()
    head = f'<rss version="2.0"><channel><title>Site {number}</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


async def serve(feeds: int) -> None:
    """Answers GET /<number> on every loopback address, with an ETag for the first half."""
    bodies = [document(number) for number in range(feeds)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        number = int(request.split(b" ", 2)[1].strip(b"/"))
        tag = b'"v%d"' % number if number < feeds // 2 else b""
        if tag and tag in request:
            writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\nConnection: close\r\n\r\n" % tag)
        else:
            extra = b"ETag: %s\r\n" % tag if tag else b""
            length = len(bodies[number])
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n%s\r\n" % (length, extra)
            )
            writer.write(bodies[number])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)  # noqa: S104  # 127.0.0.0/8 needs it
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def naive(urls: list[str]) -> int:
    """What one would write first."""
    count = 0
    for url in urls:
        with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310  # our own server
            count += len(feedparser.parse(io.BytesIO(response.read())).entries)
    return count


def project(folder: Path, urls: list[str]) -> Config:
    """A project of `urls`, otherwise as it ships."""
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    source = '[[sources]]\nname = "s{0}"\nkind = "feed"\nurl = "{1}"\n'
    sources = "".join(source.format(index, url) for index, url in enumerate(urls))
    (folder / "sources.toml").write_text(text[: text.index("[[sources]]")] + sources, encoding="utf-8")
    return load(folder / "sources.toml")


def cpu_s() -> float:
    """Seconds of CPU of this process and of its children that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(urls: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, opened(project(Path(folder), urls)) as current:
        began, cpu = time.perf_counter(), cpu_s()
        first = pipeline.collect(current, NOW, lambda *_: None)
        first_s, first_cpu = time.perf_counter() - began, cpu_s() - cpu
        began = time.perf_counter()
        second = pipeline.collect(current, NOW, lambda *_: None)
        second_s = time.perf_counter() - began
    began = time.perf_counter()
    expected = naive(urls)
    naive_s = time.perf_counter() - began
    assert first.kept.new == expected == len(urls) * ITEMS
    assert all(collected.unchanged for collected in second.results)
    return {
        "naive_s": naive_s,
        "first_s": first_s,
        "first_cpu_s": first_cpu,
        "second_s": second_s,
        "faster": naive_s / first_s,
        "again_faster": first_s / second_s,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.feeds))
        return
    command = [sys.executable, __file__, "--serve", "--feeds", str(options.feeds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        urls = [f"http://127.0.{1 + n // 250}.{1 + n % 250}:{port}/{n}" for n in range(options.feeds)]
        rounds = [measure(urls) for _ in range(options.rounds)]
        server.kill()
    for row in rounds:
        print("  ".join(f"{name} {value:.2f}" for name, value in row.items()))
    result = {"feeds": options.feeds, "items": ITEMS, "body_bytes": BODY, "rounds": rounds}
    (HERE / "collect_speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
