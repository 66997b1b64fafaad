"""The desk of a real project goes on: whatever is saved, deleted, broken or run beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest import studio
from digest.config import Config
from digest.preview import serve
from tests.preview.desks import KEYS, Events, ask, port_of
from tests.preview.projects import KEY, draft_of, served, week

pytestmark = pytest.mark.server

PATIENCE_S = 30  # a busy machine is slow; who waits that long has lost nothing
BANNER = "Not rendered."


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return week(tmp_path)


@pytest.fixture
def draft(config: Path) -> Path:
    return draft_of(config)


@pytest.fixture
def address(config: Path) -> Iterator[str]:
    with served(config) as address:
        wait_for(lambda: "Checking" not in page(address), "the first render and check are done")
        yield address


def page(address: str) -> str:
    answer, text = ask(address, f"/?edition={KEY}")
    assert answer.status == 200, text
    return text


def mail(address: str) -> str:
    return ask(address, f"/frame/email?edition={KEY}")[1]


def act(address: str, path: str, **asked: object) -> tuple[int, str]:
    """What the desk's page would send."""
    headers = {
        "Cookie": f"{KEYS.cookie}={KEYS.start}",
        "Origin": "http://localhost",
        "X-Digest-Desk": KEYS.page,
        "Content-Type": "application/json",
    }
    answer, text = ask(address, path, "POST", headers=headers, body=json.dumps({"edition": KEY, **asked}))
    return answer.status, text


def wait_for(is_there: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_there():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def retitled(text: str, words: str) -> str:
    """The draft with other words over its first story."""
    return re.sub(r"(?m)^### \[[^\]]*", f"### [{words}", text, count=1)


def stories(text: str) -> list[str]:
    return re.findall(r"<!-- story ([0-9a-z-]+) -->", text)


def command(config: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digest", *words, "--config", os.fspath(config)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_two_browsers_on_one_edition_both_get_the_news_and_both_may_act(address: str, draft: Path) -> None:
    browsers = Events(address), Events(address)
    tag = browsers[0].next()
    assert browsers[1].next() == tag
    chosen = stories(draft.read_text("utf-8"))[:2]
    for story in chosen:
        assert f'id="grip-{story}"' in page(address)
        status, told = act(address, "/act", action="drop", values={"story": story})
        assert status == 200, told
        fresh = {events.next() for events in browsers}
        assert tag not in fresh, "both are told"
        assert f'id="grip-{story}"' not in page(address), "it is gone"
    assert not set(chosen) & set(stories(draft.read_text("utf-8")))


def test_fifty_saves_a_second_end_with_the_last_one_shown(address: str, draft: Path) -> None:
    text = draft.read_text("utf-8")
    number = 0
    until = time.monotonic() + 3
    while time.monotonic() < until:
        number += 1
        draft.write_text(retitled(text, f"Save number {number} of many"), "utf-8")
        time.sleep(0.02)
    ended = time.monotonic()
    wait_for(lambda: f"Save number {number} of many" in mail(address), "the last save is shown")
    assert time.monotonic() - ended < 10, "no queue of renders is worked off first"
    assert BANNER not in page(address)


def test_half_a_file_is_no_lasting_error_and_the_whole_one_is_shown(address: str, draft: Path) -> None:
    text = retitled(draft.read_text("utf-8"), "Written in two halves")
    half = len(text) // 2
    with draft.open("w", encoding="utf-8") as file:
        file.write(text[:half])
        file.flush()
        time.sleep(0.7)
        assert page(address)
        file.write(text[half:])
    wait_for(lambda: "Written in two halves" in mail(address), "the whole file is shown")
    wait_for(lambda: BANNER not in page(address), "no error stays")
    assert draft.read_text("utf-8") == text


def test_a_draft_that_is_deleted_and_made_anew_is_followed(address: str, draft: Path) -> None:
    text = draft.read_text("utf-8")
    draft.unlink()
    time.sleep(0.5)
    assert page(address)
    draft.write_text(retitled(text, "Made anew"), "utf-8")
    wait_for(lambda: "Made anew" in mail(address), "the new draft is shown")
    wait_for(lambda: BANNER not in page(address), "no error stays")


def test_an_edition_of_a_hundred_and_fifty_stories_is_shown_and_acted_on(address: str, draft: Path) -> None:
    text = draft.read_text("utf-8")
    own = "".join(
        f"### [A reader's own story, number {number}](https://own.example/{number})\n\n"
        f"Some words on it, {number} of them.\n\n"
        for number in range(150)
    )
    at = text.index("### [")
    draft.write_text(text[:at] + own + text[at:], "utf-8")
    wait_for(lambda: "number 149" in ask(address, f"/frame/page?edition={KEY}")[1], "all are rendered")
    wait_for(lambda: "number 149" in page(address), "all are on the desk")
    began = time.monotonic()
    page(address)
    drawn_s = time.monotonic() - began
    story = stories(draft.read_text("utf-8"))[-1]
    began = time.monotonic()
    status, told = act(address, "/act", action="pin", values={"story": story})
    acted_s = time.monotonic() - began
    assert status == 200, told
    assert drawn_s < 8
    assert acted_s < 8


@pytest.mark.parametrize("words", [("render", KEY), ("build", KEY, "--offline", "--now", "2025-06-15T18:00")])
def test_a_command_beside_the_desk_leaves_no_error_and_loses_no_edit(
    address: str, config: Path, draft: Path, words: tuple[str, ...]
) -> None:
    running = threading.Thread(target=lambda: done.append(command(config, *words)))
    done: list[subprocess.CompletedProcess[str]] = []
    draft.write_text(retitled(draft.read_text("utf-8"), "Edited before the command"), "utf-8")
    running.start()
    running.join(60)
    assert done[0].returncode in {0, 3}, done[0].stderr
    assert "Edited before the command" in draft.read_text("utf-8")
    wait_for(lambda: "Edited before the command" in mail(address), "the edit is shown")
    wait_for(lambda: BANNER not in page(address), "no error stays")


def test_a_story_moved_by_command_is_moved_on_the_desk(address: str, config: Path, draft: Path) -> None:
    story = stories(draft.read_text("utf-8"))[0]
    events = Events(address)
    tag = events.next()
    done = command(config, "drop", story)
    assert done.returncode == 0, done.stderr
    assert story not in stories(draft.read_text("utf-8"))
    wait_for(lambda: tag not in page(address), "the desk has news")
    assert BANNER not in page(address)


def test_a_broken_configuration_is_told_and_forgotten_when_it_is_mended(
    address: str, config: Path, draft: Path
) -> None:
    text = config.read_text("utf-8")
    config.write_text("[edition\n" + text, "utf-8")
    wait_for(lambda: BANNER in ask(address, f"/?edition={KEY}")[1], "the fault is told")
    answer, shown = ask(address, f"/?edition={KEY}")
    assert answer.status == 200
    assert "sources.toml" in shown
    assert ask(address, f"/frame/email?edition={KEY}")[0].status == 200, "the last good mail stays"
    config.write_text(text, "utf-8")
    wait_for(lambda: BANNER not in ask(address, f"/?edition={KEY}")[1], "it is forgotten")
    draft.write_text(retitled(draft.read_text("utf-8"), "After the fault"), "utf-8")
    wait_for(lambda: "After the fault" in mail(address), "saves are shown again")


def test_outputs_that_are_deleted_are_made_again(address: str, draft: Path) -> None:
    for name in ("email.html", "index.html", "edition.json"):
        (draft.parent / name).unlink()
    assert page(address)
    wait_for(lambda: "<h1" in mail(address), "the mail is there again")
    assert BANNER not in page(address)


def test_a_folder_that_is_deleted_is_told_in_words_and_does_not_end_the_desk(
    address: str, draft: Path
) -> None:
    shutil.rmtree(draft.parent.parent)
    time.sleep(1.5)
    for _ in range(3):
        answer, text = ask(address, f"/?edition={KEY}")
        assert answer.status in {200, 404}, text
        assert "Traceback" not in text


def test_a_page_goes_on_when_the_desk_is_started_again_on_its_port(config: Path) -> None:
    kept = studio.keys(config_of(config))
    assert studio.keys(config_of(config)).start == kept.start, "the same at every start"
    with served(config) as address:
        tag, port = Events(address).next(), port_of(address)
        cookie = {"Cookie": f"{KEYS.cookie}={KEYS.start}"}
    stop, ready = threading.Event(), threading.Event()
    again = threading.Thread(
        target=lambda: serve(
            studio.of(config), KEY, port=port, ready=lambda _address: ready.set(), stop=stop, keys=KEYS
        )
    )
    again.start()
    try:
        assert ready.wait(20)
        assert ask(address, f"/?edition={KEY}", headers=cookie)[0].status == 200
        assert Events(address).next() != tag, "so that the page knows it has to look again"
    finally:
        stop.set()
        again.join(20)


def config_of(file: Path) -> Config:
    return studio.of(file).config
