"""Hugo: a leaf bundle, `content/posts/2026-w47/index.md` with its pictures beside it."""

from __future__ import annotations

from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import Value, yaml_of
from digest.publish.post import Post, placed


def post(edition: Edition, body: str) -> Post:
    """The post; `canonicalURL` is the name that most themes read."""
    found = facts.of(edition)
    front: dict[str, Value] = {
        "title": found.title,
        "date": found.date,
        "lastmod": found.modified or "",
        "draft": False,
        "slug": found.slug,
        "description": found.description,
        "tags": found.tags,
        "canonicalURL": found.canonical,
        "number": found.number,
    }
    folder = f"content/posts/{found.slug}"
    text = f"{yaml_of(front)}\n{inert.body(edition, body)}"
    return Post(f"{folder}/index.md", text, placed(edition, folder))
