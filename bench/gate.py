"""Does the numbers gate find what is wrong, and does it leave alone what is right?

    ./run.sh bench gate [SEED]

Stories are made of real items with figures, each beside two others of the same days that share words with it.
One sentence of a story is told, and one thing in it is made wrong: `magnitude` (a million for a billion, a
zero too many, MW for GW), `unit` (euros for dollars, percentage points for percent), `digits` (two swapped,
one changed), `year` (one off), `company` (another that the story names, or the figures of two exchanged). Of
these there are 500; `retold` is apart: a sum with another company's name in a sentence of a person's own.
A plant is found where the gate gives an error or a warning on that sentence; notes do not count.

Untouched ones: `taken` word for word; `quoted` with words of a person's own around it; `respelled`, with its
figures in other spellings ($1.5bn, 1.5 billion dollars); `rounded`, $14.8 billion as nearly $15 billion;
`retold` in a person's own sentence; and the sample week as it is built, with everything that ships in it. A
false alarm is an error or a warning on any of them.

The baseline, in the same run: each number is wrong whose digits, as a string, are not in the story's reports.
Items are halved by their ids: one half to develop on (seeds below 100), the other to judge (100 and above).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest import markup, start, words
from digest.check import Finding, numbers, passages
from digest.model import Edition, Entry, Period, Piece, Section, Story
from digest.periods import of_key
from digest.pipeline import build
from digest.project import load, opened

DATA = Path(__file__).resolve().parents[2] / "shared/data/items/ai_items.jsonl.gz"
PER_KIND, UNTOUCHED = 100, 800
HELD_SEEDS = 100  # from here on they draw from the half of the items on which nothing was developed
HEDGES = tuple(
    f"{word} "
    for word in [
        "over",
        "about",
        "nearly",
        "than",
        "to",
        "around",
        "almost",
        "some",
        "roughly",
        "least",
        "under",
    ]
)
COMPANIES = (
    "OpenAI|Meta|Google|Alphabet|Microsoft|Amazon|Apple|Nvidia|AMD|Intel|Anthropic|xAI|Tesla|SpaceX|"
    "Oracle|IBM|SoftBank|Samsung|TSMC|Broadcom|Qualcomm|Arm|Micron|Salesforce|Adobe|Netflix|Uber|"
    "Spotify|ByteDance|TikTok|Alibaba|Tencent|Baidu|Huawei|DeepSeek|Mistral|Cohere|Perplexity|"
    "Databricks|Snowflake|Palantir|CoreWeave|Cerebras|Groq|Nebius|Stripe|Figma|Canva|Shopify|PayPal|"
    "Coinbase|Robinhood|Zoom|Slack|Dell|Cisco|HP|Sony|Disney|Reddit|Pinterest|Snap|Twitter|Lyft|Waymo|"
    "Cruise|Rivian|Lucid|Ford|GM|Toyota|Foxconn|SK Hynix|ASML|Blackstone|BlackRock|Sequoia|Apollo|"
    "Brookfield|Scale AI|Hugging Face|Stability AI|Runway|ElevenLabs|Cursor"
)
COMPANY = re.compile(rf"(?<![\w.-])(?:{COMPANIES})(?![\w-])")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SIZED = re.compile(r"(?<![\w.,])(\$|€|£)(\d[\d,]*(?:\.\d+)?)(\s?)(million|billion|trillion|bn|mn|[MBT])\b")
PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(%| percent| per cent)")
YEAR = re.compile(r"(?<![\w.,$€£-])(20[12]\d)(?![\w%,.-]\w|\w)")
# A plain number: no year, and no part of a product's name, which follows a word with a capital.
COUNT = re.compile(r"(?:(?<=\s)|^)(?:[a-z]+\s)(?!20[0-3]\d\b)(\d{1,3}(?:,\d{3})+|\d{3,6})(?=\s[a-z])")
RAISES = re.compile(
    r"((?:[A-Z][\w.&-]*)(?:\s[A-Z][\w.&-]*){0,2}) "
    r"(?:raises|secures|lands|nabs|spends|invests|pays|bags|scores|closes) "
    r"([$€£]\d[\d,.]*\s?(?:million|billion|[MB])\b)"
)
RETELLINGS = (
    "{} has {} to show for a busy week.",
    "With {1} behind it, {0} will hire.",
    "The sum that {} put its name to is {}.",
    "For {}, {} is the largest step so far.",
    "{}'s {} was the talk of the week.",
)
LEAD_INS = (
    "In brief, {}",
    "Our note of the week: {}",
    "{} That is what is known so far.",
    "As we go to press, {}",
    "Worth a second look: {}",
)


@dataclass(frozen=True)
class Told:
    """A sentence and the story that it was taken from."""

    sentence: str
    story: Story


def stories(chance: random.Random, *, held: bool) -> Iterator[Story]:
    """Stories of three items each, of one half of the data."""
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    for item in items:  # the footer that one newsroom's feed puts under every item
        item["summary"] = item["summary"].partition("©")[0].strip()
    items = [item for item in items if item["summary"] and (int(item["id"], 16) % 2 == 1) == held]
    days: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for item in items:
        days[item["published"][:10]].append(item)
    chance.shuffle(items)
    for item in items:
        if not NUMBER.search(item["title"] + item["summary"]):
            continue
        own = set(words.terms(item["title"]))
        others = [other for other in days[item["published"][:10]] if other["id"] != item["id"]]
        others.sort(key=lambda other: (-len(own & set(words.terms(other["title"]))), other["id"]))
        entries = tuple(map(entry, (item, *others[:2])))
        yield Story(f"story{item['id']}", entries)


def entry(item: dict[str, str]) -> Entry:
    published = datetime.fromisoformat(item["published"][:10]).replace(tzinfo=UTC)
    return Entry(
        item["id"], item["publisher"], item["publisher"], item["id"], item["url"], item["title"],
        item["summary"], "", item["summary"], "", "en", published, published,
    )  # fmt: skip


def sentences(story: Story) -> list[str]:
    lead = story.lead
    return [one for one in words.sentences(lead.summary) if NUMBER.search(one)] or (
        [lead.title] if NUMBER.search(lead.title) else []
    )


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


def magnitude(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = []
    other = {"million": "billion", "billion": "million", "trillion": "billion", "bn": "mn", "mn": "bn"}
    other |= {"M": "B", "B": "M", "T": "B"}
    ways += [(found.span(4), other[found[4]]) for found in SIZED.finditer(sentence)]
    for pattern, group in ((SIZED, 2), (COUNT, 1)):
        for found in pattern.finditer(sentence):
            if "." not in found[group]:
                plain = int(found[group].replace(",", "")) * 10
                ways.append((found.span(group), f"{plain:,}"))
    for found in re.finditer(r"(?<=\d)\s?([MG])W\b", sentence):
        ways.append((found.span(1), "G" if found[1] == "M" else "M"))
    return planted(sentence, ways, chance)


def unit(sentence: str, _: Story, chance: random.Random) -> str | None:
    other = {"$": "€", "€": "$", "£": "$"}
    ways = [(found.span(1), other[found[1]]) for found in SIZED.finditer(sentence)]
    ways += [(found.span(2), " percentage points") for found in PERCENT.finditer(sentence)]
    return planted(sentence, ways, chance)


def digits(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = []
    for pattern, group in ((SIZED, 2), (PERCENT, 1), (COUNT, 1)):
        for found in pattern.finditer(sentence):
            number = found[group]
            at = chance.randrange(len(number))
            if not number[at].isdigit():
                continue
            another = chance.choice([d for d in "123456789" if d != number[at]])
            ways.append((found.span(group), number[:at] + another + number[at + 1 :]))
            swaps = [
                n
                for n in range(len(number) - 1)
                if number[n : n + 2].isdigit() and number[n] != number[n + 1]
            ]
            swaps = [n for n in swaps if not (n == 0 and number[1] == "0")]
            for n in swaps:
                ways.append((found.span(group), number[:n] + number[n + 1] + number[n] + number[n + 2 :]))
    return planted(sentence, ways, chance)


def year(sentence: str, _: Story, chance: random.Random) -> str | None:
    ways = [(found.span(1), str(int(found[1]) + chance.choice((-1, 1)))) for found in YEAR.finditer(sentence)]
    return planted(sentence, ways, chance)


def company(sentence: str, story: Story, chance: random.Random) -> str | None:
    """The figures of two exchanged, or the one company of a sentence for another that the story names."""
    named = list(dict.fromkeys(COMPANY.findall(sentence)))
    for pattern in (SIZED, PERCENT):
        figures = list(pattern.finditer(sentence))
        if len(named) == 2 and len(figures) == 2 and figures[0][0] != figures[1][0]:
            places = [sentence.find(name) for name in named]
            if places[0] < figures[0].start() < places[1] < figures[1].start():
                one, other = figures
                middle = sentence[one.end() : other.start()]
                return sentence[: one.start()] + other[0] + middle + one[0] + sentence[other.end() :]
    if len(named) != 1 or not (SIZED.search(sentence) or PERCENT.search(sentence) or COUNT.search(sentence)):
        return None
    text = " ".join(f"{entry.title} {entry.summary}" for entry in story.entries)
    others = sorted(set(COMPANY.findall(text)) - {named[0]})
    others = [other for other in others if other not in named[0] and named[0] not in other]
    return re.sub(rf"\b{re.escape(named[0])}\b", chance.choice(others), sentence) if others else None


def planted(sentence: str, ways: Sequence[tuple[tuple[int, int], str]], chance: random.Random) -> str | None:
    if not ways:
        return None
    (first, last), put = chance.choice(ways)
    return sentence[:first] + put + sentence[last:]


PLANTS: dict[str, Callable[[str, Story, random.Random], str | None]] = {
    "magnitude": magnitude,
    "unit": unit,
    "digits": digits,
    "year": year,
    "company": company,
}


def retold(story: Story, chance: random.Random) -> tuple[str, str | None] | None:
    """A headline that gives one company a sum, in other words; and the same of a company from beside it."""
    found = RAISES.match(story.lead.title)
    if not found:
        return None
    form = chance.choice(RETELLINGS)
    rest = " ".join(f"{one.title} {one.summary}" for one in story.entries[1:])
    others = sorted({name for name in COMPANY.findall(rest) if name not in story.lead.title})
    wrong = form.format(chance.choice(others), found[2]) if others else None
    return form.format(found[1], found[2]), wrong


def respelled(sentence: str, chance: random.Random) -> str:
    """The same figures as another desk would write them."""
    currencies = {"$": "dollars", "€": "euros", "£": "pounds"}
    long = {"M": "million", "mn": "million", "B": "billion", "bn": "billion", "T": "trillion"}
    short = {
        "million": "M",
        "billion": "bn",
        "trillion": "trn",
        "M": "m",
        "mn": "M",
        "B": "bn",
        "bn": "B",
        "T": "tn",
    }

    def money(found: re.Match[str]) -> str:
        sign, number, _, size = found.groups()
        if chance.random() < 0.5:
            return f"{number} {long.get(size, size)} {currencies[sign]}"
        return f"{sign}{number}{short[size]}"

    sentence = SIZED.sub(money, sentence)
    sentence = PERCENT.sub(lambda found: f"{found[1]}{' per cent' if found[2] == '%' else '%'}", sentence)
    return COUNT.sub(
        lambda found: found[0].replace(found[1], f"{int(found[1].replace(',', '')):,}"), sentence
    )


def rounded(sentence: str) -> str:
    """Sums told with a digit less, and with the word that says so; as they are where that says too little."""

    def money(found: re.Match[str]) -> str:
        value = float(found[2].replace(",", ""))
        shorter = float(f"{value:.{max(1, len(re.sub('[^0-9]', '', found[2]).rstrip('0')) - 1)}g}")
        if not value or abs(shorter - value) > 0.05 * value or found.string[: found.start()].endswith(HEDGES):
            return found[0]
        hedge = "" if shorter == value else "nearly " if shorter > value else "about "
        return f"{hedge}{found[1]}{shorter:,g}{found[3]}{found[4]}"

    return SIZED.sub(money, sentence)


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
    chance = random.Random(seed)
    found = Drawn({kind: [] for kind in PLANTS}, [], [])
    others: list[Told] = []
    for story in stories(chance, held=seed >= HELD_SEEDS):
        words = retold(story, chance)
        if words and len(found.retold) < PER_KIND:
            found.retold.append(Told(words[0], story))
            others += [Told(words[1], story)] if words[1] else []
        for sentence in sentences(story):
            found.add(sentence, story, chance)
        if found.is_full:
            break
    return replace(found, plants=found.plants | {"retold": others})


def manners(found: Drawn, seed: int) -> dict[str, list[Told]]:
    """The untouched ones in every manner."""
    chance = random.Random(seed)
    return {
        "taken": found.plain,
        "quoted": [Told(chance.choice(LEAD_INS).format(one.sentence), one.story) for one in found.plain],
        "respelled": [Told(respelled(one.sentence, chance), one.story) for one in found.plain],
        "rounded": [Told(rounded(one.sentence), one.story) for one in found.plain],
        "retold": found.retold,
    }


def main(seed: int) -> None:
    found = drawn(seed)
    rows: dict[str, object] = {"seed": seed}
    failures: list[str] = []
    print(f"{'planted':12} {'n':>5} {'found':>7} {'baseline':>9}")
    rows["planted"] = table(found.plants, failures, "missed", "retold")
    print(f"\n{'untouched':12} {'n':>5} {'alarms':>7} {'baseline':>9}")
    rows["untouched"] = table(manners(found, seed), failures, "alarm", "")
    count, notes = sample_week()
    rows["sample"] = {"n": count, "ours": round(len(notes) / count, 4)}
    print(f"{'sample week':12} {count:5} {len(notes) / count:7.3f}")
    failures += [f"alarm, sample week: {note.place}: {note.figure}: {note.reason}" for note in notes]
    print("\nWhat went wrong:", *failures or ["nothing"], sep="\n  ")
    Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def table(
    told: dict[str, list[Told]], failures: list[str], failure: str, apart: str
) -> dict[str, dict[str, float]]:
    """Prints and gives the share that is reported, ours and the baseline's; `all` but the kind `apart`."""
    rows: dict[str, dict[str, float]] = {}
    whole: list[tuple[bool, bool]] = []
    for kind, ones in told.items():
        results = [(judged(one), baseline(one)) for one in ones]
        for (notes, _), one in zip(results, ones, strict=True):
            if bool(notes) != (failure == "missed"):
                why = "; ".join(f"{note.rule} {note.figure}: {note.reason}" for note in notes)
                failures.append(f"{failure}, {kind}: {one.sentence} {why}".strip())
        flags = [(bool(notes), known) for notes, known in results]
        whole += [] if kind == apart else flags
        rows[kind] = row(kind, flags)
    rows["all"] = row("all" if not apart else f"all but {apart}", whole)
    return rows


def row(name: str, results: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    ours, theirs = (sum(one[side] for one in results) / max(1, len(results)) for side in (0, 1))
    print(f"{name:12} {len(results):5} {ours:7.3f} {theirs:9.3f}")
    return {"n": len(results), "ours": round(ours, 4), "baseline": round(theirs, 4)}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 101)
