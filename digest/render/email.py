"""The issue as a mail: template -> MJML, checked -> HTML -> mended -> styles put onto the elements."""

from __future__ import annotations

from css_inline import CSSInliner, InlineError

from digest.errors import TemplateError
from digest.render import mend, mjml, pictures, sheet, tracing
from digest.render.issue import Issue
from digest.render.templating import Templates

FILENAME = "email.html"
MEDIA_TYPE = "text/html"
_LAYOUT, _SHEET = "email.mjml", "email.css"
_MOST = 20  # faults of the sheet that are told at once


def render(issue: Issue, templates: Templates) -> str:
    """HTML for mail programs: tables, styles on the elements, nothing remote."""
    layout = source(issue, templates)
    rendered = mjml.html(layout, _LAYOUT, lambda: templates.traced.render(_LAYOUT, issue=issue))
    rendered = pictures.sized(rendered, issue.record.pictures, pictures.IN_MAIL)
    if templates.is_traced:
        rendered = tracing.settled(rendered)
    mended = mend.html(rendered, issue.subject or issue.title, issue.language, issue.direction)
    return _inlined(mended, _sheet(issue, templates)) + "\n"


def source(issue: Issue, templates: Templates) -> str:
    """The MJML that the template gives."""
    return templates.render(_LAYOUT, issue=issue)


def _sheet(issue: Issue, templates: Templates) -> str:
    """The styles that are put onto the elements, none of which would be lost on the way."""
    css = tracing.sheet_unmarked(templates.render(_SHEET, issue=issue))
    if faults := sheet.faults(css):
        raise _refused(faults, tracing.sheet_places(templates.traced.render(_SHEET, issue=issue)))
    return css


def _refused(faults: tuple[sheet.Fault, ...], places: tuple[str, ...]) -> TemplateError:
    """The faults with the lines of the templates that wrote them."""
    told = [
        (f"templates/{next(iter(places[fault.line - 1 : fault.line]), '') or _SHEET}", fault.problem)
        for fault in faults[:_MOST]
    ]
    more = [f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
    lines = [f"{place}: {problem}" for place, problem in told[1:]]
    return TemplateError(told[0][0], "\n  ".join((told[0][1], *lines, *more)))


def _inlined(html: str, css: str) -> str:
    """`css` on the elements that it selects; what stands in the head's own styles stays there.

    Only `extra_css` is put on elements: MJML's own resets, put onto every cell, would add a tenth to the
    size. `keep_at_rules` must stay off, since css-inline then ignores `extra_css` (0.23.1).
    """
    inliner = CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        extra_css=css,
    )
    try:
        return inliner.inline(html)
    except InlineError as error:
        raise TemplateError("templates/email.css", f"cannot be put onto the mail: {error}") from error
