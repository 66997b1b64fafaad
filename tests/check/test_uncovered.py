"""What only Outlook is shown stands under the rules of the mail; what only holds columns together is fine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest import render
from digest.check import Finding, Galley, uncovered
from digest.check.links import LINKS
from digest.check.outlook import OUTLOOK
from digest.render import Templates
from tests import editions
from tests.check import galleys
from tests.check.galleys import LINE, PAPER, with_mail

_BUTTON = (
    '<!--[if mso]><v:roundrect alt="" href="https://scale-notes.pub/" fillcolor="#0f2d52">'
    '<w:anchorlock/><center style="color:#ffffff">Subscribe today</center></v:roundrect><![endif]-->'
    '<!--[if !mso]><!--><a href="https://scale-notes.pub/" style="color:#0f2d52">Subscribe today</a>'
    "<!--<![endif]-->"
)


def _found(galley: Galley) -> list[Finding]:
    told = [finding for family in (OUTLOOK, LINKS) for finding in family.of(galley)]
    return [finding for finding in told if finding.level != "note"]


def _only_outlook(words: str, at: str = "<h1") -> Finding:
    (found,) = _found(with_mail(at, f"<!--[if mso]>{words}<![endif]-->{at}"))
    assert found.rule == "outlook-unseen"
    assert found.remedy
    return found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<form><p>Words</p></form>", "<form>"),
        ('<p onclick="x()">Words</p>', "onclick"),
        ('<img src="https://track.example/o.gif" width="1" height="1" alt="">', "a point that nobody sees"),
        ('<img src="https://far.pub/o.gif" width="90" height="90" alt="">', "far.pub"),
        ('<v:image alt="" src="https://far.pub/o.gif" />', "far.pub"),
        ('<p><a href="http://far.pub/a" style="color:#111111">Words</a></p>', "not encrypted"),
        ('<p style="color:#ffffff">Words</p>', "1.00:1"),
        ("<p>Hello {{ name }}</p>", "{{ name }}"),
    ],
)
def test_one_fault_in_a_comment_for_outlook_is_told(words: str, says: str) -> None:
    found = _only_outlook(words)
    assert says in found.reason
    assert found.reason.endswith("in a comment that only Outlook reads")


def test_the_head_is_looked_into_as_well() -> None:
    found = _only_outlook('<style>p { background: url("https://far.pub/x.png") }</style>', at="</head>")
    assert "far.pub" in found.reason
    assert "<script>" in _only_outlook("<script>alert(1)</script>", at="</head>").reason


def test_what_others_are_shown_too_is_told_once_by_its_own_rule() -> None:
    words = '<p><a href="http://far.pub/a" style="color:#111111">Words</a></p>'
    assert [found.rule for found in _found(with_mail("<h1", f"{words}<h1"))] == ["links-http"]


def test_a_button_drawn_for_outlook_and_one_for_all_others_are_fine() -> None:
    assert _found(with_mail("<h1", f"{_BUTTON}<h1")) == []


def test_what_the_renderer_writes_for_outlook_is_fine(tmp_path: Path) -> None:
    parts = (
        '<mj-section full-width="full-width" background-color="#0f2d52"><mj-group><mj-column width="40%">'
        '<mj-text color="#ffffff">Left</mj-text></mj-column><mj-column width="60%" padding="4px">'
        '<mj-button href="https://scale-notes.pub/" background-color="#ffffff" color="#111111">Go</mj-button>'
        '<mj-divider border-width="1px" /><mj-spacer height="9px" /><mj-table color="#ffffff"><tr>'
        "<td>1</td></tr></mj-table></mj-column></mj-group></mj-section>"
    )
    own = f'{{% extends "bundled/email.mjml" %}}{{% block sources %}}{parts}{{{{ super() }}}}{{% endblock %}}'
    (tmp_path / "email.mjml").write_text(own, "utf-8")
    made = editions.edition(preheader=LINE)
    (mail,) = render.renditions(made, Templates(tmp_path), ["email"], stationery=PAPER)
    galley = replace(galleys.good(), edition=made, outputs={mail.filename: mail.text})
    assert list(uncovered.faults(galley)) == []
    assert "Subscribe" not in uncovered.uncovered(_BUTTON).partition("</v:roundrect>")[2]


def test_a_comment_that_nobody_closes_hides_nothing_and_takes_no_time() -> None:
    assert uncovered.uncovered("<!--[if mso]>" * 50_000) == "<!--[if mso]>" * 50_000
