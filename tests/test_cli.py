"""The commands as a person types them: what they say, and the code that they end with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest import cli, start
from tests.test_pipeline import KEY, built_once  # noqa: F401 - a fixture

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><title>Northwind raises $2 billion for agents</title><link>https://wire.example/1</link>
<description>Northwind has raised two billion dollars to build chips for AI models.</description>
<pubDate>Sat, 21 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
NOW = "2026-11-22T17:00"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(here: Path) -> Path:
    """A folder with a small project: two local sources, one of which is missing."""
    (here / "bare.jsonl").write_text('{"id": "a", "title": "A"}', encoding="utf-8")
    (here / "feeds").mkdir()
    (here / "feeds" / "wire.xml").write_text(FEED, encoding="utf-8")
    start.init(here)
    text = (here / "sources.toml").read_text(encoding="utf-8")
    head = text[: text.index("[[sources]]")]
    source = '[[sources]]\nname = "{0}"\nkind = "folder"\npath = "feeds/{1}.xml"\n'
    sources = source.format("Wire", "wire") + source.format("Gone", "gone")
    (here / "sources.toml").write_text(head + sources, encoding="utf-8")
    return here


def digest(*args: str) -> Result:
    return CliRunner().invoke(cli.main, args, catch_exceptions=False)


def test_help_lists_every_command_and_what_its_codes_mean() -> None:
    shown = digest("--help")
    assert shown.exit_code == 0
    names = "demo init collect build render preview run status check ledger explain sources analyse evaluate"
    for name in names.split():
        assert f"\n  {name} " in shown.output
    assert "3 held for a person" in " ".join(shown.output.split())


def commands() -> Iterator[list[str]]:
    for name, command in cli.main.commands.items():
        inner = getattr(command, "commands", None)
        yield from ([name, other] for other in inner) if inner else [[name]]


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_and_option_says_what_it_does(command: list[str]) -> None:
    shown = digest(*command, "--help").output
    options = shown[shown.index("Options:") :].splitlines()[1:]
    assert shown.splitlines()[2].strip()
    for line in options:
        if line.strip().startswith("-"):
            assert len(line.split("  ")) > 2 or options[options.index(line) + 1].startswith("    "), line


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from digest.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pydantic', 'aiohttp', 'jinja2', 'feedparser', 'rich', 'sqlite3', 'tomlkit', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def test_the_demo_says_where_to_look(here: Path) -> None:
    shown = digest("demo")
    assert shown.exit_code == 0
    assert "digest-demo/2025-W24/index.html" in shown.output
    assert (here / "digest-demo" / KEY / "email.html").is_file()


def test_init_and_build_in_an_empty_folder(project: Path) -> None:
    shown = digest("build", "--now", NOW)
    assert shown.exit_code == 4, "one of the two sources is missing"
    assert "1 story in out/2026-W47; next: digest preview 2026-W47" in shown.output
    assert "Gone" in shown.output
    assert (project / "out" / "2026-W47" / "draft.md").is_file()


def test_collect_then_build_offline_is_the_same_as_build(project: Path) -> None:
    assert "1 new item" in digest("collect", "--now", NOW).output
    assert "0 new items, 1 source unchanged" in digest("collect", "--now", NOW).output
    shown = digest("build", "2026-W47", "--offline", "--now", NOW)
    assert shown.exit_code == 0
    assert "Looked at 1 item: 1 told" in shown.output


def test_machines_get_json(project: Path) -> None:
    gathered = json.loads(digest("collect", "--json", "--now", NOW).output)
    assert (gathered["new"], gathered["sources"][1]["name"]) == (1, "Gone")
    built = json.loads(digest("build", "--json", "--now", NOW).output)
    assert built["edition"] == "2026-W47"
    status = json.loads(digest("status", "--json", "--now", NOW).output)
    assert status["editions"][0]["key"] == "2026-W47"
    assert status["sources"][1]["failures"] == 2
    listed = json.loads(digest("sources", "list", "--json").output)
    assert [source["name"] for source in listed] == ["Wire", "Gone"]


def test_quiet_says_one_line_and_verbose_says_why(project: Path) -> None:
    lines = digest("build", "-q", "--offline", "--now", NOW).output.splitlines()
    assert len(lines) == 1
    digest("collect", "--now", NOW)
    assert "section: Northwind raises" in digest("build", "-v", "--offline", "--now", NOW).output


def test_status_tells_sources_editions_and_what_is_next(project: Path) -> None:
    before = digest("status", "--now", NOW).output
    assert "not collected yet" in before
    assert "none yet" in before
    digest("build", "--now", NOW)
    after = digest("status", "--now", "2026-11-22T18:30").output
    wire = next(line for line in after.splitlines() if line.startswith("Wire"))
    assert wire.split()[1] == "1"
    assert "2026-W47  draft, built 2026-11-22 17:00" in after.replace("18:00)", "17:00)")
    assert "next build" in after


def test_an_edited_draft_keeps_its_words_over_a_build_and_a_broken_one_holds_it(project: Path) -> None:
    digest("build", "--now", NOW)
    draft = project / "out" / "2026-W47" / "draft.md"
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("Northwind raises", "They raise"), encoding="utf-8"
    )
    assert digest("build", "--offline", "--now", NOW).exit_code == 0
    assert "They raise" in draft.read_text(encoding="utf-8")
    mail = project / "out" / "2026-W47" / "email.txt"
    assert "They raise" in mail.read_text(encoding="utf-8")
    draft.write_text(draft.read_text(encoding="utf-8") + "\n<!-- not closed\n", encoding="utf-8")
    shown = digest("build", "--offline", "--now", NOW)
    assert shown.exit_code == 3
    assert "draft.new.md" in shown.output
    assert "not closed" in shown.output
    assert "They raise" in mail.read_text(encoding="utf-8")
    assert digest("build", "--offline", "--overwrite", "--now", NOW).exit_code == 0


def test_a_span_of_ones_own(project: Path) -> None:
    shown = digest("build", "--from", "2026-11-20", "--to", "2026-11-22", "--now", NOW)
    assert "out/2026-11-20-to-2026-11-22" in shown.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("build", "2026-47"), "is no edition key; write a week like 2026-W47"),
        (("build", "--from", "2026-11-20"), "belong together"),
        (("build", "--now", "yesterday"), "is no date"),
        (("build", "--now", "9999-12-31T23:59"), "is too far away"),
        (("build", "--from", "2026-11-22", "--to", "2026-11-20"), "is not after --from"),
        (("render",), "digest build makes one"),
        (("sources", "check", "Wira"), 'did you mean "Wire"?'),
        (("init",), "is there already"),
        (("status", "--config", "none.toml"), "no such file"),
        (("analyse", "none.jsonl"), "there is no such file"),
        (("analyse", "bare.jsonl", "--feedback", "none.jsonl"), "there is no such file"),
        (("evaluate", "bare.jsonl"), "holds no label to measure against"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_meant_is_one_line_and_code_2(
    project: Path, args: tuple[str, ...], words: str
) -> None:
    shown = digest(*args)
    assert shown.exit_code == 2
    assert words in shown.stderr
    assert shown.stderr.startswith("digest: ")


def test_a_config_with_faults_lists_them_and_ends_with_2(project: Path) -> None:
    text = (project / "sources.toml").read_text(encoding="utf-8")
    (project / "sources.toml").write_text(
        text.replace("[edition]\ntitle ", "[edition]\ntitel "), encoding="utf-8"
    )
    shown = digest("build")
    assert shown.exit_code == 2
    assert "sources.toml: 2 faults" in shown.stderr


def test_explain_says_where_an_item_went_and_why(project: Path) -> None:
    digest("build", "--now", NOW)
    shown = digest("explain", "http://www.wire.example/1?utm_source=mail")
    assert shown.exit_code == 0
    assert '2026-W47 (no. 1): stands in Deals as "Northwind raises $2 billion for agents"' in shown.output
    (item,) = json.loads(digest("explain", "northwind", "agents", "--json").output)
    assert (item["editions"][0]["fate"], item["editions"][0]["trial"]) == ("section", False)


def test_explain_says_would_of_what_no_edition_has_looked_at(project: Path) -> None:
    digest("collect", "--now", NOW)
    shown = digest("explain", "northwind", "--now", NOW)
    assert "2026-W47 (if built now): would stand in Deals" in shown.output
    assert not (project / "out" / "2026-W47").exists()


def test_explain_says_what_it_searched_when_it_finds_nothing(project: Path) -> None:
    shown = digest("explain", "https://nowhere.example/")
    assert shown.exit_code == 1
    assert (
        "none of the 0 items in the store, by address, by id or by the words of its headline" in shown.stderr
    )


ITEMS = """{"id": 1, "title": "Northwind raises $2 billion for agents", "section": "deals", "importance": 3}
{"id": 2, "title": "A bean soup for long evenings", "section": null, "importance": 0}
"""


def test_analyse_prints_one_line_for_each_item_in_their_order(here: Path) -> None:
    (here / "items.jsonl").write_text(ITEMS, encoding="utf-8")
    shown = digest("analyse", "items.jsonl")
    deal, soup = map(json.loads, shown.stdout.splitlines())
    assert (shown.exit_code, shown.stderr) == (0, "")
    kept = ["id", "story", "related", "duplicate_of", "section", "relevance", "score", "deals"]
    assert list(deal) == kept
    assert (deal["id"], deal["section"], soup["id"], soup["section"]) == (1, "deals", 2, None)


def test_analyse_reads_standard_input() -> None:
    shown = CliRunner().invoke(cli.main, ["analyse", "-"], input=ITEMS)
    assert len(shown.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "code", "lines"),
    [(ITEMS + "oops\n", 4, 2), ("oops\n", 1, 0), ("", 0, 0)],
    ids=["some", "all", "none"],
)
def test_analyse_names_bad_lines_and_ends_with_4_or_1(here: Path, text: str, code: int, lines: int) -> None:
    (here / "items.jsonl").write_text(text, encoding="utf-8")
    shown = digest("analyse", "items.jsonl")
    assert (shown.exit_code, len(shown.stdout.splitlines())) == (code, lines)
    assert ("items.jsonl:" in shown.stderr) == (lines < 2 or code == 4)


def test_analyse_files_by_the_sections_of_the_configuration(project: Path) -> None:
    text = (project / "sources.toml").read_text(encoding="utf-8")
    (project / "sources.toml").write_text(
        text.replace('id          = "deals"', 'id = "money"'), encoding="utf-8"
    )
    (project / "items.jsonl").write_text(ITEMS, encoding="utf-8")
    assert json.loads(digest("analyse", "items.jsonl").stdout.splitlines()[0])["section"] == "money"
    assert digest("analyse", "items.jsonl", "--config", "none.toml").exit_code == 2


def test_evaluate_shows_figures_and_what_feedback_changes(project: Path) -> None:
    (project / "items.jsonl").write_text(ITEMS, encoding="utf-8")
    lesson = {"title": "A soup", "lead": "", "publisher": "Wire", "was": "deals", "now": None}
    lesson |= {"at": "2026-11-22T18:00:00Z", "edition": "2026-W47"}
    (project / "out").mkdir()
    (project / "out" / "feedback.jsonl").write_text(json.dumps(lesson) + "\n[]\n", encoding="utf-8")
    shown = digest("evaluate", "items.jsonl")
    assert "nDCG@20" in shown.stdout
    assert "feedback (1 lesson): macro-F1 1.00 → 1.00" in shown.stdout
    assert "feedback.jsonl:2: has no text" in shown.stderr
    assert "feedback (" not in digest("evaluate", "items.jsonl", "--no-feedback").stdout
    found = json.loads(digest("evaluate", "items.jsonl", "--json").stdout)
    assert found["confusion"] == {"deals": {"deals": 1}, "none": {"none": 1}}


def test_evaluate_names_sections_that_there_are_not(here: Path) -> None:
    (here / "items.jsonl").write_text(ITEMS.replace("null", '"sports"'), encoding="utf-8")
    shown = digest("evaluate", "items.jsonl")
    assert (shown.exit_code, 'no section "sports"' in shown.stderr) == (0, True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_out_that_may_not_be_written_is_named(project: Path) -> None:
    (project / "out").mkdir(mode=0o500)
    shown = digest("build", "--now", NOW)
    assert shown.exit_code == 1
    assert "permission denied" in shown.stderr


def test_an_out_that_is_a_file_is_named(project: Path) -> None:
    (project / "out").write_text("in the way", encoding="utf-8")
    shown = digest("build", "--now", NOW)
    assert shown.exit_code == 1
    assert "out" in shown.stderr


def test_run_once_does_what_is_due_and_only_once(project: Path) -> None:
    first = digest("run", "--once", "--now", "2026-11-22T18:01")
    assert "1 story in out/2026-W47" in first.output
    assert "Nothing is due." in digest("run", "--once", "--now", "2026-11-22T18:02").output
    later = digest("run", "--once", "--now", "2026-11-22T21:30")
    assert "Collected 2 sources" in later.output
    assert "Looked at" not in later.output


def test_run_once_collects_between_builds(project: Path) -> None:
    assert "1 new" in digest("run", "--once", "--now", "2026-11-18T10:00").output


def test_a_slot_missed_by_more_than_its_grace_is_told_and_not_built(project: Path) -> None:
    digest("run", "--once", "--now", "2026-11-18T10:00")
    late = digest("run", "--once", "--now", "2026-11-25T10:00")
    assert "Missed 2026-W47" in late.stderr
    assert not (project / "out" / "2026-W47").exists()


def test_a_build_by_hand_after_the_cut_is_not_built_again(project: Path) -> None:
    digest("build", "--now", "2026-11-22T18:05")
    assert "Nothing is due." in digest("run", "--once", "--now", "2026-11-22T18:06").output


class Sick(BaseHTTPRequestHandler):
    """Answers by path: `/500`, `/page`, `/empty`, `/feed`."""

    def do_GET(self) -> None:
        bodies = {"/feed": FEED, "/page": "<!doctype html><html><body>Welcome</body></html>", "/empty": ""}
        self.send_response(500 if self.path == "/500" else 200)
        body = bodies.get(self.path, "").encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.server
def test_sick_sources_are_told_one_by_one_and_stop_nothing(project: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sick)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = '[[sources]]\nname = "{0}"\nkind = "feed"\nurl = "http://127.0.0.1:{1}/{0}"\n'
    port = server.server_address[1]
    text = (project / "sources.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[sources]]")].replace("allow       = []", 'allow = ["127.0.0.1"]')
    text += "".join(source.format(name, port) for name in ("feed", "500", "page", "empty"))
    (project / "sources.toml").write_text(text, encoding="utf-8")
    try:
        shown = digest("build", "--now", NOW)
        checked = digest("sources", "check", "--now", NOW)
    finally:
        server.shutdown()
    assert shown.exit_code == 3, "three of four failed: a person should look"
    assert "Held: most sources failed, so this is not the whole of 2026-W47" in shown.stdout
    for words in ("500", "not a feed", "sent nothing"):
        assert words in shown.stderr
        assert words in checked.stdout
    assert "1 of 4 sources can be read." in checked.stdout
    assert checked.exit_code == 4
    row = next(line for line in checked.stdout.splitlines() if line.startswith("page "))
    assert row.endswith("no feed")


def test_it_works_from_any_folder(built_once: Path, here: Path) -> None:  # noqa: F811
    shutil.copytree(built_once, here / "copy")
    shown = digest("render", "--config", "copy/sources.toml")
    assert shown.exit_code == 0
    assert f"copy/{KEY}" in shown.output


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["| true", "| head -1"])
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_the_work_is_done_whatever_the_reader_does(here: Path, reader: str, encoding: str) -> None:
    line = f"set -o pipefail; {sys.executable} -m digest demo {reader}"
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    ended = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert (here / "digest-demo" / KEY / "email.html").is_file()


@pytest.mark.slow
def test_the_command_itself_runs(here: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "digest", "demo", "-q"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (here / "digest-demo" / KEY / "index.html").is_file()


@pytest.mark.slow
def test_the_scheduler_collects_at_once_and_stops_when_told(project: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "digest", "run"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert running.stdout is not None
    said = []
    for line in running.stdout:
        said.append(line)
        if "Collected" in line:
            running.terminate()
    assert running.wait(20) == 0
    assert "Stopped." in said[-1]


def test_the_last_run_is_told_source_by_source(project: Path) -> None:
    assert digest("status", "--last-run").exit_code == 1
    assert digest("collect", "--now", NOW).exit_code == 4, "one of its sources is sick"
    shown = digest("status", "--last-run", "--now", NOW)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].split() == [
        "source",
        "outcome",
        "items",
        "new",
        "changed",
        "kB",
        "took",
    ]
    assert "just now" in shown.stdout.splitlines()[-1]
    told = json.loads(digest("status", "--last-run", "--json").stdout)
    assert {row["outcome"] for row in told["sources"]} == {"new", "failed"}


@pytest.mark.server
def test_a_source_is_found_shown_added_once_and_taken_out_again(project: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sick)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    file = project / "sources.toml"
    text = file.read_text(encoding="utf-8").replace("allow       = []", 'allow = ["127.0.0.1"]')
    file.write_text(text, encoding="utf-8")
    address = f"http://127.0.0.1:{server.server_address[1]}/feed"
    try:
        shown = digest("sources", "add", address, "--dry-run")
        assert shown.exit_code == 0
        assert "[[sources]]" in shown.stdout
        assert file.read_text(encoding="utf-8") == text
        assert digest("sources", "add", address).exit_code == 2, "there is nobody to ask"
        added = digest("sources", "add", address, "--name", "Found", "--section", "Deals", "--yes")
        assert added.exit_code == 0, added.stderr
        again = digest("sources", "add", address, "--yes")
        assert again.exit_code == 2
        assert "“Found”" in again.stderr
    finally:
        server.shutdown()
    assert 'name    = "Found"' in file.read_text(encoding="utf-8")
    assert digest("sources", "add", "nowhere", "--yes").exit_code == 2
    assert digest("sources", "remove", "Foun").exit_code == 2
    assert digest("sources", "remove", "Found").exit_code == 0
    assert file.read_text(encoding="utf-8") == text


def test_a_project_without_sources_says_how_to_get_one(project: Path) -> None:
    file = project / "sources.toml"
    file.write_text(file.read_text(encoding="utf-8").partition("[[sources]]")[0], encoding="utf-8")
    for command in (["sources", "list"], ["sources", "check"], ["status"]):
        shown = digest(*command)
        assert shown.exit_code == 0
        assert "no source yet; digest sources add ADDRESS" in shown.stdout
    failed = digest("collect")
    assert failed.exit_code == 1
    assert "has no source yet" in failed.stderr


def test_a_check_tells_a_machine_what_is_wrong_and_what_to_do(project: Path) -> None:
    shown = digest("sources", "check", "--json", "--now", NOW)
    wire, gone = json.loads(shown.stdout)["sources"]
    assert shown.exit_code == 4
    assert (wire["well"], wire["kind"]) == (True, "folder")
    assert gone["findings"][0] == {
        "word": "unread",
        "said": gone["error"],
        "remedy": "look at feeds/gone.xml",
        "fault": True,
    }
    assert digest("sources", "check", "Wire", "--now", NOW).exit_code == 0


def test_a_list_comes_in_once_and_goes_out_by_section(project: Path) -> None:
    (project / "mine.opml").write_text(
        '<opml><body><outline text="DEALS"><outline text="New" xmlUrl="https://new.example/feed"/></outline>'
        '<outline text="Inner" xmlUrl="http://10.0.0.1/feed"/></body></opml>',
        encoding="utf-8",
    )
    before = (project / "sources.toml").read_text(encoding="utf-8")
    planned = digest("sources", "import", "mine.opml", "--dry-run")
    assert "Would add 1 source" in planned.stdout
    assert (project / "sources.toml").read_text(encoding="utf-8") == before
    added = digest("sources", "import", "mine.opml")
    assert "Added 1 source to sources.toml; 0 there already, 1 left out." in added.stdout
    assert added.exit_code == 4
    assert "private network" in added.stderr
    assert 'section = "deals"' in (project / "sources.toml").read_text(encoding="utf-8")
    again = json.loads(digest("sources", "import", "mine.opml", "--json").stdout)
    assert (again["added"], again["known"]) == ([], ["New"])
    shown = digest("sources", "export", "--now", NOW)
    assert '<outline type="rss" text="New" title="New" xmlUrl="https://new.example/feed" />' in shown.stdout
    assert "no feeds" in shown.stderr


def test_a_collect_is_recorded_and_run_again(project: Path) -> None:
    recorded = digest("collect", "--record", "run", "--now", NOW)
    assert recorded.exit_code == 4
    (project / "out" / "digest.db").unlink()
    again = digest("collect", "--replay", "run")
    assert again.exit_code == 4
    assert "nothing was kept" in again.stdout
    assert not (project / "out" / "digest.db").exists()
    told = json.loads(digest("collect", "--replay", "run", "--json").stdout)
    assert told["entries"]
    assert digest("collect", "--record", "run", "--now", NOW).exit_code == 2
    assert digest("collect", "--replay", "nowhere").exit_code == 1


def test_a_recording_that_was_cut_short_is_read_and_a_damaged_line_is_named(project: Path) -> None:
    file = project / "run" / "exchanges.jsonl"
    assert digest("collect", "--record", "run", "--now", NOW).exit_code == 4
    row = json.dumps({"url": "https://o.example/", "accept": "", "problem": {}}) + "\n"
    file.write_text(row + row[:20], encoding="utf-8")
    assert digest("collect", "--replay", "run").exit_code == 4
    file.write_text(row + row[:20] + "\n", encoding="utf-8")
    damaged = digest("collect", "--replay", "run")
    assert damaged.exit_code == 1
    assert "exchanges.jsonl, line 2: is damaged" in damaged.stderr


class Half(Sick):
    """Answers at once, but for `/slow`, which it never does."""

    asked, over = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.asked.set()
            self.over.wait(30)
        super().do_GET()


@pytest.mark.server
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_who_stops_a_collect_is_told_what_was_kept(project: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Half)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = '[[sources]]\nname = "{0}"\nkind = "feed"\nurl = "http://127.0.0.1:{1}/{0}"\n'
    text = (project / "sources.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[sources]]")].replace("allow       = []", 'allow = ["127.0.0.1"]')
    text += "".join(source.format(name, server.server_address[1]) for name in ("feed", "slow"))
    (project / "sources.toml").write_text(text, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "digest", "collect"],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    try:
        assert Half.asked.wait(30)
        while not json.loads(digest("status", "--json").stdout)["sources"][0]["items"]:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=30)[1]
    finally:
        Half.over.set()
        server.shutdown()
    assert run.returncode == 1
    assert "stopped; what 1 of 2 sources brought is kept; digest collect asks the others as well" in said
    assert [
        row["name"] for row in json.loads(digest("status", "--last-run", "--json").stdout)["sources"]
    ] == ["feed"]


class Archive(BaseHTTPRequestHandler):
    """A feed of this month that names an archive of the month before."""

    def do_GET(self) -> None:
        month, older = (10, "") if "old" in self.path else (11, '<link rel="prev-archive" href="/old"/>')
        rows = "".join(
            f"<entry><title>AI start-up Harbour raises ${n} billion for AI data centers</title>"
            f"<id>urn:{month}.{n}</id>"
            f"<link href='https://o.example/{month}/{n}'/><updated>2026-{month}-0{n}T09:00:00Z</updated>"
            "<summary>The round for its AI chips was led by Ledger Capital.</summary></entry>"
            for n in range(2, 7)
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>O</title>{older}{rows}</feed>'.encode()
        )

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.server
def test_an_edition_of_an_earlier_month_is_built_from_archives(project: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Archive)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    file = project / "sources.toml"
    text = file.read_text(encoding="utf-8").replace("allow       = []", 'allow = ["127.0.0.1"]')
    source = f'[[sources]]\nname = "O"\nkind = "feed"\nurl = "http://127.0.0.1:{server.server_address[1]}/"\n'
    file.write_text(text[: text.index("[[sources]]")] + source, encoding="utf-8")
    try:
        assert digest("collect", "--since", "2026-10-01").exit_code == 2
        found = digest("collect", "--archives", "--since", "2026-10-01", "--now", NOW)
        assert found.exit_code == 0, found.stderr
    finally:
        server.shutdown()
    built = digest("build", "--offline", "--from", "2026-10-01", "--to", "2026-10-08", "--now", NOW)
    assert built.exit_code == 0, built.stderr
    (made,) = (project / "out").glob("2026-10-01*/edition.json")
    links = {
        story["url"] for section in json.loads(made.read_text())["sections"] for story in section["stories"]
    }
    assert links
    assert all(link.startswith("https://o.example/10/") for link in links)
