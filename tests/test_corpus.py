"""Real articles through the whole line; skipped where the shared data are absent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import periods, pipeline, start
from digest.deals import names
from digest.model import Deal, Entry, Money
from digest.pipeline import Built
from digest.project import load, opened

pytestmark = pytest.mark.corpus
JUNK = (
    "Leave a Reply",
    "email address will not be published",
    "Image Description",
    "Share this article",
    "Visit iavva",
    "lightbulb icon",
    "Photo AI scale up",
)


SEEDS = {
    ("funding", "Surge AI", (), Money(1e9, "USD", "up_to"), None, "rumoured"),
    ("funding", "Micro1", (), None, Money(5e8), "rumoured"),
    ("funding", "Together AI", ("Aramco Ventures",), Money(8e8), Money(8.3e9), "announced"),
    ("fund", "Cisco", (), Money(1e9), None, "announced"),
    ("funding", "Oxmiq", (), Money(3.5e7), None, "announced"),
    ("investment", "Joulent", ("National Grid",), Money(1.75e9), None, "announced"),
}


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, tuple[Entry, ...]]:
    """What the three articles became, and the entries as they were kept."""
    tmp_path = tmp_path_factory.mktemp("seeds")
    start.init(tmp_path)
    text = (tmp_path / "sources.toml").read_text(encoding="utf-8")
    source = f'[[sources]]\nname = "Seeds"\nkind = "folder"\npath = "{shared / "seeds"}"\n'
    text = text[: text.index("[[sources]]")] + source
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    config = load(tmp_path / "sources.toml")
    newest = max(
        file.stat().st_mtime for file in (shared / "seeds").iterdir()
    )  # a file without date has that
    now = datetime.fromtimestamp(newest, UTC).replace(microsecond=0) + timedelta(minutes=1)
    week = timedelta(weeks=1)
    period = periods.between(now - week, now + week, "seeds", "UTC")
    with opened(config) as project:
        built = pipeline.build(project, period, now, lambda *_: None)
        kept = project.store.entries(datetime(2000, 1, 1, tzinfo=UTC))
    return built, kept


def test_the_seed_articles_make_an_edition_without_junk(seeds: tuple[Built, tuple[Entry, ...]]) -> None:
    built, kept = seeds
    stories = [piece.story for piece in built.composed.edition.pieces if piece.story]
    cut = {entry.id: story for story in stories for entry in story.entries if entry.within}
    assert len(kept) == 3
    assert len(cut) >= 10, "the roundup gives its events"
    assert {story.section for story in cut.values()} == {
        section.id for section in built.composed.edition.sections
    }
    meta = stories[0].entries
    assert len([entry for entry in meta if not entry.within]) == 2
    assert [entry for entry in meta if entry.within], (
        "the roundup's word on the stake is the third report of it"
    )
    for file in built.rendered.files:
        text = file.read_text(encoding="utf-8")
        assert not [junk for junk in JUNK if junk.lower() in text.lower()], file.name
    for entry in kept:
        assert not [junk for junk in JUNK if junk.lower() in entry.text.lower()], entry.title
        assert len(entry.text) > 3000


def _deals(built: Built) -> dict[str, list[Deal]]:
    """The deals of the edition by the key of the company."""
    found: dict[str, list[Deal]] = {}
    for piece in built.composed.edition.pieces:
        for deal in piece.deals:
            found.setdefault(names.key(deal.company), []).append(deal)
    return found


def test_the_seeds_tell_one_stake_in_scale_ai_with_three_sums(seeds: tuple[Built, tuple[Entry, ...]]) -> None:
    built, kept = seeds
    (stake,) = [deal for deal in _deals(built)[names.key("Scale AI")] if deal.counterparties]
    assert [names.key(name) for name in stake.counterparties] == [names.key("Meta")]
    assert (stake.stake_percent, stake.status) == (49, "announced")
    sums = {said.deal.amount for said in stake.statements if said.deal.amount}
    assert sums == {Money(10e9, "USD", "at_least"), Money(14e9), Money(14.8e9)}
    assert {said.deal.status for said in stake.statements} >= {"rumoured", "announced"}
    story = next(p.story for p in built.composed.edition.pieces if stake in p.deals)
    assert story
    urls_of = {entry.id: (entry.within or entry).url for entry in story.entries}
    assert len({said.entry for said in stake.statements} & urls_of.keys()) == len(kept) == 3
    (difference,) = [one for one in story.differences if one.what.startswith("amount")]
    assert len({stated.figure.split(" for ")[0] for stated in difference.stated}) == 3


def test_the_other_deals_of_the_seeds_are_read(seeds: tuple[Built, tuple[Entry, ...]]) -> None:
    found = _deals(seeds[0])
    for kind, company, partners, amount, valuation, status in SEEDS:
        (deal,) = found[names.key(company)]
        assert (deal.kind, deal.amount, deal.valuation, deal.status) == (kind, amount, valuation, status)
        assert set(map(names.key, deal.counterparties)) == set(map(names.key, partners)), company
    (joulent,) = found[names.key("Joulent")]
    assert joulent.stake_percent == 35


def test_the_seeds_tell_nothing_else(seeds: tuple[Built, tuple[Entry, ...]]) -> None:
    known = {names.key(company) for _, company, *_ in SEEDS} | {names.key("Scale AI")}
    assert set(_deals(seeds[0])) <= known
