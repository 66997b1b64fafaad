"""How well the words of the mail stand out: each pair of colours in it, in light, in dark and turned over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.check import contrast
from digest.check.contrast import LEAST, Pair
from digest.check.document import Document, css
from digest.check.document.shown import Colour
from digest.check.document.views import DARK, DARK_NARROW, LIGHT, NARROW
from digest.preview.views import inversion
from digest.render import clean

_READ = 60  # characters of a sample
_NEUTRAL = "#000000"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of words on a colour of ground.

    Attributes:
        scheme: `light`, `dark` or `inverted`.
        ink, ground: as `#rrggbb`.
        ratio: their contrast, 1 to 21.
        sample: the first words in them.
        place: the headline of the story that they stand in; "" outside of stories.
        count: how many stretches of text are in them.
    """

    scheme: str
    ink: str
    ground: str
    ratio: float
    sample: str
    place: str
    count: int

    @property
    def label(self) -> str:
        """`5.71`, rounded down: what is too little must not look enough."""
        return f"{int(self.ratio * 100) / 100:.2f}"

    @property
    def is_weak(self) -> bool:
        """Less than WCAG asks of text of any size."""
        return self.ratio < LEAST


def of(mail: Document) -> tuple[Swatch, ...]:
    """The pairs of colours in `mail`, the smallest contrast first; not those of words that nobody sees."""
    found = [pair for pair in contrast.pairs(mail, LIGHT, NARROW, DARK, DARK_NARROW) if not pair.hidden]
    bright = [pair for pair in found if not pair.view.dark]
    schemes = (
        ("light", bright, False),
        ("dark", [pair for pair in found if pair.view.dark], False),
        ("inverted", bright, True),
    )
    swatches = [
        swatch
        for scheme, pairs, is_turned in schemes
        for swatch in _swatches(mail, scheme, pairs, is_turned=is_turned)
    ]
    return tuple(sorted(swatches, key=lambda swatch: swatch.ratio))


def _swatches(mail: Document, scheme: str, pairs: Iterable[Pair], *, is_turned: bool) -> Iterator[Swatch]:
    first: dict[tuple[Colour, Colour], Pair] = {}
    counts: Counter[tuple[Colour, Colour]] = Counter()
    for pair in pairs:
        first.setdefault((pair.ink, pair.ground), pair)
        counts[pair.ink, pair.ground] += 1
    for key, pair in first.items():
        ink, ground = map(contrast.written, key)
        shown = (inversion.colour(ink), inversion.colour(ground)) if is_turned else (ink, ground)
        told = mail.story(pair.node)
        yield Swatch(
            scheme,
            *shown,
            _ratio(*shown),
            clean.line(pair.words)[:_READ],
            clean.line(told[1]) if told else "",
            counts[key],
        )


def _ratio(ink: str, ground: str) -> float:
    one, other = (css.colour(colour) or css.colour(_NEUTRAL) for colour in (ink, ground))
    return contrast.ratio(one, other) if one and other else 1.0
