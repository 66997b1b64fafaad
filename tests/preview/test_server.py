"""The desk shows what is there, follows every save, and survives whatever a render does."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.preview import Desk, serve
from tests.preview.desks import Alone, Events, Renderer, ask, desk_in, served

pytestmark = pytest.mark.server


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as address:
        yield address


@pytest.fixture
def events(address: str) -> Iterator[Events]:
    events = Events(address)
    yield events
    events.close()


def save(desk: Desk, text: str) -> None:
    (desk.folder / "draft.md").write_text(text, "utf-8")


def page(address: str, query: str = "") -> str:
    return ask(address, f"/{query}")[1]


def test_the_page_shows_the_edition_and_escapes_what_strangers_wrote(address: str) -> None:
    text = page(address)
    assert "Scale &lt;i&gt;Weekly" in text
    assert "Northwind takes a stake &lt;b&gt;&amp; more" in text
    assert "Deals &amp; stakes" in page(address, "?panel=evidence")
    assert "16–22 November 2026" in text
    assert "kB" in page(address, "?panel=mail")
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in text
    assert "allow-same-origin" not in text


def test_only_the_mail_can_be_turned_over(address: str) -> None:
    assert "Inverted" in page(address, "?tab=email")
    text = page(address, "?tab=page&scheme=inverted")
    assert "Inverted" not in text
    assert re.search(r'aria-current="true"[^>]*>Dark</a>', text), "it is shown in dark, and says so"


def test_tab_width_and_scheme_stand_in_the_address(address: str) -> None:
    text = page(address, "?tab=text&width=375&scheme=dark")
    assert 'src="/frame/text?edition=2026-W47&amp;scheme=dark' in text
    assert 'class="width-375"' in text
    assert 'href="/?edition=2026-W47&amp;tab=draft&amp;width=375&amp;scheme=dark&amp;panel=stories"' in text


def test_an_address_that_asks_for_nonsense_shows_the_mail(address: str) -> None:
    assert 'src="/frame/email?edition=2026-W47&amp;scheme=light' in page(
        address, "?tab=../x&width=<&scheme=\u0022".replace('"', "%22")
    )


def test_a_fresh_start_says_which_command_to_run(tmp_path: Path) -> None:
    with served(desk_in(tmp_path, draft=None)) as address:
        text = page(address)
        assert "digest build 2026-W47" in text
        assert "<iframe" not in text


def test_a_draft_without_outputs_is_rendered_at_the_start(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    (desk.folder / "email.html").unlink()
    with served(desk) as address:
        Events(address).until(lambda: "<iframe" in page(address))


def test_an_edition_built_meanwhile_appears(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, draft=None)
    with served(desk) as address:
        events = Events(address)
        events.next()
        desk_in(tmp_path)
        events.until(lambda: "<iframe" in page(address))


def test_a_save_is_rendered_and_announced_within_two_seconds(
    desk: Desk, address: str, events: Events
) -> None:
    events.next()
    save(desk, "First\nSecond, revised\nThird\n")
    events.until(lambda: "Second, revised" in ask(address, "/frame/email")[1])
    assert (
        '<h3><span id="changed" style="scroll-margin-top:40px"></span>Second, revised'
        in (ask(address, "/frame/email")[1])
    )
    assert "#changed" in page(address)


def test_a_save_by_renaming_is_followed_too(desk: Desk, address: str, events: Events) -> None:
    events.next()
    for text in ("one", "two"):
        other = desk.folder / ".draft.md.swp"
        other.write_text(text, "utf-8")
        other.replace(desk.folder / "draft.md")
        events.until(lambda text=text: f">{text}<" in ask(address, "/frame/email")[1])  # type: ignore[misc]
    assert ">one<" not in ask(address, "/frame/email")[1]


def test_a_template_that_did_not_exist_at_the_start_is_followed(
    desk: Desk, address: str, events: Events
) -> None:
    renderer = desk.rerender
    assert isinstance(renderer, Renderer)
    events.next()
    wait_for(lambda: renderer.calls == 1)  # who has just opened it sees what lies there first
    folder = desk.folder.parent / "templates"
    folder.mkdir()
    (folder / "email.mjml").write_text("<mjml/>", "utf-8")
    wait_for(lambda: renderer.calls >= 2)
    calls = renderer.calls
    (folder / "email.mjml").write_text("<mjml></mjml>", "utf-8")
    wait_for(lambda: renderer.calls > calls)


def wait_for(is_there: object) -> None:
    assert callable(is_there)
    deadline = time.monotonic() + 2
    while not is_there():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_render_does_not_set_itself_off(desk: Desk, address: str, events: Events) -> None:
    renderer = desk.rerender
    assert isinstance(renderer, Renderer)
    events.next()
    save(desk, "Another\n")
    events.until(lambda: "Another" in ask(address, "/frame/email")[1])
    time.sleep(1.2)  # one more may be under way: the draft was saved while the first was rendered
    calls = renderer.calls
    time.sleep(1.5)
    assert renderer.calls == calls


def test_an_error_is_shown_with_its_place_beside_the_last_good_version_and_goes_when_mended(
    desk: Desk, address: str, events: Events
) -> None:
    events.next()
    save(desk, "First\nBROKEN\n")
    events.until(lambda: "Not rendered." in page(address))
    text = page(address)
    assert "draft.md line 2: &lt;b&gt;this&lt;/b&gt; is no heading" in text
    assert "Show line 2" in text
    assert "Second" in ask(address, "/frame/email")[1]
    assert "#L2" in page(address, "?tab=draft")
    save(desk, "First\nMended\n")
    events.until(lambda: "Not rendered." not in page(address))


@pytest.mark.parametrize(
    ("word", "says"), [("CRASH", "RuntimeError: the template divided"), ("EXIT", "SystemExit")]
)
def test_a_render_that_raises_does_not_end_the_desk(
    desk: Desk, address: str, events: Events, word: str, says: str
) -> None:
    events.next()
    save(desk, word)
    events.until(lambda: says in page(address))
    save(desk, "Well again\n")
    events.until(lambda: "Well again" in ask(address, "/frame/email")[1])
    assert "Not rendered." not in page(address)


def test_an_error_in_our_own_words_stands_alone(desk: Desk) -> None:
    def refuse() -> str:
        raise DigestError("draft.md:7", "there is no section", "write one")

    with served(replace(desk, rerender=refuse)) as address:
        Events(address).until(lambda: "draft.md:7: there is no section; write one" in page(address))
        assert "Show line 7" in page(address)


def test_a_port_in_use_is_refused_in_words(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(DigestError, match=rf"port {port}: is taken by another program; choose another"):
            serve(Alone(desk), desk.key, port=port, ready=lambda _address: None)


def test_a_number_that_is_no_port_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(DigestError, match="port 70000: is no port number"):
        serve(Alone(desk), desk.key, port=70_000, ready=lambda _address: None)


SCRIPT = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started us without
from tests.preview.desks import KEYS, Alone, desk_in
from digest.preview import serve
desk = desk_in(Path(sys.argv[1]))
serve(Alone(desk), desk.key, port=0, ready=lambda address: print(address, flush=True), keys=KEYS)
print("home", flush=True)
"""


def test_ctrl_c_ends_it_quietly_and_soon_with_pages_open(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, os.fspath(tmp_path)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().strip().partition("?")[0]
    events = Events(address)
    events.next()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    events.close()
    assert (process.returncode, out, err) == (0, "home\n", "")


def test_the_evidence_tells_how_the_sources_are_those_with_trouble_first(desk: Desk, address: str) -> None:
    (desk.folder / "report.json").write_text('{"thin": [{"told": "Deals: 1 story, usually 4 <b>"}]}', "utf-8")
    text = page(address, "?panel=evidence")
    assert "Deals: 1 story, usually 4 &lt;b&gt;" in text
    assert (
        text.index("Silent &lt;i&gt;Times")
        < text.index("Sources that are well")
        < text.index("Ledger Wire</dt>")
    )
    assert "silent for 12 days" in text
    (desk.folder / "report.json").write_text("[1", "utf-8")
    assert "Thin sections" not in page(address, "?panel=evidence")
