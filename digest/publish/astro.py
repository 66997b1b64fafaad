"""Astro: `src/content/blog/2026-w47.md`, in the collection of the blog that Astro starts with."""

from __future__ import annotations

from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import Value, yaml_of
from digest.publish.post import Post, addressed, placed


def post(edition: Edition, body: str) -> Post:
    """The post; a description is never missing, for without one the schema stops the build."""
    found = facts.of(edition)
    front: dict[str, Value] = {
        "title": found.title,
        "description": found.description or found.title,
        "pubDate": found.date,
        "updatedDate": found.modified or "",
        "slug": found.slug,
        "tags": found.tags,
        "canonicalURL": found.canonical,
        "draft": False,
        "number": found.number,
    }
    text = f"{yaml_of(front)}\n{inert.body(edition, body, addressed(edition, f'./{found.slug}/'))}"
    return Post(f"src/content/blog/{found.slug}.md", text, placed(edition, f"src/content/blog/{found.slug}"))
