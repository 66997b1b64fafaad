"""`digest sources check` against a sick server: what is wrong is found, and so is the better feed."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from digest import bundled, checkup, project
from digest.checkup import Checked
from digest.collect import sites

from .conftest import NOW, Server, answer, rss

pytestmark = pytest.mark.server
Check = Callable[..., tuple[Checked, ...]]
HEAD = bundled.path("sources.toml").read_text(encoding="utf-8").partition("[[sources]]")[0]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def checked(*urls: str, now: timedelta = timedelta(0)) -> tuple[Checked, ...]:
        blocks = (
            f'[[sources]]\nname = "{number}"\nkind = "feed"\nurl = "{url}"\n'
            for number, url in enumerate(urls, start=1)
        )
        text = HEAD.replace("allow       = []", 'allow = ["127.0.0.1"]') + "".join(blocks)
        config = project.parsed(text, tmp_path / "sources.toml")
        return checkup.of(config, (), NOW + now, lambda *_: None).sources

    return checked


def words(one: Checked) -> list[str]:
    return [finding.word for finding in one.findings]


def page(feed: str) -> bytes:
    link = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    return f"<!doctype html><html><head><title>Paper</title>{link}</head><body></body></html>".encode()


def test_a_feed_that_has_gone_is_found_again_from_its_site(server: Server, check: Check) -> None:
    server.scripts["/"] = answer(page("/new.xml"))
    server.scripts["/new.xml"] = answer(rss("One"))
    server.scripts["/blog/gone.xml"] = answer(b"", status="410 Gone")
    lost, gone = check(server.url("/blog/lost.xml"), server.url("/blog/gone.xml"))
    assert words(lost) == ["not found"]
    assert words(gone) == ["gone"]
    assert lost.better == gone.better == server.url("/new.xml")
    assert "set that as url" in lost.findings[0].remedy


def test_a_page_in_place_of_a_feed_names_the_feed(server: Server, check: Check) -> None:
    server.scripts["/news"] = answer(page("/news/rss"))
    server.scripts["/news/rss"] = answer(rss("One"))
    [one] = check(server.url("/news"))
    assert words(one) == ["no feed"]
    assert server.url("/news/rss") in one.findings[0].remedy


def test_a_feed_that_stopped_gives_way_to_the_livelier_one_of_its_site(server: Server, check: Check) -> None:
    old = rss("One", "Two").replace(b"Nov 2026", b"Nov 2020")
    server.scripts["/old.xml"] = answer(old)
    server.scripts["/"] = answer(page("/live.xml"))
    server.scripts["/live.xml"] = answer(rss("One"))
    [one] = check(server.url("/old.xml"))
    assert words(one)[0] == "silent"
    assert one.better == server.url("/live.xml")
    server.scripts["/live.xml"] = answer(old)
    [one] = check(server.url("/old.xml"))
    assert one.better == ""


def test_a_better_feed_that_is_there_already_is_not_proposed_twice(server: Server, check: Check) -> None:
    server.scripts["/"] = answer(page("/new.xml"))
    server.scripts["/new.xml"] = answer(rss("One"))
    lost, new = check(server.url("/lost.xml"), server.url("/new.xml"))
    assert "there already as “2”: take this one out" in lost.findings[0].remedy
    assert new.is_well


def test_one_feed_under_two_addresses_is_told(server: Server, check: Check) -> None:
    server.scripts["/a"] = server.scripts["/b"] = answer(rss("One", "Two", "Three", "Four"))
    first, second = check(server.url("/a"), server.url("/b"))
    assert "twin" not in words(first)
    assert second.findings[-1].said == "lists the same items as “1”"
    assert second.is_well


def test_a_move_for_good_is_told_with_the_new_address(server: Server, check: Check) -> None:
    server.scripts["/old"] = answer(b"", "Location: /new", status="301 Moved Permanently")
    server.scripts["/new"] = answer(rss("One"))
    [one] = check(server.url("/old"))
    assert words(one) == ["moved"]
    assert server.url("/new") in one.findings[0].said


def test_nobody_is_searched_who_is_well_or_whose_server_is_down(server: Server, check: Check) -> None:
    server.scripts["/good"] = answer(rss("One"))
    server.scripts["/500"] = answer(b"", status="500 No")
    good, ill = check(server.url("/good"), server.url("/500"))
    assert good.is_well
    assert words(ill) == ["server fault"]
    assert len(server.requests) == 2


def test_a_certificate_that_nobody_vouches_for_is_told_as_such(check: Check) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    def refuse(listener: socket.socket) -> None:
        client, _ = listener.accept()
        client.settimeout(5)
        with suppress(OSError):
            context.wrap_socket(client, server_side=True)
        client.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=refuse, args=(listener,), daemon=True).start()
        [one] = check(f"https://127.0.0.1:{listener.getsockname()[1]}/feed")
    assert words(one) == ["certificate"]


@pytest.mark.parametrize(
    ("url", "is_shared"),
    [
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UC1", True),
        ("https://github.com/ada/engine/releases.atom", True),
        ("https://ada.substack.com/feed", False),
        ("https://paper.example/feed", False),
    ],
)
def test_the_front_page_of_a_host_of_many_publishers_is_nobodys_own(url: str, is_shared: bool) -> None:  # noqa: FBT001
    assert sites.is_shared(url) is is_shared
