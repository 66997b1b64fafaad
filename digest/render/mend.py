"""What the MJML renderer gets wrong, put right in its HTML (mjml-python 1.4.2; each with a test).

Anything that a mail program could show, drop or judge otherwise than meant is mended here, so that the
templates can be written as if the renderer were perfect.
"""

from __future__ import annotations

import re

_BODY = re.compile(r"<body\b[^>]*>")


def html(rendered: str, language: str, direction: str) -> str:
    """The renderer's HTML with language and direction on every child of the body, and no stray attributes."""
    head, body_tag, body = _parted(rendered)
    body = _tidied(body)
    if direction == "rtl":
        body = _mirrored(body)
    return head + _class_on(body_tag) + _marked(body, language, direction)


def _parted(rendered: str) -> tuple[str, str, str]:
    match = _BODY.search(rendered)
    if not match:
        return rendered, "", ""
    return rendered[: match.start()], match[0], rendered[match.end() :]


def _tidied(body: str) -> str:
    body = re.sub(r'(<img\b[^>]*?) height="auto"', r"\1", body)  # no number: an error to every checker
    return re.sub(r'(<td\b[^>]*?) vertical-align="[^"]*"', r"\1", body)  # CSS written as an attribute


def _mirrored(body: str) -> str:
    """Right-to-left throughout: the renderer writes `direction:ltr` and left alignment regardless.

    Only in the tags that it writes itself, never in an address or a word.
    """

    def mirrored(match: re.Match[str]) -> str:
        tag = match[0].replace("direction:ltr", "direction:rtl").replace('align="left"', 'align="right"')
        return tag.replace("text-align:left", "text-align:right")

    return re.sub(r"<(?:table|td|div)\b[^>]*>", mirrored, body)


def _class_on(body_tag: str) -> str:
    """The body's own background follows the dark rules of the wrapper inside it."""
    return body_tag if "class=" in body_tag else body_tag.replace("<body", '<body class="wash"', 1)


def _marked(body: str, language: str, direction: str) -> str:
    """Mail programs drop html and body, so language and direction stand on what is inside."""

    def marked(match: re.Match[str]) -> str:
        tag = match[0]
        if " lang=" in tag:
            return tag
        return tag[:-1] + f' lang="{language}" dir="{direction}">'

    return re.sub(r"\A\s*<div\b[^>]*>", marked, body, count=1)
