"""MJML to HTML, checked before, since the renderer (mrml, inside mjml-python) checks nothing."""

from __future__ import annotations

from collections.abc import Callable

from mjml import mjml2html

from digest.errors import TemplateError
from digest.render import lint

_MOST = 20  # faults that are told at once: one mistake in a template shows in every story


def html(source: str, template: str, trace: Callable[[], str]) -> str:
    """The HTML of a whole MJML document that was rendered from `template`.

    `trace` gives the same document with the template's lines in it; it is called only to say where a
    fault stands.

    Raises:
        TemplateError: it is not well-formed, too deep or not MJML as this program wants it; names each
            fault with its line.
    """
    if lint.faults(source):
        raise _refused(lint.faults(trace()) or lint.faults(source), template)
    try:
        # Comments go, those for Outlook stay. fonts={}: else naming Roboto in a font stack would import
        # it from a font server.
        return str(mjml2html(source, disable_comments=True, fonts={}))
    except ValueError as error:
        raise TemplateError(f"templates/{template}", f"no layout can be made from it: {error}") from error


def _refused(faults: tuple[lint.Fault, ...], template: str) -> TemplateError:
    places = [f"templates/{fault.at or template}" for fault in faults]
    told = [
        f"{place}: {fault.problem}" for place, fault in zip(places[1:_MOST], faults[1:_MOST], strict=True)
    ]
    more = [f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
    return TemplateError(places[0], "\n  ".join((faults[0].problem, *told, *more)))
