r"""How well figures are read: Currency, Number and Percent cases of Recognizers-Text, speed, hostile input.

    python bench/quantities.py [--shared ../shared]

A case is right if every number (with its currency) that it expects is read, in order, and no other. The
baseline is what stood here before: a pattern for sums, `\d[\d,.]*` for numbers, `\d+(\.\d+)?%` for percent.

Cases left out are counted by class and never tried; all are forms that English news does not write, or
that are no figure there:
  fraction     fractions that news writes as percent ("three twenty-firsts", "one over three", "3/4"), and
               bare ones that may be an ordinal or a time ("a fifth", "three quarters"); the others are tried
  scientific   powers and exponents (1.1^23, 1e10, 1.3x10^6)
  point        decimals said aloud ("two hundred point seventy-one")
  continental  decimal commas (1.111,11)
  puzzle       scales joined by "and" that nobody prints ("one billion and three quarters million"), blanks
               between sign and digits ("- 10  k"), dozens cut to "dzs"
  identifier   addresses, telephone numbers, dates in digits, SCP-173: refused on purpose
  giga         "10G": 5G is no figure
  pronoun      "one" alone, which news uses as a pronoun
  exotic       currencies outside data/currencies.txt, and coins of play (satoshi, sen)
  spoken       cents told without their name ("15 dollars 50", "one dollar and two")
  turned       "percent of twenty" for 20 %: in news that is twenty of something else
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
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
LEFT_OUT = {
    "number": (
        ("scientific", re.compile(r"\d\^|\de[+\d]|\de-|x10")),
        ("point", re.compile(r"\bpoint (?!of)")),
        ("continental", re.compile(r"\b\d,\d\b|\b\d,\d\d\b|\.\d{3},")),
        ("identifier", re.compile(r"\d\.\d+\.\d|[A-Z]-\d|\d/\d+/\d|\+1")),
        ("giga", re.compile(r"\dG|\d G")),
        (
            "puzzle",
            re.compile(
                r"^- 1|and \w+ (?:half|quarters?) million|and two dozens|dz|dozs|2 hundred are|crore and"
            ),
        ),
        (
            "fraction",
            re.compile(
                r"^[ -]*\d/\d|^(?:a half|a fifth|three quarters)$|(?:hundred|thousand|million|trillion)ths?\b"
                r"|\b(?:one|1|two|2000|negative one) (?:over|in|out of) (?:\d|[a-z])|than half people"
                r"|(?:twenty|twenty[ -]one|twenty-three|hundred|thousand|thirty|thirty[ -]two|five)[ -]"
                r"(?:and )?(?:firsts?|fifths?)"
                r"|thirtieth",
            ),
        ),
        ("pronoun", re.compile(r"one last|(?:minus|negative) one\b")),
    ),
    "money": (
        (
            "spoken",
            re.compile(
                r"(?i)(?:dollars?|usd) (?:and )?(?:forty five|one|two|15|25|50)(?! dollar| \w+ times)\b"
                r"|\$ 100 and fifty|kuai|15 USD 50|\$ 30 cent"
            ),
        ),
    ),
    "percent": (("turned", re.compile(r"(?i)per ?cents? of [\w-]+$")),),
}


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


def why_left_out(kind: str, case: dict[str, Any]) -> str:
    """The class of a case that is not tried; "" for one that is."""
    return next((name for name, pattern in LEFT_OUT[kind] if pattern.search(case["Input"])), "")


def score(folder: Path, kind: str) -> dict[str, Any]:
    """How many cases of a kind are read right, by us and by the baseline; which are not."""
    right, old, total, wrong, left = 0, 0, 0, [], Counter[str]()
    for case in cases(folder, kind):
        wanted = expected(kind, case)
        if reason := ("exotic" if wanted is None else why_left_out(kind, case)):
            left[reason] += 1
            continue
        assert wanted is not None
        total += 1
        read = ours(kind, case["Input"])
        right += same(read, wanted)
        old += same(baseline(kind, case["Input"]), wanted)
        if not same(read, wanted):
            wrong.append({"text": case["Input"][-150:], "wanted": wanted, "read": read})
    return {
        "right": right,
        "of": total,
        "share": round(right / total, 3),
        "baseline": round(old / total, 3),
        "left_out": dict(left),
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
            f"left out {row['left_out']}"
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
