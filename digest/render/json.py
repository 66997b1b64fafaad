"""The edition itself as `edition.json`, the source of every other output."""

from __future__ import annotations

from digest import editionjson
from digest.render.issue import Issue
from digest.render.templating import Templates

FILENAME = "edition.json"
MEDIA_TYPE = "application/json"


def render(issue: Issue, templates: Templates) -> str:  # noqa: ARG001 (all renderers are called alike)
    """The edition in the public format of `digest.editionjson`."""
    return editionjson.write(issue.record)
