"""The documents inside the frame: an output in one colour scheme, opened where it last changed.

A frame without scripts and without the desk's origin cannot tell how far it is scrolled. So the desk
does not try to keep that: after a save it opens the document at the story that the save changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from digest.preview.desk import Output

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Content-Security-Policy of a framed document: its own styles, nothing from elsewhere, no scripts."""


def policy(nonce: str) -> str:
    """The same with room for one script of our own, which names `nonce` and tells how far it is scrolled."""
    return POLICY.replace("sandbox ", f"script-src 'nonce-{nonce}'; sandbox allow-scripts ")


_STYLED = re.compile(
    r"<style\b.*?</style\s*>|<meta\b[^>]*>|\bmedia\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.DOTALL | re.IGNORECASE
)
_PREFERS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:light\s+dark|dark\s+light)\b", re.IGNORECASE)
_HEADING = re.compile(r"<h[1-3]\b[^>]*>", re.IGNORECASE)

_LINES = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
:root {{ color-scheme: light dark; --paper: #ffffff; --ink: #1a1d21; --muted: #565d66; --mark: #f5f6f8 }}
@media (prefers-color-scheme: dark) {{
  :root {{ --paper: #15181b; --ink: #e8eaed; --muted: #a6adb6; --mark: #343a41 }}
}}
body {{ margin: 24px 0; background: var(--paper); color: var(--ink); counter-reset: line;
  font: 14px/22px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace }}
p {{ margin: 0; padding: 0 24px 0 64px; min-height: 22px; white-space: pre-wrap;
  overflow-wrap: anywhere; tab-size: 4; scroll-margin-top: 66px }}
p::before {{ counter-increment: line; content: counter(line); float: left; width: 40px;
  margin-left: -56px; text-align: right; color: var(--muted) }}
p:target {{ background: var(--mark); box-shadow: inset 3px 0 var(--ink) }}
@media (max-width: 480px) {{ p {{ padding: 0 16px 0 44px }} p::before {{ width: 28px; margin-left: -40px }} }}
</style></head><body>
{lines}
</body></html>
"""


def document(output: Output, text: str, scheme: str, changed: int | None) -> str:
    """The framed document of one output.

    Args:
        output: which one it is.
        text: its file.
        scheme: `light` or `dark`, whatever the system prefers.
        changed: where it last changed, as `changed_at` said; None for nowhere.
    """
    if not output.is_html:
        return in_scheme(numbered(output.filename, text), scheme)
    return in_scheme(text if changed is None else _marked(text, changed), scheme)


def in_scheme(html: str, scheme: str) -> str:
    """`html` as a reader sees it whose system prefers `scheme`.

    Only style sheets, meta elements and media attributes are touched, so that an article about CSS keeps
    its words. A document that does not offer both schemes stays as it is, as it would in a reader.
    """

    def query(match: re.Match[str]) -> str:
        return "(min-width: 0)" if match[1].lower() == scheme else "(max-width: 0)"

    return _STYLED.sub(lambda match: _BOTH.sub(scheme, _PREFERS.sub(query, match[0])), html)


def changed_at(before: str, after: str) -> int | None:
    """Offset in `after` at which the last change ends; None when nothing changed.

    The last and not the first: a new headline also changes the summary at the top of an issue, and the
    story itself is what its editor wants to see.
    """
    if before == after:
        return None
    same, different = 0, min(len(before), len(after)) + 1
    while different - same > 1:  # how many characters at the end are the same, halved: a mail has 100,000
        middle = (same + different) // 2
        if before[len(before) - middle :] == after[len(after) - middle :]:
            same = middle
        else:
            different = middle
    return len(after) - same


def fragment(output: Output, text: str, changed: int | None) -> str:
    """What to put behind the document's address so that it opens at its change; "" for its top."""
    if changed is None:
        return ""
    if output.is_html:
        return "#changed"
    return f"#L{text.count(chr(10), 0, max(0, changed - 1)) + 1}"


def _marked(html: str, offset: int) -> str:
    """With an anchor in the last heading before `offset`: that of the story around it."""
    headings = list(_HEADING.finditer(html, 0, offset))
    if not headings:
        return html
    at = headings[-1].end()
    return f'{html[:at]}<span id="changed" style="scroll-margin-top:40px"></span>{html[at:]}'


def numbered(title: str, text: str) -> str:
    """A page of the lines of `text`, each with its number and as it was written."""
    lines = text.removesuffix("\n").split("\n")
    return lined(title, (f'<p id="L{number}">{escape(line)}</p>' for number, line in enumerate(lines, 1)))


def lined(title: str, lines: Iterable[str], style: str = "") -> str:
    """A page of `lines`, each an HTML element with its number as id; `style` is added to its own."""
    return _LINES.format(title=escape(title), lines="\n".join(lines)).replace(
        "</style>", f"{style}</style>", 1
    )
