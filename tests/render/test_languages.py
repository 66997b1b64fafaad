"""An edition in each language: its own words everywhere, the reports' words as they are, no English."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest import bundled, messages
from digest.check.numbers import gate
from digest.compose import edition as composing
from digest.compose import place, watch
from digest.config import EditionSettings, Theme
from digest.errors import TemplateError
from digest.messages import ENGLISH
from digest.model import BLANK, Due, Edition, Period, SourceNote, Stationery
from digest.render import Templates, missing, reminders, renditions
from digest.render.sums import retold
from tests import editions
from tests.records import NOW, PERIOD, entry, story
from tests.render import reckoned

TEMPLATES = Templates()
GOLDEN = Path(__file__).parent / "golden"
IN_HEADLINES = {"Company", "chips"}
DUE = date(2026, 11, 25)
FOREIGN = ("ar", "de", "es", "fr", "pt")
SENT = Stationery(
    sender="Scale Notes <weekly@notes.example>",
    address="Scale Notes, 1 Harbour Street, Port City",
    unsubscribe="https://notes.example/leave/{token}",
)


def _texts(edition: Edition, stationery: Stationery = BLANK) -> dict[str, str]:
    made = renditions(edition, TEMPLATES, only=["markdown", "email", "text", "page"], stationery=stationery)
    return {one.format: one.text for one in made}


def _words(text: str) -> str:
    """What is read of an output, HTML or not, on one line."""
    if text.startswith("<"):
        tree = LexborHTMLParser(re.sub(r"(?is)<!doctype[^>]*>", "", text))
        for unread in tree.css("style, script"):
            unread.decompose()
        text = tree.body.text(separator=" ") if tree.body else ""
    return " ".join(re.sub(r"[*\\]", "", text).split())


@pytest.mark.parametrize("language", FOREIGN)
def test_a_small_edition_in_each_language_reads_as_when_somebody_last_read_it(
    language: str,
    update_golden: bool,  # noqa: FBT001 (a fixture)
) -> None:
    made = _texts(reckoned.edition(sample=True, language=language), SENT)["text"]
    golden = GOLDEN / f"email.{language}.txt"
    if update_golden:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


@pytest.mark.parametrize("language", FOREIGN)
def test_no_english_word_of_the_program_stands_in_another_language(language: str) -> None:
    words = messages.of(language)
    english = {
        text: key
        for key, text in ENGLISH.table.items()
        if isinstance(text, str)
        and re.search("[a-z]{4}", text)
        and "{" not in text
        and words.table[key] != text
    }
    for edition in (reckoned.edition(sample=True), editions.quiet(), editions.judged()):
        told = replace(edition, language=language, tagline="", intro="")
        for name, text in _texts(told, SENT).items():
            read = _words(text)
            left = [
                one
                for one in english.keys() - IN_HEADLINES
                if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", read)
            ]
            assert left == [], name


@pytest.mark.parametrize("language", FOREIGN)
def test_proofreading_holds_in_every_language(language: str) -> None:
    for edition in (reckoned.edition(), editions.weekly(), editions.judged(), editions.quiet()):
        told = replace(edition, language=language)
        assert missing(told, renditions(told, TEMPLATES)) == ()


@pytest.mark.parametrize("language", FOREIGN)
def test_hostile_texts_lose_nothing_and_run_nothing_in_any_language(language: str) -> None:
    told = replace(editions.nasty(), language=language)
    made = renditions(told, TEMPLATES)
    assert [lack for lack in missing(told, made) if "Bad scheme" not in lack] == []
    for one in made:
        if one.media_type == "text/html":
            assert not LexborHTMLParser(one.text).css("script, iframe, object, form, base")
            assert "<script" not in one.text


@pytest.mark.parametrize("language", FOREIGN)
def test_a_lost_figure_is_found_in_every_language(language: str) -> None:
    told = reckoned.edition(language=language)
    (made,) = renditions(told, TEMPLATES, only=["text"])
    sums = messages.of(language).sum(14.8e9, "USD")
    lost = replace(made, text=made.text.replace(sums, "?"))
    assert any("is missing from the deal table" in lack for lack in missing(told, [lost]))


@pytest.mark.parametrize(
    "name",
    [
        "email.mjml",
        "email-parts.mjml",
        "email-figures.mjml",
        "page.html",
        "page-figures.html",
        "edition.md",
        "email.txt",
    ],
)
def test_a_template_holds_no_words_of_its_own(name: str) -> None:
    source = (bundled.path("templates") / name).read_text("utf-8")
    for unread in (
        r"\{#.*?#\}",
        r"\{\{.*?\}\}",
        r"\{%.*?%\}",
        r"<mj-style.*?</mj-style>",
        r"<[^>]*>",
        r"&#?\w+;",
    ):
        source = re.sub(unread, " ", source, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", source) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "over $10B rumoured → $14.8B for 49%; valuation $30B"),
        ("de", "über 10 Mrd. $ unbestätigt → 14,8 Mrd. $ für 49 %; Bewertung 30 Mrd. $"),
        ("es", "más de 10.000 M$ sin confirmar → 14.800 M$ por el 49 %; valoración 30.000 M$"),
    ],
)
def test_a_line_of_figures_is_told_again_and_anybodys_words_are_not(language: str, said: str) -> None:
    words = messages.of(language)
    line = "over $10B rumoured → $14.8B for 49%; valuation $30B"
    assert retold(line, words).replace("\u00a0", " ") == said
    for own in ("It paid $14.8B at once.", "announced late", ""):
        assert retold(own, words) == own


def _composed(language: str, stories: int) -> Edition:
    """What the machine makes of a week; every second story is told by two newsrooms."""
    told = tuple(
        story(
            entry(f"Harbour {chr(65 + n)} opens its gates", text="It opens."),
            *([entry(f"Gates of harbour {chr(65 + n)} open", source="The Circuit")] if n % 2 else []),
        )
        for n in range(stories)
    )
    entries = [item for one in told for item in one.entries]
    return composing.edition(
        told,
        (),
        period=PERIOD,
        number=7,
        settings=EditionSettings(title="Small Weekly", language=language),
        themes=(Theme(id="deals", title="Deals"),),
        sources=place.source_notes(("Ledger Wire", "The Circuit"), entries, place.Placed(told, (), ()), {}),
        built_at=NOW,
        words=messages.of(language),
    )


@pytest.mark.parametrize("language", messages.shipped())
@pytest.mark.parametrize("stories", [1, 2, 3, 5, 12, 25])
def test_the_gate_knows_the_numbers_that_the_machine_wrote_in_every_language(
    language: str, stories: int
) -> None:
    made = _composed(language, stories)
    assert made.intro
    found = gate.of(made, {})
    assert [finding for finding in found if "intro" in finding.place or "subject" in finding.place] == []


@pytest.mark.parametrize("language", messages.shipped())
def test_the_gate_sees_in_every_language_that_a_number_above_the_stories_is_old(language: str) -> None:
    made = _composed(language, 25)
    assert "25" in made.intro
    intros = [made.intro.replace("25", "26", 1)]
    if (
        language != "ar"
    ):  # the grammar of figures is English: of letters without capitals it sees the first number
        intros.append(made.intro.replace("12", "11"))
    for old in intros:
        assert old != made.intro
        assert gate.of(replace(made, intro=old), {}), old


def test_a_quiet_week_and_its_dates_are_said_in_the_language_of_the_edition() -> None:
    quiet = _composed("de", 0)
    assert (quiet.subject, quiet.intro) == ("Small Weekly: eine ruhige Woche", "")
    assert "15. – 22." not in _texts(quiet)["text"]
    assert "16.–22. November 2026" in _texts(quiet)["text"]


def test_what_falls_due_is_said_once_in_the_language_of_the_edition() -> None:
    earlier = _composed("fr", 1)
    (piece,) = earlier.pieces
    assert piece.story
    due = Due(piece.story.lead.id, "The ruling is due on 25 November.", "on 25 November", DUE, DUE)
    told = replace(piece, story=replace(piece.story, due=(due,)))
    earlier = earlier.with_sections([replace(earlier.sections[0], pieces=(told,))])
    later = Period("2026-W48", NOW, NOW + timedelta(weeks=1), "UTC")
    (line,) = watch.falling_due([earlier], later, messages=messages.of("fr"))
    assert line.text.startswith("**25 novembre**")
    assert "n°" in line.text
    (reminder,) = reminders.of(replace(earlier, watch=(line,)), messages.of("fr"))
    assert reminder.told == "", "the line names the number itself"


def test_a_footer_says_how_to_leave_and_only_the_mail_has_one() -> None:
    made = _texts(reckoned.edition(language="de"), SENT)
    for name in ("email", "text"):
        assert "https://notes.example/leave/sample-reader" in made[name]
        assert all(
            part in _words(made[name]) for part in ("Abbestellen", SENT.address, "Ein Mensch liest sie")
        )
    for name in ("page", "markdown"):
        assert "leave" not in made[name]
        assert SENT.address not in made[name]
    by_mail = _texts(reckoned.edition(), Stationery(unsubscribe_mail="leave@notes.example"))
    assert "mailto:leave@notes.example" in by_mail["email"]
    assert "mailto:leave@notes.example" in by_mail["text"]
    reason = Stationery(reason="You met us at the fair.")
    assert "You met us at the fair." in _texts(editions.edition(), reason)["text"]


def test_what_went_wrong_with_a_source_is_no_readers_business() -> None:
    sources = (SourceNote("Silent Times", 0, 0, "/home/editor/feeds/silent.xml: no such file"),)
    for name, text in _texts(editions.edition(sources=sources)).items():
        assert "Silent Times" in text, name
        assert "/home/editor" not in text, name


def test_a_users_words_are_printed_and_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "messages" / "en.toml"
    file.parent.mkdir()
    file.write_text('[stories]\nsee = "Read <also> & more"\n', "utf-8")
    made = {one.format: one.text for one in renditions(editions.judged(), Templates(tmp_path))}
    assert "Read &lt;also&gt; &amp; more" in made["page"]
    assert "Read <also> & more" in made["text"]
    file.write_text('[stories]\nsee = "{headlines}"\n', "utf-8")
    with pytest.raises(TemplateError, match=r"messages/en\.toml.*stories\.see"):
        renditions(editions.judged(), Templates(tmp_path))
