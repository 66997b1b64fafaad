"""The words of the outputs: whole in every language, as the Unicode tables have it, and open to users."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from digest import messages
from digest.errors import TemplateError
from digest.figures import wording
from digest.messages import ENGLISH, files
from digest.model import QUALIFIERS, Money

LANGUAGES = ("ar", "de", "en", "es", "fr", "pt")
_BABEL = {"en": "en_GB", "pt": "pt_BR"}
_FORMS = {
    "one-other": {"one", "other"},
    "french": {"one", "other"},
    "arabic": {"zero", "one", "two", "few", "many", "other"},
}


def _own(folder: Path, name: str, text: str) -> Path:
    file = folder / "templates" / "messages" / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return folder / "templates"


def test_six_languages_ship() -> None:
    assert messages.shipped() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_message_with_the_same_places(language: str) -> None:
    words = messages.of(language)
    raw = files.read_shipped(language)
    assert {key for key in ENGLISH.table if not key.startswith("signs.")} <= raw.keys()
    for key, message in ENGLISH.table.items():
        if isinstance(message, str) and key != "deals.round":
            assert messages.places(words.table[key]) == messages.places(message), key
        elif not isinstance(message, str):
            # a form may say its number as a word: "one story"
            assert messages.places(words.table[key]) <= messages.places(message), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_message_has_every_form_that_its_language_asks_for(language: str) -> None:
    words = messages.of(language)
    wanted = _FORMS[str(words.table["plural"])]
    for key, forms in words.table.items():
        if isinstance(forms, dict):
            assert set(forms) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_the_unicode_tables(language: str) -> None:
    rule = Locale.parse(_BABEL.get(language, language)).plural_form
    for number in (*range(130), 200, 999, 1000, 1001, 1002, 1003, 1011, 1100, 9999):
        forms = {form: form for form in ("zero", "one", "two", "few", "many", "other")}
        words = messages.Messages(language, True, {**messages.of(language).table, "x": forms})
        assert words.count("x", number) == rule(number), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_dates_and_numbers_are_those_of_the_unicode_tables(language: str) -> None:
    words, locale = messages.of(language), _BABEL.get(language, language)
    assert words.table["dates.months"] == tuple(get_month_names("wide", locale=locale).values())
    for day in (date(2026, 11, 22), date(2025, 6, 12), date(2024, 2, 29)):
        assert words.date(day) == format_date(day, "long", locale=locale)
    for number in (0, 7, 999, 14_800, 1_234_567, 6.6, 0.125):
        assert words.number(number) == format_decimal(
            number, "#,##0.######", locale=locale, numbering_system="latn"
        )
    assert words.number(1200) == {"en": "1,200", "ar": "1,200", "es": "1200", "fr": "1\u202f200"}.get(
        language, "1.200"
    ), "Babel does not know that Spanish leaves four digits together"
    if language != "ar":  # there the tables put an invisible mark before the sign
        assert words.percent(49) == format_percent(0.49, locale=locale)


@pytest.mark.parametrize(
    ("language", "first", "last", "said"),
    [
        ("en", date(2026, 11, 16), date(2026, 11, 22), "16–22 November 2026"),
        ("en", date(2026, 10, 28), date(2026, 11, 3), "28 October – 3 November 2026"),
        ("en", date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        ("en", date(2026, 11, 16), date(2026, 11, 16), "16 November 2026"),
        ("de", date(2026, 11, 16), date(2026, 11, 22), "16.–22. November 2026"),
        ("de", date(2026, 12, 28), date(2027, 1, 3), "28. Dezember 2026 – 3. Januar 2027"),
        ("fr", date(2026, 6, 1), date(2026, 6, 7), "1er–7 juin 2026"),
        ("es", date(2026, 10, 28), date(2026, 11, 3), "28 de octubre – 3 de noviembre de 2026"),
        ("pt", date(2026, 6, 1), date(2026, 6, 7), "1º–7 de junho de 2026"),
        ("ar", date(2026, 11, 16), date(2026, 11, 22), "16–22 نوفمبر 2026"),
    ],
)
def test_a_span_of_days_says_nothing_twice(language: str, first: date, last: date, said: str) -> None:
    assert messages.of(language).span(first, last) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["$6.6B", "over €300M", "CHF 1,200", "$1.2T", "$12.50"]),
        ("de", ["6,6 Mrd. $", "über 300 Mio. €", "1.200 CHF", "1,2 Bio. $", "12,50 $"]),
        ("fr", ["6,6 Md$", "plus de 300 M€", "1 200 CHF", "1 200 Md$", "12,50 $"]),
        ("es", ["6600 M$", "más de 300 M€", "1200 CHF", "1.200.000 M$", "12,50 $"]),
        ("pt", ["US$ 6,6 bi", "mais de € 300 mi", "CHF 1.200", "US$ 1,2 tri", "US$ 12,50"]),
        (
            "ar",
            ["6.6 مليار دولار", "أكثر من 300 مليون يورو", "1,200 CHF", "1.2 تريليون دولار", "12.50 دولار"],
        ),
    ],
)
def test_sums_are_short_as_newspapers_of_the_language_write_them(language: str, said: list[str]) -> None:
    words = messages.of(language)
    sums = (
        words.sum(6.6e9, "USD"),
        words.sum(3e8, "EUR", "at_least"),
        words.sum(1200, "CHF"),
        words.sum(1.2e12, "USD"),
        words.sum(12.5, "USD"),
    )
    assert [re.sub(r"[\u00a0\u202f]", " ", one) for one in sums] == said
    for one in sums:
        assert " " not in one.removeprefix(words.say("sums.at_least", sum="")) or language in ("en", "ar"), (
            "a line may end in a sum"
        )


_CURRENCIES = st.sampled_from(("USD", "EUR", "GBP", "CHF", "SEK", "JPY", "ILS"))
_VALUES = st.one_of(st.integers(0, 10**14), st.floats(0.01, 1e14).map(lambda value: float(f"{value:.4g}")))


@given(_VALUES, _CURRENCIES, st.sampled_from(QUALIFIERS))
def test_english_sums_are_those_that_the_grammar_reads_back(
    value: float, currency: str, qualifier: str
) -> None:
    assert ENGLISH.sum(value, currency, qualifier) == wording.short(Money(value, currency, qualifier))


def test_names_are_joined_as_the_language_does() -> None:
    names = ("Ash", "Birch", "Cedar")
    assert ENGLISH.joined(names) == "Ash, Birch and Cedar"
    assert messages.of("ar").joined(names[:2]) == "Ash وBirch"
    assert (ENGLISH.joined(()), ENGLISH.joined(names[:1])) == ("", "Ash")


def test_a_region_takes_the_words_of_its_language_and_a_strange_language_english_ones() -> None:
    brazil = messages.of("pt-BR")
    assert (brazil.is_known, brazil.say("stories.see")) == (True, "Veja também")
    strange = messages.of("nl")
    assert (strange.is_known, strange.say("stories.see")) == (False, "See also")


def test_a_user_changes_single_messages_and_keeps_the_rest(tmp_path: Path) -> None:
    own = _own(tmp_path, "de", '[stories]\nsee = "Mehr dazu"\n[signs]\nCHF = "Fr."\n')
    words = messages.of("de", own)
    assert (words.say("stories.see"), words.say("stories.also")) == ("Mehr dazu", "Auch")
    assert words.sum(3e6, "CHF").split() == ["3", "Mio.", "Fr."]
    assert messages.of("en", own).say("stories.see") == "See also"


def test_a_user_adds_a_language_of_which_the_rest_stays_english(tmp_path: Path) -> None:
    words = messages.of("nl", _own(tmp_path, "nl", '[stories]\nsee = "Zie ook"\n'))
    assert (words.is_known, words.say("stories.see"), words.say("stories.also")) == (True, "Zie ook", "Also")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[stories]\nsea = "x"', '"stories.sea": there is no message of this name'),
        ('[stories]\nroundup = "x {titel}"', '"stories.roundup": has a place {titel} that nothing fills'),
        ('[stories]\nroundup = "x {name.__class__}"', '"stories.roundup": has a faulty place'),
        ('[stories]\nroundup = "x {name"', '"stories.roundup": has a faulty place'),
        ('[stories]\nroundup = "x {0}"', '"stories.roundup": has a faulty place'),
        ('[opening]\nstories = "x"', '"opening.stories": needs its plural forms'),
        ('[opening]\nstories = { one = "x" }', '"opening.stories": needs its plural forms'),
        ('[stories]\nsee = { other = "x" }', '"stories.see": is one line'),
        ('plural = "polish"', '"plural": should be one of one-other'),
        ('[numbers]\ngrouped_from = "many"', '"numbers.grouped_from": should be a whole number'),
        ('[dates]\nmonths = ["a"]', '"dates.months": needs twelve names'),
        ("[stories\n", "cannot be read"),
    ],
)
def test_a_broken_file_is_named_with_its_message(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(TemplateError) as told:
        messages.of("de", _own(tmp_path, "de", text))
    assert str(told.value).startswith("templates/messages/de.toml: ")
    assert problem in str(told.value)


def test_every_month_has_its_own_name() -> None:
    for language in LANGUAGES:
        assert len(set(messages.of(language).table["dates.months"])) == len(calendar.month_name) - 1
