"""Ten years of a weekly: how long the whole site takes, and how long one more edition.

    python -m bench.site_speed [--editions 520] [--stories 40] [--rounds 3]

The editions are those of the demo with other companies, told 40 stories long. "whole" makes every page anew,
feeds and search included; "one more" publishes the last edition onto the site of the others. What both do
before, seeing whether the draft is as it was approved, is not counted. Beside it, in the same run: printing
only the pages of the editions, each from its frozen record, as a plain generator would.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.publish_kills import NOW, approved, frozen, sample, shifted
from digest import editionjson, publishing
from digest.approval import Frozen
from digest.model import Deal, Edition, Piece
from digest.project import load, opened
from digest.render import Templates, renditions

_COMPANIES = 400


def longer(edition: Edition, weeks: int, stories: int, draw: random.Random) -> Edition:
    """The edition with so many stories, reported so much later, of companies out of a few hundred."""
    pieces = edition.pieces
    many = [replace(pieces[n % len(pieces)], id=f"{pieces[n % len(pieces)].id}{n}") for n in range(stories)]
    share = -(-stories // len(edition.sections))
    sections = tuple(
        replace(
            section, pieces=tuple(_told(piece, weeks, draw) for piece in many[n * share : (n + 1) * share])
        )
        for n, section in enumerate(edition.sections)
    )
    return replace(edition, sections=sections)


def _told(piece: Piece, weeks: int, draw: random.Random) -> Piece:
    deals = tuple(_of_another(deal, draw) for deal in piece.deals)
    if not piece.story:
        return replace(piece, deals=deals)
    entries = tuple(
        replace(entry, published=entry.dated + timedelta(weeks=weeks)) for entry in piece.story.entries
    )
    return replace(piece, deals=deals, story=replace(piece.story, entries=entries, copies=()))


def _of_another(deal: Deal, draw: random.Random) -> Deal:
    name = f"Company {draw.randrange(_COMPANIES)}"
    statements = tuple(replace(one, deal=replace(one.deal, company=name)) for one in deal.statements)
    return replace(deal, company=name, statements=statements)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--editions", type=int, default=520)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    draw, known = random.Random(1), dict[str, Frozen]()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        edition, templates = sample(folder), Templates()
        for weeks in range(given.editions):
            made = longer(shifted(edition, weeks), weeks, given.stories, draw)
            known[made.key] = frozen(made, templates)
        *_, last = known
        with opened(load(folder / "sources.toml")) as project, approved(known):
            for one in known.values():
                project.store.approve(one.approval)
            first = next(iter(known))
            publishing.publish(project, first, NOW)
            _list_all(project.config.out, [key for key in known if key != last], known)
            began = time.perf_counter()
            planned = publishing.plan_all(project)
            publishing.carry_out(project, planned, NOW)
            print(f"whole     {time.perf_counter() - began:6.2f} s, {len(planned.after.files)} files")
            began = time.perf_counter()
            if given.profile:
                import cProfile

                cProfile.runctx("publishing.publish(project, last, NOW)", globals(), locals(), sort="tottime")
            publishing.publish(project, last, NOW)
            print(f"one more  {time.perf_counter() - began:6.2f} s")
        largest = max((folder / "site").rglob("*.html"), key=lambda path: path.stat().st_size)
        print(f"largest page {largest.stat().st_size / 1000:.1f} kB, {largest.relative_to(folder / 'site')}")
        began = time.perf_counter()
        for one in known.values():
            renditions(editionjson.read(one.files["edition.json"].decode()), templates, only=["page"])
        print(
            f"baseline  {time.perf_counter() - began:6.2f} s: only the pages of the editions, printed again"
        )


def _list_all(out: Path, keys: list[str], known: dict[str, Frozen]) -> None:
    """Lets the record say that all of these are published; making the site anew writes their pages."""
    import json

    file = out / "published.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    (place,) = told.values()
    place["editions"] = {key: known[key].approval.digest for key in keys}
    file.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
