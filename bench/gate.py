"""Does the numbers gate find what is wrong, and does it leave alone what is right?

    ./run.sh bench gate [SEED]

Stories are made of real items with figures, each beside two others of the same days that share words with it.
One sentence of a story is told, and one thing in it is made wrong: `magnitude` (a million for a billion, a
zero too many, MW for GW), `unit` (euros for dollars, percentage points for percent), `digits` (two swapped,
one changed), `year` (one off), `company` (another that the story names, or the figures of two exchanged). Of
these there are 500; two more kinds are apart, in sentences of a person's own: `retold`, a sum with another
company's name; `dated`, a sum with the year of another sum that the report has too.
A plant is found where the gate gives an error or a warning on that sentence; notes do not count.

Untouched ones: `taken` word for word; `quoted` with words of a person's own around it; `respelled`, with its
figures in other spellings ($1.5bn, 1.5 billion dollars); `rounded`, $14.8 billion as nearly $15 billion;
`retold` and `dated` in a person's own sentence; and the sample week as it is built, with everything that
ships in it. A false alarm is an error or a warning on any of them.

The baseline, in the same run: each number is wrong whose digits, as a string, are not in the story's reports.
Items are halved by their ids: one half to develop on (seeds below 100), the other to judge (100 and above).
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.planting.draw import Told, sentences, stories
from bench.planting.forms import NUMBER
from bench.planting.right import LEAD_INS, dated, respelled, retold, rounded
from bench.planting.wrong import PLANTS
from digest import markup, start
from digest.check import Finding, numbers
from digest.check.numbers import passages
from digest.model import Edition, Period, Piece, Section, Story
from digest.periods import of_key
from digest.pipeline import build
from digest.project import load, opened

PER_KIND, UNTOUCHED = 100, 800
APART = ("retold", "dated")
HELD_SEEDS = 100  # from here on they draw from the half of the items on which nothing was developed


def edition(pieces: Iterable[Piece]) -> Edition:
    """The pieces in one section, of a period that has nothing to do with them."""
    end = datetime(2031, 3, 2, 18, tzinfo=UTC)
    period = Period("2031-W09", end - timedelta(weeks=1), end, "UTC")
    section = Section("all", "All", "", tuple(pieces))
    return Edition(period, 7, "Gate", "", "en", "", "", "", (section,), (), end)


def piece(story: Story, sentence: str) -> Piece:
    return Piece(story.id, "A story", story.lead.url, markup.escape(sentence), story=story)


def judged(one: Told) -> list[Finding]:
    """What the gate says to a sentence, notes left out."""
    made = edition([piece(one.story, one.sentence)])
    entries = {entry.id: entry for entry in one.story.entries}
    return [note for note in numbers.of(made, entries) if note.level != "note"]


def baseline(one: Told) -> bool:
    text = " ".join(f"{entry.title} {entry.summary}" for entry in one.story.entries)
    known = set(NUMBER.findall(text))
    return any(number not in known for number in NUMBER.findall(one.sentence))


def sample_week() -> tuple[int, list[Finding]]:
    """How many sentences ship in the demo, and what the gate says to them."""
    with tempfile.TemporaryDirectory() as folder:
        config = load(start.demo(Path(folder)))
        with opened(config) as project:
            period = of_key(start.DEMO_KEY, config.schedule, config.edition.timezone)
            made = build(project, period, start.DEMO_NOW, lambda *_: None).composed.edition
    told = [piece.story for piece in made.pieces if piece.story]
    entries = {entry.id: entry for story in told for entry in (*story.entries, *story.copies)}
    count = sum(len(list(passages.sentences(passage))) for passage in passages.of(made))
    return count, [note for note in numbers.of(made, entries) if note.level != "note"]


@dataclass
class Drawn:
    """What is told to the gate: the plants by kind, and the untouched."""

    plants: dict[str, list[Told]]
    plain: list[Told]
    retold: list[Told]
    dated: list[Told]

    @property
    def is_full(self) -> bool:
        """Whether enough are drawn."""
        return min(map(len, self.plants.values())) >= PER_KIND and len(self.plain) >= UNTOUCHED

    def add(self, sentence: str, story: Story, chance: random.Random) -> None:
        """Keeps the sentence as it is, and once with something wrong, of the kind that has fewest."""
        if len(self.plain) < UNTOUCHED:
            self.plain.append(Told(sentence, story))
        for kind in sorted(PLANTS, key=lambda kind: len(self.plants[kind])):
            wrong = PLANTS[kind](sentence, story, chance)
            if wrong and wrong != sentence and len(self.plants[kind]) < PER_KIND:
                self.plants[kind].append(Told(wrong, story))
                return


def drawn(seed: int) -> Drawn:
    chance, chance_of_years = random.Random(seed), random.Random(seed)
    found = Drawn({kind: [] for kind in PLANTS}, [], [], [])
    others: list[Told] = []
    misdated: list[Told] = []
    for story in stories(chance, held=seed >= HELD_SEEDS):
        words = retold(story, chance)
        if words and len(found.retold) < PER_KIND:
            found.retold.append(Told(words[0], story))
            others += [Told(words[1], story)] if words[1] else []
        of_year = dated(story, chance_of_years)
        if of_year and len(found.dated) < PER_KIND:
            right, wrong, beside = of_year
            found.dated.append(Told(right, beside))
            misdated.append(Told(wrong, beside))
        for sentence in sentences(story):
            found.add(sentence, story, chance)
        if found.is_full:
            break
    return replace(found, plants=found.plants | {"retold": others, "dated": misdated})


def manners(found: Drawn, seed: int) -> dict[str, list[Told]]:
    """The untouched ones in every manner."""
    chance = random.Random(seed)
    return {
        "taken": found.plain,
        "quoted": [Told(chance.choice(LEAD_INS).format(one.sentence), one.story) for one in found.plain],
        "respelled": [Told(respelled(one.sentence, chance), one.story) for one in found.plain],
        "rounded": [Told(rounded(one.sentence), one.story) for one in found.plain],
        "retold": found.retold,
        "dated": found.dated,
    }


def main(seed: int) -> None:
    found = drawn(seed)
    rows: dict[str, object] = {"seed": seed}
    failures: list[str] = []
    print(f"{'planted':12} {'n':>5} {'found':>7} {'baseline':>9}")
    rows["planted"] = table(found.plants, failures, "missed", APART)
    print(f"\n{'untouched':12} {'n':>5} {'alarms':>7} {'baseline':>9}")
    rows["untouched"] = table(manners(found, seed), failures, "alarm", ())
    count, notes = sample_week()
    rows["sample"] = {"n": count, "ours": round(len(notes) / count, 4)}
    print(f"{'sample week':12} {count:5} {len(notes) / count:7.3f}")
    failures += [f"alarm, sample week: {note.place}: {note.figure}: {note.reason}" for note in notes]
    print("\nWhat went wrong:", *failures or ["nothing"], sep="\n  ")
    Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def table(
    told: dict[str, list[Told]], failures: list[str], failure: str, apart: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Prints and gives the share that is reported, ours and the baseline's; `all` but the kinds `apart`."""
    rows: dict[str, dict[str, float]] = {}
    whole: list[tuple[bool, bool]] = []
    for kind, ones in told.items():
        results = [(judged(one), baseline(one)) for one in ones]
        for (notes, _), one in zip(results, ones, strict=True):
            if bool(notes) != (failure == "missed"):
                why = "; ".join(f"{note.rule} {note.figure}: {note.reason}" for note in notes)
                failures.append(f"{failure}, {kind}: {one.sentence} {why}".strip())
        flags = [(bool(notes), known) for notes, known in results]
        whole += [] if kind in apart else flags
        rows[kind] = row(kind, flags)
    rows["all"] = row("all but those" if apart else "all", whole)
    return rows


def row(name: str, results: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    ours, theirs = (sum(one[side] for one in results) / max(1, len(results)) for side in (0, 1))
    print(f"{name:12} {len(results):5} {ours:7.3f} {theirs:9.3f}")
    return {"n": len(results), "ours": round(ours, 4), "baseline": round(theirs, 4)}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 101)
