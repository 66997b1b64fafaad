"""The style sheet of a mail is checked before it is put on, with the line of the template at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import TemplateError
from digest.render import Templates, renditions, sheet, traced
from tests import editions


def _refused(folder: Path, css: str) -> str:
    (folder / "email.css").write_text(css, "utf-8")
    with pytest.raises(TemplateError) as caught:
        renditions(editions.edition(), Templates(folder), only=["email"])
    return str(caught.value)


@pytest.mark.parametrize(
    ("css", "problem"),
    [
        (".a { font-sise: 3px }", "font-sise is no property of CSS (did you mean font-size?)"),
        (".a { colour: red }", "did you mean color?"),
        (".a { color:; margin: 0 }", "color of “.a” has no value"),
        (".a { line-height 26px }", "a declaration of “.a” cannot be read"),
        (".a { color: red\n.b { margin: 0 }\n.c { margin: 0 }", "is the } before it missing?"),
        (".a { & .b { margin: 0 } }", "a rule stands within “.a” and is lost"),
        ("@media print { .a { margin: 0 } }", "@media cannot be put onto elements"),
        ("@import 'more.css';", "email-modes.css"),
        ("a:hover { color: red }", "“a:hover” is not yet true of any element"),
        (".a,, .b { color: red }", "“.a,, .b” is no selector"),
        (".a > { color: red }", "“.a >” is no selector"),
        (".a { color: red } }\n.b { color: red }", "is no selector"),
        ("{ color: red }", "no selector"),
        ("color: red", "outside of all rules"),
        (f"{'(' * 3000}", "outside of all rules"),
    ],
)
def test_what_would_be_lost_of_a_sheet_is_told_in_words(css: str, problem: str) -> None:
    (found,) = sheet.faults(css)
    assert problem in found.problem


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* only words */",
        ".a, .b > p, th[align='right'] { color: #123; mso-hide: all; -webkit-hyphens: none; --x: 3 }",
        "h1:first-child { FONT-SIZE: 3px;; }",
        ".a { color: red",
    ],
)
def test_a_sheet_that_arrives_whole_passes(css: str) -> None:
    assert sheet.faults(css) == ()


def test_a_slip_in_a_sheet_of_ones_own_names_its_line(tmp_path: Path) -> None:
    own = (
        '{% include "bundled/email.css" %}\n{% set gap = 4 %}\n/* ours,\nin two lines */\n'
        ".prose p {\nmargin: {{ gap }}px;\nfont-sise: 17px;\n}\n@media print { p { margin: 0 } }\n"
    )
    told = _refused(tmp_path, own)
    assert told.startswith("templates/email.css:7: font-sise is no property of CSS (did you mean font-size?)")
    assert "\n  templates/email.css:9: @media cannot be put onto elements" in told


def test_a_slip_in_a_copy_of_the_shipped_sheet_names_its_line(tmp_path: Path) -> None:
    shipped = Templates().source("email.css")
    line = next(n for n, text in enumerate(shipped.splitlines(), 1) if text.startswith(".meta {"))
    told = _refused(tmp_path, shipped.replace(".meta {", ".meta { colr: red;", 1))
    assert told == f"templates/email.css:{line}: colr is no property of CSS (did you mean color?)"


def test_the_lines_of_a_sheet_do_not_show_in_a_traced_mail() -> None:
    assert "email.css" not in traced(editions.edition(), Templates(), "email.html")
