"""Front matter in YAML that says the same to every reader: PyYAML, Go, Ruby and JavaScript.

Every text is in double quotes, so that `Yes`, `12:30`, `1e3` and `0o17` stay text in YAML 1.1 and 1.2.
Line separators and controls are escaped; emoji stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import yaml

Value = str | bool | int | datetime | Sequence[str] | Mapping[str, datetime]

_ENDLESS = 1 << 30  # a folded line would be a trap for simple readers
_ASTRAL = re.compile(r"(\\\\)|\\U([0-9A-F]{8})")


class _Key(str):
    """A key of ours, which needs no quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Quotes every text; indents lists."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (the signature is PyYAML's)
        """Writes everything out: few blogs expect `*id001`."""
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')


def _key(dumper: _Dumper, value: _Key) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value))


def _moment(dumper: _Dumper, value: datetime) -> yaml.ScalarNode:
    # with T: Go's YAML knows no time with a blank and a zone
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat(timespec="seconds"))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Key, _key)
_Dumper.add_representer(datetime, _moment)


def yaml_of(values: Mapping[str, Value]) -> str:
    """`values` between two lines of `---`, in their order; those that are "" or empty are left out.

    Times are written with their zone, and unquoted: Astro and MkDocs take no text for one.
    """
    kept = {_Key(key): _keyed(value) for key, value in values.items() if value not in ("", (), {})}
    written = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ENDLESS)
    return f"---\n{_ASTRAL.sub(_as_it_is, written)}---\n"


def _keyed(value: Value) -> object:
    if isinstance(value, Mapping):
        return {_Key(key): moment for key, moment in value.items()}
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _as_it_is(match: re.Match[str]) -> str:
    return match[1] or chr(int(match[2], 16))


def lines_of(values: Mapping[str, str]) -> str:
    """`values` as Python-Markdown reads them, `Title: …`: no quotes, one line each, an empty one at the end.

    Each text must be one line; those that are "" are left out.
    """
    return "".join(f"{key}: {value}\n" for key, value in values.items() if value) + "\n"
