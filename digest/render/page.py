"""The issue as one self-contained web page: `templates/page.html` with `templates/page.css` in it."""

from __future__ import annotations

from markupsafe import Markup

from digest.model import Edition
from digest.render import issue
from digest.render.templating import Templates

FILENAME = "index.html"
MEDIA_TYPE = "text/html"


def render(edition: Edition, templates: Templates) -> str:
    """HTML that loads nothing and runs nothing."""
    shown = issue.of(edition)
    style = Markup(templates.render("page.css", issue=shown))  # noqa: S704 (our own or the user's style sheet)
    return templates.render("page.html", issue=shown, style=style).strip() + "\n"
