"""Who may import whom: the house of the design, held up by a walk over all imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import digest

PACKAGE = Path(digest.__file__).parent

# From the cellar to the roof: a module may import what stands on a floor below its own.
FLOORS = (
    ("errors", "bundled", "settings", "addresses"),
    ("model",),
    (
        "config",
        "drawing",
        "highlights",
        "lengths",
        "listening",
        "inbox",
        "pinging",
        "markup",
        "measures",
        "messages",
        "exchange",
        "mailbox",
        "refusal",
        "outlets",
        "phrases",
        "similarity",
        "text",
        "urls",
        "wire",
        "words",
    ),
    (
        "condition",
        "figures",
        "series",
        "thin",
        "hrefs",
        "redirects",
        "asked",
        "decisions",
        "secret",
        "stages",
    ),
    ("imap", "blocks", "diagnosis", "events", "learned", "overtaken"),
    ("deals",),
    ("claims",),
    ("parts", "grouping", "editorial"),
    ("sameness", "novelty"),
    (
        "configfile",
        "periods",
        "editionjson",
        "files",
        "listings",
        "sqlitefile",
        "treeswap",
        "versioning",
        "feedback",
        "ledger",
        "pictures",
    ),
    (
        "scheduler",
        "sendtimes",
        "collect",
        "compose",
        "store",
        "draft",
        "render",
        "check",
        "preview",
        "deliver",
        "publish",
        "readers",
    ),
    (
        "project",
        "rawitems",
        "judgement",
        "bookkeeping",
        "drafts",
        "enclosures",
        "journal",
        "placing",
        "continuing",
        "lease",
    ),
    ("subscriptions",),
    ("adding", "press", "linkcheck", "archive", "findings", "heartbeat", "sourcestates"),
    ("report", "rounds", "start"),
    ("reserve",),
    ("gathering", "checking", "redrafting", "seeking"),
    ("deeds", "desk", "holding"),
    ("approval", "corrections", "leaving", "doctor", "editing", "testmail"),
    ("composing", "sending", "sendout"),
    ("courier", "erasing"),
    ("shelving",),
    ("pipeline", "labels", "differing", "publishing"),
    ("outward", "sheets", "checkup"),
    ("studio", "status", "terminal", "analysis", "explain"),
    ("machine", "showing", "tally", "redlines", "evaluation"),
    ("clockwork", "accounts", "outcome"),
    ("gatereport",),
    ("cli",),
    ("__main__",),
)
# Same floor, and still allowed: a plain list beneath its user.
BESIDE = {
    ("similarity", "words"),
    ("markup", "words"),
    ("text", "urls"),
    ("phrases", "words"),
    ("mailbox", "refusal"),
}
ROOMS = (
    "collect",
    "compose",
    "store",
    "draft",
    "render",
    "check",
    "preview",
    "deliver",
    "publish",
    "readers",
)
ROOMS_BESIDE = {
    ("preview", "render"),
    ("preview", "draft"),
    ("preview", "check"),
    ("preview", "publish"),
    ("publish", "render"),
}


def modules() -> dict[str, ast.Module]:
    """Every module by its dotted name without the package's own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of the package that `tree` imports, those for type checking left out."""
    typing_only = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If) and ast.unparse(test.test) == "TYPE_CHECKING"
        for node in ast.walk(test)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (a.name.removeprefix("digest.") for a in node.names if a.name.startswith("digest."))
        elif isinstance(node, ast.ImportFrom) and node.module == "digest":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digest."):
            module = str(node.module).removeprefix("digest.")
            yield from (
                f"{module}.{a.name}" if f"{module}.{a.name}" in MODULES else module for a in node.names
            )


MODULES = modules()
IMPORTS = {name: sorted(set(imported(tree)) - {"__version__"}) for name, tree in MODULES.items() if name}


def room(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def floor(module: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if room(module) in names)


def test_every_module_has_a_floor() -> None:
    assert {room(name) for name in IMPORTS} == {name for names in FLOORS for name in names}


def test_imports_run_one_way() -> None:
    breaches = []
    for name, targets in IMPORTS.items():
        for target in targets:
            own, other = room(name), room(target)
            beside = own == other or (own, other) in BESIDE | ROOMS_BESIDE
            if not beside and floor(target) >= floor(name):
                breaches.append(f"{name} imports {target}")
    assert breaches == []


def test_rooms_do_not_import_each_other() -> None:
    pairs = {(room(n), room(t)) for n, targets in IMPORTS.items() for t in targets}
    between = {(a, b) for a, b in pairs if a != b and a in ROOMS and b in ROOMS}
    assert between <= ROOMS_BESIDE


def test_the_steps_of_composing_do_not_import_each_other() -> None:
    breaches = [
        f"{name} imports {target}"
        for name, targets in IMPORTS.items()
        for target in targets
        if name.startswith("compose.") and target.startswith("compose")
    ]
    assert breaches == []


def test_composing_does_no_io_and_reads_no_clock() -> None:
    forbidden = {"open", "print", "input"}
    clock = {"now", "today", "utcnow", "time"}
    outside = {"os", "pathlib", "socket", "subprocess", "random", "time", "io", "sqlite3"}
    for name, tree in MODULES.items():
        if not name.startswith("compose"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert called not in forbidden | clock, f"{name}:{node.lineno} calls {called}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = (
                    [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
                )
                assert not outside & set(names), f"{name}:{node.lineno} imports {names}"


def test_there_are_no_import_cycles() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name in done:
            return
        for target in IMPORTS.get(name, ()):
            if target in IMPORTS:
                visit(target, (*path, name))
        done.add(name)

    for name in IMPORTS:
        visit(name, ())


def test_only_the_command_line_exits_and_only_it_and_the_terminal_print() -> None:
    for name, tree in MODULES.items():
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        prints = any(isinstance(call, ast.Name) and call.id == "print" for call in calls)
        exits = any(ast.unparse(call) in {"sys.exit", "exit", "os._exit", "click.echo"} for call in calls)
        assert not prints or room(name) in {"cli", "terminal"}, f"{name} prints"
        assert not exits or room(name) == "cli", f"{name} exits"
