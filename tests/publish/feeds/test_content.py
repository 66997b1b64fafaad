"""What of a page goes into a feed, and in which form."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from digest.publish.feeds import content
from tests.publish.feeds.made import URL, items
from tests.records import edition


def test_links_and_pictures_have_their_whole_address() -> None:
    links = '<a href="#s-1">a</a> <a href="https://b.example/">b</a>'
    html = content.of(f'<main>{links} <img src="pictures/a%20b.png" alt="A"></main>', URL).whole
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == [
        f"{URL}#s-1",
        "https://b.example/",
        f"{URL}pictures/a%20b.png",
    ]


def test_what_needs_the_style_sheet_of_the_page_is_left_out() -> None:
    html = '<main><i aria-hidden="true">x</i><svg><rect/></svg><script>y</script><p class="k">Kept</p></main>'
    assert content.of(html, URL).whole == "<p>Kept</p>"


def test_what_could_run_in_a_reader_is_left_out() -> None:
    html = (
        '<main><p onclick="a()" style="x" id="s">A</p><iframe src="/"></iframe><a href="javascript:b()">B</a>'
    )
    assert content.of(html, URL).whole == "<p>A</p><a>B</a>"


def test_tables_and_directions_stay() -> None:
    kept = '<table><thead><tr><th scope="col" dir="rtl">a</th></tr></thead></table>'
    assert content.of(f"<main>{kept}</main>", URL).whole == kept


def test_a_sample_says_so_in_the_whole_and_in_each_section() -> None:
    made = items(edition(sample=True))
    for item in made.values():
        assert item.html.startswith("<p><strong>Sample: the outlets")


def test_the_part_of_an_anchor_is_what_stands_in_that_element() -> None:
    found = content.of('<main>a<section id="x\'y">b<i id="z">c</i></section>d</main>', URL)
    assert (found.part("x'y"), found.part("z"), found.part("gone")) == ("b<i>c</i>", "c", "")


@given(st.text(), st.text())
def test_no_page_breaks_it(html: str, address: str) -> None:
    found = content.of(f'{html}<main><a href="{html}"><p id="p">{html}', address)
    assert isinstance(found.whole + found.part("p"), str)
