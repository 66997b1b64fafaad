"""An output as the rules read it: its words, its places, and what style comes to on each element."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.check import Galley
from digest.check.contrast import ratio
from digest.check.document import Document, css
from digest.check.document.shown import Shown
from digest.check.document.views import BARE, DARK, LIGHT, NARROW, View
from digest.check.family import MOST_OF_A_RULE, Family, Fault
from digest.check.finding import PURPOSES
from digest.model import Section
from tests import editions
from tests.check import galleys


def read(html: str, traced: str = "") -> Document:
    return Document(html, "email.html", editions.edition(), lambda: traced)


def shown(html: str, view: View = LIGHT, selector: str = "i") -> Shown:
    document = read(html)
    node = document.tree.css_first(selector)
    assert node is not None
    return document.seen(view).of(node)


def hexed(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(255 * share):02x}" for share in colour[:3])


@pytest.mark.parametrize(
    ("head", "body", "colour"),
    [
        ("", '<p style="color:#111111"><i>x</i></p>', "#111111"),
        ("i { color: #222222 }", "<i>x</i>", "#222222"),
        (".a { color: #222222 } i { color: #333333 }", '<i class="a">x</i>', "#222222"),
        ("i { color: #222222 } i { color: #333333 }", "<i>x</i>", "#333333"),
        ("#b { color: #444444 } .a.a { color: #222222 }", '<i class="a" id="b">x</i>', "#444444"),
        ("i { color: #222222 }", '<i style="color:#555555">x</i>', "#555555"),
        ("i { color: #222222 !important }", '<i style="color:#555555">x</i>', "#222222"),
        ("i:hover { color: #222222 } i::before { color: #222222 }", "<i>x</i>", "#000000"),
        (":root { --ink: #123456 } i { color: var(--ink) }", "<i>x</i>", "#123456"),
        ("i { color: var(--none, #654321) }", "<i>x</i>", "#654321"),
        (
            ":root { --a: var(--b)var(--b); --b: var(--a)var(--a) } i { color: var(--a) }",
            "<i>x</i>",
            "#000000",
        ),
        ("@media print { i { color: #222222 } }", "<i>x</i>", "#000000"),
        ("@media only screen and (min-width:480px) { i { color: #222222 } }", "<i>x</i>", "#222222"),
        ("", '<font color="#777777"><i>x</i></font>', "#777777"),
    ],
)
def test_the_colour_of_a_word_is_the_one_that_a_browser_shows(head: str, body: str, colour: str) -> None:
    assert hexed(shown(f"<style>{head}</style>{body}").colour) == colour


def test_what_is_behind_a_word_is_the_nearest_colour_that_covers() -> None:
    assert hexed(shown('<table bgcolor="#eeeeee"><td><i>x</i></td></table>').ground) == "#eeeeee"
    assert hexed(shown('<p style="background:url(a.png) #dddddd"><i>x</i></p>').ground) == "#dddddd"
    glass = '<p style="background:#ffffff"><b style="background-color:rgba(0,0,0,.5)"><i>x</i></b></p>'
    assert hexed(shown(glass).ground) == "#808080"


def test_dark_rules_count_in_the_dark_and_narrow_ones_on_a_phone() -> None:
    html = (
        "<style>@media (prefers-color-scheme: dark) { i { color: #eeeeee !important } }"
        "@media (max-width: 479px) { i { font-size: 20px } }</style><i style='color:#111111'>x</i>"
    )
    assert [hexed(shown(html, view).colour) for view in (LIGHT, DARK, NARROW)] == [
        "#111111",
        "#eeeeee",
        "#111111",
    ]
    assert [shown(html, view).size for view in (LIGHT, NARROW, BARE)] == [16, 20, 16]


def test_sizes_and_lines_are_handed_down_as_css_says() -> None:
    in_px = shown('<p style="font-size:20px;line-height:30px"><i style="font-size:50%">x</i></p>')
    assert (in_px.size, in_px.leading) == (10, 3)
    as_share = shown('<p style="font-size:20px;line-height:1.5"><i style="font-size:10px">x</i></p>')
    assert (as_share.size, as_share.leading) == (10, 1.5)
    short = shown('<i style="font: bold 28px/32px Georgia, serif">x</i>')
    assert (short.size, round(short.leading, 2)) == (28, 1.14)


def test_contrast_is_that_of_the_guidelines() -> None:
    black, white, grey = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0), css.colour("#767676")
    assert ratio(black, white) == pytest.approx(21)
    assert grey
    assert ratio(white, grey) == pytest.approx(4.54, abs=0.01)


def test_hidden_words_and_blank_ones_are_told_apart() -> None:
    document = read(
        "<title>a</title><style>b{}</style><p>one\u200b</p> &nbsp;<td>&#847;</td><script>c</script>two"
    )
    assert [words.strip() for _, words in document.texts] == ["one", "two"]
    assert shown('<p hidden=""><i>x</i></p>').hidden
    assert shown('<p style="max-height:0;overflow:hidden"><i>x</i></p>').hidden
    assert not shown("<p><i>x</i></p>").hidden


def test_a_place_in_a_story_is_named_by_it_and_one_outside_is_not() -> None:
    mail = galleys.good().mail
    assert mail
    first, second, brief, *_ = mail.edition.pieces
    links = {node.attributes.get("href"): node for node in mail.tree.css("a[href]")}
    for piece in (first, second, brief):
        assert mail.spot(links[piece.url]).story == piece.id
    assert mail.spot(links["https://scale-notes.pub/leave/sample-reader"]).story == ""
    assert first.headline in mail.spot(links[first.url]).place


def test_two_stories_of_one_headline_are_told_apart_by_their_order() -> None:
    pieces = tuple(editions.piece("The same", f"Text {n}.", number=n) for n in (1, 2))
    made = editions.edition(rooms=(Section("a", "A", "", pieces),))
    mail = galleys.of(made).mail
    assert mail
    stories = [mail.spot(node).story for node in mail.tree.css("h3")]
    assert stories == [piece.id for piece in pieces]


def test_outside_of_stories_a_place_is_the_line_of_a_template_where_one_is_known() -> None:
    html = "<div><p>one <b>two</b></p></div>"
    node = read(html).tree.css_first("b")
    assert node
    assert read(html).spot(node).place == "email.html"
    traced = '<div data-at="email.mjml:3"><p data-at="email.mjml:7">one <b>two</b></p></div>'
    document = read(html, traced)
    inner = document.tree.css_first("b")
    assert inner
    assert document.spot(inner).place == "templates/email.mjml:7"
    assert read(html, "<p></p>").spot(node).place == "email.html"


def test_an_element_is_quoted_with_its_attributes_and_first_words_only() -> None:
    document = read(f'<a href="https://a.example/" style="color:red">one <b>two</b> {"three " * 99}</a>')
    node = document.tree.css_first("a")
    assert node
    said = document.spot(node).said
    assert said.startswith('<a href="https://a.example/"> one two three')
    assert len(said) <= 120


def test_a_family_tells_so_many_places_of_a_rule_and_no_more() -> None:
    family = Family("words")

    @family.mail("many", "there are words", why="to show it")
    def each(document: Document) -> Iterator[Fault]:
        yield from (Fault(document.whole(), "a word", "take it out") for _ in range(99))

    @family.rule("always", "something is", purposes={"publish"})
    def always(galley: Galley) -> Iterator[Fault]:
        yield from (
            Fault(document.whole(), "it is", "so it is", "note") for document in [galley.page] if document
        )

    found = list(family.of(galleys.good()))
    assert [finding.rule for finding in found] == ["words-many"] * MOST_OF_A_RULE + ["words-always"]
    assert [set(rule.purposes) for rule in family.rules] == [{"send"}, {"publish"}]
    assert callable(each)
    assert list(family.of(Galley(editions.edition()))) == []


def test_every_rule_says_what_it_reports_and_for_whom() -> None:
    rules = [rule for family in galleys.FAMILIES for rule in family.rules]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.reports and rule.purposes and set(rule.purposes) <= PURPOSES for rule in rules)
