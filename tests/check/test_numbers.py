"""The numbers gate: what is right is left alone, and what is wrong is named with the nearest figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest import markup
from digest.check import LEVELS, RULES, Finding, numbers
from digest.model import Deal, Due, Edition, Entry, Money, Piece, Section, Sentence, Watch
from tests.records import edition, entry, piece, story

LEAD = entry(
    "Northwind pays $14.8 billion for 49% of Tall Pines",
    source="The Circuit",
    text=(
        "Northwind will pay $14.8 billion for 49% of Tall Pines, the companies said on 12 June 2024. "
        "Tall Pines had revenue of $870 million in 2024 and employs 1,250 people. "
        "Quillmark, a rival, had revenue of $29.4 million, up 23%. "
        "A campus in Ohio will draw 300 MW. "
        "The purse for founders may reach up to $1 billion."
    ),
)
SECOND = entry(
    "Tall Pines was in talks over $10B", source="Harbour Times", text="Talks began at over $10 billion."
)
TOLD = story(LEAD, SECOND)
OTHER = entry("Corvane raises $77 million", source="Quay Daily", text="Corvane has raised $77 million.")


def told(*sentences: str, headline: str = "A stake is taken", **changes: object) -> Piece:
    """A piece on the story above in an editor's own words."""
    values = {
        "headline": headline, "blurb": markup.escape(" ".join(sentences)), "summary": (), "story": TOLD,
    } | changes  # fmt: skip
    return piece(**values)  # type: ignore[arg-type]


def printed(*pieces: Piece, **changes: object) -> Edition:
    made = piece("Corvane raises $77 million", story=story(OTHER))
    words = {"subject": "A stake", "preheader": "", "intro": ""}
    return edition(Section("deals", "Deals", "", (*pieces, made)), **words | changes)


def gate(made: Edition, *more: Entry) -> tuple[Finding, ...]:
    return numbers.of(made, {one.id: one for one in (LEAD, SECOND, OTHER, *more)})


def said(*sentences: str) -> list[Finding]:
    return list(gate(printed(told(*sentences))))


def grave(*sentences: str) -> list[tuple[str, str]]:
    return [(one.rule, one.figure) for one in said(*sentences) if one.level != "note"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The price is 14.8 billion dollars.",
        "For US$14.8bn it gets 49 per cent.",
        "The price is nearly $15 billion.",
        "More than $14 billion changes hands.",
        "A campus of 0.3 GW is planned in Ohio.",
        "All this was said in June 2024, on 12 June.",
        "Talks were about more than 10 billion dollars.",
        "The company has 1,250 employees.",
        "One of the two rivals came first, and the third was late.",
        "Its Llama 4 runs on the H100, and Windows 11 does not.",
        "Revenue was $870 million in 2024.",
        "Step 1: buy. The top 5 of the 2020s follow on page 3.",
        "Nearly half of it is sold.",
    ],
)
def test_a_figure_of_the_reports_in_other_words_is_left_alone(sentence: str) -> None:
    assert grave(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "rule", "figure"),
    [
        ("The price is $14.8 million.", "numbers-magnitude", "$14.8 million"),
        ("The price is $148 billion.", "numbers-magnitude", "$148 billion"),
        ("A campus of 300 GW is planned in Ohio.", "numbers-magnitude", "300 GW"),
        ("The company employs 12,500 people.", "numbers-magnitude", "12,500 people"),
        ("The price is €14.8 billion.", "numbers-unit", "€14.8 billion"),
        ("Sales rose 23 percentage points.", "numbers-unit", "23 percentage points"),
        ("The price is $18.4 billion.", "numbers-unproved", "$18.4 billion"),
        ("It takes 94% of the firm.", "numbers-unproved", "94%"),
        ("It takes 48% of the firm.", "numbers-unproved", "48%"),
        ("It was agreed on 13 June 2024.", "numbers-unproved", "13 June 2024"),
        ("Tall Pines had revenue of $870 million in 2025.", "numbers-unproved", "2025"),
        ("So it was settled in June 2204.", "numbers-unproved", "2204"),
        ("The price is $15 billion.", "numbers-unproved", "$15 billion"),
        ("The price is about $16 billion.", "numbers-unproved", "about $16 billion"),
        ("Corvane raised $77 million.", "numbers-unproved", "$77 million"),
        ("The founders get $1 billion.", "numbers-hedge", "$1 billion"),
        ("Quillmark had revenue of $870 million.", "numbers-company", "$870 million"),
        ("Tall Pines had revenue of $29.4 million.", "numbers-company", "$29.4 million"),
    ],
)
def test_a_wrong_figure_is_reported_once_by_the_rule_that_fits(sentence: str, rule: str, figure: str) -> None:
    assert grave(sentence) == [(rule, figure)]


def test_a_finding_names_place_sentence_nearest_figure_and_outlet() -> None:
    (found,) = said("It is large.", "The price is $18.4 billion.")
    assert found.place == f"story {found.story[:4]}… “A stake is taken”, sentence 2"
    assert found.said == "The price is $18.4 billion."
    assert "The Circuit has $14.8 billion" in found.reason
    assert "$14.8 billion" in found.remedy
    assert found.level == "error"
    assert found.rule in RULES
    assert found.level in LEVELS


def test_a_rounding_that_does_not_say_so_is_a_warning_and_not_an_error() -> None:
    (found,) = said("The price is $15 billion.")
    assert (found.level, "rounded" in found.reason) == ("warning", True)


def test_a_hedge_that_is_added_is_no_more_than_a_note() -> None:
    assert [one.level for one in said("It has revenue of about $870 million.")] == ["note"]


def test_a_sum_that_is_told_as_a_valuation_is_a_warning() -> None:
    lead = entry(
        "Brightloom raises money", text="Brightloom raised $40 million at a valuation of $900 million."
    )
    wrong = "In this round Brightloom has a valuation of $40 million."
    (found,) = gate(printed(piece("A round", wrong, story=story(lead), summary=())), lead)
    assert (found.rule, found.level, found.figure) == ("numbers-role", "warning", "$40 million")


def test_a_figure_of_a_company_that_no_report_names_is_doubted() -> None:
    lead = entry("Brightloom raises money", text="Brightloom raised $40 million.")
    wrong = "The talk of the week was the $40 million of Tall Pines."
    (found,) = gate(printed(piece("A round", wrong, story=story(lead), summary=())), lead)
    assert (found.rule, found.figure) == ("numbers-company", "$40 million")


def test_two_companies_with_one_figure_each_are_told_in_one_sentence() -> None:
    lead = entry("Two rounds", text="Together AI raised $40 million.\n\nScale AI raised $70 million.")
    right = "Scale AI's $70 million and Together AI's $40 million are this week's rounds."
    wrong = "Scale AI's $40 million and Together AI's $70 million are this week's rounds."
    made = [printed(piece("Rounds", told, story=story(lead), summary=())) for told in (right, wrong)]
    assert gate(made[0], lead) == ()
    assert [one.rule for one in gate(made[1], lead)] == ["numbers-company"]


def test_figures_of_two_companies_that_changed_places_are_found() -> None:
    text = "Northwind spent $72 billion on server halls, and Quillmark spent $85 billion on them."
    lead = entry("Server halls cost more", text=text)
    wrong = "Northwind spent $85 billion on server halls, and Quillmark spent $72 billion on them."
    made = printed(piece("Halls", wrong, story=story(lead), summary=()))
    assert {one.rule for one in gate(made, lead) if one.level != "note"} <= {
        "numbers-unproved",
        "numbers-company",
    }
    assert gate(made, lead)


@pytest.mark.parametrize(
    "sentence",
    [
        "Together that is $14.8B + $870M = $15.67B.",
        "What is left is $14.8B - $870M = $13.93B.",
        "At that price the stake costs $7.3 billion (49% of $14.8 billion).",
        "The whole is worth $30.2 billion ($14.8 billion / 0.49 = $30.2 billion).",
        "The share of it is 49% of $14.8 billion, or $7.3 billion.",
        "Sums of $14.8 billion and $870 million make $15.67 billion together.",
    ],
)
def test_a_sum_that_is_shown_and_right_proves_its_result(sentence: str) -> None:
    assert grave(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Together that is $14.8B + $870M = $16.67B.", "$16.67B"),
        ("At that price the stake costs $9.3 billion (49% of $14.8 billion).", "$9.3 billion"),
    ],
)
def test_a_sum_that_is_shown_and_wrong_is_reported(sentence: str, figure: str) -> None:
    assert grave(sentence) == [("numbers-sum", figure)]


def test_a_sum_of_figures_that_nobody_has_proves_nothing() -> None:
    assert ("numbers-unproved", "$3B") in grave("Together that is $14.8B + $3B = $17.8B.")


def test_what_happens_to_be_the_sum_of_two_others_is_not_derived() -> None:
    assert grave("It paid $14.8 billion and later $870 million, then $15.67 billion.")


@pytest.mark.parametrize("place", ["subject", "preheader", "intro"])
def test_the_words_around_the_stories_may_use_any_report_and_nothing_else(place: str) -> None:
    right = gate(printed(told(), **{place: "Corvane got $77 million, Tall Pines $14.8 billion"}))
    wrong = gate(printed(told(), **{place: "Corvane got $78 million"}))
    assert right == ()
    assert [(one.place, one.figure, one.story) for one in wrong] == [(place, "$78 million", "")]


def test_what_an_edition_counts_of_itself_is_known_and_a_stale_count_is_not() -> None:
    right = "2 stories from 3 newsrooms, chosen from 4 reports. Edition 3 covers 15–22 November 2026."
    assert gate(printed(told(), intro=right)) == ()
    wrong = gate(printed(told(), intro="5 stories from 3 newsrooms."))
    assert [(one.rule, one.figure) for one in wrong] == [("numbers-sum", "5")]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("1 story from 3 newsrooms, chosen from 4 reports.", "write 2"),
        ("3 stories from 3 newsrooms, chosen from 4 reports.", "write 2"),
        ("2 stories from 2 newsrooms, chosen from 4 reports.", "write 3"),
        ("More than one newsroom tells 2 of them.", "write 1"),
        ("Told by more than one newsroom: 3.", "write 1"),
    ],
)
def test_each_number_of_the_line_above_the_stories_counts_one_thing(line: str, advice: str) -> None:
    (found,) = gate(printed(told(), intro=line))
    assert (found.rule, found.level, found.remedy) == ("numbers-sum", "warning", advice)


def test_a_piece_of_the_editors_own_is_counted_and_where_nothing_is_shared_no_number_is_proposed() -> None:
    own = Piece("own1", "Our view", "", "It is a good week.")
    (found,) = gate(printed(told(), own, intro="2 stories from 3 newsrooms."))
    assert found.remedy == "write 3"
    (found,) = gate(printed(intro="More than one newsroom tells 1 of them."))
    assert found.remedy == "take the sentence out"


def test_the_rest_of_a_sentence_that_was_cut_in_two_is_no_exchange() -> None:
    line = "Tall Pines had revenue of $870 million in 2024, with $2.5 billion projected, its books say."
    report = entry("Tall Pines grows", text=line)
    own = piece("It grows", "Some $2.5 billion projected, its books say.", story=story(report), summary=())
    assert [one for one in gate(printed(own), report) if one.level != "note"] == []


def test_a_figure_of_another_story_is_told_with_the_one_of_this_story() -> None:
    report = entry("Brightloom", text="Brightloom has a valuation of $8.3 billion.")
    own = piece("A price", "Brightloom has a valuation of $77 million.", story=story(report), summary=())
    (found,) = gate(printed(own), report)
    assert found.remedy == "write $8.3 billion, or make sure that it belongs here"


def test_a_headline_that_is_cut_for_the_subject_is_proved_by_its_report() -> None:
    assert gate(printed(told(), subject="Northwind pays $14.8 billion for…")) == ()


def test_a_number_in_the_name_of_the_edition_is_no_figure() -> None:
    made = printed(told(), title="Top 50 Weekly", subject="Top 50 Weekly: a stake of 49%")
    assert gate(made) == ()


def test_a_wrong_headline_is_found_where_it_stands() -> None:
    (found,) = gate(printed(told(headline="Northwind pays $18.4 billion")))
    assert found.place.endswith("headline")


def test_a_piece_of_the_editors_own_rests_on_any_report() -> None:
    own = Piece(
        "own1", "Our view", "", "The $77 million of Corvane and the 14.8 billion dollars are one wave."
    )
    wrong = replace(own, blurb="The $79 million is one wave.")
    assert gate(printed(told(), own)) == ()
    assert [one.figure for one in gate(printed(told(), wrong))] == ["$79 million"]


def test_links_and_marks_do_not_hide_a_figure() -> None:
    (found,) = gate(printed(told(blurb="It pays **$18.4** [billion](https://a.example/2031) *now*.")))
    assert found.figure == "$18.4 billion"


def test_a_row_of_the_deal_table_is_checked() -> None:
    right = Deal("investment", "Tall Pines", ("Northwind",), Money(14.8e9), None, 49.0)
    wrong = replace(right, amount=Money(14.8e6), valuation=Money(29e9), stake_percent=94.0)
    assert gate(printed(told(deals=(right,)))) == ()
    found = gate(printed(told(deals=(wrong,))))
    assert [(one.rule, one.place) for one in found] == [
        ("numbers-magnitude", "deal table, Tall Pines"),
        ("numbers-unproved", "deal table, Tall Pines"),
        ("numbers-unproved", "deal table, Tall Pines"),
    ]
    assert found[1].said == "valuation $29B"


def test_the_total_of_the_deal_table_may_be_told() -> None:
    rows = (Deal("investment", "Tall Pines", (), Money(14.8e9)), Deal("fund", "Tall Pines", (), Money(870e6)))
    assert gate(printed(told(deals=rows), intro="Deals of $15.7 billion in one week.")) == ()
    assert gate(printed(told(deals=rows), intro="Deals of $17.5 billion in one week."))


def test_a_line_of_the_watch_list_is_checked_only_where_the_editor_wrote_it() -> None:
    due = Due("gone", "Vantor expects to close its $6.5 billion purchase by 20 December.", "by 20 December",
              date(2026, 12, 20), date(2026, 12, 20))  # fmt: skip
    line = Watch("“Vantor expects to close its $6.5 billion purchase” (no. 2: 94% done)", "2026-W40", 2, due)
    own = Watch("The $6.5 billion purchase should close; Corvane has its $77 million.")
    assert gate(printed(told(), watch=(line,))) == ()
    assert [one.figure for one in gate(printed(told(), watch=(line, own)))] == ["$6.5 billion"]


def test_a_sentence_as_its_report_has_it_is_proved_even_where_the_text_is_gone() -> None:
    sentence = "Tall Pines had revenue of $870 million in 2024 and employs 1,250 people."
    bare = replace(LEAD, text="")
    held = replace(story(bare), summary=(Sentence(sentence, bare.id),))
    made = printed(piece("A stake", sentence, story=held, summary=held.summary))
    assert numbers.of(made, {}) == ()


def test_a_sentence_of_the_machine_beside_the_editors_own_is_still_proved() -> None:
    # The sentence splitter sees one sentence where a name begins with a small letter.
    first, second = "xAI has 1,250 people and $870 million.", "eBay paid $77 million in 2019."
    lead = entry("Two firms", text=f"{first} {second}")
    told_by = story(lead)
    kept = (Sentence(first, lead.id), Sentence("It was a good week.", None))
    made = printed(piece("Two", blurb=f"{first} eBay paid $78 million then.", summary=kept, story=told_by))
    assert [one.figure for one in gate(made, lead)] == ["$78 million"]


def test_a_year_belongs_to_no_company_and_the_name_beside_it_can_be_wrong() -> None:
    line = "Larkspur will use the driving software that Vantor makes for cars from 2027 on, the firm says."
    report = entry("Larkspur picks Vantor", text=line)
    own = piece("A pick", line.replace("Larkspur", "Brightloom"), story=story(report), summary=())
    (found,) = gate(printed(own), report)
    assert found.reason.startswith("Brightloom stands in the place of Larkspur: ")


def test_one_in_five_is_proved_by_1_in_5() -> None:
    source = entry("A survey of offices", source="Survey Post", text="Some 1 in 5 offices uses no AI at all.")
    own = piece("A survey", "One in five offices uses no AI.", story=story(source))
    assert [one for one in gate(printed(own), source) if one.level != "note"] == []


def test_worth_of_sales_is_no_valuation() -> None:
    line = "Larkspur says that it has logged $1 million worth of sales."
    source = entry("Larkspur counts its sales", source="Survey Post", text=line)
    own = piece("A count", f"As we go to press, {line[0].lower()}{line[1:]}", story=story(source))
    assert [one for one in gate(printed(own), source) if one.level != "note"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The whole is worth $30.2 billion ($14.8B / 49% = $30.2B).",
        "The share is worth $14.8 billion ($30.2B x 49% = $14.8B), says who reckons $30.2B.",
    ],
)
def test_a_share_divides_and_multiplies_as_a_share(sentence: str) -> None:
    assert [one for one in said(sentence) if one.rule == "numbers-sum"] == []


def test_a_figure_at_the_end_of_a_long_text_is_read_too() -> None:
    assert [one.figure for one in said("The firm grows. " * 3000 + "Northwind pays $99 billion.")] == [
        "$99 billion"
    ]


def test_a_text_that_is_too_long_to_be_read_is_told_and_never_called_proved() -> None:
    (found,) = said("The firm grows. " * 9000)
    assert (found.rule, found.level) == ("numbers-unread", "error")
