"""1,000 feeds of 20 to 50 items on 1,000 local addresses: feedparser in a loop beside `digest collect`.

    python bench/collect_speed.py [--feeds 1000] [--body 2048] [--etags 100] [--rounds 1]

Ours fetches, parses, makes safe and keeps in a new store; the loop fetches and parses. Prints seconds and
ratios and writes `collect_speed.json`. Each feed has an address of its own, so that the limit per host
works as it does in life. `--etags` is the percentage of feeds that answer 304; the others repeat themselves.
A fifth has bare ampersands.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import feedparser

from digest import bundled, gathering
from digest.config import Config
from digest.project import load, opened

HERE = Path(__file__).resolve().parent
LEAST, MOST = 20, 50  # items of a feed
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
WORDS = """
orchard ledger turbine harbour lantern quarry meadow cable vessel signal copper bridge timber valley
market glacier engine canvas harvest beacon pilot granite summit kettle river archive castle ember
""".split()  # noqa: SIM905  # reads better than a column of quotes


def article(draw: random.Random, length: int) -> str:
    pieces: list[str] = []
    while sum(map(len, pieces)) < length:
        words = " ".join(draw.choices(WORDS, k=55))
        link = f'<a href="/more/{draw.randrange(999)}?a=1&amp;b=2">“more”</a>'
        pieces.append(f"<p>{words} {link} &amp; <b>so on</b>.</p>")
    return "".join(pieces)


def document(number: int, length: int) -> bytes:
    draw = random.Random(number)
    bare = "Fish & Chips" if number % 5 == 0 else "Fish &amp; Chips"
    items: list[str] = []
    for index in range(draw.randint(LEAST, MOST)):
        when = NOW - timedelta(hours=index * 3, minutes=number % 60)
        link, body = f"https://site{number}.example/{index}", escape(article(draw, length))
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


async def serve(feeds: int, length: int, etags: int) -> None:
    """Answers GET /<number> on every loopback address, with an ETag for `etags` of a hundred."""
    bodies = [document(number, length) for number in range(feeds)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        number = int(request.split(b" ", 2)[1].strip(b"/"))
        tag = b'"v%d"' % number if number % 100 < etags else b""
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
        count += len(feedparser.parse(url).entries)
    return count


def project(folder: Path, urls: list[str]) -> Config:
    """A project of `urls`, otherwise as it ships."""
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    source = '[[sources]]\nname = "s{0}"\nkind = "feed"\nurl = "{1}"\n'
    sources = "".join(source.format(index, url) for index, url in enumerate(urls))
    head = text[: text.index("[[sources]]")].replace("allow       = []", 'allow = ["127.0.0.0/8"]')
    (folder / "sources.toml").write_text(head + sources, encoding="utf-8")
    return load(folder / "sources.toml")


def cpu_s() -> float:
    """Seconds of CPU of this process and of its children that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Memory(threading.Thread):
    """Looks every 50 ms how much memory this process and its children hold (PSS, in MB)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.own, self._over = 0.0, 0.0, threading.Event()

    def run(self) -> None:
        """Looks until it is told to stop."""
        while not self._over.wait(0.05):
            own = resident_mb("self")
            self.own = max(self.own, own)
            self.most = max(self.most, own + sum(map(resident_mb, children())))

    def stop(self) -> tuple[float, float]:
        """The most that was held: by all, and by this process."""
        self._over.set()
        self.join()
        return self.most, self.own


def children() -> list[str]:
    """Ids of the worker processes."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found += (task / "children").read_text().split()
    return [one for one in found if b"digest.collect.worker" in Path(f"/proc/{one}/cmdline").read_bytes()]


def resident_mb(process: str) -> float:
    """Memory of a process; 0 where it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1_000
    return 0.0


def measure(urls: list[str]) -> dict[str, float]:
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as folder, opened(project(Path(folder), urls)) as current:
        began, cpu = time.perf_counter(), cpu_s()
        first = gathering.collect(current, NOW, lambda *_: None)
        first_s, first_cpu = time.perf_counter() - began, cpu_s() - cpu
        began, cpu = time.perf_counter(), cpu_s()
        second = gathering.collect(current, NOW, lambda *_: None)
        second_s, second_cpu = time.perf_counter() - began, cpu_s() - cpu
    most_mb, own_mb = memory.stop()
    began = time.perf_counter()
    expected = naive(urls)
    naive_s = time.perf_counter() - began
    assert first.kept.new == expected
    assert all(collected.unchanged for collected in second.results)
    return {
        "naive_s": naive_s,
        "first_s": first_s,
        "first_cpu_s": first_cpu,
        "second_s": second_s,
        "second_cpu_s": second_cpu,
        "entries": expected,
        "entries_a_second": expected / first_s,
        "entries_a_second_naive": expected / naive_s,
        "faster": naive_s / first_s,
        "unchanged_a_second": len(urls) / second_s,
        "unchanged_a_cpu_second": len(urls) / second_cpu,
        "most_mb": most_mb,
        "own_mb": own_mb,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--body", type=int, default=2_048)
    parser.add_argument("--etags", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.feeds, options.body, options.etags))
        return
    passed = (f"--{name}={getattr(options, name)}" for name in ("feeds", "body", "etags"))
    command = [sys.executable, __file__, "--serve", *passed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        urls = [f"http://127.0.{1 + n // 250}.{1 + n % 250}:{port}/{n}" for n in range(options.feeds)]
        rounds = [measure(urls) for _ in range(options.rounds)]
        server.kill()
    for row in rounds:
        print("  ".join(f"{name} {value:.2f}" for name, value in row.items()))
    result = {"feeds": options.feeds, "body_bytes": options.body, "etags": options.etags, "rounds": rounds}
    (HERE / "collect_speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
