"""What mail clients support, trimmed for the gate: makes `digest/data/clients.json` anew.

    python bench/renew_clients.py data.json

`data.json` is what https://www.caniemail.com/api/data.json answers (MIT). Kept is, for each feature, what the
last tested version of each client does with it: `y` shows it, `a` shows it partly, `n` does not, `u` and `-`
are unknown; and the notes that say what is partial. Clients in which only a few features were ever tested
are left out. Read the difference before you commit it, and `digest/data/clients_harmless.toml` with it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

RESULT = Path(__file__).resolve().parent.parent / "digest" / "data" / "clients.json"
FEWEST = 200  # features that were tested in a client; with fewer its row would say nothing
LONGEST_NOTE = 120  # characters
WORDS = {"desktop-webmail": "webmail", "mobile-webmail": "mobile web", "windows-mail": "Windows Mail"}
NAMES = {"yahoo": "Yahoo", "thunderbird": "Thunderbird", "protonmail": "Proton Mail"}
ORDER = (
    "apple-mail",
    "gmail",
    "outlook",
    "yahoo",
    "samsung-email",
    "thunderbird",
    "protonmail",
    "hey",
    "fastmail",
)
"""The families told first, and with their notes; the others follow in the order of their names."""


def last(versions: dict[str, str]) -> str:
    """What the last tested version does; the file names the versions in the order of their tests."""
    return list(versions.values())[-1] if versions else "-"


def clients(features: list[dict[str, Any]]) -> list[str]:
    """The clients that are kept, as `family.platform`, in the order in which they are told."""
    tested = Counter(
        f"{family}.{platform}"
        for feature in features
        for family, platforms in feature["stats"].items()
        for platform in platforms
    )
    kept = (client for client, number in tested.items() if number >= FEWEST)
    order = {family: at for at, family in enumerate(ORDER)}
    return sorted(kept, key=lambda client: (order.get(client.split(".")[0], len(order)), client))


def name(client: str, nicenames: dict[str, dict[str, str]]) -> str:
    """`outlook.ios` as `Outlook: iOS`."""
    family, platform = client.split(".")
    shown = WORDS.get(platform) or nicenames["platform"][platform]
    return f"{NAMES.get(family) or nicenames['family'][family]}: {shown}"


def told(feature: dict[str, Any], kept: list[str]) -> list[Any]:
    """Title, a letter for each client, and by note the clients that it is about."""
    letters, notes = [], defaultdict(list)
    by_number = feature["notes_by_num"] or {}
    for client in kept:
        family, platform = client.split(".")
        state = last(feature["stats"].get(family, {}).get(platform, {}))
        letters.append(state[0])
        if state[0] == "a" and family in ORDER:
            for number in re.findall(r"#(\d+)", state):
                notes[plain(by_number.get(number, ""))].append(client)
    return [plain(feature["title"]), "".join(letters), {note: of for note, of in notes.items() if note}]


def plain(text: str) -> str:
    """Without Markdown, on one line, and not for ever."""
    line = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").split())
    return line if len(line) <= LONGEST_NOTE else line[: LONGEST_NOTE - 1].rsplit(" ", 1)[0] + "…"


def main() -> None:
    """Reads the file that is named and writes the trimmed one."""
    source = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    features = [feature for feature in source["data"] if feature["category"] != "others"]
    kept = clients(features)
    head = {
        "about": "What the last version of each client supports: y yes, a partly, n no, u and - unknown.",
        "source": "https://www.caniemail.com/api/data.json",
        "licence": "MIT, Rémi Parmentier and the contributors of caniemail.com",
        "renew": "python bench/renew_clients.py data.json",
        "date": source["last_update_date"][:10],
        "clients": {client: name(client, source["nicenames"]) for client in kept},
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    rows = ",\n".join(
        f"{json.dumps(feature['slug'])}: {json.dumps(told(feature, kept), ensure_ascii=False)}"
        for feature in sorted(features, key=lambda feature: str(feature["slug"]))
    )
    RESULT.write_text("{\n" + ",\n".join(lines) + ',\n"features": {\n' + rows + "\n}\n}\n", encoding="utf-8")
    print(f"{len(features)} features, {len(kept)} clients, {RESULT.stat().st_size} bytes: {RESULT}")


if __name__ == "__main__":
    main()
