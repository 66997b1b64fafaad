"""The colours of the publication: one accent, and one hue for every section.

Paper, ink and the five section colours are those of the look; a section that an editor adds gets the
next hue of a fixed circle, darkened or lightened until its contrast is as good as theirs. Contrast is
computed after WCAG 2.2 (relative luminance).
"""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb
from dataclasses import dataclass, replace
from functools import cache


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set of surfaces and inks, as `#rrggbb`."""

    paper: str
    wash: str
    rule: str
    ink: str
    muted: str
    link: str

    def but(self, **colours: str) -> Scheme:
        """The same with other `colours`, for templates."""
        return replace(self, **colours)


@dataclass(frozen=True, slots=True)
class Hue:
    """The colour of a section on light and on dark paper, as `#rrggbb`."""

    light: str
    dark: str

    def but(self, **colours: str) -> Hue:
        """The same with other `colours`, for templates."""
        return replace(self, **colours)


LIGHT = Scheme("#ffffff", "#f5f6f8", "#d9dde2", "#1a1d21", "#565d66", "#0b57a4")
DARK = Scheme("#15181b", "#1d2125", "#343a41", "#e8eaed", "#a6adb6", "#8ab8f0")

SECTIONS = {
    "deals": Hue("#0a6b4b", "#5fc79d"),
    "competitors": Hue("#7a2f9e", "#c795e6"),
    "infrastructure": Hue("#9a4a00", "#e6a15c"),
    "labor": Hue("#a3253f", "#f08ea0"),
    "geopolitics": Hue("#1f5673", "#7fbfdf"),
}

THEMES = {
    "harbour": Hue("#0b57a4", "#8ab8f0"),
    "moss": Hue("#2d6a31", "#8fce8f"),
    "plum": Hue("#7b2d6f", "#e39ad6"),
    "brick": Hue("#9c3420", "#f29a86"),
    "ochre": Hue("#7a5200", "#dfb75f"),
}
"""The accent of an edition by the name of its theme: the band at its head, its links and its labels."""

PLAIN = Hue(LIGHT.ink, DARK.ink)
"""No colour at all: what the theme `plain` gives accent and sections."""

# Degrees on the colour circle, far from each other and from the five above; after the last, round again.
_FURTHER = (232, 52, 318, 100, 190, 14, 262, 76)
_CONTRAST_LIGHT, _CONTRAST_DARK = 5.7, 6.8


def accent(theme: str) -> Hue:
    """The accent of `theme`; ink for `plain` and for a name that is no theme."""
    return THEMES.get(theme, PLAIN)


def hues(section_ids: Iterable[str], theme: str = "") -> dict[str, Hue]:
    """The colour of each section: its own where the look names one, else the next of the circle.

    In the theme `plain` all are ink.
    """
    if theme == "plain":
        return dict.fromkeys(section_ids, PLAIN)
    found: dict[str, Hue] = {}
    further = 0
    for section_id in section_ids:
        if section_id in SECTIONS:
            found[section_id] = SECTIONS[section_id]
        elif section_id not in found:
            found[section_id] = hue(_FURTHER[further % len(_FURTHER)])
            further += 1
    return found


@cache
def hue(degrees: int) -> Hue:
    """A colour of that angle that reads well on paper and wash, in light and in dark."""
    darkening = (_hex(degrees, lightness / 100, 0.62) for lightness in range(45, 0, -1))
    lightening = (_hex(degrees, lightness / 100, 0.58) for lightness in range(55, 100))
    return Hue(
        next(colour for colour in darkening if contrast(colour, LIGHT.wash) >= _CONTRAST_LIGHT),
        next(colour for colour in lightening if contrast(colour, DARK.wash) >= _CONTRAST_DARK),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a `#rrggbb` colour, 0 to 1."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(degrees: int, lightness: float, saturation: float) -> str:
    rgb = hls_to_rgb(degrees / 360, lightness, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)
