"""The Nu HTML checker and html-validate find no error in any mail or page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.outside import samples, tools

pytestmark = pytest.mark.outside

# What the Nu checker calls an error and we mean: the message as a pattern, and why.
_MEANT = {
    r"CSS: “mso-[a-z-]+”: Property “mso-[a-z-]+” doesn't exist\.": "Outlook for Windows reads these",
    r"CSS: “-ms-[a-z-]+”: Property “-ms-[a-z-]+” doesn't exist\.": "Internet Explorer’s, put there by MJML",
    r"Attribute “xmlns:[vo]” not allowed here\.": "Outlook’s drawing language needs its namespaces declared",
    r"The “role” attribute must not be used on a “t[rdh]” element which has a “table” ancestor.*": (
        "a browser forgets that a table is one when its rows are shown as blocks on a telephone"
    ),
}

# Rules of html-validate that speak of pages and not of mail, or that are a matter of taste, and why.
_OFF_IN_MAIL = {
    "no-deprecated-attr": "Outlook for Windows knows width, align and bgcolor only as attributes",
    "no-inline-style": "Gmail drops style elements; what matters stands on the elements",
    "no-conditional-comment": "Outlook for Windows reads them",
    "prefer-native-element": "MJML writes the article as a div with its role",
}
_OFF_ON_PAGE = {
    "no-redundant-role": "a browser forgets that a table is one when its rows are shown as blocks",
    "no-deprecated-attr": "the columns of an editor’s table are aligned as in the mail",
    "no-inline-style": "the share of a bar is a width",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All mails and pages as files, `weekly.email.html`."""
    into = tmp_path_factory.mktemp("outside")
    for name in samples.EDITIONS:
        for form in samples.FORMS:
            (into / f"{name}.{form}").write_text(samples.outputs(name)[form], "utf-8")
    return into


def test_the_nu_checker_finds_no_error(folder: Path) -> None:
    java = tools.command("java")
    jar = tools.file("vnu-jar", "build", "dist", "vnu.jar")
    files = sorted(map(str, folder.glob("*.html")))
    pattern = "|".join(f"(?:{meant})" for meant in _MEANT)
    ran = subprocess.run(
        [
            java,
            "-Xss4m",
            "-jar",
            str(jar),
            "--errors-only",
            "--format",
            "json",
            "--filterpattern",
            pattern,
            *files,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = json.loads(ran.stderr)["messages"]
    told = [f"{Path(m.get('url', '')).name}:{m.get('lastLine')}: {m['message']}" for m in found]
    assert told == []


@pytest.mark.parametrize(
    ("form", "off"), [("email.html", _OFF_IN_MAIL), ("index.html", _OFF_ON_PAGE)], ids=["mail", "page"]
)
def test_html_validate_finds_no_error(folder: Path, tmp_path: Path, form: str, off: dict[str, str]) -> None:
    node = tools.command("node", "nodejs")
    program = tools.file("html-validate", "bin", "html-validate.mjs")
    chosen = {
        "root": True,
        "extends": ["html-validate:standard", "html-validate:a11y"],
        "rules": dict.fromkeys(off, "off"),
    }
    (tmp_path / "chosen.json").write_text(json.dumps(chosen), "utf-8")
    ran = subprocess.run(
        [node, str(program), "--config", str(tmp_path / "chosen.json"), "--formatter", "json", f"*.{form}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = json.loads(ran.stdout)
    assert len(found) in {0, len(samples.EDITIONS)}, ran.stderr
    told = [
        f"{Path(file['filePath']).name}:{message['line']}: {message['ruleId']}: {message['message']}"
        for file in found
        for message in file["messages"]
    ]
    assert told == []
