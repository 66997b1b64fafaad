r"""How well figures are read: Currency, Number and Percent cases of Recognizers-Text, speed, hostile input.

    python bench/quantities.py [--shared ../shared]

A case is right if every number (with its currency) that it expects is read, in order, and no other. The
baseline is what stood here before: a pattern for sums, `\d[\d,.]*` for numbers, `\d+(\.\d+)?%` for percent.

Left out are cases whose form does not occur in English news. Which these are was drawn by reading the cases,
before any program was run on them, and stands in `labels/quantities.tsv` with the reason of each. A currency
that `digest/data/currencies.txt` lacks counts as not read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from digest import figures
from digest.figures import currencies, dates, numerals

HERE = Path(__file__).resolve().parent
FILES = {
    "money": "NumberWithUnit_English_CurrencyModel",
    "number": "Number_English_NumberModel",
    "percent": "Number_English_PercentModel",
}
OLD_SUM = re.compile(
    r"(?P<currency>US\$|C\$|A\$|HK\$|[$€£¥])\s?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"[\s-]?(?P<scale>trillion|billion|million|thousand|tn|bn|mn|[TBMK](?![A-Za-z]))?",
    re.IGNORECASE,
)
OLD_SCALES = {"k": 1e3, "th": 1e3, "t": 1e12, "tr": 1e12, "tn": 1e12, "b": 1e9, "bi": 1e9, "bn": 1e9}
OLD_SCALES |= {"m": 1e6, "mi": 1e6, "mn": 1e6, "": 1.0}
OLD_CODES = {
    "$": "USD",
    "us$": "USD",
    "c$": "CAD",
    "a$": "AUD",
    "hk$": "HKD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
}
DRAWN = HERE / "labels" / "quantities.tsv"


def cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    with gzip.open(folder / f"{FILES[kind]}.json.gz", "rt", encoding="utf-8-sig") as file:
        return list(json.load(file))


def expected(kind: str, case: dict[str, Any]) -> list[tuple[float, str]] | None:
    """What the case expects, words without a number left off; None for a currency outside our table."""
    found = []
    for result in case["Results"]:
        resolution = result.get("Resolution") or {}
        value = str(resolution.get("value") or "").rstrip("%")
        if value in ("", "None", "null"):
            continue
        number, unit = float(value), ""
        if kind == "money":
            name = str(resolution["unit"]).lower()
            unit = resolution.get("isoCurrency") or currencies.WORDS.get(name, "")
            if name in currencies.PENNIES:
                unit, number = currencies.PENNIES[name], number / 100
            if unit not in currencies.DOLLARS:
                unit = "XBT" if name == "bitcoin" else ""
            if not unit:
                return None
        found.append((number, unit))
    return found


def ours(kind: str, text: str) -> list[tuple[float, str]]:
    """What the grammar reads."""
    if kind == "money":
        return [(one.value, one.unit) for one in figures.money(text)]
    if kind == "percent":
        return [(one.value, "") for one in figures.of(text) if one.kind == "percent"]
    found = []
    for one in figures.of(text):
        if one.kind == "date":  # "May 4th" is a day there too, and no number
            continue
        sign = -1.0 if one.value < 0 else 1.0
        found += [(sign * number.value, "") for number in numerals.of(text[one.start : one.end])]
    return found


def baseline(kind: str, text: str) -> list[tuple[float, str]]:
    """What the patterns of before read."""
    if kind == "money":
        return [
            (
                float(one["number"].replace(",", "")) * OLD_SCALES[(one["scale"] or "")[:2].lower()],
                OLD_CODES[one["currency"].lower()],
            )
            for one in OLD_SUM.finditer(text)
        ]
    pattern = r"(\d+(?:\.\d+)?)%" if kind == "percent" else r"(\d[\d,.]*)"
    found = []
    for number in re.findall(pattern, text):
        try:
            found.append((float(number.replace(",", "")), ""))
        except ValueError:
            found.append((float("nan"), ""))
    return found


def same(one: list[tuple[float, str]], other: list[tuple[float, str]]) -> bool:
    return len(one) == len(other) and all(
        a[1] == b[1] and abs(a[0] - b[0]) <= 1e-9 * max(1.0, abs(b[0]))
        for a, b in zip(one, other, strict=True)
    )


def occurs(kind: str) -> set[int]:
    """The numbers of the cases whose form occurs in news."""
    rows = (line.split("\t") for line in DRAWN.read_text(encoding="utf-8").splitlines()[1:])
    return {int(row[0].split("-")[1]) for row in rows if row[0].startswith(kind) and row[1] == "yes"}


def score(folder: Path, kind: str) -> dict[str, Any]:
    """How many cases of a kind are read right, by us and by the baseline; which are not."""
    chosen = occurs(kind)
    right, right_of_all, old, wrong = 0, 0, 0, []
    every = cases(folder, kind)
    for number, case in enumerate(every):
        wanted = expected(kind, case)
        read = ours(kind, case["Input"])
        hit = wanted is not None and same(read, wanted)
        right_of_all += hit
        if number in chosen:
            right += hit
            old += wanted is not None and same(baseline(kind, case["Input"]), wanted)
            if not hit:
                wrong.append({"text": case["Input"][-150:], "wanted": wanted, "read": read})
    return {
        "right": right,
        "of": len(chosen),
        "share": round(right / len(chosen), 3),
        "baseline": round(old / len(chosen), 3),
        "all": f"{right_of_all}/{len(every)}",
        "wrong": wrong,
    }


def titles(data: Path) -> list[str]:
    """Every headline of the shared items."""
    found = []
    for file in sorted((data / "items").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["title"] for line in lines]
    return found


def speed(function: Callable[[str], object], texts: list[str]) -> int:
    """Texts in a second."""
    began = time.perf_counter()
    for text in texts:
        function(text)
    return round(len(texts) / (time.perf_counter() - began))


def hostile(size: int = 1_000_000) -> dict[str, str]:
    """Texts of about 1 MB that punish a careless pattern."""
    pieces = {
        "digits": "7",
        "dollars": "$1,",
        "commas": "1,",
        "thousands": "100,000,",
        "dots": "1.1.1.1 ",
        "spaces": " ",
        "one and spaces": "one        ",
        "between": "between ",
        "between sums": "between $3 and ",
        "words": "one hundred and ",
        "scales": "million billion ",
        "twenty": "twenty-",
        "half": "half a ",
        "dashes": "$1-",
        "percent": "5% to ",
        "numbers": "1 ",
        "dollar signs": "$",
        "a": "a",
        "a b": "A b ",
        "address": "http://",
        "at": "a@",
        "years": "2024-",
        "months": "May 1 ",
        "expected": "expected to ",
        "will by": "will by May 3 ",
        "quarters": "will in the third quarter ",
        "nested": "(" * 50 + "$5bn" + ")" * 50,
        "over": "over ",
        "quotes": "“",
        "lines": "\n",
        "mixed": "US$5.5-bn to 6 per-cent of ",
    }
    return {name: piece * (size // len(piece)) for name, piece in pieces.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    data = parser.parse_args().shared / "data"
    result: dict[str, Any] = {"cases": {}, "headlines_per_s": {}, "hostile_s": {}}
    for kind in FILES:
        row = result["cases"][kind] = score(data / "deals" / "recognizers_text", kind)
        print(
            f"{kind:8} {row['right']:4}/{row['of']:<4} {row['share']:.3f}  baseline {row['baseline']:.3f}  "
            f"of all cases {row['all']}"
        )
        for wrong in row["wrong"]:
            print("    ", wrong)
    texts = titles(data)
    plain = [text for text in texts if not numerals.may_have(text)]
    result["headlines_per_s"] = {
        "money, all": speed(figures.money, texts),
        "all figures, all": speed(figures.of, texts),
        "money, no number": speed(figures.money, plain),
        "all figures, no number": speed(figures.of, plain),
    }
    print(result["headlines_per_s"], f"of {len(texts)} headlines, {len(plain)} without a number")
    said = date(2026, 6, 10)
    for name, text in hostile().items():
        row = {}
        for label, function in (
            ("money", figures.money),
            ("of", figures.of),
            ("due", lambda text: dates.due(text, said)),
        ):
            began = time.perf_counter()
            function(text)
            row[label] = round(time.perf_counter() - began, 2)
        result["hostile_s"][name] = row
        print(f"{name:16}" + "".join(f"{label:>8} {seconds:5.2f} s" for label, seconds in row.items()))
    (HERE / "quantities.json").write_text(
        json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
