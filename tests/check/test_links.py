"""Links say where they lead, lead where they say, and lead there openly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.check import Finding, Galley, Reply
from digest.check.links import LINKS
from digest.check.links.anchor import addresses
from digest.model import Stationery
from tests import editions

HOSTED = Stationery(images="host")


def galley(body: str, **changes: object) -> Galley:
    html = f'<!doctype html><html lang="en"><head></head><body>{body}</body></html>'
    base = Galley(editions.edition(), outputs={"email.html": html})
    return replace(base, **changes)  # type: ignore[arg-type]


def found(body: str, **changes: object) -> list[Finding]:
    return list(LINKS.of(galley(body, **changes)))


def told(body: str, **changes: object) -> set[tuple[str, str]]:
    return {(each.rule.removeprefix("links-"), each.level) for each in found(body, **changes)}


def link(href: str, text: str = "Northwind buys a mill") -> str:
    return f'<p><a href="{href}">{text}</a></p>'


def test_an_ordinary_link_is_no_finding() -> None:
    assert found(link("https://ledger.example/2026/mill")) == []


@pytest.mark.parametrize("inside", ["", " ", "&#8203;", '<img src="cid:a" alt="">'])
def test_a_link_without_words_is_an_error(inside: str) -> None:
    assert ("empty", "error") in told(link("https://ledger.example/a", inside))


def test_a_described_picture_is_the_words_of_its_link() -> None:
    assert told(link("https://ledger.example/a", '<img src="cid:a" alt="The mill at night">')) == set()


@pytest.mark.parametrize(
    "text", ["Click here", "read more »", "HERE", "link", "Weiterlesen", "En savoir plus", "Leer más",
             "Saiba mais", "اقرأ المزيد", "→ here."]
)  # fmt: skip
def test_words_that_say_nothing_are_told_in_every_language(text: str) -> None:
    assert told(link("https://ledger.example/a", text)) == {("generic", "warning")}


@pytest.mark.parametrize("text", ["Read how Northwind grew", "Here comes the mill", "Hier baut Northwind"])
def test_words_that_only_begin_so_are_fine(text: str) -> None:
    assert told(link("https://ledger.example/a", text)) == set()


@pytest.mark.parametrize(
    "text",
    ["www.bank.example", "https://bank.example/login", "bank.example"],
)
def test_words_that_are_an_address_of_another_site_are_an_error(text: str) -> None:
    assert ("mismatch", "error") in told(link("https://evil.example/login", text))


@pytest.mark.parametrize(
    "text",
    [
        "ledger.example",
        "https://www.ledger.example/mill",
        "www.ledger.example",
        "https://ledger.example/mill",
    ],
)
def test_an_address_that_leads_where_it_says_is_fine(text: str) -> None:
    assert told(link("https://ledger.example/mill", text)) == set()


def test_words_that_hold_an_address_of_another_site_are_a_warning() -> None:
    body = link("https://evil.example/login", "Log in at https://bank.example now")
    assert ("mismatch", "warning") in told(body)
    assert "error" not in {level for _, level in told(body)}


def test_an_address_that_leads_to_another_page_of_its_site_is_a_warning() -> None:
    assert told(link("https://ledger.example/b", "https://ledger.example/a")) == {("mismatch", "warning")}


def test_a_file_name_and_a_sentence_are_no_addresses() -> None:
    assert told(link("https://ledger.example/a", "Node.js")) == set()
    assert told(link("https://ledger.example/a", "It grew.Then it fell")) == set()


def test_a_site_named_within_other_words_is_a_note_unless_it_is_a_headline() -> None:
    assert told(link("https://ledger.example/a", "Read about Scale.ai")) == {("elsewhere", "note")}
    made = editions.edition()
    piece = replace(made.sections[0].pieces[0], headline="Read about Scale.ai")
    section = replace(made.sections[0], pieces=(piece,))
    named = replace(made, sections=(section,))
    assert told(link("https://ledger.example/a", "Read about Scale.ai"), edition=named) == set()


@pytest.mark.parametrize(
    "href",
    ["", "/a", "a.html", "javascript:alert(1)", "ftp://ledger.example/a", "data:text/html,x", "https://",
     "https://user@evil.example/", "https://bank.example@evil.example/", "mailto:nobody", "mailto:a@b",
     "https://ledger.example/a\u202eb", "https://exa mple.example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_an_error(href: str) -> None:
    assert ("address", "error") in told(link(href))


def test_a_user_name_in_an_address_is_told_as_what_it_hides() -> None:
    (error,) = (each for each in found(link("https://bank.example@evil.example/")) if each.level == "error")
    assert "carries a user name" in error.reason


@pytest.mark.parametrize("href", ["mailto:editor@notes.example", "mailto:editor@notes.example?subject=Hello"])
def test_a_mail_address_is_a_link(href: str) -> None:
    assert told(link(href, "Write to the editor")) == set()


def test_a_place_in_the_mail_must_be_there() -> None:
    assert told(link("#deals", "Deals")) == {("jump", "error")}
    assert told(link("#deals", "Deals") + '<h2 id="deals">Deals</h2>') == {("jump", "note")}


def test_http_is_a_warning() -> None:
    assert told(link("http://ledger.example/a")) == {("http", "warning")}


@pytest.mark.parametrize(
    ("href", "level"),
    [
        ("https://1.2.3.4/a", "warning"),
        ("https://[2001:db8::1]/a", "warning"),
        ("https://16909060/a", "warning"),
        ("https://ledger.example:8443/a", "warning"),
        ("https://" + "a" * 60 + "." + "b" * 40 + ".example/a", "warning"),
        ("https://secure.login.bank.of.the.valley.evil.example/a", "warning"),
        ("https://xn--80ak6aa92e.com/", "warning"),  # all Cyrillic, and reads like a known fruit
        ("https://xn--pple-43d.com/", "error"),  # one Cyrillic letter among Latin ones
    ],
)
def test_odd_hosts_are_told(href: str, level: str) -> None:
    assert ("host", level) in told(link(href))


@pytest.mark.parametrize("host", ["xn--mnchen-3ya.example", "xn--fiqs8s.example", "a-b.ledger.example"])
def test_umlauts_and_other_scripts_are_not_odd(host: str) -> None:
    assert told(link(f"https://{host}/a")) == set()


def test_a_tracking_parameter_is_named_with_the_address_without_it() -> None:
    (warned,) = found(link("https://ledger.example/a?id=4&amp;utm_source=x&amp;utm_medium=mail"))
    assert (warned.rule, warned.level) == ("links-tracking", "warning")
    assert "utm_source, utm_medium" in warned.reason
    assert warned.remedy.endswith("https://ledger.example/a?id=4")


def test_a_shortener_and_a_counter_are_told_with_the_true_address_where_it_is_known() -> None:
    assert told(link("https://bit.ly/3abc")) == {("redirect", "warning")}
    assert told(link("https://click.list-manage.com/track")) == {("redirect", "warning")}
    assert told(link("https://web.archive.org/web/2026/https://ledger.example/a")) == set()
    (warned,) = found(link("https://www.google.com/url?q=https://ledger.example/a"))
    assert warned.rule == "links-redirect"
    assert warned.remedy == "link to https://ledger.example/a"


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://count.example/o.gif" width="1" height="1" alt="">',
        '<img src="cid:a" style="width:1px;height:1px" alt="">',
        '<img src="https://pictures.example/a.png" width="300" height="200" alt="A mill">',
        '<td background="https://pictures.example/a.png">x</td>',
        '<p style="background:url(https://pictures.example/a.png)">x</p>',
        "<style>p{background:url('//pictures.example/a.png')}</style>",
        '<img src="cid:a" srcset="https://pictures.example/a.png 2x" alt="A mill" width="9" height="9">',
    ],
)
def test_what_calls_a_server_when_the_mail_is_opened_is_an_error(body: str) -> None:
    assert ("pixel", "error") in told(f"<table><tr>{body}</tr></table>" if "<td" in body else body)


def test_pictures_in_the_mail_and_beside_the_own_page_are_fine() -> None:
    assert told('<img src="cid:a" width="300" height="200" alt="A mill">') == set()
    made = replace(editions.edition(), url="https://notes.example/2026-w47/")
    image = '<img src="https://notes.example/2026-w47/mill.png" width="300" height="200" alt="A mill">'
    assert told(image, edition=made, stationery=HOSTED) == set()
    assert told(image, edition=made) == {("pixel", "error")}


def test_two_links_side_by_side_to_one_page_are_a_warning() -> None:
    twice = '<a href="https://ledger.example/a"><img src="cid:a" alt="A mill"></a> ' + link(
        "https://ledger.example/a"
    )
    assert told(f"<table><tr><td>{twice}</td></tr></table>") == {("adjacent", "warning")}
    apart = (
        f"<table><tr><td>{link('https://ledger.example/a')}</td><td>{link('https://ledger.example/a')}</td>"
    )
    assert told(apart) == set()


def test_links_to_one_report_with_words_between_them_are_two() -> None:
    one, other = '<a href="https://ledger.example/a">A buys B</a>', '<a href="https://ledger.example/a">C</a>'
    assert told(f"<p>{one} €3m; {other} €2m</p>") == set()
    assert told(f"<p>First {one}, {other} €2m</p>") == {("adjacent", "warning")}


def test_two_stories_with_one_address_are_a_warning() -> None:
    made = editions.edition()
    pieces = [
        replace(piece, url="https://ledger.example/a?utm_source=x") for piece in made.sections[0].pieces
    ]
    pieces[1] = replace(pieces[1], url="https://www.ledger.example/a")
    same = replace(made, sections=(replace(made.sections[0], pieces=tuple(pieces[:2])),))
    (warned,) = found("", edition=same)
    assert (warned.rule, warned.level) == ("links-stories", "warning")
    assert warned.story == pieces[1].id
    assert pieces[0].headline in warned.reason


def test_a_link_to_a_site_without_a_report_is_a_note_in_its_story() -> None:
    made = editions.edition()
    piece = next(piece for piece in made.pieces if piece.story)
    assert piece.story
    own = piece.story.lead.url
    inside = f"<table><tbody><tr><td><h3>{piece.headline}</h3>{link(own)}[more]</td></tr></tbody></table>"
    assert told(inside.replace("[more]", "")) == set()
    (noted,) = found(inside.replace("[more]", link("https://shop.example/offer", "A fine offer")))
    assert (noted.rule, noted.level, noted.story) == ("links-foreign", "note", piece.id)
    assert "shop.example" in noted.reason


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        (Reply(200), set()),
        (Reply(404), {("gone", "error")}),
        (Reply(410), {("gone", "error")}),
        (Reply(0, "its name is not known"), {("gone", "error")}),
        (Reply(503), {("gone", "warning")}),
        (Reply(403), {("unasked", "note")}),
        (Reply(429), {("unasked", "note")}),
        (Reply(418), {("unasked", "note")}),
        (Reply(200, "", "https://other.example/a"), {("moved", "warning")}),
        (Reply(200, "", "https://ledger.example/"), {("moved", "warning")}),
        (Reply(200, "", "https://www.ledger.example/mill-2"), set()),
        (Reply(404, "", "https://ledger.example/"), {("gone", "error")}),
    ],
)
def test_what_pages_answered_is_told(reply: Reply, rule: set[tuple[str, str]]) -> None:
    address = "https://ledger.example/a"
    assert told(link(address), reached={address: reply}) == rule


def test_nothing_is_said_of_pages_that_nobody_asked() -> None:
    assert found(link("https://ledger.example/a"), reached={"https://ledger.example/b": Reply(404)}) == []


def test_the_addresses_to_ask_are_the_sound_ones_each_once() -> None:
    body = link("https://b.example/") + link("https://a.example/") + link("https://b.example/")
    assert addresses(galley(body + link("mailto:a@b.example") + link("https://"))) == (
        "https://b.example/",
        "https://a.example/",
    )


def test_without_a_mail_the_links_of_the_page_are_looked_at() -> None:
    page = Galley(editions.edition(), outputs={"index.html": link("https://bit.ly/3abc")})
    assert {each.rule for each in LINKS.of(page)} == {"links-redirect"}


def test_a_page_may_link_to_places_beside_it() -> None:
    page = Galley(editions.edition(), outputs={"index.html": link("feed.xml", "The feed")})
    assert list(LINKS.of(page)) == []


@settings(deadline=None)
@given(st.text(alphabet="htps:/.@[]%?#&=xn--аé\u202e \\<>\"'1a", max_size=60), st.text(max_size=40))
def test_no_address_and_no_words_can_stop_the_gate(href: str, text: str) -> None:
    body = link(href.replace('"', "&quot;"), text.replace("<", "&lt;"))
    wordless = link("https://ledger.example/a", "")
    beside = told(wordless + body + link(f"https://{href}"), reached={href: Reply(0)})
    assert ("empty", "error") in beside, "the link before it is still read"


@pytest.mark.parametrize(
    "href",
    [
        "https://track.ledger.example/c/123?u=https%3A%2F%2Freal.example%2Fa",
        "https://news.ledger.example/?url=https://real.example/",
        "https://news.ledger.example/to/https://real.example/a",
        "https://news.ledger.example/r?to=HTTP%3a%2f%2freal.example",
    ],
)
def test_an_address_that_holds_that_of_another_site_is_told_with_both(href: str) -> None:
    (only,) = [each for each in found(link(href)) if each.rule == "links-redirect"]
    assert only.level == "warning"
    assert "real.example" in only.reason
    assert "https://real.example" in only.remedy.replace("http:", "https:")


@pytest.mark.parametrize(
    "href",
    [
        "https://email.mg.ledger.example/c/eJwVjEsOwiAU",
        "https://email.ledger.example/ss/c/u001.abc",
        "https://url1234.ledger.example/ls/click?upn=abc",
    ],
)
def test_the_counters_of_senders_are_known_by_their_form(href: str) -> None:
    assert ("redirect", "warning") in told(link(href))


@pytest.mark.parametrize(
    "href",
    [
        "https://ledger.example/login?next=https://ledger.example/mill",
        "https://web.archive.org/web/2025/https://ledger.example/mill",
        "https://email.ledger.example/archive/mill",
        "https://ledger.example/c/mill",
        "https://ledger.example/http-the-right-way",
    ],
)
def test_an_address_of_a_page_is_no_detour(href: str) -> None:
    assert "redirect" not in {rule for rule, _level in told(link(href))}


def test_a_link_that_tells_a_server_of_its_clicks_is_an_error() -> None:
    body = '<a href="https://ledger.example/mill" ping="https://count.example/">Northwind buys a mill</a>'
    assert ("tracking", "error") in told(body)
