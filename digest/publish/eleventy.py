"""Eleventy: `content/blog/2026-w47/index.md` with its pictures beside it, as the base blog has it."""

from __future__ import annotations

from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import Value, yaml_of
from digest.publish.post import Post, addressed, placed

_OWN = {"all"}  # a collection that Eleventy makes itself


def post(edition: Edition, body: str) -> Post:
    """The post; `templateEngineOverride` keeps Liquid from running over it."""
    found = facts.of(edition)
    front: dict[str, Value] = {
        "title": found.title,
        "date": found.date,
        "updated": found.modified or "",
        "description": found.description,
        "tags": tuple(tag for tag in found.tags if tag.casefold() not in _OWN),
        "canonical": found.canonical,
        "draft": False,
        "templateEngineOverride": "md",
        "number": found.number,
    }
    folder = f"content/blog/{found.slug}"
    text = f"{yaml_of(front)}\n{inert.body(edition, body, addressed(edition, './'))}"
    return Post(f"{folder}/index.md", text, placed(edition, folder))
