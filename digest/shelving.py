"""The records of the published editions, in `out/shelf`; one that is missing is made again from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter, ValidationError

from digest import editionjson
from digest.approval import kept
from digest.errors import HeldError
from digest.project import Project
from digest.publish import feeds, shelf, site, slugs
from digest.publish.feeds import Item
from digest.publish.shelf import Shelved
from digest.store import Approval

_PAGE = "index.html"
_EDITION = "edition.json"


@dataclass(slots=True)
class Shelves:
    """The records of the editions of a site.

    Attributes:
        project: of which they are.
        fresh: by file name in `shelf.FOLDER`, what was made and is to be kept once something is published.
    """

    project: Project
    fresh: dict[str, str] = field(default_factory=dict)
    _frozen: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    _items: dict[str, Mapping[str, Item]] = field(default_factory=dict)

    def add(self, version: str, files: Mapping[str, bytes]) -> Shelved:
        """The record of an edition that is about to be published; `files` were frozen."""
        edition = editionjson.read(files[_EDITION].decode())
        written = shelf.write(shelf.of(edition, version))
        self._frozen[edition.key] = files
        self.fresh[_name(edition.key)] = written.decode()
        made = shelf.read(written)  # as it will be read the next time, so that its pages count as the same
        assert made is not None  # noqa: S101  # written just now
        return made

    def load(self, versions: Mapping[str, str]) -> list[Shelved]:
        """The records of editions by key and version, "" for the newest that is known.

        Raises:
            HeldError: there is neither a record nor an approval of one.
        """
        return [self._loaded(key, version) for key, version in versions.items()]

    def page(self, one: Shelved) -> str:
        """The page of an edition as it was approved."""
        return self.files(one)[_PAGE].decode()

    def items(self, one: Shelved) -> Mapping[str, Item]:
        """What feeds say of an edition, by section; "" for the whole."""
        if one.key not in self._items:
            self._items[one.key] = self._kept_items(one) or self._made_items(one)
        return self._items[one.key]

    def _kept_items(self, one: Shelved) -> Mapping[str, Item]:
        """The items as they were kept; none where they are of another version or cannot be read."""
        try:
            version, items = _items().validate_json(self._read(_name(one.key, "feed")) or b"")
        except ValidationError:
            return {}
        return items if version == one.version else {}

    def _made_items(self, one: Shelved) -> Mapping[str, Item]:
        home = site.above(self.project.config.edition.url)
        card = site.on_the_web(home, site.card_of(one.edition))
        items = feeds.of(one.edition, self.page(one), link=site.page_of(one.edition), image=card)
        self.fresh[_name(one.key, "feed")] = _items().dump_json((one.version, items)).decode()
        return items

    def _loaded(self, key: str, version: str) -> Shelved:
        found = shelf.read(content) if (content := self._read(_name(key))) else None
        if found and found.key == key and version in ("", found.version):
            return found
        approval = self.approval(key, version)
        return self.add(approval.digest, kept.unsealed(approval))

    def files(self, one: Shelved) -> Mapping[str, bytes]:
        """What was frozen of an edition, whatever became of its draft since.

        Raises:
            HeldError: the store does not hold it any more.
        """
        if one.key not in self._frozen:
            self._frozen[one.key] = kept.unsealed(self.approval(one.key, one.version))
        return self._frozen[one.key]

    def approval(self, key: str, version: str) -> Approval:
        """A version of an edition as it was approved, "" for the newest.

        Raises:
            HeldError: the store does not hold it any more.
        """
        for approval in self.project.store.approvals(key):
            if version in ("", approval.digest):
                return approval
        raise HeldError(
            key,
            "is on the site, and the store does not hold it any more",
            f"publish it again: digest publish {key}",
        )

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.project.config.out / shelf.FOLDER / name).read_bytes()
        except OSError:
            return None


def _name(key: str, part: str = "") -> str:
    return f"{slugs.slug(key)}.{part}.json" if part else f"{slugs.slug(key)}.json"


@cache
def _items() -> TypeAdapter[tuple[str, dict[str, Item]]]:
    return TypeAdapter(tuple[str, dict[str, Item]])
