"""Everything about an edition that the gate reads: the record, its reports, and its outputs as they ship."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from digest.check.document import Document
from digest.check.reply import Reply
from digest.model import Edition, Entry, Stationery


def _untraced(_filename: str) -> str:
    return ""


@dataclass(frozen=True)
class Galley:
    """One edition as it would go out.

    Attributes:
        edition: the record.
        entries: by id, the reports behind it, each as full as it can be had.
        outputs: text of each output by file name: `email.html`, `email.txt`, `email.eml`, `index.html`, …;
            one that is not there is not checked.
        stationery: who sends it.
        replaced: ids of the pieces that could not be rendered, each with what went wrong.
        traced: gives an HTML output once more, with `data-at="email.mjml:52"` on every element that a
            template wrote; "" where that cannot be had. Called only where there is something to report.
        unsent: why no mail could be put together; "" where there is one, or where nobody sends any.
        reached: by address, what its page answered when it was last asked; empty where nobody asked.
        altered: by path, what is wrong now with the file of a picture that the edition shows.
    """

    edition: Edition
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stationery: Stationery = field(default_factory=Stationery)
    replaced: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    traced: Callable[[str], str] = _untraced
    unsent: str = ""
    reached: Mapping[str, Reply] = field(default_factory=lambda: MappingProxyType({}))
    altered: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def mail(self) -> Document | None:
        """The mail's HTML, read; None where there is none."""
        return self._document("email.html")

    @cached_property
    def page(self) -> Document | None:
        """The page's HTML, read; None where there is none."""
        return self._document("index.html")

    @property
    def text(self) -> str:
        """The mail's plain text; "" where there is none."""
        return self.outputs.get("email.txt", "")

    @property
    def message(self) -> str:
        """The whole mail as it would be sent, `email.eml`; "" where there is none."""
        return self.outputs.get("email.eml", "")

    def _document(self, filename: str) -> Document | None:
        html = self.outputs.get(filename)
        if html is None:
            return None
        return Document(html, filename, self.edition, lambda: self.traced(filename))
