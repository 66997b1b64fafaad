"""The gate before sending: families of rules, each taking an edition as it would go out.

Adding a family is a module with a `Family` (see `digest.check.family`) and its row in `GATES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from digest.check.clients import CLIENTS
from digest.check.contrast import CONTRAST
from digest.check.edition import EDITION
from digest.check.family import Family
from digest.check.finding import LEVELS, PURPOSES, Finding, Rule
from digest.check.galley import Galley
from digest.check.html import HTML
from digest.check.images import IMAGE
from digest.check.imprint import IMPRINT
from digest.check.layout import LAYOUT
from digest.check.links import LINKS
from digest.check.message import MESSAGE
from digest.check.numbers import gate, retold, rows, rules, spoken
from digest.check.outline import OUTLINE
from digest.check.outlook import OUTLOOK
from digest.check.overtaken import STAGES
from digest.check.page import PAGE
from digest.check.parts import WORDS
from digest.check.pictures import PICTURE
from digest.check.reply import Reply
from digest.check.size import SIZE
from digest.check.style import STYLE
from digest.check.tables import TABLE
from digest.check.unfilled import PLACEHOLDER

__all__ = ["GATES", "LEVELS", "PURPOSES", "RULES", "SETUP", "Finding", "Galley", "Reply", "Rule"]

Gate = Callable[[Galley], Iterable[Finding]]

_FAMILIES: tuple[Family, ...] = (
    EDITION,
    PLACEHOLDER,
    IMPRINT,
    SIZE,
    HTML,
    OUTLINE,
    TABLE,
    IMAGE,
    LAYOUT,
    STYLE,
    CONTRAST,
    OUTLOOK,
    PAGE,
    MESSAGE,
    WORDS,
    CLIENTS,
    LINKS,
    PICTURE,
    STAGES,
)

GATES: Mapping[str, Gate] = {
    "numbers": lambda galley: gate.of(galley.edition, galley.entries),
    "deals": lambda galley: (
        *rows.of(galley.edition, galley.entries),
        *retold.of(galley.edition),
        *spoken.of(galley.edition),
    ),
    **{family.name: family.of for family in _FAMILIES},
}
"""What is checked, by the first word of its rules, in the order in which it is told."""

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        *rules.NUMBERS,
        *rules.DEALS,
        *(rule for family in _FAMILIES for rule in family.rules),
    )
}
"""Every rule by its id."""

SETUP = frozenset({"edition-sample", *(rule.id for rule in IMPRINT.rules)})
"""Rules about what is set up once in `sources.toml`: the same every week, and no word for each build."""
