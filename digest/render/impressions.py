"""The issue as each format prints it: bare where a story cannot be rendered, cut where a mail is too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from digest.errors import TemplateError
from digest.render import bare, budget, email, text
from digest.render.issue import Issue
from digest.render.templating import Templates

Render = Callable[[Issue, Templates], str]


@dataclass(frozen=True, slots=True)
class Impression:
    """One output.

    Attributes:
        whole: the issue.
        issue: what of it stands in this output.
        text: the output.
        reasons: by anchor what stands there bare, and why.
    """

    whole: Issue
    issue: Issue
    text: str
    reasons: Mapping[str, str]

    @property
    def briefed(self) -> frozenset[str]:
        """Anchors of the stories that lost their text to the budget of the mail."""
        return _told(self.whole) - _told(self.issue) - self.dropped

    @property
    def dropped(self) -> frozenset[str]:
        """Anchors of the stories that the mail has no room for."""
        return _all(self.whole) - _all(self.issue)


class Impressions:
    """The outputs of one issue; the text part of the mail tells what the HTML part tells."""

    def __init__(self, whole: Issue, templates: Templates) -> None:
        self._whole, self._templates = whole, templates

    def of(self, render: Render) -> Impression:
        """What `render` makes of the issue.

        Raises:
            TemplateError: a template has a fault that no story is to blame for.
        """
        if render is email.render:
            return self._mail
        if render is text.render:
            return self._text()
        return self._printed(render, self._whole)

    @cached_property
    def _mail(self) -> Impression:
        made = self._printed(email.render, self._whole)
        if budget.weight(made.text) <= budget.LIMIT:
            return made
        cut = budget.cut(made.issue, lambda shown: self._printed(email.render, shown).text)
        again = self._printed(email.render, cut)
        return Impression(self._whole, again.issue, again.text, {**made.reasons, **again.reasons})

    def _text(self) -> Impression:
        try:
            mail = self._mail
        except TemplateError:  # somebody wants the text alone, and has no use for a mail
            return self._printed(text.render, self._whole)
        made = self._printed(text.render, mail.issue)
        return Impression(self._whole, made.issue, made.text, {**mail.reasons, **made.reasons})

    def _printed(self, render: Render, shown: Issue) -> Impression:
        made, reasons = bare.made(lambda issue: render(issue, self._templates), shown)
        return Impression(self._whole, bare.stripped(shown, reasons), made, reasons)


def _told(issue: Issue) -> frozenset[str]:
    return frozenset(item.anchor for block in issue.blocks for item in block.told) - issue.untold


def _all(issue: Issue) -> frozenset[str]:
    return frozenset(item.anchor for block in issue.blocks for item in block.items)
