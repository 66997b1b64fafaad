"""Two hundred generated editions: every output made, every word looked for, every rule of the gate asked.

    python bench/mail_corpus.py [--strings blns.json] [--spam 40] [--json bench/mail_corpus.json]

`--strings` takes a JSON list of strings, such as the Big List of Naughty Strings; each becomes a headline and
a blurb and stands in every other field. `--spam N` also asks SpamAssassin (`-L`, without the network) for its
score of each mail; the aim is 0.0 or less.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digest.errors import DigestError
from digest.model import Edition, Stationery
from tests import generated, laws, naughty, presses

CHUNK = 40
MOST_LINES = 20


def corpus(strings: list[str]) -> Iterator[tuple[str, str, Edition, Stationery]]:
    """Name, kind, edition and stationery of each."""
    for number in range(generated.COUNT):
        kind = generated.kind(number).name
        yield f"edition {number}", kind, generated.edition(number), generated.stationery(number)
    for first in range(0, len(naughty.STRINGS), CHUNK):
        made = generated.planted(naughty.STRINGS[first : first + CHUNK])
        yield f"own strings {first}", "planted", made, generated.stationery(0)
    for first in range(0, len(strings), CHUNK):
        made = generated.planted(strings[first : first + CHUNK])
        yield f"given strings {first}", "planted", made, generated.stationery(0)


def scores(messages: dict[str, str]) -> dict[str, tuple[float, str]]:
    """By name the score and the rules that hit, in one run over an mbox, which comes back in any order."""
    with tempfile.TemporaryDirectory() as folder:
        mbox = Path(folder) / "all.mbox"
        parts = (
            f"From weekly@scale-notes.press Sun Jun 15 17:00:00 2025\nX-Corpus: {name}\n"
            + re.sub(r"(?m)^From ", ">From ", message.replace("\r\n", "\n"))
            for name, message in messages.items()
        )
        mbox.write_text("\n".join(parts) + "\n", "utf-8")
        command = ["spamassassin", "-L", "-t", "--cf=use_bayes 0", "--mbox", str(mbox)]
        ran = subprocess.run(command, capture_output=True, check=True, timeout=1800)
    text = re.sub(rb"\n[ \t]+", b" ", ran.stdout).decode("utf-8", "replace")
    status = r"(?m)^X-Spam-Status:.*?score=(-?[\d.]+).*?tests=([A-Z_0-9, ]+?) autolearn"
    found = {}
    for mail in re.split(r"(?m)^From \S+ Sun Jun 15 17:00:00 2025$", text):
        name, told = re.search(r"(?m)^X-Corpus: (.*)$", mail), re.search(status, mail)
        if name and told:
            found[name[1]] = (float(told[1]), told[2])
    assert found.keys() == messages.keys()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", type=Path)
    parser.add_argument("--spam", type=int, default=0, help="how many of the mails, spread over all")
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    strings = json.loads(options.strings.read_text("utf-8")) if options.strings else []
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    broken: dict[str, list[str]] = {}
    messages: dict[str, str] = {}
    for name, kind, made, paper in corpus(strings):
        counts.update(editions=1, stories=len(made.pieces))
        try:
            galley = presses.galley(made, paper)
        except DigestError as error:
            broken[name] = [f"the press refuses it: {error}"]
            continue
        counts.update(replaced=len(galley.replaced), shortened=len(laws.shortened(galley)) > 0)
        counts["largest mail, bytes"] = max(
            counts["largest mail, bytes"], len(galley.outputs["email.html"].encode())
        )
        if told := laws.of_galley(galley, kind):
            broken[name] = told
        if galley.message:
            messages[name] = galley.message
    counts["broken"] = len(broken)
    asked = dict([*messages.items()][:: max(1, len(messages) // options.spam)]) if options.spam else {}
    spam = scores(asked) if asked and shutil.which("spamassassin") else {}
    rules = Counter(line.split(":")[0] for told in broken.values() for line in told)
    for name, count in (*counts.items(), *sorted(rules.items())):
        print(f"{name:<44}{count:>10}")
    if spam:
        print(f"{'SpamAssassin, mails asked about':<44}{len(spam):>10}")
        print(f"{'SpamAssassin, highest score':<44}{max(spam.values())[0]:>10}")
        for name, (score, hit) in spam.items():
            if score > 0:
                print(f"{name}: {score}: {hit}")
    for line in [f"{name}: {line}" for name, told in broken.items() for line in told][:MOST_LINES]:
        print(line[:240])
    print(f"{time.perf_counter() - began:.1f} s")
    result = {"counts": counts, "rules": rules, "broken": broken, "spam": spam}
    options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
