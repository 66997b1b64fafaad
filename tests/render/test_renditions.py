"""All outputs of an edition: the same stories, the same order, nothing active, the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from digest import editionjson
from digest.errors import UsageError
from digest.model import Edition, Rendition, Section, SourceNote
from digest.render import FORMATS, Templates, missing, renditions
from tests import editions, records
from tests.render import reckoned
from tests.render.strategies import ATTACKS, random_editions

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = Templates()
_SAMPLES = {
    "weekly": editions.weekly(),
    "nasty": editions.nasty(),
    "quiet": editions.quiet(),
    "plain": editions.edition(),
    "judged": editions.judged(),
    "reckoned": reckoned.edition(),
    "corrected": editions.corrected(),
}
_ACTIVE = (
    "script, iframe, object, embed, form, input, svg:not(.bar), svg.bar > :not(rect), math, base, "
    "link[rel=stylesheet], img, video, source"
)


def _texts(edition: Edition) -> dict[str, str]:
    return {rendition.format: rendition.text for rendition in renditions(edition, TEMPLATES)}


def _active(html: str) -> list[str]:
    """What a browser would run, load or send of `html`."""
    tree = LexborHTMLParser(html)
    found = [node.html or "" for node in tree.css(_ACTIVE)]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            address = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            is_script = address.startswith(("javascript:", "vbscript:", "data:"))
            if name.startswith("on") or (name in {"href", "src", "action", "background"} and is_script):
                found.append(f"{name}={value}")
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_a_small_edition_comes_out_as_it_did_when_somebody_last_read_it(
    name: str,
    templates: Templates,
    update_golden: bool,  # noqa: FBT001 (a fixture)
) -> None:
    (made,) = renditions(reckoned.edition(sample=True), templates, only=[name])
    golden = GOLDEN / made.filename
    if update_golden:
        golden.write_text(made.text, "utf-8")
    assert made.text == golden.read_text("utf-8")


@pytest.mark.parametrize("name", _SAMPLES)
def test_every_headline_and_link_stands_in_every_output_in_the_same_order(name: str) -> None:
    edition = _SAMPLES[name]
    lacks = missing(edition, renditions(edition, TEMPLATES))
    assert [lack for lack in lacks if "Bad scheme" not in lack] == []


@pytest.mark.parametrize("query", ["a&copy=1", "lt&GT=2", "sect&para&reg=us", "x=%26gt;&amp;y"])
def test_an_address_that_looks_like_an_entity_is_whole_in_every_output(query: str) -> None:
    url = f"https://news.example/?{query}"
    made = records.edition(Section("deals", "Deals", "", (replace(records.piece("A deal"), url=url),)))
    assert missing(made, renditions(made, TEMPLATES)) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_editions())
def test_no_text_however_hostile_loses_a_story_or_runs_anything(edition: Edition) -> None:
    made = renditions(edition, TEMPLATES)
    assert missing(edition, made) == ()
    texts = {rendition.format: rendition.text for rendition in made}
    assert _active(texts["email"]) == []
    assert _active(texts["page"]) == []
    assert _active(MarkdownIt("commonmark").render(texts["markdown"])) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_any_field_stays_text(attack: str) -> None:
    hit = editions.edition(
        title=attack,
        tagline=attack,
        subject=attack,
        preheader=attack,
        intro=attack,
        rooms=(
            Section("deals", attack, attack, (editions.piece(attack, attack, attack),)),
            Section("x", attack, attack, (editions.piece(attack, "", attack, 2),)),
        ),
        sources=(SourceNote(attack, 1, 1), SourceNote(attack, 0, 0, attack)),
    )
    texts = _texts(hit)
    assert _active(texts["email"]) == []
    assert _active(texts["page"]) == []
    assert _active(MarkdownIt("commonmark").render(texts["markdown"])) == []


def test_a_template_expression_in_a_title_is_printed_as_it_is() -> None:
    edition = editions.edition(rooms=(Section("a", "A", "", (editions.piece("{{ 7*7 }}"),)),))
    texts = _texts(edition)
    assert all("{{ 7*7 }}" in texts[name] for name in ("email", "text", "page", "json"))
    assert "49" not in "".join(texts[name] for name in ("email", "text", "page")).replace("#", "")


def test_markdown_shows_titles_word_for_word_in_commonmark() -> None:
    html = MarkdownIt("commonmark").render(_texts(editions.nasty())["markdown"])
    words = " ".join(LexborHTMLParser(html).body.text().split())  # type: ignore[union-attr]
    for headline in editions.HOSTILE[:7]:
        assert " ".join(headline.split()) in words


@pytest.mark.parametrize("name", _SAMPLES)
def test_the_same_edition_gives_the_same_bytes(name: str) -> None:
    again = renditions(_SAMPLES[name], Templates())
    assert again == renditions(_SAMPLES[name], TEMPLATES)


def test_a_sample_says_so_in_every_output_and_a_real_edition_in_none() -> None:
    for name, text in _texts(editions.weekly(sample=True)).items():
        assert '"sample": true' in text if name == "json" else "invented" in text, name
    assert not any("invented" in text for text in _texts(editions.weekly(sample=False)).values())


def test_an_edition_without_stories_still_says_something() -> None:
    texts = _texts(editions.quiet())
    assert all("quiet week" in texts[name].lower() for name in ("markdown", "email", "text", "page"))


def test_a_section_without_stories_is_left_out() -> None:
    texts = _texts(editions.nasty())
    assert not any("Nobody sees this" in texts[name] for name in ("markdown", "email", "text", "page"))


def test_view_in_browser_shows_only_where_there_is_a_page() -> None:
    assert "View in browser" in _texts(editions.edition())["email"]
    assert "View in browser" not in _texts(editions.edition(url=""))["email"]


def test_only_the_wanted_formats_are_made_in_their_usual_order() -> None:
    made = renditions(editions.edition(), TEMPLATES, only=("json", "markdown"))
    assert [rendition.filename for rendition in made] == ["edition.md", "edition.json"]
    assert editionjson.read(made[1].text) == editions.edition()


def test_an_unknown_format_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match='"pdf": is no format; choose from markdown, email'):
        renditions(editions.edition(), TEMPLATES, only=["pdf"])


def test_a_lost_story_a_lost_link_and_a_changed_order_are_reported() -> None:
    edition = editions.edition()
    page = Rendition("page", "index.html", "text/html", "<p>Company 1.2 sells 2 % of itself</p>")
    lacks = missing(edition, [page])
    assert "index.html: “Company 1.1 sells 1 % of itself” is missing" in lacks
    assert any(lack.endswith("lacks its link to https://outlet-1.example/12") for lack in lacks)
    first, second = (piece.headline for piece in edition.pieces[:2])
    swapped = Rendition("page", "index.html", "text/html", f"<p>{second}</p><p>{first}</p>")
    assert any(lack.endswith("stands out of order") for lack in missing(edition, [swapped]))


def test_an_endless_address_is_refused_in_few_words() -> None:
    made = editions.changed(editions.piece("Acme grows", "So."), url="https://long.example/" + "a" * 4_500)
    edition = editions.edition(rooms=(Section("deals", "Deals", "", (made,)),))
    lacks = missing(edition, renditions(edition, TEMPLATES))
    assert any(lack.endswith("… is longer than 4,096 characters") for lack in lacks)
    assert max(map(len, lacks)) < 250
