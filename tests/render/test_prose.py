"""The Markdown of a piece: safe, quick on bad input, and the same words in all forms."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from digest import markup
from digest.render import marks, prose, wording
from tests.render.strategies import texts

_RICH = """
Hello *world*, **bold** and `co<de`: [a link](https://x.example/a_(b)?c=d&e).

- one
- two
    - inner

1. first

> quoted

## A heading

![a chart](https://x.example/chart.png)
after  
a break

    preformatted <b>
"""  # noqa: W291 (two spaces are a line break in Markdown)


def _words(html: str) -> str:
    return " ".join(LexborHTMLParser(f"<body>{html}").body.text(separator=" ").split())  # type: ignore[union-attr]


def test_ordinary_markdown_becomes_plain_elements() -> None:
    html = prose.html(_RICH)
    for expected in (
        "<em>world</em>",
        "<strong>bold</strong>",
        "<code>co&lt;de</code>",
        '<a href="https://x.example/a_(b)?c=d&amp;e">a link</a>',
        "<blockquote>",
        "<p><strong>A heading</strong></p>",
        '<a href="https://x.example/chart.png">a chart</a>',
        "preformatted &lt;b&gt;",
    ):
        assert expected in html
    assert prose.links(_RICH) == ("https://x.example/a_(b)?c=d&e", "https://x.example/chart.png")


_TABLE = "| Company | Sum |\n|---|---:|\n| **Meta** | $14.8B \\| more |\n| [Cisco](https://c.example) |"


def test_a_table_is_one_in_every_form() -> None:
    assert '<th align="right" scope="col">Sum</th>' in prose.html(_TABLE)
    assert prose.links(_TABLE) == ("https://c.example",)
    assert wording.markdown(_TABLE).split("\n") == [
        "| Company | Sum |",
        "| --- | --- |",
        r"| **Meta** | $14.8B \| more |",
        "| [Cisco](https://c.example) |  |",
    ]
    assert wording.plain(_TABLE, lambda text, _: text).split("\n") == [
        "Company  Sum",
        "-------  -------------",
        "Meta     $14.8B | more",
        "Cisco",
    ]


def test_fenced_code_is_code_in_every_form() -> None:
    source = "```python\nprint('<b>')\n```"
    assert "<pre><code>print('&lt;b&gt;')" in prose.html(source)
    assert wording.markdown(source) == "    print('<b>')"


def test_clean_markdown_says_the_same_in_commonmark() -> None:
    again = MarkdownIt("commonmark").enable("table").render(wording.markdown(_RICH))
    assert _words(again) == _words(prose.html(_RICH))


@settings(max_examples=300, deadline=None)
@given(texts)
@example("***0 :***0")
@example("- 0*:*")
@example("*_:_:*")
@example("*:_:_*")
def test_clean_markdown_of_anything_says_the_same_in_commonmark(source: str) -> None:
    again = MarkdownIt("commonmark").enable("table").render(wording.markdown(source))
    assert _words(again).replace(" ", "") == _words(prose.html(source)).replace(" ", "")


@settings(max_examples=300, deadline=None)
@given(texts)
def test_escaped_text_is_printed_literally(text: str) -> None:
    literal = " ".join(text.replace("\x00", "").split())
    rendered = MarkdownIt("commonmark").enable("table").render(markup.escape(literal))
    assert _words(rendered) == " ".join(_as_html_holds(literal).split())
    assert rendered == "" or rendered.startswith("<p>")


def _as_html_holds(text: str) -> str:
    return "".join(char for char in text if not "\ud800" <= char <= "\udfff")


def test_a_link_cannot_break_out_of_its_brackets() -> None:
    made = marks.link("a](https://evil.example) [b", 'https://ok.example/x)"> y')
    assert _targets(made) == ["https://ok.example/x)%22%3E%20y"]


def _targets(source: str) -> list[object]:
    tokens = MarkdownIt("commonmark").enable("table").parseInline(source)[0].children or []
    return [token.attrGet("href") for token in tokens if token.type == "link_open"]


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 20_000,
        "![" * 10_000,
        "<a " * 6_000,
        "<!--" * 5_000,
        "*a " * 6_000,
        "_" * 19_000,
        "`a" * 9_000,
        ">" * 19_000 + "a",
        "".join("    " * n + "- a\n" for n in range(90)),
        "\\" * 19_000,
        "a  \n" * 4_900,
        "[a](" + "(" * 19_000,
        "&" * 19_000,
        "#\n" * 9_000,
        "word " * 200_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_no_text_takes_long_or_nests_deep(hostile: str) -> None:
    prose.html.cache_clear()
    started = time.perf_counter()
    html = prose.html(hostile)
    assert time.perf_counter() - started < 2
    assert html.count("<blockquote>") + html.count("<ul>") <= 2 * prose.MAX_DEPTH


def test_long_text_is_printed_as_it_stands_and_not_cut() -> None:
    source = "**Long** " + "word " * 10_000
    assert _words(prose.html(source)) == " ".join(source.split())


def test_plain_text_wraps_at_spaces_and_numbers_its_links() -> None:
    address = "https://long.example/" + "a" * 100
    text = wording.plain(f"Read [this]({address}) {'word ' * 30}", lambda name, url: f"{name} ({url})")
    assert address in text
    assert all(len(line) <= wording.WIDTH or address in line for line in text.split("\n"))


def test_a_link_that_swallows_a_code_span_stays_text_and_well_formed() -> None:
    source = '[x](https://ok.example/"onclick="alert(1)) `code`'
    assert prose.html(source) == f"<p>{escape(source)}</p>"


def test_a_text_of_nothing_but_definitions_is_printed_as_it_stands() -> None:
    assert prose.html("[x]: javascript:alert(1)\n\n[x]: https://a.example") == (
        "<p>[x]: javascript:alert(1)</p>\n<p>[x]: https://a.example</p>"
    )
    assert prose.html("Who said so: [x]\n\n[x]: https://a.example") == (
        '<p>Who said so: <a href="https://a.example">x</a></p>'
    )
    assert prose.html("---") == "", "a rule alone says nothing"


def test_a_reference_to_a_control_is_no_control() -> None:
    assert "\x0e" not in prose.html("copper &#14; from &#x0e; tin")
