"""How long the step from MJML to a mail takes, beside npm's mjml on the same source in the same run.

    NODE_PATH=/path/to/node_modules python bench/mjml_speed.py [--stories 40] [--rounds 50] [--json FILE]

Ours is everything from the MJML to the mail: lint, render, mend, styles put onto the elements. So what it is
measured against is `npm_inlined`: mjml as it comes, which validates too, with the same styles in an `mj-style
inline`. `npm` does not put them onto elements and is shown beside it. The three take turns, each in a process
that is up already; `cold` is the first time, `warm` the median of the others.
Without node or the package `mjml` it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.render_speed import sample
from digest.render import Templates, email, issue, lint, mend, mjml

TARGET = 10
_NODE = """
const found = require('mjml'), fs = require('fs'), lines = require('readline');
const render = found.default || found;
lines.createInterface({ input: process.stdin }).on('line', async (file) => {
  const source = fs.readFileSync(file, 'utf8'), started = process.hrtime.bigint();
  await render(source);
  console.log(Number(process.hrtime.bigint() - started) / 1e6);
});
"""


def ours_ms(source: str, css: str) -> float:
    started = time.perf_counter()
    rendered = mjml.html(source, "email.mjml", lambda: source)
    email._inlined(mend.html(rendered, "Title", "en", "ltr"), css)  # noqa: SLF001
    return 1000 * (time.perf_counter() - started)


class Npm:
    """npm's mjml in a process of its own, which renders a file a line."""

    def __init__(self, modules: str, folder: Path) -> None:
        node = shutil.which("node")
        if not node:
            raise FileNotFoundError("no node on this machine")
        if not Path(modules, "mjml").is_dir():
            raise FileNotFoundError(f'no package mjml in "{modules}"')
        self._folder = folder
        environment = {**os.environ, "NODE_PATH": modules}
        self._process = subprocess.Popen(
            [node, "-e", _NODE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ms(self, name: str, source: str) -> float:
        """How long one rendering takes."""
        assert self._process.stdin
        assert self._process.stdout
        file = self._folder / f"{name}.mjml"
        file.write_text(source, "utf-8")
        self._process.stdin.write(f"{file}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """Ends the process."""
        self._process.terminate()
        self._process.wait(10)


def times(source: str, css: str, rounds: int, modules: str) -> dict[str, list[float]]:
    """Milliseconds of each, in turns."""
    inlined = source.replace("</mj-head>", f'<mj-style inline="inline">{css}</mj-style></mj-head>')
    found: dict[str, list[float]] = {"ours": [], "npm": [], "npm_inlined": []}
    with tempfile.TemporaryDirectory() as folder:
        npm = Npm(modules, Path(folder))
        try:
            for _ in range(rounds + 1):
                found["ours"].append(ours_ms(source, css))
                found["npm"].append(npm.ms("npm", source))
                found["npm_inlined"].append(npm.ms("npm_inlined", inlined))
        finally:
            npm.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--node-path", default=os.environ.get("NODE_PATH", ""), help="where npm's mjml lies")
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    templates, shown = Templates(), issue.of(sample(options.stories))
    source = templates.render("email.mjml", issue=shown)
    css = templates.render("email.css", issue=shown)
    assert not lint.faults(source)
    try:
        found = times(source, css, options.rounds, options.node_path)
    except FileNotFoundError as error:
        print(f"skipped: {error}; npm install mjml, and name its node_modules in NODE_PATH")
        return
    results: dict[str, float] = {"stories": options.stories, "mjml_bytes": len(source.encode())}
    for name, (cold, *warm) in found.items():
        results[f"{name}_cold_ms"] = round(cold, 2)
        results[f"{name}_warm_ms"] = round(statistics.median(warm), 2)
    for name in ("npm", "npm_inlined"):
        results[f"{name}_ratio"] = round(results[f"{name}_warm_ms"] / results["ours_warm_ms"], 1)
        results[f"{name}_cold_ratio"] = round(results[f"{name}_cold_ms"] / results["ours_cold_ms"], 1)
    for name, value in results.items():
        print(f"{name:<22}{value:>10}")
    reached = "reached" if results["npm_inlined_ratio"] >= TARGET else "missed"
    print(f"target: {TARGET} times as fast as npm's mjml with the same styles on the elements: {reached}")
    options.json.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
