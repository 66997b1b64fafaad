"""A thousand payloads through every tab and panel of the desk in a real browser: nothing of them runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from digest import draft
from digest.draft import offers
from digest.draft.offers import Offer
from digest.preview import Desk
from digest.preview.desk import OUTPUTS, PANELS
from digest.preview.studio import Hit, Hits, Listed, Supplier, Waiting
from tests import generated, presses
from tests.preview.desks import COOKIE, Alone, served
from tests.preview.payloads import payloads

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AT_ONCE = 100
TITLE = "Trap & Co"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


class Trap(Alone):
    """A studio whose every answer is made of payloads."""

    title = TITLE

    def __init__(self, desks: Mapping[str, Desk], strings: Mapping[str, Sequence[str]]) -> None:
        super().__init__(*desks.values())
        self.strings = strings

    def editions(self) -> Sequence[Listed]:
        return [Listed(key, many[0], 3, many[1], many[2], 3) for key, many in self.strings.items()]

    def suppliers(self) -> Sequence[Supplier]:
        return [
            Supplier(t, t, t if number % 2 else "")
            for many in self.strings.values()
            for number, t in enumerate(many)
        ]

    def search(self, key: str, words: str) -> Hits:
        return Hits(tuple(Hit(t, t, t, t, t, words, (t,), t, t, True) for t in self.strings[key]), 99, 99)

    def below(self, key: str) -> Mapping[str, Sequence[Waiting]]:
        return {f"s{n}": [Waiting(t, t, t, t, t) for t in self.strings[key][n::6]] for n in range(6)}

    def since_edition(self, key: str) -> Sequence[tuple[str, Sequence[str]]]:
        return [(self.strings[key][0], self.strings[key])]

    def sheets(self, key: str) -> Mapping[str, str]:
        return Everything("\n".join(self.strings[key]))


class Everything(dict[str, str]):
    """One text under every name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, name: str) -> str:
        return self._text

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ARG002 - every name is there
        return self._text


@dataclass
class Watch:
    """What came out of the page that should have stayed inside."""

    dialogs: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    windows: int = 0


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Trap:
    folder, strings, desks = tmp_path_factory.mktemp("trap"), dict[str, Sequence[str]](), dict[str, Desk]()
    all_of_them = payloads()
    for number, start in enumerate(range(0, len(all_of_them), AT_ONCE), 1):
        key = f"2026-W{number:02}"
        strings[key] = all_of_them[start : start + AT_ONCE]
        desks[key] = desk_of(folder / key, strings[key])
    return Trap(desks, strings)


def desk_of(folder: Path, strings: Sequence[str]) -> Desk:
    """An edition that was rendered from payloads; each further render fails in words made of them."""
    folder.mkdir()
    edition = generated.planted(strings)
    for name, text in presses.galley(edition, generated.stationery(3)).outputs.items():
        (folder / name).write_text(text, "utf-8", errors="replace")
    (folder / "draft.md").write_text(offered(draft.write(edition), strings), "utf-8", errors="replace")
    error = f"draft.md line 9: {strings[3]}; {strings[4]}"
    return Desk(folder, TITLE, (folder / "draft.md",), lambda: error, sender=f"{strings[5]} <a@b.example>")


def offered(text: str, strings: Sequence[str]) -> str:
    """The draft with a note, and an offer or a conflict, under each of its stories."""
    more = iter(range(len(strings)))

    def comments(heading: re.Match[str]) -> str:
        said = strings[next(more, 0)]
        offer = Offer(len(said) % 2 == 0, said, {"heading": f"### {said}", "blurb": said, "also": said})
        lines = "\n".join(offers.write(offer)).replace("\x00", "")
        return f"<!-- note: {said.replace('-->', '')} -->\n\n{lines}\n\n{heading[0]}"

    return re.sub(r"^###? (?=\S)", comments, text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    cookie: Any = COOKIE | {"domain": "127.0.0.1", "path": "/"}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(10_000)
    context.on("page", lambda _: setattr(watch, "windows", watch.windows + 1))
    context.on("request", lambda request: watch.asked.append(request.url))

    def refuse(dialog: Dialog) -> None:
        watch.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("console", lambda said: watch.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    yield page
    context.close()


ODD_LINKS = """() => [...document.querySelectorAll('a[href], area[href]')].map(link => link.href)
    .filter(address => !/^(https?|mailto):/i.test(address))"""


def test_nothing_of_a_thousand_payloads_runs_loads_or_leads_away(
    trap: Trap, page: Page, watch: Watch
) -> None:
    shown, odd = 0, list[str]()
    with served(trap) as address:
        for turn, (key, strings) in enumerate(trap.strings.items()):
            page.goto(f"{address}?edition={key}")
            tabs = page.eval_on_selector_all("#bar nav a", "links => links.map(link => link.href)")
            views = page.eval_on_selector_all("#views a", "links => links.map(link => link.href)")
            # Each edition as mail, page, text, Markdown and draft; the other ways of looking by turns.
            places = [*tabs[: len(OUTPUTS)], *[*tabs[len(OUTPUTS) :], *views][turn % 3 :: 3]]
            for number, place in enumerate(places):
                panel = list(PANELS)[number % len(PANELS)]
                words = quote(strings[number % len(strings)], safe="", errors="replace")
                page.goto(re.sub("panel=[a-z]+", f"panel={panel}", place) + f"&words={words}")
                assert page.title().endswith(TITLE)
                assert page.title().startswith(key)
                assert page.locator("#told").get_attribute("data-panel") == panel
                for frame in page.frames:
                    assert urlsplit(frame.url).hostname == "127.0.0.1", frame.url
                    odd += frame.evaluate(ODD_LINKS)
            shown += len(strings)
        page.locator("#bar").get_by_role("link", name="Draft", exact=True).click()
        page.wait_for_url("**tab=draft*")
        page.wait_for_selector("#to-explain[data-key=x]")
        page.keyboard.press("x")
        page.wait_for_url("**panel=explain*")
    assert shown == 1000
    assert {urlsplit(url).hostname for url in watch.asked if not url.startswith("data:")} == {"127.0.0.1"}
    assert (watch.dialogs, watch.windows, watch.errors[:3], odd[:3]) == ([], 0, [], [])
