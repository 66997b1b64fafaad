"""Jekyll: `_posts/2026-11-22-2026-w47.md`, at an address of its own so that pictures lie beside the page."""

from __future__ import annotations

from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import Value, yaml_of
from digest.publish.post import Post, placed


def post(edition: Edition, body: str) -> Post:
    """The post; the keys are those of jekyll-seo-tag and jekyll-last-modified-at."""
    found = facts.of(edition)
    folder = f"posts/{found.slug}"
    front: dict[str, Value] = {
        "layout": "post",
        "title": found.title,
        "date": found.date,
        "last_modified_at": found.modified or "",
        "permalink": f"/{folder}/",
        "slug": found.slug,
        "description": found.description,
        "tags": found.tags,
        "canonical_url": found.canonical,
        "published": True,
        "render_with_liquid": False,  # from Jekyll 4 on; for 3, the body is inert
        "number": found.number,
    }
    text = f"{yaml_of(front)}\n{inert.body(edition, body)}"
    return Post(f"_posts/{found.day}-{found.slug}.md", text, placed(edition, folder))
