"""Contrast as it stands on the screen: of each line of text the ground and the ink, taken from a picture.

A style sheet can be read wrongly, and a mail program changes colours; pixels cannot be argued with. Letters
are smoothed at their edges, so most of their pixels are mixtures; but at two pixels a point the stems of
14 px letters are wider than two pixels and hold at least one that is all ink. The ground is the colour of
most pixels, the ink the one with the most contrast to it; where none reaches the bar, no letter does.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page

SCALE = 2
_STRIP = 2000  # CSS pixels of a picture: Chromium draws no larger surface than 16,384

_LINES = r"""() => {
  // what of an element shows: a wide line of code scrolls inside its frame
  const around = node => {
    let [left, top, right, bottom] = [0, -scrollY, Infinity, Infinity];
    for (let at = node; at; at = at.parentElement) {
      if (['BODY', 'HTML'].includes(at.tagName) || getComputedStyle(at).overflow === 'visible') continue;
      const box = at.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return {left, top, right, bottom};
  };
  const boxes = text => [...text.textContent.matchAll(/\S+(?:[^\S\n]+\S+)*/g)].flatMap(words => {
    const range = document.createRange();  // without the indentation of code, which has no ink
    range.setStart(text, words.index);
    range.setEnd(text, words.index + words[0].length);
    return [...range.getClientRects()];
  });
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!/[\p{L}\p{N}]/u.test(text.textContent)) continue;  // a picture has colours of its own
    if (getComputedStyle(text.parentElement).visibility !== 'visible') continue;
    const frame = around(text.parentElement);
    for (const box of boxes(text)) {
      const left = Math.max(box.left, frame.left), right = Math.min(box.right, frame.right, innerWidth);
      const top = Math.max(box.top, frame.top), bottom = Math.min(box.bottom, frame.bottom);
      if (right - left < 8 || bottom - top < 8) continue;  // nothing of it shows, or hardly a letter
      lines.push([left, top + scrollY, right - left, bottom - top, text.textContent.trim().slice(0, 40)]);
    }
  }
  return lines;
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it is seen: its contrast (WCAG 2.2, 1.4.3) and what it says."""

    contrast: float
    ink: str
    ground: str
    words: str


def lines(page: Page) -> list[Line]:
    """All lines of text of the page."""
    page.evaluate("scrollTo(0, 0)")
    boxes = page.evaluate(_LINES)
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    width = int(page.evaluate("innerWidth"))
    picture = np.concatenate(
        [_strip(page, top, width, min(_STRIP, height - top)) for top in range(0, height, _STRIP)]
    )
    return [found for box in boxes if (found := _line(picture, box))]


def _strip(page: Page, top: int, width: int, height: int) -> Any:
    clip = {"x": 0, "y": top, "width": width, "height": height}
    shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))


def _line(picture: Any, box: list[Any]) -> Line | None:
    left, top, width, height, words = box
    inset = height * 0.1  # a rule above a heading reaches into its box
    rows = slice(int((top + inset) * SCALE), int((top + height - inset) * SCALE))
    cut = picture[rows, int(left * SCALE) : int((left + width) * SCALE)]
    if not cut.size:
        return None
    colours, counts = np.unique(cut.reshape(-1, 3), axis=0, return_counts=True)
    light = _luminance(colours)
    ground = int(counts.argmax())
    ratios = (np.maximum(light, light[ground]) + 0.05) / (np.minimum(light, light[ground]) + 0.05)
    ink = int(ratios.argmax())
    return Line(float(ratios[ink]), _hex(colours[ink]), _hex(colours[ground]), words)


def _luminance(colours: Any) -> Any:
    """Relative luminance (WCAG 2.2) of rows of red, green, blue."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)
