"""Where the tools of others are found: `DIGEST_TOOLS` names a node_modules folder, else `.tools` has one.

npm install --prefix .tools vnu-jar@26.9.27 html-validate@10.17.0 axe-core@4.14.1
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = Path(os.environ.get("DIGEST_TOOLS") or ROOT / ".tools" / "node_modules")


def command(*names: str) -> str:
    """Path of the first of the commands that is there; without any of them the test is skipped."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]} on this machine")
    return found


def file(package: str, *inside: str) -> Path:
    """A file of an npm package; without it the test is skipped."""
    found = MODULES.joinpath(package, *inside)
    if not found.is_file():
        pytest.skip(f"no {package} in {MODULES} (npm install --prefix .tools {package})")
    return found
