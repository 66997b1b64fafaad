"""The issue as Markdown that any blog can publish: `templates/edition.md`."""

from __future__ import annotations

import re

from digest.model import Edition
from digest.render import issue
from digest.render.templating import Templates

FILENAME = "edition.md"
MEDIA_TYPE = "text/markdown"


def render(edition: Edition, templates: Templates) -> str:
    """CommonMark without raw HTML; blocks are one empty line apart."""
    text = templates.render("edition.md", issue=issue.of(edition))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
