"""What docs/kinds.md shows: every block is a configuration, and the samples are read as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest import collect, configfile
from digest.collect import KINDS
from digest.config import FetchingSettings, SourceSettings, WebSettings
from digest.deliver import transport
from digest.model import Collected
from tests.collect.conftest import NOW, Server, answer
from tests.collect.conftest import server as server  # noqa: PLC0414  # the fixture

PAGE = Path(__file__).resolve().parents[1] / "docs" / "kinds.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"```(toml|html|json)\n(.*?)```", re.DOTALL)
HEAD = '[edition]\ntitle = "T"\n[[sections]]\nid = "a"\ntitle = "A"\n'
READ = ("page", "json")


@dataclass(frozen=True)
class Example:
    toml: str
    samples: tuple[str, ...]

    @property
    def settings(self) -> SourceSettings:
        deliveries = {name: kind.Settings for name, kind in transport.KINDS.items()}
        kinds = configfile.Kinds({name: kind.Settings for name, kind in KINDS.items()}, deliveries)
        return configfile.parse(HEAD + self.toml, Path("sources.toml"), kinds).sources[0]


def examples() -> Iterator[Example]:
    """Each block of TOML with the samples before it; without any of its own, those of the one before."""
    samples: list[str] = []
    used = False
    for language, text in BLOCK.findall(TEXT):
        if language == "toml":
            yield Example(text, tuple(samples))
            used = True
        else:
            samples = [*([] if used else samples), text]
            used = False


EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.settings.name)
def test_every_block_is_a_configuration(example: Example) -> None:
    assert example.settings.place


def test_every_kind_has_a_section_with_an_example() -> None:
    shown = {example.settings.kind for example in EXAMPLES}
    sections = set(re.findall(r"^## (\w+)$", TEXT, re.MULTILINE))
    assert {"feed", "page", "json", "sitemap", "folder"} <= shown & sections <= set(KINDS)


@pytest.mark.parametrize("kind", READ)
def test_every_setting_of_a_kind_is_explained(kind: str) -> None:
    section = TEXT.split(f"## {kind}\n")[1].split("\n## ")[0]
    own = KINDS[kind].Settings.model_fields.keys() - WebSettings.model_fields.keys()
    assert {name for name in own if not re.search(rf"\b{name}\b\s*=|`{name}`", section)} == set()


def collected(example: Example, server: Server) -> Collected:
    """What the example brings where the server answers with its samples."""
    settings = example.settings
    addresses = {name: address for name in ("url", "each") if (address := getattr(settings, name, ""))}
    moved = {name: server.url(_path(address)) for name, address in addresses.items()}
    listed, *items = example.samples
    server.scripts[_path(addresses["url"])] = answer(listed.encode())
    for number in ("71", "70", "69"):
        for item in items:
            path = _path(addresses["each"].replace("{}", number))
            server.scripts[path] = answer(item.replace("71", number).encode())
    fetching = FetchingSettings.model_validate({"allow": ("127.0.0.1",)})
    made = settings.model_copy(update=moved)
    return collect.entries([made], {}, fetching, Path(), NOW, lambda _: None)[0]


def _path(address: str) -> str:
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


@pytest.mark.server
@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.settings.kind in READ],
    ids=lambda example: example.settings.name,
)
def test_the_samples_are_read_as_the_page_says(example: Example, server: Server) -> None:
    found = collected(example, server)
    assert found.failure is None
    assert found.notes == ()
    assert found.entries
    assert all(entry.title and entry.url and entry.published for entry in found.entries)
