"""What the MJML renderer gets wrong, rendered for real and mended."""

from __future__ import annotations

import re

import pytest
from mjml import mjml2html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.render import Templates, mend, renditions
from tests import editions

_TEXT = "<mj-section><mj-column><mj-text>Words</mj-text></mj-column></mj-section>"


def _rendered(body: str = _TEXT, head: str = "", says: str = "") -> str:
    source = f"<mjml {says}><mj-head>{head}</mj-head><mj-body>{body}</mj-body></mjml>"
    return str(mjml2html(source, disable_comments=True, fonts={}))


def _mended(body: str = _TEXT, head: str = "", says: str = "", *, direction: str = "ltr") -> str:
    language = "he" if direction == "rtl" else "en"
    return mend.html(_rendered(body, head, says), "Sums & “shares”", language, direction)


def _first(html: str, selector: str) -> LexborNode:
    found = LexborHTMLParser(html).css_first(selector)
    assert found is not None, selector
    return found


def _children(html: str) -> list[LexborNode]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return [node for node in body.iter() if node.tag and node.tag[0] not in "-!"]


def test_a_mail_without_a_title_gets_that_of_the_issue() -> None:
    assert "<title></title>" in _rendered()
    assert _first(_mended(), "title").text() == "Sums & “shares”"
    own = _mended(head="<mj-title>Its own &amp; good</mj-title>")
    assert _first(own, "title").text() == "Its own & good"
    assert _first(own, "body > div").attributes["aria-label"] == "Its own & good"


def test_an_undetermined_language_becomes_that_of_the_issue() -> None:
    assert 'lang="und" dir="auto"' in _rendered()
    for selector in ("html", "body > div"):
        found = _first(_mended(direction="rtl"), selector).attributes
        assert (found["lang"], found["dir"]) == ("he", "rtl")
    assert _first(_mended(says='lang="pt" dir="ltr"'), "html").attributes["lang"] == "pt"


@pytest.mark.parametrize(
    "body",
    [
        _TEXT,
        "<mj-raw><p>Raw</p></mj-raw>",
        _TEXT.replace("<mj-section", '<mj-section full-width="full-width"'),
    ],
)
def test_every_child_of_the_body_says_its_language_and_direction(body: str) -> None:
    children = _children(_mended(body, "<mj-preview>Look inside</mj-preview>", direction="rtl"))
    assert [(node.attributes["lang"], node.attributes["dir"]) for node in children] == [("he", "rtl")]


def test_the_whole_mail_is_an_article_to_a_screen_reader() -> None:
    found = _first(_mended(), "body > div").attributes
    assert (found["role"], found["aria-roledescription"]) == ("article", "email")
    assert found["aria-label"] == "Sums & “shares”"


def test_a_preview_text_stands_first_within_the_wrapper_and_is_not_white_on_white() -> None:
    head = "<mj-preview>Look &amp; see</mj-preview>"
    assert "color:#ffffff" in _rendered(head=head)
    mended = _mended(head=head)
    preheader = _first(mended, "body > div > .preheader")
    assert preheader.text() == "Look & see"
    assert _children(mended)[0].text().startswith("Look & see")
    assert "color:#ffffff" not in mended
    assert "opacity" not in mended


def test_no_attribute_is_left_that_html_does_not_know() -> None:
    body = (
        "<mj-section><mj-column>"
        '<mj-image src="a.png" alt="A" width="300px" /><mj-button href="https://x.example">Go</mj-button>'
        "</mj-column></mj-section>"
    )
    assert 'height="auto"' in _rendered(body)
    assert 'vertical-align="' in _rendered(body)
    mended = _mended(body)
    assert 'height="auto"' not in mended
    assert "height:auto" in _first(mended, "img").attributes["style"]  # type: ignore[operator]
    tree = LexborHTMLParser(mended)
    assert not tree.css('[vertical-align], td[role], [style=""], [class=""]')
    assert all(table.attributes.get("role") == "presentation" for table in tree.css("table"))


def test_an_attribute_in_words_and_addresses_is_left_as_it_is() -> None:
    words = '<p>say height="auto" and direction:ltr</p><a href="https://x.example/?a=direction:ltr">x</a>'
    assert words in _mended(f"<mj-raw>{words}</mj-raw>", direction="rtl")


def test_a_right_to_left_mail_runs_from_right_to_left_in_every_cell() -> None:
    assert "direction:ltr" in _rendered()
    mended = _mended(direction="rtl")
    assert not re.search(r'direction:\s*ltr|text-align:\s*left|align="left"', mended)
    assert "direction:rtl" in mended


def test_what_a_template_calls_left_to_right_stays_so() -> None:
    table = '<table dir="ltr" align="left"><tr><td>1</td></tr></table>'
    assert table in _mended(f"<mj-raw>{table}</mj-raw>", direction="rtl")


def test_nobody_is_kept_from_zooming() -> None:
    fixed = '<meta name="viewport" content="width=device-width, maximum-scale=1, user-scalable=no" />'
    mended = _mended(head=f"<mj-raw>{fixed}</mj-raw>")
    assert 'name="viewport"' in mended
    assert "maximum-scale" not in mended
    assert "user-scalable" not in mended


def test_a_meta_element_without_content_gets_an_empty_one() -> None:
    mended = _mended(head='<mj-raw><meta name="x-apple-disable-message-reformatting" /></mj-raw>')
    assert '<meta name="x-apple-disable-message-reformatting" content="">' in mended


def test_an_apostrophe_is_written_so_that_outlook_reads_it() -> None:
    assert "It&#39;s" in _mended("<mj-raw><p>It&apos;s</p></mj-raw>")


def test_outlook_for_windows_gets_its_tables_and_its_scale() -> None:
    (mail,) = renditions(editions.edition(), Templates(), only=["email"])
    remarks = re.findall(r"<!--(\[if [^\]]*mso[^\]]*\])>(.*?)<!\[endif\]-->", mail.text, re.DOTALL)
    assert mail.text.count("<!--[if") == mail.text.count("<![endif]-->")
    inside = "".join(words for _, words in remarks)
    assert "<o:PixelsPerInch>96</o:PixelsPerInch>" in inside
    assert 'width="620"' in inside
    assert inside.count("<table") == inside.count("</table>") > 0
    assert inside.count("<td") == inside.count("</td>")


def test_remarks_for_outlook_stay_and_others_go() -> None:
    mended = _mended("<mj-raw><!--[if mso]><p>For Outlook</p><![endif]--><!-- for nobody --></mj-raw>")
    assert "<!--[if mso]><p>For Outlook</p><![endif]-->" in mended
    assert "for nobody" not in mended


def test_the_body_has_no_margin_of_its_own() -> None:
    style = _first(_mended(), "body").attributes["style"] or ""
    assert style.startswith("margin:0;padding:0;")


def test_no_rule_of_the_head_stands_within_another() -> None:
    """Gmail drops a whole style element that has an at-rule within an at-rule."""
    (mail,) = renditions(editions.weekly(), Templates(), only=["email"])
    for sheet in re.findall(r"<style[^>]*>(.*?)</style>", mail.text, re.DOTALL):
        depth = 0
        for mark in re.findall(r"[{}]|@[\w-]+", sheet):
            assert not (mark.startswith("@") and depth), sheet
            depth += {"{": 1, "}": -1}.get(mark, 0)
