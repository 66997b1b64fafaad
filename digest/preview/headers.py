"""The header of the mail as a table: what each field says, what it is for, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email import message_from_string, policy
from email.header import decode_header, make_header
from html import escape
from types import MappingProxyType

_PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "From": "who sends it, as every inbox shows it",
        "To": "the reader; each gets a mail of their own",
        "Reply-To": "where answers go, if not to the sender",
        "Subject": "the line in the inbox",
        "Date": "when it was written",
        "Message-ID": "names this mail for ever, so that a double can be told",
        "Content-Language": "the language, for screen readers and translators",
        "List-Id": "names the newsletter, so that readers can file it (RFC 2919)",
        "List-Unsubscribe": "where the button of the mail program leads (RFC 2369)",
        "List-Unsubscribe-Post": "lets that button work with one click (RFC 8058)",
        "Auto-Submitted": "keeps answers of machines away (RFC 3834)",
        "Precedence": "keeps notes of absence away",
        "MIME-Version": "says that the mail has parts",
        "Content-Type": "what kind of parts, and what divides them",
    }
)
_MISSED: Mapping[str, str] = MappingProxyType(
    {
        "Message-ID": "doubles cannot be told apart",
        "Date": "spam filters count that against it",
        "Subject": "the inbox shows an empty line",
        "List-Id": "readers cannot file it by its list",
        "List-Unsubscribe": "large mailboxes want it; set unsubscribe or unsubscribe_mail under [mail]",
        "List-Unsubscribe-Post": "no leaving with one click; it needs an https unsubscribe under [mail]",
    }
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Headers</title><style>
:root {{ color-scheme: light dark; --paper: #ffffff; --ink: #1a1d21; --muted: #565d66; --rule: #d9dde2 }}
@media (prefers-color-scheme: dark) {{
  :root {{ --paper: #15181b; --ink: #e8eaed; --muted: #a6adb6; --rule: #343a41 }}
}}
body {{ margin: 24px; background: var(--paper); color: var(--ink);
  font: 14px/21px -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ padding: 8px 16px 8px 0; border-top: 1px solid var(--rule); text-align: left; vertical-align: top }}
th {{ font-weight: bold; white-space: nowrap }}
td {{ overflow-wrap: anywhere }}
small {{ display: block; color: var(--muted); font-size: 13px }}
@media (max-width: 480px) {{ th, td {{ display: block; padding-right: 0 }}
  td {{ border: 0; padding-top: 0 }} }}
</style></head><body><table>
{rows}
</table></body></html>
"""


def document(mail: str) -> str:
    """The table of a whole mail as it is sent, as a page of its own; all of it escaped."""
    return _PAGE.format(rows="\n".join(_rows(mail)))


def _rows(mail: str) -> Iterator[str]:
    message = message_from_string(mail, policy=policy.compat32)
    held = set()
    for name, value in message.items():
        held.add(name.lower())
        yield _row(name, _decoded(str(value)), _PURPOSES.get(name, ""))
    for name, why in _MISSED.items():
        if name.lower() not in held:
            yield _row(name, "missing", why)


def _row(name: str, value: str, note: str) -> str:
    small = f"<small>{escape(note)}</small>" if note else ""
    return f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}{small}</td></tr>'


def _decoded(value: str) -> str:
    """In letters (RFC 2047), on one line; as it stands where it cannot be read."""
    line = " ".join(value.split())
    try:
        return str(make_header(decode_header(line)))
    except (ValueError, LookupError):
        return line
