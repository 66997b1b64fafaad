"""What the MJML renderer gets wrong, put right in its HTML (mjml-python 1.4.2; each with a test).

Anything that a mail program could show, drop or judge otherwise than meant is mended here, so that the
templates can be written as if the renderer were perfect.
"""

from __future__ import annotations

import re
from html import escape, unescape

_BODY = re.compile(r"<body\b[^>]*>")
_TAG = re.compile(r"""<([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*+)>""")
# The first child of the body when the template has an mj-preview: white on white, outside of the wrapper.
_PREVIEW = re.compile(r'\s*<div style="display:none;[^"]*">(.*?)</div>', re.DOTALL)
_HIDDEN = "display:none;max-height:0;max-width:0;overflow:hidden;mso-hide:all;"
_UNSET_LANGUAGE = {"", "und"}
_UNSET_DIRECTION = {"", "auto"}
# What stands in a body where something is to be tidied; buttons have both of what is wrong with them.
_UNTIDY = (' height="auto"', ' vertical-align="', ' style=""', ' class=""')
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def html(rendered: str, title: str, language: str, direction: str) -> str:
    """The renderer's HTML as it should have been.

    It has a title, says its language and direction on `html` and on every child of the body, begins with
    the preheader, can be zoomed, runs from right to left throughout where it should, and has no attribute
    that HTML does not know.
    """
    head, body_tag, body = _parted(rendered.replace("&apos;", "&#39;"))  # Outlook shows &apos; as it stands
    title = _title(head) or title
    body = _opened_by_preheader(body)
    if any(mark in body for mark in _UNTIDY):
        body = _TAG.sub(_tidied, body)
    if direction == "rtl":
        body = _TAG.sub(_mirrored, body)
    body = _TAG.sub(lambda tag: _wrapping(tag, title, language, direction), body, count=1)
    return _headed(head, title, language, direction) + _margined(body_tag) + body


def _parted(rendered: str) -> tuple[str, str, str]:
    match = _BODY.search(rendered)
    if not match:
        return rendered, "", ""
    return rendered[: match.start()], match[0], rendered[match.end() :]


def _title(head: str) -> str:
    match = re.search(r"<title>(.*?)</title>", head, re.DOTALL)
    return unescape(match[1]).strip() if match else ""


def _headed(head: str, title: str, language: str, direction: str) -> str:
    head = re.sub(
        r"<title>.*?</title>", lambda _: f"<title>{escape(title, quote=False)}</title>", head, count=1
    )
    head = re.sub(r'<meta\b[^>]*name="viewport"[^>]*>', _VIEWPORT, head)  # nobody is kept from zooming
    head = re.sub(r'(<meta name="[^"]*")\s*/?>', r'\1 content="">', head)
    return re.sub(r"<html\b[^>]*>", lambda tag: _said(tag[0], language, direction), head, count=1)


def _said(tag: str, language: str, direction: str) -> str:
    """`tag` with language and direction, where it does not say them itself."""
    if _value(tag, "lang") in _UNSET_LANGUAGE:
        tag = _with(tag, "lang", language)
    return _with(tag, "dir", direction) if _value(tag, "dir") in _UNSET_DIRECTION else tag


def _wrapping(match: re.Match[str], title: str, language: str, direction: str) -> str:
    """The one child of the body: what mail programs keep when they drop html and body."""
    tag = _said(match[0], language, direction)
    for name, value in (
        ("role", "article"),
        ("aria-roledescription", "email"),
        ("aria-label", escape(title)),
    ):
        tag = tag if _value(tag, name) else _with(tag, name, value)
    return tag


def _opened_by_preheader(body: str) -> str:
    """The preheader as the first words within the wrapper, in colours that can be told apart.

    SpamAssassin gives white on white 0.7 points (HTML_FONT_LOW_CONTRAST); `.preheader` is in email.css.
    """
    preview = _PREVIEW.match(body)
    if not preview:
        return body
    inside = f'<div class="preheader" style="{_HIDDEN}">{preview[1]}</div>'
    return _TAG.sub(lambda tag: tag[0] + inside, body[preview.end() :], count=1)


def _tidied(match: re.Match[str]) -> str:
    name, attributes = match.groups()
    if name == "img":
        attributes = attributes.replace(' height="auto"', "")  # no number: an error to every checker
    if name == "td":
        attributes = re.sub(r' vertical-align="[^"]*"', "", attributes)  # CSS written as an attribute
        attributes = attributes.replace(' role="presentation"', "")  # the role is the table's
    attributes = re.sub(r' (?:style|class)="\s*"', "", attributes)
    return f"<{name}{attributes}>"


def _mirrored(match: re.Match[str]) -> str:
    """Right-to-left throughout: the renderer writes `direction:ltr` and left alignment regardless.

    Only in the elements that it writes itself, never in an address or a word, and not where a template
    says that something runs from left to right.
    """
    tag = match[0]
    if match[1] not in {"table", "td", "div"} or _value(tag, "dir") == "ltr":
        return tag
    tag = re.sub(r"direction:\s*ltr", "direction:rtl", tag).replace('align="left"', 'align="right"')
    return re.sub(r"text-align:\s*left", "text-align:right", tag)


def _margined(body_tag: str) -> str:
    """The body without margins of its own, in the wrapper's colours for dark mode."""
    if not body_tag:
        return ""
    style = _value(body_tag, "style")
    if "margin:" not in style:
        body_tag = _with(body_tag, "style", f"margin:0;padding:0;{style}")
    return body_tag if _value(body_tag, "class") else _with(body_tag, "class", "wash")


def _value(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _with(tag: str, name: str, value: str) -> str:
    """`tag` with this value of `name`, in the place of another one."""
    bare = re.sub(rf'\s{name}="[^"]*"', "", tag)
    end = -2 if bare.endswith("/>") else -1
    return f'{bare[:end].rstrip()} {name}="{value}"{bare[end:]}'
