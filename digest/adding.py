"""A source that is to be added to a sources.toml: found, named, and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest import collect, files, listings, project, subscriptions, text, urls
from digest.collect.discovery import Found, Missing
from digest.config import Config, SourceSettings
from digest.errors import DigestError, UsageError

_LONGEST_NAME = 80
_A_LIST = 3  # rows on a page that make it a list


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that could be added: what was found there, and the table that would be written."""

    found: Found
    name: str
    block: str


def address(written: str) -> str:
    """What a person typed as an http or https address.

    Raises:
        UsageError: it is none.
    """
    bare = written.strip()
    if bare.startswith(("feed://", "feed:")):
        bare = bare.removeprefix("feed:").removeprefix("//")
    safe = urls.safe(bare if "://" in bare else f"https://{bare}")
    if not safe or "." not in urls.host(safe):
        raise UsageError(
            f'"{written[:200]}"', "is no address of a site", 'write it like "https://example.org"'
        )
    return safe


def candidate(config: Config, written: str, now: datetime, name: str = "", section: str = "") -> Candidate:
    """The source behind what a person typed, asked for now.

    Raises:
        UsageError: it is no address, or no such section, or the source is there already.
        DigestError: no feed was found.
    """
    wanted = address(written)
    section = _section(config, section)
    refuse_known(config, wanted)
    found, kind = _discovered(config, wanted, now, is_bare="://" not in written), "feed"
    if not isinstance(found, Found) and found.is_page:
        found, kind = as_page(config, wanted, now) or found, "page"
    if not isinstance(found, Found):
        raise DigestError(wanted, found.why, _remedy(found))
    refuse_known(config, found.url)
    chosen = name or free_name(text.one_line(found.title, _LONGEST_NAME), found.url, config.sources)
    values: dict[str, str | float | bool] = {"name": chosen, "kind": kind, "url": found.url}
    return Candidate(found, chosen, listings.block(values | ({"section": section} if section else {})))


def _remedy(found: Missing) -> str:
    if "[fetching] allow" in found.why or "kind = " in found.why:
        return "the comments of sources.toml tell how it is written there"
    tried = f"{found.tried} addresses were tried" if found.tried > 1 else "one address was tried"
    return f"{tried}; give the address of the feed itself"


def _discovered(config: Config, wanted: str, now: datetime, *, is_bare: bool) -> Found | Missing:
    """The feed at `wanted`; where a person gave no scheme and https does not answer, by http."""
    found = collect.discovered(wanted, config.fetching, config.folder, now)
    if is_bare and isinstance(found, Missing) and found.why.startswith("could not be reached"):
        plain = wanted.replace("https://", "http://", 1)
        other = collect.discovered(plain, config.fetching, config.folder, now)
        return other if isinstance(other, Found) else found
    return found


def as_page(config: Config, url: str, now: datetime) -> Found | None:
    """The list on the page `url`, which has no feed; None where none is recognised."""
    settings = collect.KINDS["page"].Settings.model_validate({"name": url, "kind": "page", "url": url})
    (result,) = collect.entries([settings], {}, config.fetching, config.folder, now, lambda _: None)
    if len(result.entries) < _A_LIST:
        return None
    return Found(url, "", result.entries, "there is no feed; the list on the page itself", notes=result.notes)


def _section(config: Config, written: str) -> str:
    """The id of the section that a person called by its id or its title; "" for none."""
    found = subscriptions.section([written], config.sections)
    if written and not found:
        known = ", ".join(theme.id for theme in config.sections)
        raise UsageError(f'"{written}"', "is no section of this edition", f"there are {known}")
    return found


def refuse_known(config: Config, url: str) -> None:
    """Raises `UsageError` where a source has that address already, in whatever spelling."""
    for source in config.sources:
        if urls.canonical(source.place) == urls.canonical(url) and urls.canonical(url):
            raise UsageError(url, f"is there already, as “{source.name}”", "digest sources check tries it")


def free_name(wanted: str, url: str, sources: Iterable[SourceSettings]) -> str:
    """`wanted`, or the host of `url`, with a number where another source has it already."""
    taken = {source.name.casefold() for source in sources}
    name = found = wanted or urls.host(url).removeprefix("www.")
    number = 2
    while found.casefold() in taken:
        number, found = number + 1, f"{name} {number}"
    return found


def write(file: Path, blocks: Sequence[str]) -> None:
    """Puts `blocks` into the configuration `file`, which is checked as a whole before.

    Raises:
        ConfigError: with them it would have a fault.
        DigestError: it cannot be read or written, or was changed in just that moment.
    """
    _change(file, lambda before: listings.added(before, blocks, str(file)))


def remove(file: Path, name: str) -> None:
    """Takes the source called `name` out of the configuration `file`. Raises as `write` does."""
    _change(file, lambda before: listings.without(before, name, str(file)))


def _change(file: Path, change: Callable[[str], str]) -> None:
    try:
        before = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DigestError(str(file), f"cannot be read: {error}") from error
    mark, text = ("\ufeff", before[1:]) if before.startswith("\ufeff") else ("", before)
    after = change(text)
    project.parsed(after, file)
    if not files.swap(file, before, mark + after):
        raise DigestError(str(file), "was changed in this moment", "run the same command again")
