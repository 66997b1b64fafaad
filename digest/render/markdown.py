"""The issue as Markdown that any blog can publish: `templates/edition.md`."""

from __future__ import annotations

import re

from digest.render.issue import Issue
from digest.render.templating import Templates

FILENAME = "edition.md"
MEDIA_TYPE = "text/markdown"


def render(issue: Issue, templates: Templates) -> str:
    """CommonMark without raw HTML; blocks are one empty line apart."""
    text = templates.render("edition.md", issue=issue)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
