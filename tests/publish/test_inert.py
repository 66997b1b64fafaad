"""What looks like a template in a post is text: the engines find none, and a reader sees what was written."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from digest import markup, publish
from digest.model import Section
from digest.publish.inert import body, inert
from digest.render import Templates, renditions
from tests.records import edition, piece

PAYLOADS = (
    "{{ 7 * 7 }}",
    "{{7*7}}",
    "{% include secrets.html %}",
    "{%- assign x = 1 -%}",
    "{% raw %}",
    "{% endraw %}{{ site.config }}",
    "{% unclosed",
    "{{ unclosed",
    "}} closed only %}",
    "{# a comment #}",
    "{{< figure src=x >}}",
    '{{% ref "x" %}}',
    "{{</* shown */>}}",
    "{{{ triple }}}",
    "{%% doubled %%}",
    "{::options parse_block_html='true' /}",
    "$$ x^2 $$",
    '--8<-- "/etc/passwd"',
    "{: .hidden }",
    "\\{{ 7 }} \\\\{% x %}",
)
LIVE = re.compile(r"\{[{%#]|8<-")


def shown(markdown: str) -> str:
    """The text that a reader sees; tags stripped."""
    made = Markdown(extensions=["tables", "attr_list"]).convert(markdown)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", made)).split())


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("engine", publish.ENGINES)
def test_a_payload_is_shown_and_not_run(engine: str, payload: str) -> None:
    told = piece("A headline with " + payload, f"It says {payload} and goes on.", payload)
    brief = piece(payload + " in brief")
    made = edition(Section("deals", payload, "", (told, brief)), intro=markup.escape(payload))
    texts = {each.filename: each.text for each in renditions(made, Templates(), only=["markdown"])}
    post = publish.posts(made, texts)[engine].text
    written = post.partition("\n---\n")[2] if engine != "pelican" else post.partition("\n\n")[2]
    assert not LIVE.search(written)
    seen = shown(written.replace("<!-- more -->", ""))
    literal = " ".join(payload.split())
    assert f"A headline with {literal}" in seen
    assert f"It says {literal} and goes on." in seen
    assert f"{literal} in brief" in seen


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_an_editors_code_is_shown_too(payload: str) -> None:
    block = f"    first line\n      {payload}\n    last line"
    text = inert(f"Write `{payload}` there, or `plain`:\n\n{block}\n\nand `` {payload} ``.\n")
    assert not LIVE.search(text)
    seen = shown(text)
    literal = " ".join(payload.split())
    assert f"Write {literal} there, or plain:" in seen
    assert f"first line {literal} last line".replace(" ", "") in seen.replace("\xa0", "").replace(" ", "")
    assert seen.endswith(f"and {literal}.")


def test_code_without_such_syntax_stays_code() -> None:
    text = "Call `f(x)`:\n\n    if x { y }\n    done\n\nThen go.\n"
    assert inert(text) == text


def test_code_in_a_list_stays_in_it() -> None:
    assert inert("- one\n\n      {{ x }}\n      done\n\n- two\n").startswith(
        "- one\n\n  \\{\\{ x \\}\\}  \n  done\n"
    )


@given(st.text(alphabet="{}%#<>`\\$-8 a\n*[]()"))
def test_no_text_whatever_leaves_syntax_behind(text: str) -> None:
    assert not re.search(r"\{[{%#]", inert(text))


@given(st.text(alphabet="{}%#<>$-8 ab'\"/", min_size=1))
def test_any_escaped_text_is_shown_as_it_is(text: str) -> None:
    assert shown("x " + inert("x " + markup.inline(text) + " x")[2:]) == " ".join(f"x {text} x".split())


@given(st.text(alphabet="ab *_`\n#-[]()<>|", max_size=80))
def test_text_without_syntax_is_not_touched(text: str) -> None:
    assert inert(text) == text


def test_an_address_with_dollars_still_leads_there() -> None:
    text = "[x](https://a.example/$$/b) and [y](<https://a.example/(c)$$>)\n"
    assert inert(text) == text


def test_a_post_has_neither_the_title_nor_a_link_to_itself() -> None:
    url = "https://notes.example/2026-W47/"
    made = edition(url=url)
    text = renditions(made, Templates(), only=["markdown"])[0].text
    assert text.startswith("# AI Scale-Up Weekly\n")
    assert url in text
    written = body(made, text)
    assert written.startswith("*Scale, weekly*\n\nNo. 3 · 16–22 November 2026")
    assert url not in written
    assert written.count("\n## ") == text.count("\n## ")


def test_mkdocs_shows_the_opening_alone_in_its_list_of_posts() -> None:
    made = edition()
    texts = {"edition.md": renditions(made, Templates(), only=["markdown"])[0].text}
    opening, mark, rest = publish.posts(made, texts)["mkdocs"].text.partition("<!-- more -->\n\n")
    assert mark
    assert rest.startswith("## Deals")
    assert "Three stories this week." in opening
