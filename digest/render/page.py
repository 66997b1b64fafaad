"""The issue as one self-contained web page: `templates/page.html` with `templates/page.css` in it."""

from __future__ import annotations

from markupsafe import Markup

from digest.render import pictures
from digest.render.issue import Issue
from digest.render.templating import Templates

FILENAME = "index.html"
MEDIA_TYPE = "text/html"


def render(issue: Issue, templates: Templates) -> str:
    """HTML that runs nothing, and loads nothing but the pictures that lie beside it."""
    style = Markup(templates.render("page.css", issue=issue))  # noqa: S704 (our own or the user's style sheet)
    html = templates.render("page.html", issue=issue, style=style).strip() + "\n"
    return pictures.sized(html, issue.record.pictures)
