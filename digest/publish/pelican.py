"""Pelican: `content/2026-w47.md`, whose head is no YAML but lines of `Name: value`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digest import markup
from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import lines_of
from digest.publish.post import Post, addressed, placed


def post(edition: Edition, body: str) -> Post:
    """The post; its summary is Markdown, as Pelican reads it, and its pictures travel with it."""
    found = facts.of(edition)
    front = {
        "Title": found.title,
        "Date": _moment(found.date),
        "Modified": _moment(found.modified) if found.modified else "",
        "Category": found.category,
        "Tags": _listed(found.tags),
        "Slug": found.slug,
        "Summary": markup.escape(found.description).replace(r"\{%", r"\{&#37;"),
        "Status": "published",
        "Canonical": found.canonical,
        "Number": str(found.number),
    }
    text = f"{lines_of(front)}{inert.body(edition, body, addressed(edition, f'{{attach}}{found.slug}/'))}"
    return Post(f"content/{found.slug}.md", text, placed(edition, f"content/{found.slug}"))


def _moment(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def _listed(tags: Sequence[str]) -> str:
    """Parted by semicolons, which keep commas inside; a single tag ends in one for the same reason."""
    names = [tag.replace(";", ",") for tag in tags]
    return "; ".join(names) + (";" if len(names) == 1 else "")
