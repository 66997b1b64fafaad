"""MJML to HTML, with the checks that the renderer does not make.

mrml (the renderer inside mjml-python) accepts unknown tags in silence, reports a bare `&` without saying
where, and dies of very deep nesting; so the source has to be well-formed XML of sane depth before it
gets there.
"""

from __future__ import annotations

from xml.parsers import expat

from mjml import mjml2html

from digest.errors import TemplateError

MAX_DEPTH = 60


def html(source: str, template: str) -> str:
    """The HTML of a whole MJML document that was rendered from `template`.

    Raises:
        TemplateError: it is not well-formed, too deep or not MJML; quotes the line at fault.
    """
    _check(source, template)
    try:
        # fonts={}: else naming Roboto in a font stack would import it from a font server
        return str(mjml2html(source, disable_comments=True, fonts={}))
    except ValueError as error:
        raise TemplateError(f"templates/{template}", f"no layout can be made from it: {error}") from error


def _check(source: str, template: str) -> None:
    depth = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _fault(template, source, parser.CurrentLineNumber, f"more than {MAX_DEPTH} elements deep")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise _fault(template, source, error.lineno, expat.ErrorString(error.code)) from error


def _fault(template: str, source: str, line: int, problem: str) -> TemplateError:
    near = source.splitlines()[line - 1].strip()[:120] if 0 < line <= len(source.splitlines()) else ""
    return TemplateError(
        f"templates/{template}",
        f"what it makes is not well-formed ({problem}) at: {near}",
        "close every element, quote every attribute, write &amp; for &",
    )
