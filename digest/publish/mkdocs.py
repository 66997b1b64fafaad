"""MkDocs with the blog of Material: `docs/blog/posts/2026-w47.md`."""

from __future__ import annotations

import re

from digest.model import Edition
from digest.publish import facts, inert
from digest.publish.frontmatter import Value, yaml_of
from digest.publish.post import Post, addressed, placed

_MORE = "<!-- more -->\n\n## "  # up to here the list of posts shows it
_SECTION = re.compile(r"^## ", re.MULTILINE)


def post(edition: Edition, body: str) -> Post:
    """The post; what stands before its first section is its excerpt."""
    found = facts.of(edition)
    date: Value = found.date
    if found.modified:
        date = {"created": found.date, "updated": found.modified}
    front: dict[str, Value] = {
        "title": found.title,
        "date": date,
        "slug": found.slug,
        "description": found.description,
        "tags": found.tags,
        "canonical_url": found.canonical,
        "draft": False,
        "number": found.number,
    }
    shown = inert.body(edition, body, addressed(edition, f"{found.slug}/"))
    text = f"{yaml_of(front)}\n{_SECTION.sub(_MORE, shown, count=1)}"
    return Post(f"docs/blog/posts/{found.slug}.md", text, placed(edition, f"docs/blog/posts/{found.slug}"))
