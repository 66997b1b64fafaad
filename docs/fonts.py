"""Makes the two fonts of the card: python docs/fonts.py FOLDER, where the Liberation fonts 2 lie.

A subset of Latin, Greek, Cyrillic, punctuation and currencies, under names of their own, as the licence of
the fonts asks (SIL Open Font License 1.1, `digest/fonts/OFL.txt`). Needs `pip install fonttools`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

DIGEST = Path(__file__).resolve().parent.parent / "digest"
INTO = DIGEST / "fonts"
MADE = {"LiberationSerif-Bold.ttf": "card-serif", "LiberationSans-Regular.ttf": "card-sans"}
LETTERS = (
    *range(0x20, 0x250), *range(0x300, 0x303), 0x308, *range(0x370, 0x400), *range(0x400, 0x460), 0x490,
    0x491,
    *range(0x1E00, 0x1F00), *range(0x2010, 0x2027), 0x2030, 0x2039, 0x203A, *range(0x20A0, 0x20C0), 0x2116,
    0x2122, *range(0x2190, 0x2194), 0x2212,
)  # fmt: skip


def main(folder: Path) -> None:
    """Makes them of what lies in `folder`."""
    options = subset.Options(layout_features=["kern", "liga"], hinting=False, notdef_outline=True)
    for name, made in MADE.items():
        font = TTFont(folder / name, recalcTimestamp=False)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=LETTERS)
        chosen.subset(font)
        title = made.replace("-", " ").title()
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = title.replace(" ", "") if record.nameID == 6 else title
        font.save(INTO / f"{made}.ttf")
    _list_letters()


def _list_letters() -> None:
    """Writes what both fonts have into `card_letters.txt`."""
    first, second = (set(TTFont(INTO / f"{made}.ttf").getBestCmap()) for made in MADE.values())
    ranges: list[list[int]] = []
    for code in sorted(first & second):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    head = "# What both fonts have, as ranges of code points; written by docs/fonts.py.\n"
    lines = (f"{start:04X}-{end:04X}\n" for start, end in ranges)
    (DIGEST / "data" / "card_letters.txt").write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
