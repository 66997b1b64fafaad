"""What the mail uses is held against what each mail client shows; what does no harm is told nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import bundled
from digest.check import Finding, Galley
from digest.check.clients import CLIENTS, declared, support, table, used
from digest.check.clients.table import Group
from tests import editions

PLAIN = '<p style="margin:0;font-size:16px;line-height:25px;color:#111111">Northwind buys a mill.</p>'


def galley(body: str, head: str = "", traced: str = "") -> Galley:
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return Galley(editions.edition(), outputs={"email.html": html}, traced=lambda _name: traced)


def found(body: str, head: str = "") -> list[Finding]:
    return list(CLIENTS.of(galley(body, head)))


def features(body: str, head: str = "") -> set[str]:
    document = galley(body, head).mail
    assert document
    return {use.feature for use in used.of(document)}


def group(groups: Iterable[Group], name: str, platform: str) -> Group:
    return next(each for each in groups if each.family == name and platform in each.platforms)


def test_plain_text_in_plain_style_harms_nobody() -> None:
    assert found(PLAIN) == []


@pytest.mark.parametrize(
    ("body", "client"),
    [
        ('<div style="display: grid">x</div>', "Outlook (Windows)"),
        ('<div style="display:inline-flex">x</div>', "Outlook (Windows)"),
        ('<div style="width: calc(100% - 8px)">x</div>', "Yahoo"),
        ('<p style="font-size:1.2rem">x</p>', "Outlook (Windows)"),
        ('<p style="color: var(--ink)">x</p>', "Gmail"),
        ("<svg></svg>", "Gmail"),
        ("<picture></picture>", "Gmail"),
        ('<img src="chart.webp" alt="Chart">', "Outlook (Windows)"),
        ('<img src="data:image/png;base64,AA" alt="Chart">', "Gmail"),
        ('<div style="background: linear-gradient(red, blue)">x</div>', "Outlook"),
        ('<div style="position:sticky">x</div>', "Gmail"),
        ('<div style="margin-inline: 4px">x</div>', "Gmail"),
    ],
)
def test_what_an_important_client_does_not_show_is_an_error_that_names_it(body: str, client: str) -> None:
    errors = [each for each in found(body) if each.rule == "clients-unsupported"]
    assert errors
    assert all(each.level == "error" for each in errors)
    assert any(client in each.reason for each in errors)


@pytest.mark.parametrize("css", ["@font-face{font-family:x;src:url(a.woff)}", "p{color:red;& b{color:blue}}"])
def test_head_styles_that_clients_choke_on_are_errors_too(css: str) -> None:
    assert [each.level for each in found(PLAIN, f"<style>{css}</style>")] == ["error"]


def test_a_feature_that_many_elements_use_is_told_once() -> None:
    assert len(found('<div style="display:grid">x</div>' * 50)) == 1


def test_what_is_partly_shown_is_a_warning_with_what_is_partial() -> None:
    (warned,) = found('<p style="margin: -8px 0">x</p>')
    assert (warned.rule, warned.level) == ("clients-partial", "warning")
    assert "Negative values are not supported" in warned.reason
    assert "margin: -8px 0" in warned.reason


def test_the_date_of_the_tests_and_the_way_to_allow_it_are_told() -> None:
    (error,) = found('<div style="display:grid">x</div>')
    assert support.known().date in error.reason
    assert "css-display-grid" in error.remedy


def test_the_place_is_the_line_of_the_template() -> None:
    body = '<div style="display:grid">x</div>'
    html = f'<!doctype html><html lang="en"><head></head><body>{body}</body></html>'
    traced = html.replace("<div", '<div data-at="email.mjml:52"')
    (error,) = CLIENTS.of(galley(body, traced=traced))
    assert error.place == "templates/email.mjml:52"
    assert error.figure == "display:grid"


def test_rounded_corners_and_dark_colours_degrade_and_are_not_told() -> None:
    head = "<style>@media (prefers-color-scheme: dark) { .a > b { color: #eeeeee !important } }</style>"
    assert found('<div style="border-radius:4px">x</div>', head) == []


def test_what_stands_in_comments_for_outlook_is_not_looked_at() -> None:
    assert found(f'<!--[if mso]><div style="display:grid">x</div><![endif]-->{PLAIN}') == []


def test_outlooks_own_properties_are_nobody_elses() -> None:
    assert features('<p style="mso-line-height-rule:exactly">x</p>') == features("<p>x</p>")


@pytest.mark.parametrize(
    ("selector", "kinds"),
    [
        ("p", {"type"}),
        (".a", {"class"}),
        (".a.b", {"class", "chaining"}),
        ("#a p", {"id", "descendant", "type"}),
        ("a > b", {"type", "child"}),
        ("a + b ~ i", {"type", "adjacent-sibling", "general-sibling"}),
        ("[data-x], *", {"attribute", "grouping", "universal"}),
        (".a p", {"class", "descendant", "type"}),
        ("p .a", {"class", "descendant", "type"}),
    ],
)
def test_selectors_are_known_by_their_kinds(selector: str, kinds: set[str]) -> None:
    told = {part.feature for part in declared.sheet(f"{selector} {{ color: red }}")}
    assert {each for each in told if each.startswith("css-selector-")} == {f"css-selector-{k}" for k in kinds}


def test_pseudo_classes_and_elements_are_told_apart() -> None:
    told = {part.feature for part in declared.sheet("a:hover, p::before, li:nth-child(2) { color: red }")}
    assert {"css-pseudo-class-hover", "css-pseudo-element-before", "css-pseudo-class-nth-child"} <= told


@pytest.mark.parametrize(
    ("declaration", "feature"),
    [
        ("margin-top: 1px", "css-margin"),
        ("border-left-color: red", "css-border"),
        ("border-top-left-radius: 1px", "css-border-radius"),
        ("overflow-x: auto", "css-overflow"),
        ("column-gap: 1px", "css-gap"),
        ("left: 0", "css-left-right-top-bottom"),
        ("-webkit-transform: none", "css-transform"),
        ("background: url(a.png)", "css-background-image"),
        ("color: rgb(0 0 0)", "css-rgb"),
        ("color: oklch(1 0 0)", "css-modern-color"),
        ("width: fit-content", "css-intrinsic-size"),
        ("font-family: system-ui", "css-sytem-ui"),
        ("width: 50%", "css-unit-percent"),
        ("width: 50vw", "css-unit-vw"),
        ("color: red !important", "css-important"),
        ("--ink: red", "css-variables"),
    ],
)
def test_a_declaration_is_known_by_property_value_and_unit(declaration: str, feature: str) -> None:
    assert feature in {part.feature for part in declared.inline(declaration)}


def test_fonts_and_colours_of_text_are_in_no_data_and_said_to_be_nothing() -> None:
    assert declared.inline("font-family: Georgia; color: #111111") == ()


@settings(deadline=None)
@given(st.text(alphabet="{}()[];:,.#@>+~*\"'\\/abc- \n!<&%0", max_size=200))
def test_no_css_can_stop_the_gate(css: str) -> None:
    grid = declared.inline("display:grid")
    assert grid
    assert set(grid) <= set(declared.inline(f"display:grid;{css}")), "what stands before it is still read"
    assert {part.feature for part in grid} <= {
        part.feature for part in declared.sheet(f"a{{display:grid}}{css}")
    }


@pytest.mark.parametrize("css", ["(" * 50_000, "a{" * 50_000, "@media x{" * 20_000, "a[" * 20_000])
def test_no_depth_of_brackets_can_stop_the_gate(css: str) -> None:
    assert declared.sheet(css) == ()
    assert found(PLAIN, f"<style>{css}</style>") == []


def test_the_table_tells_each_client_by_what_it_shows() -> None:
    groups = table(galley('<div style="display:grid">x</div>').mail)
    windows = group(groups, "Outlook", "Windows")
    assert ("display:grid", False) in {(lack.title, lack.harmless) for lack in windows.missing}
    apple = group(groups, "Apple Mail", "macOS")
    assert "display:grid" not in {lack.title for lack in (*apple.missing, *apple.partly)}
    assert apple.full > windows.full
    assert apple.important
    assert not group(groups, "GMX", "webmail").important
    assert [each.family for each in groups][:2] == ["Apple Mail", "Gmail"]
    assert table(None) == ()


def test_the_table_counts_every_feature_once() -> None:
    document = galley(PLAIN).mail
    assert document
    number = len({use.feature for use in used.of(document)})
    for each in table(document):
        assert each.full + len(each.partly) + len(each.missing) + each.unknown == number


def test_more_than_eighteen_important_clients_are_known() -> None:
    assert len(support.important()) >= 18
    assert len(support.known().features) >= 300
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", support.known().date)
    assert len(bundled.path("data/clients.json").read_bytes()) < 60_000


def test_each_entry_of_the_harmless_names_what_exists_and_says_why() -> None:
    known = support.known()
    for pardon in support.pardons():
        assert any(fnmatchcase(slug, pardon.feature) for slug in known.features), pardon.feature
        for pattern in pardon.clients:
            assert any(fnmatchcase(client, pattern) for client in known.clients), pattern
        assert len(pardon.why) > 10
        assert re.compile(pardon.unless)


def test_each_property_with_a_name_of_its_own_leads_to_a_feature_that_exists() -> None:
    for feature in bundled.pairs("clients_properties.txt").values():
        assert feature == "-" or feature in support.known().features
